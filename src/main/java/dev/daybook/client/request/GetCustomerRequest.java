package dev.daybook.client.request;

import dev.daybook.client.answer.AnswerFrame;
import dev.daybook.client.answer.Failure;
import dev.daybook.domain.customer.CustomerQuery;
import dev.daybook.wire.Json;
import dev.daybook.wire.customer.CustomerJson;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Encodes requests of Get Customer and decodes the answers. */
public final class GetCustomerRequest {
    private GetCustomerRequest() {}

    /** The request for the customer that matches a query, in an array as in the vendor's sample. */
    public static byte[] write(long cmId, CustomerQuery query) {
        var request = JsonNodeFactory.instance.objectNode().put("cm_id", cmId);
        if (query.customerId() != 0) {
            request.put("kapture_customer_id", Long.toString(query.customerId()));
        }
        request.put("email_id", query.email()).put("phone", query.phone());
        return JsonNodeFactory.instance.arrayNode().add(request).toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads the answer; empty if there is no such customer.
     *
     * @throws IllegalArgumentException if the body is no such answer, or says that it is a failure
     */
    public static Optional<CustomerJson> answer(byte[] body) {
        var answer = AnswerFrame.readSingle(body);
        var details = answer.path("Customer Details");
        if ((details.isString() && isNobody(answer, details.asString()))
                || Failure.of(answer).filter(Failure::saysNoData).isPresent()) {
            return Optional.empty();
        }
        AnswerFrame.check(answer);
        if (!details.isObject()) {
            throw new IllegalArgumentException("the answer has no customer");
        }
        var customer = CustomerJson.read(Json.MAPPER.writeValueAsBytes(details));
        if (customer.id() == 0) {
            throw new IllegalArgumentException("the answer has a customer without an id");
        }
        return Optional.of(customer);
    }

    /**
     * Whether an answer with a text in place of the customer says that there is no such customer. An empty text says so
     * only if the status of the answer is success.
     */
    private static boolean isNobody(JsonNode answer, String text) {
        return text.isBlank() ? AnswerFrame.of(answer).isSuccess() : Failure.saysNoCustomer(text);
    }
}
