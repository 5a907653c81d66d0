package dev.daybook.domain.customer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContactMergeTest {
    private static final Instant NOW = Instant.parse("2024-05-02T10:45:42.249Z");
    private static final Contact ASHA =
            new Contact(7, NOW, true, Map.of(ContactField.PERSON, "Asha", ContactField.PHONE, "9000000001"));

    private static final List<Contact> A_AND_B = List.of(
            new Contact(
                    20,
                    NOW,
                    true,
                    Map.of(
                            ContactField.PHONE,
                            "9000000001",
                            ContactField.ADDITIONAL_PHONE,
                            "9000000003",
                            ContactField.EMAIL,
                            "a@example.com")),
            new Contact(21, NOW, false, Map.of(ContactField.PHONE, "9000000002", ContactField.EMAIL, "b@example.com")));

    private final AtomicLong ids = new AtomicLong(10);

    @Test
    void makesThePrimaryContactFromTheCustomer() {
        var merge = merge(List.of(), change());
        assertEquals(1, merge.after().size());
        assertEquals("Meera", merge.after().get(0).text(ContactField.PERSON));
        assertEquals("9000000002", merge.after().get(0).text(ContactField.PHONE));
        assertEquals(List.of(11L), merge.written().stream().map(Contact::id).toList());
    }

    @Test
    void theFirstGivenContactBecomesPrimary() {
        var first = contact(0, false, Map.of(ContactField.FIRST_NAME, " A ", ContactField.LAST_NAME, "B"));
        var second = contact(0, false, Map.of(ContactField.EMAIL, "c@example.com"));
        var merge = merge(List.of(), change(first, second));
        assertEquals(
                List.of(true, false),
                merge.after().stream().map(Contact::primary).toList());
        assertEquals("A B", merge.after().get(0).text(ContactField.PERSON));
        assertEquals("9000000002", merge.after().get(0).text(ContactField.PHONE));
    }

    /** Columns: name, first and last name of a contact; first and last name in the change; the resulting name. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "Meera Iyer    | Meera | Iyer | -    | Rao | Meera Rao",
                "Meera Iyer    | Meera | Iyer | Mira | -   | Mira Iyer",
                "Meera Iyer    | Meera | Iyer | Mira | Rao | Mira Rao",
                "Meera Iyer    | -     | -    | Mira | -   | Meera Iyer",
                "Meera Iyer    | -     | -    | Mira | Rao | Mira Rao",
                "Dr Meera Iyer | Meera | Iyer | -    | Rao | Dr Meera Iyer",
                "Meera         | Meera | -    | -    | Rao | Meera Rao",
                "Meera         | Meera | -    | Mira | -   | Mira",
                "Meera Iyer    | Meera | Iyer | -    | -   | Meera Iyer",
                "-             | -     | -    | -    | Rao | Rao",
            })
    void aGivenFirstOrLastNameKeepsTheOtherPart(
            String name, String first, String last, String givenFirst, String givenLast, String after) {
        var stored = named(name, first, last);
        stored.put(ContactField.PHONE, "9000000001");
        var given = named(null, givenFirst, givenLast);
        given.put(ContactField.TITLE, "Dr");
        var before = List.of(new Contact(7, NOW, true, stored));
        assertEquals(after, nameAfter(before, contact(7, false, given)));
        given.put(ContactField.PHONE, "9000000001");
        assertEquals(after, nameAfter(before, contact(0, true, given)));
        given.put(ContactField.PERSON, "Nila");
        assertEquals("Nila", nameAfter(before, contact(7, false, given)));
    }

    private String nameAfter(List<Contact> before, ContactChange given) {
        return merge(before, change(given)).after().get(0).text(ContactField.PERSON);
    }

    private static Map<ContactField, String> named(
            @Nullable String name, @Nullable String first, @Nullable String last) {
        var texts = new EnumMap<ContactField, String>(ContactField.class);
        Optional.ofNullable(name).ifPresent(text -> texts.put(ContactField.PERSON, text));
        Optional.ofNullable(first).ifPresent(text -> texts.put(ContactField.FIRST_NAME, text));
        Optional.ofNullable(last).ifPresent(text -> texts.put(ContactField.LAST_NAME, text));
        return texts;
    }

    @Test
    void changesAContactThatIsGivenByIdOrMatched() {
        var named = contact(7, false, Map.of(ContactField.EMAIL, "asha@example.com"));
        var matched = contact(0, true, Map.of(ContactField.PHONE, "+91 9000000001", ContactField.TITLE, "Dr"));
        var merge = merge(List.of(ASHA), change(named, matched));
        assertEquals(1, merge.after().size());
        assertEquals(merge.after(), merge.written());
        assertEquals("asha@example.com", merge.after().get(0).text(ContactField.EMAIL));
        assertEquals("Dr", merge.after().get(0).text(ContactField.TITLE));
        assertEquals("Asha", merge.after().get(0).text(ContactField.PERSON));
    }

    @Test
    void addsTheSamePhoneAgainUnlessMatchingIsAskedFor() {
        var merge = merge(List.of(ASHA), change(contact(0, false, Map.of(ContactField.PHONE, "9000000001"))));
        assertEquals(2, merge.after().size());
        assertEquals(List.of(merge.after().get(1)), merge.written());
    }

    @Test
    void refusesUnknownAndUnreachableContacts() {
        var unknown = change(contact(8, false, Map.of(ContactField.TITLE, "Dr")));
        var unreachable = change(contact(0, false, Map.of(ContactField.PERSON, "Nobody")));
        var first = assertThrows(ProblemException.class, () -> merge(List.of(ASHA), unknown));
        assertEquals(Problem.REFERENCE_UNKNOWN, first.problem());
        var second = assertThrows(ProblemException.class, () -> merge(List.of(ASHA), unreachable));
        assertEquals(Problem.INVALID_VALUE, second.problem());
    }

    @Test
    void refusesMoreThanTwoHundredContacts() {
        var full = IntStream.range(0, ContactMerge.MAX_CONTACTS)
                .mapToObj(number -> new Contact(
                        100 + number, NOW, number == 0, Map.of(ContactField.EMAIL, number + "@mail.example")))
                .toList();
        var known = contact(0, true, Map.of(ContactField.EMAIL, "7@mail.example", ContactField.TITLE, "Dr"));
        assertEquals(
                List.of(107L),
                merge(full, change(known)).written().stream().map(Contact::id).toList());
        var refused = assertThrows(
                ProblemException.class,
                () -> merge(full, change(known, contact(0, true, Map.of(ContactField.EMAIL, "new@mail.example")))));
        assertEquals(Optional.of(Reason.TOO_MANY_CONTACTS), refused.reason());
        assertEquals(List.of(200), refused.values());
    }

    /**
     * The key that sends the order may not match contacts, so all contacts in the order are new. Those beyond the limit
     * are left out, and the result says so.
     */
    @Test
    void anOrderLeavesOutTheContactsBeyondTwoHundred() {
        var before = IntStream.range(1, ContactMerge.MAX_CONTACTS)
                .mapToObj(number -> new Contact(
                        100 + number, NOW, number == 1, Map.of(ContactField.EMAIL, number + "@mail.example")))
                .toList();
        var one = contact(0, true, Map.of(ContactField.EMAIL, "one@mail.example"));
        var two = contact(0, true, Map.of(ContactField.EMAIL, "two@mail.example"));
        var blank = contact(0, true, Map.of());
        var fits = ContactMerge.of(meera(before), change(one, blank), ids::incrementAndGet, NOW, false);
        assertFalse(fits.left());
        var beyond = ContactMerge.of(meera(before), change(one, two), ids::incrementAndGet, NOW, false);
        assertTrue(beyond.left());
        assertEquals(ContactMerge.MAX_CONTACTS, beyond.after().size());
        assertEquals("one@mail.example", beyond.after().get(199).text(ContactField.EMAIL));
        assertEquals(beyond.after().get(199).id(), beyond.meantId());
    }

    /**
     * A has the phones 1 and 3 and the e-mail a, B the phone 2 and the e-mail b. Columns: the customer's own phone and
     * e-mail, then the phones and e-mails of A and B afterwards. An e-mail that differs from the stored one only in
     * case is written.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9000000002     |               | 1 3 a    | 2 b",
                "+91 9000000003 |               | 1 3 a    | 2 b",
                "               | B@example.com | 1 3 a    | 2 B",
                "9000000001     | b@example.com | 1 3 a    | 2 b",
                "9000000002     | a@example.com | 1 3 a    | 2 b",
                "9000000003     | b@example.com | 1 3 a    | 2 b",
                "9000000002     | c@example.com | 1 3 a    | 2 c",
                "9000000004     | b@example.com | 1 3 a    | 4 b",
                "9000000004     |               | 4 3 a    | 2 b",
                "9000000001     | c@example.com | 1 3 c    | 2 b",
                "9000000004     | c@example.com | 4 3 c    | 2 b",
                "N/A            | b@example.com | 1 3 a    | 2 b",
                "9000000002     | N/A           | 1 3 a    | 2 b",
                "N/A            | c@example.com | 1 3 c    | 2 b",
                "-              |               | 1 3 a    | 2 b",
                "               | asha.k        | 1 3 a    | 2 b",
            })
    void aCustomerPhoneThatAContactHasReplacesNoOtherPhone(String phone, String email, String afterA, String afterB) {
        var own = new EnumMap<ProfileField, String>(ProfileField.class);
        own.put(ProfileField.NAME, "Meera");
        Optional.ofNullable(phone).ifPresent(text -> own.put(ProfileField.PHONE, text));
        Optional.ofNullable(email).ifPresent(text -> own.put(ProfileField.EMAIL, text));
        var merge = merge(A_AND_B, CustomerChange.ofTexts(0, true, own));
        assertEquals(List.of(afterA, afterB), shown(merge));
        var changed = new ArrayList<Long>();
        if (!afterA.equals("1 3 a")) {
            changed.add(20L);
        }
        if (!afterB.equals("2 b")) {
            changed.add(21L);
        }
        assertEquals(changed, merge.written().stream().map(Contact::id).toList());
    }

    /**
     * A contact whose phone has no digits, here a front desk, is matched by its name. Otherwise each order with this
     * contact would add it again, until the orders are refused.
     */
    @ParameterizedTest
    @ValueSource(strings = {"-1", "N/A"})
    void aContactWithAPhoneWithoutDigitsIsMatchedByName(String phone) {
        var desk = Map.of(ContactField.PERSON, "Desk", ContactField.PHONE, phone);
        var guard = Map.of(ContactField.PERSON, "Guard", ContactField.PHONE, phone);
        var known = CustomerChange.ofTexts(10, true, Map.of());
        var before =
                merge(List.of(), known.with(List.of(contact(0, true, desk)))).after();
        assertEquals(List.of(desk), texts(merge(before, known.with(List.of(contact(0, true, desk))))));
        assertEquals(List.of(desk, guard), texts(merge(before, known.with(List.of(contact(0, true, guard))))));
    }

    /** Columns: first name, phone, second phone and country code of a contact that every order repeats. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Desk  | N/A     |            |     ",
                "Meera |         | 9000000005 |     ",
                "Meera |         | -          |     ",
                "      |         | 9000000005 |     ",
                "Meera | 223344  |            | 91  ",
                "      |         | 223344     | 91  ",
                "Meera | 1234567 |            | 1876",
            })
    void aRepeatedContactInAnyFormIsAddedOnce(
            @Nullable String name, @Nullable String phone, @Nullable String additional, @Nullable String code) {
        var texts = named(null, name, null);
        Optional.ofNullable(phone).ifPresent(text -> texts.put(ContactField.PHONE, text));
        Optional.ofNullable(additional).ifPresent(text -> texts.put(ContactField.ADDITIONAL_PHONE, text));
        Optional.ofNullable(code).ifPresent(text -> texts.put(ContactField.COUNTRY_CODE, text));
        var given = CustomerChange.ofTexts(5, true, Map.of()).with(List.of(contact(0, true, texts)));
        var once = merge(A_AND_B, given);
        assertEquals(3, once.after().size());
        var again = merge(once.after(), given);
        assertEquals(once.after(), again.after());
        assertEquals(List.of(), again.written());
        assertEquals(once.meantId(), again.meantId());
        assertEquals(once.meantId(), ContactMerge.meantId(once.after(), given, true));
    }

    /**
     * Columns: name, first and second phone of the first contact of a new customer; the resulting number of contacts.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "     |     | 9000000005 | 1",
                "Nila |     | 9000000005 | 1",
                "     | N/A |            | 2",
                "Nila | N/A |            | 2",
                "     | N/A | 9000000005 | 2",
            })
    void theFirstContactOfANewCustomerIsAddedOnce(
            @Nullable String name, @Nullable String phone, @Nullable String additional, int contacts) {
        var texts = named(name, null, null);
        Optional.ofNullable(phone).ifPresent(text -> texts.put(ContactField.PHONE, text));
        Optional.ofNullable(additional).ifPresent(text -> texts.put(ContactField.ADDITIONAL_PHONE, text));
        var given = change(contact(0, true, texts));
        var once = merge(List.of(), given);
        assertEquals(contacts, once.after().size());
        var again = merge(once.after(), given);
        assertEquals(once.after(), again.after());
        assertEquals(once.meantId(), again.meantId());
        assertEquals(once.meantId(), ContactMerge.meantId(once.after(), given, true));
    }

    /**
     * A given contact without a name is found by its second phone, even if the customer's name differs, but not by a
     * text such as N/A.
     */
    @ParameterizedTest
    @CsvSource({"ADDITIONAL_PHONE,9000000005,1", "PHONE,N/A,2"})
    void aSecondPhoneWithoutANameFindsItsContact(ContactField field, String phone, int contacts) {
        var nila = List.of(new Contact(20, NOW, true, Map.of(ContactField.PERSON, "Nila", field, phone)));
        var merge = merge(nila, change(contact(0, true, Map.of(field, phone))));
        assertEquals(contacts, merge.after().size());
        assertEquals("Nila", merge.after().get(0).text(ContactField.PERSON));
    }

    /**
     * A new customer's own phone or e-mail may be a text such as N/A. This text belongs to no person, and the given
     * contact can be reached without it, so it adds no further contact. A short phone adds one, even if the given
     * contact has the same phone with a country code: the short phone alone would not find that contact. Columns: the
     * customer's phone and e-mail, phone and country code of the given contact, the resulting number of contacts.
     */
    @ParameterizedTest
    @CsvSource({
        "N/A,a@example.com,N/A,'',1",
        "-,a@example.com,-,'',1",
        "-1,a@example.com,-1,'',1",
        "0000000000,a@example.com,0000000000,'',1",
        "N/A,a@example.com,-,'',1",
        "N/A,a@example.com,9000000001,'',1",
        "12345,a@example.com,12345,91,2",
        "9000000001,a@example.com,9000000001,91,1",
        "9000000001,N/A,9000000001,'',1",
        "N/A,asha.k,9000000001,'',1",
        "9000000002,N/A,9000000001,'',2",
        "9000000001,b@example.com,9000000001,'',2",
    })
    void aTextThatFindsNobodyAddsNoContactToANewCustomer(
            String phone, String email, String given, String code, int contacts) {
        var texts = new EnumMap<ContactField, String>(ContactField.class);
        texts.put(ContactField.PHONE, given);
        texts.put(ContactField.EMAIL, "a@example.com");
        texts.put(ContactField.COUNTRY_CODE, code);
        texts.values().removeIf(String::isEmpty);
        var own = Map.of(ProfileField.NAME, "Asha", ProfileField.PHONE, phone, ProfileField.EMAIL, email);
        var merge = merge(List.of(), CustomerChange.ofTexts(0, true, own).with(List.of(contact(0, true, texts))));
        assertEquals(contacts, merge.after().size());
        assertFalse(merge.after().get(contacts - 1).text(ContactField.EMAIL).equals("N/A"));
        assertEquals(given, merge.after().get(0).text(ContactField.PHONE));
    }

    private static List<Map<ContactField, String>> texts(ContactMerge merge) {
        return merge.after().stream().map(Contact::texts).toList();
    }

    /**
     * If a contact has a phone, an e-mail such as N/A does not identify it. Without a phone it does; otherwise every
     * write would add one more contact.
     */
    @Test
    void aTextThatIsNotAnEmailMatchesOnlyWithoutAPhone() {
        var before = List.of(
                new Contact(20, NOW, true, Map.of(ContactField.PHONE, "9000000001", ContactField.EMAIL, "N/A")));
        var other = Map.of(ContactField.PHONE, "9000000002", ContactField.EMAIL, "n/a");
        assertEquals(List.of("1 N/A", "2 n/a"), shown(merge(before, change(contact(0, true, other)))));
        var alone =
                merge(before, change(contact(0, true, Map.of(ContactField.EMAIL, "n/a", ContactField.TITLE, "Dr"))));
        assertEquals(List.of("1 n/a"), shown(alone));
        assertEquals("Dr", alone.after().get(0).text(ContactField.TITLE));
        var own = Map.of(ProfileField.NAME, "A", ProfileField.PHONE, "9000000001", ProfileField.EMAIL, "N/A");
        var given = contact(0, false, Map.of(ContactField.PHONE, "9000000001", ContactField.EMAIL, "n/a"));
        assertEquals(
                List.of("1 n/a"),
                shown(merge(List.of(), CustomerChange.ofTexts(0, true, own).with(List.of(given)))));
    }

    @Test
    void aTextThatIsNotAnEmailDoesNotMatchBesideASecondPhone() {
        var asha = List.of(new Contact(
                20,
                NOW,
                true,
                Map.of(ContactField.PERSON, "Asha", ContactField.PHONE, "9000000001", ContactField.EMAIL, "N/A")));
        var ravi = Map.of(
                ContactField.PERSON, "Ravi", ContactField.ADDITIONAL_PHONE, "9000000005", ContactField.EMAIL, "N/A");
        var given = change(contact(0, true, ravi));
        var once = merge(asha, given);
        assertEquals(2, once.after().size());
        assertEquals(asha.get(0), once.after().get(0));
        var again = merge(once.after(), given);
        assertEquals(once.after(), again.after());
        assertEquals(once.meantId(), again.meantId());
    }

    /**
     * A change may replace the first phone of a contact that it names by id. A contact that is only matched by its
     * second phone keeps its first phone.
     */
    @Test
    void aContactMatchedBySecondPhoneKeepsItsFirstPhone() {
        var third = Map.of(ContactField.PHONE, "9000000003", ContactField.TITLE, "Dr");
        var matched = merge(A_AND_B, change(contact(0, true, third)));
        assertEquals(List.of("1 3 a", "2 b"), shown(matched));
        assertEquals("Dr", matched.after().get(0).text(ContactField.TITLE));
        assertEquals(List.of("3 3 a", "2 b"), shown(merge(A_AND_B, change(contact(20, false, third)))));
        var abroad = new EnumMap<ContactField, String>(third);
        abroad.put(ContactField.COUNTRY_CODE, "65");
        abroad.remove(ContactField.TITLE);
        assertEquals(A_AND_B, merge(A_AND_B, change(contact(0, true, abroad))).after());
        var shortOnes = Map.of(
                ContactField.PHONE, "112233", ContactField.ADDITIONAL_PHONE, "223344", ContactField.COUNTRY_CODE, "91");
        var known = List.of(new Contact(20, NOW, true, shortOnes));
        var second = Map.of(ContactField.PHONE, "223344", ContactField.COUNTRY_CODE, "91");
        assertEquals(known, merge(known, change(contact(0, true, second))).after());
        var swapped = Map.of(ContactField.PHONE, "9000000003", ContactField.ADDITIONAL_PHONE, "9000000001");
        assertEquals(List.of("3 1 a", "2 b"), shown(merge(A_AND_B, change(contact(0, true, swapped)))));
    }

    /**
     * With its country code, the short phone has 7 digits. A number with so many digits usually matches a longer phone
     * that ends with them. But here the country code is a part of the 7 digits, so the two phones must not match.
     */
    @Test
    void aShortPhoneWithCountryCodeDoesNotMatchALongerPhone() {
        var asha = List.of(new Contact(20, NOW, true, Map.of(ContactField.PHONE, "9449112345")));
        var gate = Map.of(ContactField.PERSON, "Gate", ContactField.PHONE, "12345", ContactField.COUNTRY_CODE, "+91");
        var merge = merge(asha, change(contact(0, true, gate)));
        assertEquals(2, merge.after().size());
        assertEquals(asha.get(0), merge.after().get(0));
        assertEquals(
                merge.after(),
                merge(merge.after(), change(contact(0, true, gate))).after());
    }

    @Test
    void aContactMatchedByEmailGetsTheCountryCode() {
        var email = Map.of(ContactField.PHONE, "9000000001", ContactField.EMAIL, "a@example.com");
        var abroad = Map.of(ContactField.EMAIL, "a@example.com", ContactField.COUNTRY_CODE, "+91");
        var merge = merge(List.of(new Contact(20, NOW, true, email)), change(contact(0, true, abroad)));
        assertEquals(List.of("1 a"), shown(merge));
        assertEquals("+91", merge.after().get(0).text(ContactField.COUNTRY_CODE));
    }

    /**
     * For an unknown phone, programs send a text without digits, such as N/A, so it replaces no phone. Only a caller
     * that names the contact by its id means the text itself.
     */
    @Test
    void aPhoneWithoutDigitsReplacesNoPhoneOfAMatchedContact() {
        var none = Map.of(
                ContactField.PHONE, "N/A", ContactField.EMAIL, "a@example.com", ContactField.COUNTRY_CODE, "+91");
        var merge = merge(A_AND_B, change(contact(0, true, none)));
        assertEquals(List.of("1 3 a", "2 b"), shown(merge));
        assertEquals("+91", merge.after().get(0).text(ContactField.COUNTRY_CODE));
        var second = Map.of(ContactField.PHONE, "9000000001", ContactField.ADDITIONAL_PHONE, "-");
        assertEquals(List.of("1 3 a", "2 b"), shown(merge(A_AND_B, change(contact(0, true, second)))));
        assertEquals(List.of("A 3 a", "2 b"), shown(merge(A_AND_B, change(contact(20, false, none)))));
    }

    /**
     * A given contact that has only a masked e-mail means the contact with this e-mail and the same name. Columns: the
     * stored e-mail, the given one and its name, the resulting number of contacts.
     */
    @ParameterizedTest
    @CsvSource({
        "asha@example.com, a***@example.com, Asha, 1",
        "a@example.com, *@example.com, Asha, 1",
        "asha@example.com, r***@example.com, Asha, 2",
        "asha@example.com, a***@example.com, Ajit, 2",
    })
    void aMaskedEmailMeansTheContactWithThisEmailAndName(String stored, String given, String name, int contacts) {
        var asha = Map.of(ContactField.PERSON, "Asha", ContactField.EMAIL, stored);
        var masked = contact(0, true, Map.of(ContactField.PERSON, name, ContactField.EMAIL, given));
        var merge = merge(
                List.of(new Contact(20, NOW, true, asha)),
                CustomerChange.ofTexts(5, true, Map.of()).with(List.of(masked)));
        assertEquals(contacts, merge.after().size());
        assertEquals(asha, merge.after().get(0).texts());
    }

    /**
     * Files and forms often have the same country code for all contacts, also without a phone; it must not replace the
     * code of a stored phone. Columns: the stored code, the phone in the change, the phone with its code afterwards.
     * The contact is found by its e-mail, or gets a new e-mail.
     */
    @ParameterizedTest
    @CsvSource({"91,N/A,919000000001", "91,'',919000000001", "91,9000000002,449000000002", "'','',449000000001"})
    void aCountryCodeWithoutAPhoneReplacesNoOther(String known, String given, String after) {
        var stored = new EnumMap<ContactField, String>(ContactField.class);
        stored.put(ContactField.PHONE, "9000000001");
        stored.put(ContactField.EMAIL, "a@example.com");
        stored.put(ContactField.COUNTRY_CODE, known);
        stored.values().removeIf(String::isEmpty);
        var before = List.of(new Contact(20, NOW, true, stored));
        var code = Map.of(ContactField.COUNTRY_CODE, "44");
        for (var email : List.of("a@example.com", "new@example.com")) {
            var texts = new EnumMap<ProfileField, String>(ProfileField.class);
            texts.put(ProfileField.NAME, "Asha");
            texts.put(ProfileField.EMAIL, email);
            texts.put(ProfileField.PHONE, given);
            texts.values().removeIf(String::isEmpty);
            var own = CustomerChange.ofTexts(0, true, texts).with(List.of(contact(ContactChange.OF_OWN, true, code)));
            var merge = merge(before, own);
            assertEquals(1, merge.after().size());
            assertEquals(after, merge.after().get(0).phone().digits());
            assertEquals(email, merge.after().get(0).text(ContactField.EMAIL));
        }
        var matched = new EnumMap<ContactField, String>(code);
        matched.put(ContactField.EMAIL, "a@example.com");
        matched.put(ContactField.PHONE, given);
        matched.values().removeIf(String::isEmpty);
        var merge = merge(before, change(contact(0, true, matched)));
        assertEquals(after, merge.after().get(0).phone().digits());
        var named = merge(before, change(contact(20, false, code)));
        assertEquals("449000000001", named.after().get(0).phone().digits());
    }

    /** The contact in the change is matched by phone before e-mail. It gets no phone or e-mail of another contact. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9000000002 | a@example.com | 1 3 a | 2 b | 21",
                "9000000001 | b@example.com | 1 3 a | 2 b | 20",
                "9000000003 | b@example.com | 1 3 a | 2 b | 20",
                "9000000002 | c@example.com | 1 3 a | 2 c | 21",
                "9000000004 | b@example.com | 1 3 a | 4 b | 21",
                "9000000004 | a@example.com | 4 3 a | 2 b | 20",
                "N/A        | b@example.com | 1 3 a | 2 b | 21",
                "9000000002 | N/A           | 1 3 a | 2 b | 21",
            })
    void aMatchedContactGetsNoPhoneOrEmailOfAnotherContact(
            String phone, String email, String afterA, String afterB, long meantId) {
        var texts = Map.of(ContactField.PHONE, phone, ContactField.EMAIL, email);
        var given = CustomerChange.ofTexts(5, true, Map.of()).with(List.of(contact(0, true, texts)));
        var merge = merge(A_AND_B, given);
        assertEquals(List.of(afterA, afterB), shown(merge));
        assertEquals(meantId, merge.meantId());
        assertEquals(meantId, ContactMerge.meantId(A_AND_B, given, true));
        assertEquals(0, ContactMerge.meantId(A_AND_B, given, false));
        var own = CustomerChange.ofTexts(
                0, true, Map.of(ProfileField.NAME, "Meera", ProfileField.PHONE, phone, ProfileField.EMAIL, email));
        assertEquals(meantId, merge(A_AND_B, own).meantId());
        assertEquals(meantId, ContactMerge.meantId(A_AND_B, own, true));
    }

    /**
     * The primary contact gets a new phone of the customer that no contact has. But it does not count as the contact
     * that the change means: an update of an order that belongs to another contact must not move the order to the
     * primary one. A further given contact does not count instead of it.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anUnknownCustomerPhoneGoesToThePrimaryWithoutAMatch(boolean matches) {
        var own = CustomerChange.ofTexts(0, true, Map.of(ProfileField.NAME, "Meera", ProfileField.PHONE, "9000000004"));
        var merge = ContactMerge.of(meera(A_AND_B), own, ids::incrementAndGet, NOW, matches);
        assertEquals(List.of("4 3 a", "2 b"), shown(merge));
        assertEquals(List.of(20L), merge.written().stream().map(Contact::id).toList());
        assertEquals(0, merge.meantId());
        assertEquals(0, ContactMerge.meantId(A_AND_B, own, matches));
        var nila = contact(0, true, Map.of(ContactField.PHONE, "9000000005"));
        var both = own.with(List.of(contact(0, true, Map.of(ContactField.GENDER, "F")), nila));
        assertEquals(
                0,
                ContactMerge.of(meera(A_AND_B), both, ids::incrementAndGet, NOW, matches)
                        .meantId());
        assertEquals(0, ContactMerge.meantId(A_AND_B, both, matches));
    }

    /**
     * A flat order has no contact objects. It has a contact's day of birth, but its name is that of the customer. So
     * the contact with the customer's phone gets the day of birth, and no name.
     */
    @ParameterizedTest
    @CsvSource({"9000000002,21,21", "9000000004,20,0"})
    void theDayOfBirthGoesToTheContactThatGetsTheOwnPhone(String phone, long changedId, long meantId) {
        var birth = contact(ContactChange.OF_OWN, true, Map.of(ContactField.BIRTH_DATE, "1990-01-02"));
        var own = CustomerChange.ofTexts(5, true, Map.of(ProfileField.NAME, "Meera", ProfileField.PHONE, phone))
                .with(List.of(birth));
        var merge = merge(A_AND_B, own);
        assertEquals(2, merge.after().size());
        assertEquals(
                List.of(changedId), merge.written().stream().map(Contact::id).toList());
        assertEquals("1990-01-02", merge.written().get(0).text(ContactField.BIRTH_DATE));
        assertEquals("", merge.written().get(0).text(ContactField.PERSON));
        assertEquals(meantId, merge.meantId());
        assertEquals(meantId, ContactMerge.meantId(A_AND_B, own, true));
        var nobody = CustomerChange.ofTexts(5, true, Map.of()).with(List.of(birth));
        assertEquals(A_AND_B, merge(A_AND_B, nobody).after());
    }

    /**
     * Columns: full, first and last name beside the customer's own phone; the resulting names of a new customer's
     * contact, and of an existing one with the name Meera Iyer and the same phone.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-    | -    | -   | Meera    | Meera Iyer",
                "Nila | -    | -   | Nila     | Nila",
                "-    | Mira | -   | Mira     | Mira Iyer",
                "-    | Mira | Rao | Mira Rao | Mira Rao",
                "Nila | Mira | Rao | Nila     | Nila",
            })
    void theContactThatHasTheOwnPhoneGetsTheGivenName(
            String name, String first, String last, String added, String changed) {
        var given = named(name, first, last);
        given.put(ContactField.GENDER, "F");
        var change = change(contact(ContactChange.OF_OWN, true, given));
        assertEquals(List.of(added), persons(merge(List.of(), change).after()));
        var stored = named("Meera Iyer", "Meera", "Iyer");
        stored.put(ContactField.PHONE, "9000000002");
        var merge = merge(List.of(new Contact(7, NOW, true, stored)), change);
        assertEquals(List.of("2"), shown(merge));
        assertEquals(changed, merge.after().get(0).text(ContactField.PERSON));
        assertEquals("F", merge.after().get(0).text(ContactField.GENDER));
    }

    /**
     * A new phone of another person must not replace the phone of the primary contact: that would mix the two people.
     * But a contact without a name, or with only the customer's name and no first and last name, may be any person.
     * Columns: full, first and last name of the primary contact of the customer Meera; full, first and last name beside
     * the customer's new phone; the resulting names.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "Meera Iyer | Meera | Iyer | -            | -     | -    | Meera Iyer",
                "Meera Iyer | Meera | Iyer | meera   IYER | -     | -    | meera   IYER",
                "Meera Iyer | Meera | Iyer | -            | Meera | -    | Meera Iyer",
                "Meera Iyer | Meera | Iyer | -            | Meera | Iyer | Meera Iyer",
                "Meera Iyer | Meera | Iyer | -            | Mira  | -    | Meera Iyer,Mira",
                "Meera Iyer | Meera | Iyer | -            | Ravi  | Iyer | Meera Iyer,Ravi Iyer",
                "Meera Iyer | Meera | Iyer | Ravi         | -     | -    | Meera Iyer,Ravi",
                "Meera Iyer | -     | -    | Ravi         | -     | -    | Meera Iyer,Ravi",
                "Meera Iyer | -     | -    | -            | Ravi  | -    | Meera Iyer,Ravi",
                "-          | -     | -    | Ravi         | -     | -    | Ravi",
                "MEERA      | -     | -    | Ravi         | -     | -    | Ravi",
                "Meera      | Meera | -    | Ravi         | -     | -    | Meera,Ravi",
            })
    void anotherPersonWithANewPhoneIsAdded(
            String known, String knownFirst, String knownLast, String name, String first, String last, String after) {
        var stored = named(known, knownFirst, knownLast);
        stored.put(ContactField.PHONE, "9000000001");
        stored.put(ContactField.EMAIL, "meera@mail.example");
        stored.put(ContactField.GENDER, "F");
        var meera = new Contact(7, NOW, true, stored);
        var given = named(name, first, last);
        given.put(ContactField.TITLE, "Dr");
        var change = change(contact(ContactChange.OF_OWN, true, given));
        var merge = merge(List.of(meera), change);
        assertEquals(List.of(after.split(",")), persons(merge.after()));
        if (merge.after().size() == 2) {
            assertEquals(List.of("1 meera", "2"), shown(merge));
            assertEquals(meera, merge.after().get(0));
            assertEquals("", merge.after().get(1).text(ContactField.GENDER));
        } else {
            assertEquals(List.of("2 meera"), shown(merge));
        }
        assertEquals("Dr", merge.written().get(0).text(ContactField.TITLE));
        var again = merge(merge.after(), change);
        assertEquals(merge.after(), again.after());
    }

    /**
     * A row of an import gives the customer another name and phone. It must not add a second contact for the same
     * person: the contact with the old phone would stay first. Columns: the stored name of the customer; full, first
     * and last name of the stored contact; the same four in the row; the names of the contacts afterwards.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "Acme       | -          | -     | -    | Acme Ltd  | Ravi            | -     | -   | Ravi",
                "Acme       | Asha       | -     | -    | Acme Ltd  | Ravi            | -     | -   | Asha,Ravi",
                "Meera Iyer | -          | Meera | Iyer | Meera Rao | -               | Meera | Rao | Meera Rao",
                "Meera Iyer | -          | Meera | Iyer | MIRA      | -               | Mira  | -   | Mira Iyer",
                "Meera Iyer | -          | Meera | Iyer | Meera Rao | Ravi            | -     | -   | Meera Iyer,Ravi",
                "Meera Iyer | Asha       | -     | -    | Meera Rao | -               | Meera | Rao | Asha,Meera Rao",
                "Acme       | Meera Iyer | -     | -    | Acme      | Meera\u00a0Iyer | -     | -   | Meera\u00a0Iyer",
            })
    void aRenamedCustomerIsNoOtherPerson(
            String before,
            String known,
            String knownFirst,
            String knownLast,
            String renamed,
            String name,
            String first,
            String last,
            String after) {
        var context = new CustomerUpdate.Context(
                ids::incrementAndGet, (list, entry) -> 0, employee -> 0, Instant.EPOCH, true);
        var row = row(before, "9000000001", named(known, knownFirst, knownLast));
        var added = CustomerUpdate.added(5, 6, row, context).after();
        var given = row(renamed, "9000000002", named(name, first, last));
        var contacts = CustomerUpdate.changed(added, given, context).after().contacts();
        assertEquals(List.of(after.split(",")), persons(contacts));
        assertEquals("9000000002", contacts.get(contacts.size() - 1).text(ContactField.PHONE));
    }

    private static CustomerChange row(String name, String phone, Map<ContactField, String> person) {
        return CustomerChange.ofTexts(0, true, Map.of(ProfileField.NAME, name, ProfileField.PHONE, phone))
                .with(List.of(contact(ContactChange.OF_OWN, true, person)));
    }

    /**
     * A person who comes with a phone such as N/A is added as a contact once. Otherwise each import of the same file
     * would add the person once more.
     */
    @Test
    void anotherPersonWithoutAPhoneIsAddedOnce() {
        var own = CustomerChange.ofTexts(0, true, Map.of(ProfileField.NAME, "Meera", ProfileField.PHONE, "N/A"));
        var ravi = own.with(List.of(contact(ContactChange.OF_OWN, true, Map.of(ContactField.PERSON, "Ravi"))));
        var once = merge(List.of(ASHA), ravi);
        assertEquals(List.of("1", "A"), shown(once));
        assertEquals(once.after(), merge(once.after(), ravi).after());
    }

    /**
     * The first contact of a new customer gets the customer's own phone. The same write again must mean this contact,
     * not be refused. Columns: full and first name of the contact, {@code update}, {@code matchEmailPhone}.
     */
    @ParameterizedTest
    @CsvSource({",,true,true", "Nila,,true,true", ",Nila,true,true", ",,true,false", "Nila,,true,false", ",,false,true"
    })
    void aRepeatedFirstContactWithoutAPhoneIsAddedOnce(
            @Nullable String person, @Nullable String first, boolean update, boolean match) {
        var texts = named(person, first, null);
        texts.put(ContactField.GENDER, "Male");
        var other = contact(0, true, Map.of(ContactField.PHONE, "9000000005"));
        for (var contacts : List.of(List.of(contact(0, match, texts)), List.of(contact(0, match, texts), other))) {
            var given = own(update).with(contacts);
            var once = merge(List.of(), given);
            assertEquals(contacts.size(), once.after().size());
            assertEquals("9000000002", once.after().get(0).text(ContactField.PHONE));
            var again = merge(once.after(), given);
            assertEquals(once.after(), again.after());
            assertEquals(once.meantId(), again.meantId());
            assertEquals(once.meantId(), ContactMerge.meantId(once.after(), given, true));
            assertEquals(0, ContactMerge.meantId(once.after(), given, false));
        }
    }

    /** The vendor updates a customer by the body of the add, with the customer's id. {@code update} is still false. */
    @Test
    void anUpdateByIdMayRepeatTheFirstContactOfTheAdd() {
        var preset = Map.of(ContactField.TITLE, "no", ContactField.GENDER, "Male");
        var added = own(false).with(List.of(contact(0, false, preset)));
        var once = merge(List.of(), added);
        var again = merge(once.after(), added.withId(5));
        assertEquals(once.after(), again.after());
        assertEquals(1, again.after().size());
    }

    /**
     * A change has the customer's own phone 2, and a first contact without a phone and an e-mail. The customer has the
     * contacts A with phone 1 and B with phone 2. Columns: the name of B ({@code -} if there is no B), the name of the
     * first contact, {@code matchEmailPhone}, whether contacts are found by phone and e-mail; the resulting names and
     * phones, or {@code refused}.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "B |      | true  | true  | A 1,B 2",
                "B | b    | false | true  | A 1,b 2",
                "B | Nila | true  | true  | A 1,Nila 2",
                "B | Nila | false | true  | refused",
                "- |      | true  | true  | A 2",
                "- | Nila | true  | true  | A 1,Nila 2",
                "- | Nila | false | true  | refused",
                "B |      | true  | false | A 2,B 2",
                "B |      | false | false | refused",
                "B | Nila | true  | false | A 1,B 2,Nila 2",
                "B | Nila | false | false | refused",
            })
    void aFirstContactWithoutAPhoneMeansTheOneWithTheOwnPhone(
            String nameOfB, @Nullable String name, boolean match, boolean matches, String after) {
        var a = new Contact(20, NOW, true, Map.of(ContactField.PERSON, "A", ContactField.PHONE, "9000000001"));
        var b = new Contact(21, NOW, false, Map.of(ContactField.PERSON, nameOfB, ContactField.PHONE, "9000000002"));
        var texts = named(name, null, null);
        texts.put(ContactField.GENDER, "Male");
        var given = own(true).with(List.of(contact(0, match, Map.of()), contact(0, match, texts)));
        var before = meera(nameOfB.equals("-") ? List.of(a) : List.of(a, b));
        if (after.equals("refused")) {
            var refused = assertThrows(
                    ProblemException.class, () -> ContactMerge.of(before, given, ids::incrementAndGet, NOW, matches));
            assertEquals(Optional.of(Reason.CONTACT_UNREACHABLE), refused.reason());
            assertEquals(List.of(1), refused.values());
            return;
        }
        var merge = ContactMerge.of(before, given, ids::incrementAndGet, NOW, matches);
        assertEquals(
                List.of(after.split(",")),
                merge.after().stream()
                        .map(contact -> contact.text(ContactField.PERSON)
                                + contact.text(ContactField.PHONE).replaceFirst("^900000000", " "))
                        .toList());
        assertEquals("Male", merge.written().get(0).text(ContactField.GENDER));
    }

    /**
     * A contact without a phone and an e-mail is refused if it is not the first contact, or if the change has neither a
     * phone nor an e-mail of the customer itself.
     */
    @Test
    void aContactWithoutAPhoneIsRefusedWithoutTheOwnPhone() {
        var male = Map.of(ContactField.GENDER, "Male");
        var second = own(true).with(List.of(contact(7, true, male), contact(0, true, male)));
        var nothing = CustomerChange.ofTexts(5, true, Map.of()).with(List.of(contact(0, true, male)));
        for (var change : List.of(second, nothing)) {
            var refused = assertThrows(ProblemException.class, () -> merge(List.of(ASHA), change));
            assertEquals(Optional.of(Reason.CONTACT_UNREACHABLE), refused.reason());
        }
    }

    /** With a key that may not match contacts, each order adds another person, but not beyond the limit. */
    @Test
    void anOrderLeavesOutAnotherPersonBeyondTwoHundred() {
        var full = IntStream.rangeClosed(1, ContactMerge.MAX_CONTACTS)
                .mapToObj(number -> new Contact(100 + number, NOW, number == 1, Map.of(ContactField.PERSON, "A")))
                .toList();
        var nila = own(true).with(List.of(contact(0, true, Map.of(ContactField.PERSON, "Nila"))));
        var merge = ContactMerge.of(meera(full), nila, ids::incrementAndGet, NOW, false);
        assertTrue(merge.left());
        assertEquals(full, merge.after());
    }

    private static CustomerChange own(boolean update) {
        return CustomerChange.ofTexts(0, update, Map.of(ProfileField.NAME, "Meera", ProfileField.PHONE, "9000000002"));
    }

    @Test
    void theContactOfAChangeIsItsFirstGivenOneThatIsNotBlank() {
        var added = contact(0, true, Map.of(ContactField.PHONE, "9000000005"));
        var named = contact(21, true, Map.of(ContactField.PHONE, "9000000001"));
        var blank = contact(0, true, Map.of());
        assertEquals(21, merge(A_AND_B, change(blank, named, added)).meantId());
        assertEquals(12, merge(A_AND_B, change(added, named)).meantId());
        assertEquals(21, ContactMerge.meantId(A_AND_B, change(blank, named, added), false));
        assertEquals(0, ContactMerge.meantId(A_AND_B, change(added, named), true));
        assertEquals(0, ContactMerge.meantId(A_AND_B, change(contact(22, true, named.texts())), true));
        var nothing = CustomerChange.ofTexts(5, true, Map.of(ProfileField.NAME, "Meera"));
        assertEquals(0, merge(A_AND_B, nothing).meantId());
    }

    /** The last digits of the phones and the first letter of the e-mail of each contact. */
    private static List<String> shown(ContactMerge merge) {
        return merge.after().stream()
                .map(contact -> Stream.of(
                                contact.text(ContactField.PHONE).replaceFirst(".*(?=.)", ""),
                                contact.text(ContactField.ADDITIONAL_PHONE).replaceFirst(".*(?=.)", ""),
                                contact.text(ContactField.EMAIL).replaceFirst("@.*", ""))
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining(" ")))
                .toList();
    }

    private ContactMerge merge(List<Contact> before, CustomerChange change) {
        return ContactMerge.of(meera(before), change, ids::incrementAndGet, NOW, true);
    }

    private static Customer meera(List<Contact> contacts) {
        var texts = Map.of(ProfileField.NAME, "Meera");
        return new Customer(5, 6, NOW, NOW, CustomerFlags.DEFAULT, texts, 0, Map.of(), 0, 0, contacts);
    }

    private static ContactChange contact(long id, boolean match, Map<ContactField, String> texts) {
        return new ContactChange(id, match, texts);
    }

    private static CustomerChange change(ContactChange... contacts) {
        return CustomerChange.ofTexts(0, false, Map.of(ProfileField.NAME, "Meera", ProfileField.PHONE, "9000000002"))
                .with(List.of(contacts));
    }

    private static List<String> persons(List<Contact> contacts) {
        return contacts.stream()
                .map(contact -> contact.text(ContactField.PERSON))
                .toList();
    }
}
