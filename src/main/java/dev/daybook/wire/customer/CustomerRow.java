package dev.daybook.wire.customer;

import dev.daybook.domain.ProblemException;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.customer.ContactChange;
import dev.daybook.domain.customer.ContactField;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.FlagsChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.wire.Fields;
import dev.daybook.wire.RowRules;
import dev.daybook.wire.Texts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One customer of a file to import: a flat object or a row of texts. The names are Daybook's own, those of the vendor's
 * Add Customer page where it has one.
 *
 * @param change what the row says of the customer
 * @param createdAt when the customer was created, if the row says so
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public record CustomerRow(CustomerChange change, Optional<Instant> createdAt) {
    private static final List<String> DATES = List.of("created_at");

    /** The names of all fields. */
    public static final List<String> FIELDS = fields();

    /**
     * Reads a row.
     *
     * @throws ProblemException INVALID_VALUE or CUSTOMER_INCOMPLETE
     */
    public static CustomerRow from(Fields row, RowRules rules) {
        rules.prepare(row, DATES);
        var created = rules.time(row, "created_at");
        var texts = profile(row);
        var flags = flags(row);
        var listed = listed(row);
        var assignee = new EmployeeName(row.word("assigned_to", SaveCustomer.MAX_NAME), "", "");
        var attributes = CustomerFilterJson.attributes(row);
        var contacts = contacts(row, texts);
        var change = new CustomerChange(
                0,
                true,
                texts,
                flags,
                listed,
                assignee,
                attributes,
                rules.keepUnknown() ? row.rest() : Map.of(),
                contacts,
                Optional.empty());
        return new CustomerRow(change, created);
    }

    /** By what a row's customer is found again, empty for nothing. */
    public static String key(Fields row) {
        return row.word("customer_code", ProfileField.CUSTOMER_CODE.maxLength());
    }

    private static Map<ProfileField, String> profile(Fields row) {
        var given = new Texts<>(ProfileField.class, row)
                .text(ProfileField.NAME, "name")
                .word(ProfileField.CUSTOMER_CODE, "customer_code")
                .word(ProfileField.PHONE, "phone")
                .word(ProfileField.EMAIL, "email")
                .text(ProfileField.WEBSITE, "website")
                .text(ProfileField.ADDRESS, "address")
                .text(ProfileField.LOCALITY, "locality")
                .text(ProfileField.CITY, "city")
                .text(ProfileField.STATE, "state")
                .text(ProfileField.COUNTRY, "country")
                .text(ProfileField.PIN_CODE, "pincode")
                .text(ProfileField.LATITUDE, "latitude")
                .text(ProfileField.LONGITUDE, "longitude")
                .text(ProfileField.CLASSIFICATION, "classification")
                .text(ProfileField.TYPE, "type")
                .text(ProfileField.REMARKS, "remarks")
                .text(ProfileField.CROSS_REMARKS, "customer_remarks")
                .given();
        var names = names(row);
        if (!names.isEmpty()) {
            given.putIfAbsent(ProfileField.NAME, String.join(" ", names.values()));
        }
        return given;
    }

    /** First and last name, where a file has them apart. */
    private static Map<ContactField, String> names(Fields row) {
        return new Texts<>(ContactField.class, row)
                .word(ContactField.FIRST_NAME, "first_name")
                .word(ContactField.LAST_NAME, "last_name")
                .given();
    }

    /** Files of customers often have one column for both kinds: who is not an organisation is a person. */
    private static FlagsChange flags(Fields row) {
        var organization = row.flag("is_organization");
        var individual = row.flag("is_individual");
        return new FlagsChange(
                organization,
                individual.isEmpty() && organization.equals(Optional.of(false)) ? Optional.of(true) : individual,
                row.flag("is_channel_partner"));
    }

    private static Map<AccountList, String> listed(Fields row) {
        var listed = new EnumMap<AccountList, String>(AccountList.class);
        for (var list : AccountList.values()) {
            listed.put(list, row.word(list.name().toLowerCase(Locale.ROOT), SaveCustomer.MAX_NAME));
        }
        listed.values().removeIf(String::isEmpty);
        return listed;
    }

    /** The primary contact, if the row says more of it than the customer's own phone and e-mail. */
    private static List<ContactChange> contacts(Fields row, Map<ProfileField, String> texts) {
        var given = new Texts<>(ContactField.class, row)
                .text(ContactField.PERSON, "contact_person")
                .word(ContactField.COUNTRY_CODE, "country_code")
                .word(ContactField.ADDITIONAL_PHONE, "additional_phone")
                .text(ContactField.GENDER, "gender")
                .word(ContactField.DESIGNATION, "designation")
                .given();
        given.putAll(names(row));
        if (given.isEmpty()) {
            return List.of();
        }
        var contact = new EnumMap<>(given);
        Optional.ofNullable(texts.get(ProfileField.PHONE)).ifPresent(text -> contact.put(ContactField.PHONE, text));
        Optional.ofNullable(texts.get(ProfileField.EMAIL)).ifPresent(text -> contact.put(ContactField.EMAIL, text));
        return List.of(new ContactChange(0, true, contact));
    }

    private static List<String> fields() {
        var fields = new ArrayList<>(List.of(
                "customer_code",
                "created_at",
                "name",
                "first_name",
                "last_name",
                "is_organization",
                "is_individual",
                "is_channel_partner",
                "contact_person",
                "email",
                "phone",
                "additional_phone",
                "country_code",
                "gender",
                "designation",
                "website",
                "address",
                "locality",
                "city",
                "state",
                "country",
                "pincode",
                "latitude",
                "longitude",
                "classification",
                "type",
                "remarks",
                "customer_remarks",
                "zone",
                "primary_source",
                "secondary_source",
                "tertiary_source",
                "assigned_to"));
        for (var number = 1; number <= CustomerFilterJson.ATTRIBUTES; number++) {
            fields.add("attr" + number);
        }
        return List.copyOf(fields);
    }
}
