package dev.daybook.client.request;

import dev.daybook.client.answer.AnswerFrame;
import dev.daybook.client.answer.Failure;
import dev.daybook.domain.customer.ContactChange;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.CustomerQuery;
import dev.daybook.domain.customer.EnquiryChange;
import dev.daybook.domain.customer.FlagsChange;
import dev.daybook.domain.customer.SavedCustomer;
import dev.daybook.wire.customer.CustomerJson;
import dev.daybook.wire.customer.CustomerNames;
import dev.daybook.wire.customer.SaveCustomer;
import dev.daybook.wire.json.Json;
import java.util.ArrayList;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Encodes requests of Add, Update and Get Customer, with the names that {@code wire.customer} reads, and decodes the
 * answers.
 */
public final class CustomerRequests {
    private CustomerRequests() {}

    /** The request that adds or changes a customer. */
    public static byte[] save(long cmId, CustomerChange change) {
        return RequestJson.bytes(parts(cmId, change));
    }

    /**
     * The parts of a request with the account, the customer, its contacts and the enquiry. They are the whole request
     * of Add or Update Customer, and a part of the request of Add or Update Order.
     */
    static ObjectNode parts(long cmId, CustomerChange change) {
        var request = RequestJson.object(cmId);
        var info = request.putObject("customer_info");
        if (change.hasId()) {
            info.put("customer_id", change.customerId());
        }
        info.put("update", change.update());
        RequestJson.sorted(change.texts()).forEach((field, text) -> info.put(CustomerNames.PROFILE.name(field), text));
        RequestJson.sorted(change.details().listed()).forEach((list, name) -> info.put(SaveCustomer.name(list), name));
        flags(info, change.flags());
        RequestJson.details(info, "customer_assign_emp_", change.details());
        var contacts = request.putArray("contact_info");
        change.contacts().forEach(contact -> contact(contacts.addObject(), contact));
        change.enquiry().ifPresent(enquiry -> enquiry(request.putObject("enquiry_info"), enquiry));
        return request;
    }

    private static void flags(ObjectNode info, FlagsChange flags) {
        flags.organization().ifPresent(flag -> info.put("organization", flag));
        flags.individual().ifPresent(flag -> info.put("individual", flag));
        flags.channelPartner().ifPresent(flag -> info.put("channel_partner", flag));
    }

    private static void contact(ObjectNode object, ContactChange contact) {
        if (contact.contactId() != 0) {
            object.put("contact_id", contact.contactId());
        }
        object.put("matchEmailPhone", contact.matchEmailPhone());
        RequestJson.sorted(contact.texts())
                .forEach((field, text) -> object.put(CustomerNames.CONTACT.name(field), text));
    }

    private static void enquiry(ObjectNode object, EnquiryChange enquiry) {
        if (enquiry.enquiryId() != 0) {
            object.put("enquiry_id", enquiry.enquiryId());
        }
        RequestJson.sorted(enquiry.texts())
                .forEach((field, text) -> object.put(CustomerNames.ENQUIRY.name(field), text));
        RequestJson.employee(object, "assign_emp_", enquiry.assignee());
        RequestJson.associates(object.putObject("associate_fields"), enquiry.associates());
    }

    /**
     * Reads the answer of Add or Update Customer.
     *
     * @throws IllegalArgumentException if the body is not the answer to a successful save
     */
    public static SavedCustomer saved(byte[] body) {
        var answer = AnswerFrame.readChecked(body);
        var id = SavedId.CUSTOMER.requiredIn(answer);
        var contacts = new ArrayList<Long>();
        for (var contact : answer.path("contact_ids")) {
            contacts.add(contact.asLongOpt()
                    .orElseThrow(() -> new IllegalArgumentException("the answer has a contact without an id")));
        }
        return new SavedCustomer(
                id, AnswerFrame.message(answer).contains("Added"), SavedId.ENQUIRY.in(answer), contacts);
    }

    /** The request for the customer that matches a query, in an array as in the vendor's sample. */
    public static byte[] get(long cmId, CustomerQuery query) {
        var request = RequestJson.object(cmId);
        if (query.customerId() != 0) {
            request.put("kapture_customer_id", Long.toString(query.customerId()));
        }
        request.put("email_id", query.email()).put("phone", query.phone());
        return RequestJson.inArray(request);
    }

    /**
     * Reads the answer of Get Customer; empty if there is no such customer.
     *
     * @throws IllegalArgumentException if the body is no such answer, or says that it is a failure
     */
    public static Optional<CustomerJson> got(byte[] body) {
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
