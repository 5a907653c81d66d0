package dev.daybook.wire.customer;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.daybook.domain.customer.CustomerQuery;
import dev.daybook.wire.Request;
import dev.daybook.wire.json.Fields;
import dev.daybook.wire.json.Json;
import dev.daybook.wire.json.JsonBody;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Get Customer: its request and its answer, as on the vendor's page of that name (checked 2026-11).
 */
public final class GetCustomer {
    private GetCustomer() {}

    /**
     * Reads a request.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_JSON or INVALID_VALUE
     */
    public static Request<CustomerQuery> decode(byte[] body) {
        var fields = JsonBody.parse(body);
        var kaptureId = fields.id("kapture_customer_id");
        var customerId = fields.id("customer_id");
        var query = new CustomerQuery(
                kaptureId != 0 ? kaptureId : customerId,
                fields.word("email_id", Fields.MAX_TEXT),
                fields.code("phone", Fields.MAX_TEXT));
        return new Request<>(fields.id("cm_id"), query, fields.ignored());
    }

    /** Encodes the answer from a rendered document. */
    public static byte[] encode(byte[] document) {
        var answer = new ByteArrayOutputStream(document.length + 50);
        answer.writeBytes("{\"Customer Details\":".getBytes(StandardCharsets.US_ASCII));
        answer.writeBytes(document);
        answer.writeBytes(",\"status\":\"success\"}".getBytes(StandardCharsets.US_ASCII));
        return answer.toByteArray();
    }

    /** The answer if no customer was found. As in the vendor's answer, a message takes the place of the customer. */
    public static byte[] noSuchCustomer() {
        return Json.MAPPER.writeValueAsBytes(
                new NoSuchCustomer("Information given by you does not exist in our sytsem.", "failed"));
    }

    private record NoSuchCustomer(
            @JsonProperty("Customer Details") String details, String status) {}
}
