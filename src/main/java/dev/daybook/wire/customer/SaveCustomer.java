package dev.daybook.wire.customer;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.account.RecordDetails;
import dev.daybook.domain.customer.ContactChange;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.EnquiryChange;
import dev.daybook.domain.customer.FlagsChange;
import dev.daybook.domain.customer.SavedCustomer;
import dev.daybook.wire.Request;
import dev.daybook.wire.json.Fields;
import dev.daybook.wire.json.Json;
import dev.daybook.wire.json.JsonBody;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Add Customer and Update Customer, which are one operation: its request and its answer, as on the vendor's pages of
 * those names (checked 2026-11). A body without {@code customer_info} is read as the flat body of the older path.
 */
public final class SaveCustomer {
    /** The fields of {@code customer_info}. */
    public static final List<String> OF_INFO = Stream.of(
                    CustomerNames.PROFILE.names(),
                    List.of("name", "email", "update", "customer_id", "organization", "individual", "channel_partner"),
                    Stream.of(AccountList.values()).map(SaveCustomer::name).toList(),
                    List.of("customer_assign_emp_name", "customer_assign_emp_code", "customer_assign_emp_email"),
                    List.of("additional_fields", "associate_fields"))
            .flatMap(Collection::stream)
            .toList();

    private SaveCustomer() {}

    /**
     * Reads a request.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_JSON, INVALID_VALUE or CUSTOMER_INCOMPLETE
     */
    public static Request<CustomerChange> decode(byte[] body) {
        var fields = JsonBody.parse(body);
        var cmId = fields.id("cm_id");
        if (fields.has("customer_info")) {
            return new Request<>(cmId, nested(fields), ignored(fields, OF_INFO));
        }
        var change = FlatCustomer.change(fields);
        return new Request<>(
                cmId, change, ignored(fields, OF_INFO, change.details().associates()));
    }

    /**
     * The names of the fields that a request ignores, and of its misplaced fields. Misplaced fields are kept as
     * associate fields. The answer names them, so that the caller does not expect their usual effect.
     *
     * @param ofParts the names that have an effect only in an object of the body, not beside it
     */
    public static List<String> ignored(Fields body, List<String> ofParts) {
        var ignored = body.ignored().stream();
        return Stream.concat(ignored, ofParts.stream().filter(body::has)).toList();
    }

    /**
     * The names of the fields that a flat body ignores, and of those that have an effect only in a nested body. Leaves
     * out {@code update} if its value is true, because a flat body always updates.
     *
     * @param ofParts the names that have an effect in an object of a nested body
     * @param associates the associate fields of the flat body
     */
    public static List<String> ignored(Fields body, List<String> ofParts, Map<String, String> associates) {
        var updates = body.node().path("update").asString("").equalsIgnoreCase("true");
        return ignored(
                body,
                ofParts.stream()
                        .filter(name -> associates.containsKey(name) && !(updates && name.equals("update")))
                        .toList());
    }

    /** Encodes the answer. Some clients read the id under one name, some under another, so the answer has both. */
    public static byte[] encode(SavedCustomer saved) {
        var id = Long.toString(saved.id());
        return Json.MAPPER.writeValueAsBytes(new Saved(
                saved.created() ? "Customer Added Successfully" : "Customer Updated Successfully",
                "success",
                id,
                id,
                saved.enquiryId() == 0 ? "" : Long.toString(saved.enquiryId()),
                saved.contactIds().stream().map(String::valueOf).toList()));
    }

    /**
     * Refuses an object with a contact in {@code contact_info} or an enquiry in {@code enquiry_info}: these fields have
     * an effect only in a nested body, beside {@code customer_info}. In a flat body and in {@code customer_info} they
     * would be kept as associate fields: the answer would be a success, but no contact and no enquiry would exist.
     * Fields without content are not refused.
     *
     * @param expectation what the refusal says is expected instead
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE
     */
    public static void requireFlat(Fields object, String expectation) {
        if (hasPart(object, "contact_info", SaveCustomer::isContact)) {
            throw object.invalid("contact_info", expectation);
        }
        if (hasPart(object, "enquiry_info", fields -> enquiry(fields).isPresent())) {
            throw object.invalid("enquiry_info", expectation);
        }
    }

    /**
     * Whether a field is an object that {@code isPart} accepts, or an array with such an object.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if an array has both objects and other values
     */
    public static boolean hasPart(Fields object, String name, Predicate<Fields> isPart) {
        var value = object.node().get(name);
        var hasObjects = value != null
                && (value.isObject() || (value.isArray() && value.valueStream().anyMatch(JsonNode::isObject)));
        return hasObjects && object.objects(name).stream().anyMatch(isPart);
    }

    private static boolean isContact(Fields fields) {
        return !contact(fields, false).isEmpty() || !fields.rest().isEmpty();
    }

    private static CustomerChange nested(Fields body) {
        var info = body.object("customer_info");
        var update = info.flag("update").orElse(false);
        return change(body, info, info.id("customer_id"), update, false, body);
    }

