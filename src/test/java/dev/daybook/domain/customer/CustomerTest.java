package dev.daybook.domain.customer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CustomerTest {
    private static final Instant NOON = Instant.parse("2024-05-02T12:00:00Z");

    /** The customer is Asha Rao with the code A-1, the phone 9000000001 and the e-mail asha@mail.example. */
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            another | name            | phone             | email             | code
            true    | Mira            | 9000000002        |                   |
            true    | Asha            | 9000000002        | mira@mail.example | B-1
            true    | Mira            |                   | mira@mail.example | a-1
            true    | Mira            | N/A               | mira@mail.example |
            true    | Mira            | 9000000002        | N/A               |
            true    | Mira            | 8000000001        |                   |
            true    | Mira            | 45671             |                   |
            false   | Asha Rao        | 9000000002        | mira@mail.example | B-1
            false   | ' asha  RAO '   | 9000000002        |                   |
            false   | Mira            | 9000000001        | mira@mail.example | B-1
            false   | Mira            | +91 90000-00001   |                   |
            false   | Mira            | 9000000002        | ASHA@mail.example |
            false   | Mira            | 9000000002        |                   | A-1
            false   | Mira            | +44 20 1234 5671  |                   |
            false   | Mira            | 2012345672        |                   |
            false   | Mira            | 9000000002        | home@mail.example |
            false   |                 | 9000000002        |                   |
            false   | n/a             | 9000000002        |                   |
            false   | Mira            |                   |                   | B-1
            false   | Mira            | -1                | N/A               |
            false   | Mira            | 00000             | none              |
            false   | Mira            | ******0002        | m***@mail.example |""")
    void aChangeWithNothingInCommonIsOfAnother(
            boolean another,
            @Nullable String name,
            @Nullable String phone,
            @Nullable String email,
            @Nullable String code) {
        assertEquals(another, asha("Asha Rao").isUnlike(change(name, phone, email, code)));
    }

    /**
     * Several customers may have a contact with the same phone and e-mail, such as one for deliveries. So only the id
     * of a contact shows that a change means this customer.
     */
    @ParameterizedTest
    @CsvSource({"true, 0", "true, 9", "false, 3"})
    void onlyTheIdOfAContactIsInCommon(boolean another, long id) {
        var texts = Map.of(ContactField.PHONE, "9000000001", ContactField.EMAIL, "home@mail.example");
        var change = change("Mira", "9000000002", null, null).with(List.of(new ContactChange(id, true, texts)));
        assertEquals(another, asha("Asha Rao").isUnlike(change));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Nil", " Nan "})
    void aNameLikeAWordForAMissingOneIsAName(String name) {
        assertEquals(true, asha(name).isUnlike(change("Mira", "9000000002", null, null)));
        assertEquals(true, asha("Asha Rao").isUnlike(change(name, "9000000002", null, null)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"N/A", "unknown", "-"})
    void aCustomerWithoutARealNameMayBeAnybody(String name) {
        assertEquals(false, asha(name).isUnlike(change("Mira", "9000000002", null, null)));
    }

    /** A customer with two contacts: the customer itself, and a home with two phones. */
    private static Customer asha(String name) {
        var texts = Map.of(
                ProfileField.NAME, name,
                ProfileField.CUSTOMER_CODE, "A-1",
                ProfileField.PHONE, "9000000001",
                ProfileField.EMAIL, "asha@mail.example");
        var home = Map.of(
                ContactField.COUNTRY_CODE, "44",
                ContactField.PHONE, "2012345671",
                ContactField.ADDITIONAL_PHONE, "2012345672",
                ContactField.EMAIL, "home@mail.example");
        var contacts = List.of(new Contact(2, NOON, true, Map.of()), new Contact(3, NOON, false, home));
        return new Customer(7, 1, NOON, NOON, CustomerFlags.DEFAULT, texts, 0, Map.of(), 0, 0, contacts);
    }

    private static CustomerChange change(
            @Nullable String name, @Nullable String phone, @Nullable String email, @Nullable String code) {
        var texts = new EnumMap<ProfileField, String>(ProfileField.class);
        put(texts, ProfileField.NAME, name);
        put(texts, ProfileField.PHONE, phone);
        put(texts, ProfileField.EMAIL, email);
        put(texts, ProfileField.CUSTOMER_CODE, code);
        return CustomerChange.ofTexts(CustomerChange.NOT_NAMED, true, texts);
    }

    private static <F> void put(Map<F, String> texts, F field, @Nullable String text) {
        if (text != null) {
            texts.put(field, text);
        }
    }
}
