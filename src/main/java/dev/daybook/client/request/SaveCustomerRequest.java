package dev.daybook.client.request;

import dev.daybook.client.answer.AnswerFrame;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.account.RecordDetails;
import dev.daybook.domain.customer.ContactChange;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.EnquiryChange;
import dev.daybook.domain.customer.FlagsChange;
import dev.daybook.domain.customer.SavedCustomer;
import dev.daybook.wire.Json;
import dev.daybook.wire.customer.CustomerNames;
import dev.daybook.wire.customer.SaveCustomer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Encodes requests of Add and Update Customer, with the names that {@link SaveCustomer} reads, and decodes the answers.
 */
public final class SaveCustomerRequest {
    private SaveCustomerRequest() {}

    /** The request for a change. */
    public static byte[] write(long cmId, CustomerChange change) {
        return parts(cmId, change).toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The parts of a request with the account, the customer, its contacts and the enquiry. They are the whole request
     * of Add or Update Customer, and a part of the request of Add or Update Order.
     */
    static ObjectNode parts(long cmId, CustomerChange change) {
        var request = JsonNodeFactory.instance.objectNode().put("cm_id", cmId);
        var info = request.putObject("customer_info");
        if (change.hasId()) {
            info.put("customer_id", change.customerId());
        }
        info.put("update", change.update());
        sorted(change.texts()).forEach((field, text) -> info.put(CustomerNames.PROFILE.name(field), text));
        sorted(change.details().listed()).forEach((list, name) -> info.put(SaveCustomer.name(list), name));
        flags(info, change.flags());
        details(info, "customer_assign_emp_", change.details());
        var contacts = request.putArray("contact_info");
        change.contacts().forEach(contact -> contact(contacts.addObject(), contact));
        change.enquiry().ifPresent(enquiry -> enquiry(request.putObject("enquiry_info"), enquiry));
        return request;
    }

    /** The values, sorted by key, so that equal changes make equal requests. */
    static <K extends Comparable<K>, V> SortedMap<K, V> sorted(Map<K, V> values) {
        return new TreeMap<>(values);
    }

    private static void flags(ObjectNode info, FlagsChange flags) {
        flags.organization().ifPresent(flag -> info.put("organization", flag));
        flags.individual().ifPresent(flag -> info.put("individual", flag));
        flags.channelPartner().ifPresent(flag -> info.put("channel_partner", flag));
    }

    /**
     * Adds the employee, the attributes and the associate fields of a record to a request.
     *
     * @param employeePrefix the beginning of the names of the employee's fields
     */
    static void details(ObjectNode info, String employeePrefix, RecordDetails details) {
        employee(info, employeePrefix, details.assignee());
        var additional = info.putObject("additional_fields");
        sorted(details.attributes()).forEach((number, value) -> additional.put("attr" + number, value));
        associates(info.putObject("associate_fields"), details.associates());
    }

    static void employee(ObjectNode object, String prefix, EmployeeName employee) {
        object.put(prefix + "name", employee.name());
        object.put(prefix + "code", employee.code());
        object.put(prefix + "email", employee.email());
    }

    private static void associates(ObjectNode object, Map<String, String> associates) {
        sorted(associates).forEach((name, json) -> object.set(name, Json.MAPPER.readTree(json)));
    }

    private static void contact(ObjectNode object, ContactChange contact) {
        if (contact.contactId() != 0) {
            object.put("contact_id", contact.contactId());
        }
        object.put("matchEmailPhone", contact.matchEmailPhone());
        sorted(contact.texts()).forEach((field, text) -> object.put(CustomerNames.CONTACT.name(field), text));
    }

    private static void enquiry(ObjectNode object, EnquiryChange enquiry) {
        if (enquiry.enquiryId() != 0) {
            object.put("enquiry_id", enquiry.enquiryId());
        }
        sorted(enquiry.texts()).forEach((field, text) -> object.put(CustomerNames.ENQUIRY.name(field), text));
        employee(object, "assign_emp_", enquiry.assignee());
        associates(object.putObject("associate_fields"), enquiry.associates());
    }

    /**
     * Reads the answer.
     *
     * @throws IllegalArgumentException if the body is not the answer to a successful save
     */
    public static SavedCustomer answer(byte[] body) {
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
}