    /**
     * The change of the customer in the body of an order. Customer and contacts are matched as with {@code update:
     * true}, because a repeated buyer is the same customer.
     */
    public static CustomerChange ofOrder(Fields body) {
        var info = body.object("customer_info");
        info.flag("update");
        var customerId = info.id("customer_id");
        return change(body, info, customerId == 0 ? CustomerChange.NOT_NAMED : customerId, true, true);
    }

    /**
     * Reads customer, contacts and enquiry.
     *
     * @param matchContacts whether every contact is read as if it had {@code matchEmailPhone}: it then updates the
     *     existing contact with the same phone or e-mail, instead of being added
     * @param more objects that may contain further attributes and associate fields
     */
    private static CustomerChange change(
            Fields body, Fields info, long customerId, boolean update, boolean matchContacts, Fields... more) {
        requireFlat(info, "it beside customer_info");
        var given = Stream.concat(
                        Stream.of(info.object("additional_fields"), info.object("associate_fields"), info),
                        Stream.of(more))
                .toArray(Fields[]::new);
        var texts = CustomerNames.PROFILE.read(info);
        var flags = new FlagsChange(info.flag("organization"), info.flag("individual"), info.flag("channel_partner"));
        var listed = listed(info, AccountList.values());
        var assignee = employee(info, "customer_assign_emp_");
        var attributes = CustomerFilterJson.attributes(given);
        var contacts = body.objects("contact_info").stream()
                .map(fields -> contact(fields, matchContacts))
                .toList();
        var enquiry = enquiry(body.object("enquiry_info"));
        return new CustomerChange(
                customerId,
                update,
                texts,
                flags,
                new RecordDetails(listed, assignee, attributes, associates(given)),
                contacts,
                enquiry);
    }

    /**
     * The fields of these objects that were not read before. If several objects have a field of the same name, the
     * first of them counts.
     */
    public static Map<String, String> associates(Fields... objects) {
        var associates = new LinkedHashMap<String, String>();
        for (var object : objects) {
            object.rest().forEach(associates::putIfAbsent);
        }
        return associates;
    }

    /** The names that the fields give for these account lists; lists without a name are left out. */
    public static Map<AccountList, String> listed(Fields fields, AccountList... lists) {
        var listed = new EnumMap<AccountList, String>(AccountList.class);
        for (var list : lists) {
            listed.put(list, fields.word(name(list), Fields.MAX_TEXT));
        }
        listed.values().removeIf(String::isEmpty);
        return listed;
    }

    /** The name of the field that contains an entry of this list, such as {@code primary_source}. */
    public static String name(AccountList list) {
        return list.name().toLowerCase(Locale.ROOT);
    }

    /**
     * An employee by name, code or e-mail, in fields with this prefix. A word for a missing value, such as N/A, counts
     * as not given; otherwise all records with it would be assigned to one employee.
     */
    public static EmployeeName employee(Fields fields, String prefix) {
        return new EmployeeName(
                person(fields, prefix + "name"), key(fields, prefix + "code"), key(fields, prefix + "email"));
    }

    private static String person(Fields fields, String name) {
        return CustomerChange.unlessMissingName(fields.word(name, Fields.MAX_TEXT));
    }

    /** The code or e-mail of an employee; empty if not given, or if it is a word for a missing value, such as N/A. */
    public static String key(Fields fields, String name) {
        return CustomerChange.unlessMissing(fields.code(name, Fields.MAX_TEXT));
    }

    /** The employee in the field {@code assigned_to} of a flat body or an import's row: by e-mail or by name. */
    public static EmployeeName assignedTo(Fields fields) {
        return EmployeeName.of(person(fields, "assigned_to"));
    }

    private static ContactChange contact(Fields fields, boolean match) {
        var texts = CustomerNames.CONTACT.read(fields);
        fields.flag("update");
        return new ContactChange(
                fields.id("contact_id"), fields.flag("matchEmailPhone").orElse(false) || match, texts);
    }

    private static Optional<EnquiryChange> enquiry(Fields fields) {
        var enquiryId = fields.id("enquiry_id");
        var assignee = employee(fields, "assign_emp_");
        var texts = CustomerNames.ENQUIRY.read(fields);
        fields.flag("update");
        var associates = associates(fields.object("additional_fields"), fields.object("associate_fields"), fields);
        var given = enquiryId != 0 || !texts.isEmpty() || !assignee.isNobody() || !associates.isEmpty();
        return given ? Optional.of(new EnquiryChange(enquiryId, texts, assignee, associates)) : Optional.empty();
    }

    private record Saved(
            String message,
            String status,
            @JsonProperty("kapture_customer_id") String kaptureCustomerId,
            @JsonProperty("Kapture Customer Id") String titleCaseId,
            @JsonProperty("enquiry_id") String enquiryId,
            @JsonProperty("contact_ids") List<String> contactIds) {}
}
