package dev.daybook.wire.customer;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.account.RecordDetails;
import dev.daybook.domain.customer.ContactChange;
import dev.daybook.domain.customer.ContactField;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.FlagsChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.wire.json.Fields;
import dev.daybook.wire.json.TextNames;
import dev.daybook.wire.row.FileRow;
import dev.daybook.wire.row.RowRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One customer of an import file: a flat object or a row of texts. A field has its name from the vendor's Add Customer
 * page, or a name of Daybook's own if the page lacks the field.
 *
 * @param createdAt when the customer was created, if given
 */
public record CustomerRow(CustomerChange change, Optional<Instant> createdAt) {
    private static final List<String> DATES = List.of("created_at");

    private static final TextNames<ProfileField> PROFILE =
            CustomerNames.PROFILE.renamed(ProfileField.NAME, "name").renamed(ProfileField.EMAIL, "email");

    /**
     * The names of the columns for the contact that gets the customer's own phone and e-mail, except those of its first
     * and last name, which are in {@link #PERSON}. The title, such as "Mr", is left out, because most files with a
     * column {@code title} mean the designation.
     */
    private static final TextNames<ContactField> CONTACT = CustomerNames.CONTACT
            .without(
                    ContactField.FIRST_NAME,
                    ContactField.LAST_NAME,
                    ContactField.PHONE,
                    ContactField.EMAIL,
                    ContactField.TITLE)
            .renamed(ContactField.PERSON, "contact_person")
            .renamed(ContactField.ADDITIONAL_PHONE, "additional_phone")
            .renamed(ContactField.DESIGNATION, "designation");

    /** The names of the fields for first name and last name, for files that have these in separate fields. */
    private static final TextNames<ContactField> PERSON = TextNames.of(ContactField.class)
            .word(ContactField.FIRST_NAME, "first_name")
            .word(ContactField.LAST_NAME, "last_name");

    private static final List<String> LISTS =
            Stream.of(AccountList.values()).map(SaveCustomer::name).toList();

    /** The names of all fields. */
    public static final List<String> FIELDS = Stream.of(
                    List.of("created_at"),
                    PROFILE.names(),
                    PERSON.names(),
                    CONTACT.names(),
                    List.of("is_organization", "is_individual", "is_channel_partner"),
                    LISTS,
                    List.of("assigned_to"),
                    CustomerFilterJson.ATTRIBUTE_NAMES)
            .flatMap(Collection::stream)
            .toList();

    /**
     * Reads a row.
     *
     * @throws ProblemException INVALID_VALUE or CUSTOMER_INCOMPLETE
     */
    public static CustomerRow from(Fields row, RowRules rules) {
        rules.prepare(row, DATES);
        FileRow.restoreDigits(row, List.of("pincode"));
        FileRow.restoreDigits(row, LISTS);
        var created = rules.time(row, "created_at");
        var texts = profile(row);
        var flags = flags(row);
        var listed = SaveCustomer.listed(row, AccountList.values());
        var assignee = SaveCustomer.assignedTo(row);
        var attributes = CustomerFilterJson.attributes(row);
        var contacts = contacts(row);
        requireReachable(texts);
        Map<String, String> associates = rules.keepUnknown() ? row.rest() : Map.of();
        var details = new RecordDetails(listed, assignee, attributes, associates);
        var change = new CustomerChange(0, true, texts, flags, details, contacts, Optional.empty());
        return new CustomerRow(change, created);
    }

    /**
     * Refuses a row without a name, or with neither a phone nor an e-mail. The vendor's message is not used, because it
     * asks for both phone and e-mail, but one of them is enough.
     */
    private static void requireReachable(Map<ProfileField, String> texts) {
        var lacks = new ArrayList<String>();
        if (texts.getOrDefault(ProfileField.NAME, "").isBlank()) {
            lacks.add("no name");
        }
        if (Stream.of(ProfileField.PHONE, ProfileField.EMAIL)
                .allMatch(field -> texts.getOrDefault(field, "").isBlank())) {
            lacks.add("no phone or email");
        }
        if (!lacks.isEmpty()) {
            throw Problem.CUSTOMER_INCOMPLETE.because(
                    String.join(" and ", lacks) + "; a customer needs a name, and a phone or an email");
        }
    }

    /**
     * The key of a row's customer: its customer code; empty if none.
     *
     * @throws ProblemException INVALID_VALUE if the key cannot be read
     */
    public static String key(Fields row) {
        return CustomerChange.unlessMissing(row.code("customer_code", ProfileField.CUSTOMER_CODE.maxLength()));
    }

    private static Map<ProfileField, String> profile(Fields row) {
        var given = PROFILE.read(row);
        var names = PERSON.read(row);
        if (!names.isEmpty()) {
            given.putIfAbsent(ProfileField.NAME, String.join(" ", names.values()));
        }
        return given;
    }

    /**
     * The kinds of the customer. Many files have a column {@code is_organization}, but no {@code is_individual}. In
     * such a file, {@code is_organization} set to false makes a new customer or an existing organisation a person,
     * unless the customer is a channel partner. An existing customer that was not an organisation stays as it is: it
     * may be neither an organisation nor a person, and the import of a file of pulled customers must not make it a
     * person.
     */
    private static FlagsChange flags(Fields row) {
        var organization = row.flag("is_organization");
        var individual = row.flag("is_individual");
        if (organization.orElse(false) && individual.orElse(false)) {
            // CustomerFlags checks this too, but only during the load, when a part of the file may be stored.
            throw Problem.INVALID_VALUE.because(
                    "is_organization, is_individual: a customer is one or the other, not both");
        }
        return new FlagsChange(organization, individual, row.flag("is_channel_partner"), true);
    }

    /**
     * The change of the contact that gets the customer's own phone and e-mail. It has the row's other texts of a
     * contact, such as a designation; the list is empty if there are none. If the row described a separate contact
     * instead, each row with a new phone would add a contact.
     */
    private static List<ContactChange> contacts(Fields row) {
        var given = CONTACT.read(row);
        given.putAll(PERSON.read(row));
        return given.isEmpty() ? List.of() : List.of(new ContactChange(ContactChange.OF_OWN, true, given));
    }
}
