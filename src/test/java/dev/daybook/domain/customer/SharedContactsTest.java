package dev.daybook.domain.customer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Merges of several contacts that share a phone or an e-mail with each other or with the customer. A contact is written
 * as its id, name, phone, second phone and e-mail, such as {@code #1 Asha 9000000001 /9000000002 a@x.example}; each
 * part may be missing. Contacts are separated by commas.
 */
class SharedContactsTest {
    private static final Instant NOW = Instant.parse("2024-05-02T10:45:42.249Z");

    private final AtomicLong ids = new AtomicLong(10);

    /**
     * Two contacts of one change with the same e-mail stay two contacts. The same change again changes nothing.
     * Columns: the stored contacts, those of the change, those afterwards.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Both are new, or one of them has another e-mail already.
                "| Asha 9000000001 o@x.example, Ravi 9000000002 o@x.example"
                        + " | Asha 9000000001 o@x.example, Ravi 9000000002 o@x.example",
                "Asha 9000000001 | Asha 9000000001 o@x.example, Ravi 9000000002 o@x.example"
                        + " | Asha 9000000001 o@x.example, Ravi 9000000002 o@x.example",
                // The stored contact with the e-mail belongs to the row with its phone, in each order of the rows.
                "Asha 9000000001 o@x.example | Asha 9000000001, Ravi 9000000002 o@x.example"
                        + " | Asha 9000000001 o@x.example, Ravi 9000000002 o@x.example",
                "Asha 9000000001 o@x.example | Ravi 9000000002 o@x.example, Asha 9000000001 o@x.example"
                        + " | Asha 9000000001 o@x.example, Ravi 9000000002 o@x.example",
                "Asha 9000000001 o@x.example | Ravi 9000000002 o@x.example, #1 Asha"
                        + " | Asha 9000000001 o@x.example, Ravi 9000000002 o@x.example",
                "Asha 9000000001 o@x.example | #1 Asha, Ravi 9000000002 o@x.example"
                        + " | Asha 9000000001 o@x.example, Ravi 9000000002 o@x.example",
                // A second phone is another phone too.
                "| Asha 9000000001 o@x.example, Ravi /9000000002 o@x.example"
                        + " | Asha 9000000001 o@x.example, Ravi /9000000002 o@x.example",
                "| Asha o@x.example, Ravi 9000000002 o@x.example | Asha o@x.example, Ravi 9000000002 o@x.example",
                // Without another phone it is the same contact; so it is with the same phone.
                "| Asha 9000000001 o@x.example, Asha B o@x.example | Asha B 9000000001 o@x.example",
                "| Asha 9000000001 o@x.example, Asha 9000000001 p@x.example | Asha 9000000001 p@x.example",
                // One row alone changes the stored contact with its e-mail.
                "Asha 9000000001 o@x.example | Asha 9000000002 o@x.example | Asha 9000000002 o@x.example",
            })
    void contactsOfOneChangeWithOneEmailStaySeveral(@Nullable String stored, String given, String after) {
        assertMerged(after, stored, CustomerChange.ofTexts(5, true, Map.of()).with(given(given)));
    }

    /**
     * If several stored contacts have the phone or e-mail of a given one, it changes only the one with its name. The
     * same change again changes nothing. Columns: the stored contacts, those of the change, those afterwards.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // By the e-mail: the one with the name, in each spelling; otherwise it is another person.
                "Asha 9000000001 o@x.example, Ravi 9000000002 o@x.example | RAVI 9000000003 o@x.example"
                        + " | Asha 9000000001 o@x.example, RAVI 9000000003 o@x.example",
                "Asha 9000000001 o@x.example, Ravi o@x.example | Ravi 9000000003 o@x.example"
                        + " | Asha 9000000001 o@x.example, Ravi 9000000003 o@x.example",
                "Asha 9000000001 o@x.example, Ravi 9000000002 o@x.example | Ravi o@x.example"
                        + " | Asha 9000000001 o@x.example, Ravi 9000000002 o@x.example",
                "Asha 9000000001 o@x.example, Ravi 9000000002 o@x.example | Meera 9000000003 o@x.example"
                        + " | Asha 9000000001 o@x.example, Ravi 9000000002 o@x.example, Meera 9000000003 o@x.example",
                "Asha 9000000001 o@x.example, Ravi 9000000002 o@x.example | Meera o@x.example"
                        + " | Asha 9000000001 o@x.example, Ravi 9000000002 o@x.example, Meera o@x.example",
                "Asha 9000000001 o@x.example, Ravi 9000000002 o@x.example | 9000000003 o@x.example"
                        + " | Asha 9000000001 o@x.example, Ravi 9000000002 o@x.example, 9000000003 o@x.example",
                "Asha 9000000001 o@x.example, Ravi 9000000002 o@x.example"
                        + " | Asha 9000000001 o@x.example, Ravi 9000000003 o@x.example"
                        + " | Asha 9000000001 o@x.example, Ravi 9000000003 o@x.example",
                "Asha 9000000001 o@x.example, Ravi 9000000002 o@x.example"
                        + " | Meera 9000000001 o@x.example, Asha 9000000003 o@x.example"
                        + " | Meera 9000000001 o@x.example, Ravi 9000000002 o@x.example, Asha 9000000003 o@x.example",
                "Asha 9000000001 o@x.example, Ravi 9000000002 o@x.example | /9000000003 o@x.example"
                        + " | Asha 9000000001 o@x.example, Ravi 9000000002 o@x.example, /9000000003 o@x.example",
                // Without a name and a phone, it replaces neither.
                "Asha 9000000001 o@x.example, Ravi 9000000002 o@x.example | o@x.example"
                        + " | Asha 9000000001 o@x.example, Ravi 9000000002 o@x.example",
                "Asha 9000000001 o@x.example, Ravi 9000000002 o@x.example | N/A o@x.example"
                        + " | Asha 9000000001 o@x.example, Ravi 9000000002 o@x.example",
                // By the phone: the one with the name, or else the first.
                "Asha 9000000001, Ravi 9000000001 | Ravi 9000000001 r@x.example"
                        + " | Asha 9000000001, Ravi 9000000001 r@x.example",
                "Asha 9000000001, Ravi 9000000001 | Asha B 9000000001 | Asha B 9000000001, Ravi 9000000001",
            })
    void noGivenContactReplacesAnotherWithItsEmail(String stored, String given, String after) {
        var change = CustomerChange.ofTexts(5, true, Map.of()).with(given(given));
        assertMerged(after, stored, change);
    }

    /**
     * The customer's own phone and e-mail replace no phone and no name of another contact if several contacts have the
     * e-mail. The same change again changes nothing. Columns: the customer's name, phone and e-mail, the name of the
     * given contact, the stored contacts, those afterwards.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Ravi 9000000003 o@x.example | | Asha 9000000001 o@x.example, Ravi 9000000002 o@x.example"
                        + " | Asha 9000000001 o@x.example, Ravi 9000000003 o@x.example",
                "Lila 9000000003 o@x.example | Ravi | Asha 9000000001 o@x.example, Ravi 9000000002 o@x.example"
                        + " | Asha 9000000001 o@x.example, Ravi 9000000003 o@x.example",
                "Lila 9000000003 o@x.example | Zara | Asha 9000000001 o@x.example, Ravi 9000000002 o@x.example"
                        + " | Asha 9000000001 o@x.example, Ravi 9000000002 o@x.example, Zara 9000000003 o@x.example",
                "Lila o@x.example | Zara | Meera 9000000001 o@x.example, Ravi 9000000002 o@x.example"
                        + " | Meera 9000000001 o@x.example, Ravi 9000000002 o@x.example, Zara o@x.example",
                // The primary contact gets the customer's own phone.
                "Lila 9000000003 o@x.example | | Asha 9000000001 o@x.example, Ravi 9000000002 o@x.example"
                        + " | Asha 9000000003 o@x.example, Ravi 9000000002 o@x.example",
                "Lila 9000000003 o@x.example | | Meera m@x.example, Asha 9000000001 o@x.example, Ravi o@x.example"
                        + " | Meera m@x.example, Asha 9000000001 o@x.example, Ravi o@x.example,"
                        + " Lila 9000000003 o@x.example",
                "Lila o@x.example | | Meera m@x.example, Asha 9000000001 o@x.example, Ravi o@x.example"
                        + " | Meera m@x.example, Asha 9000000001 o@x.example, Ravi o@x.example",
                // Without a name in the change, the customer keeps its name, here Meera.
                "9000000003 o@x.example | | Lila m@x.example, Asha 9000000001 o@x.example, Ravi o@x.example"
                        + " | Lila m@x.example, Asha 9000000001 o@x.example, Ravi o@x.example,"
                        + " Meera 9000000003 o@x.example",
                "9000000003 o@x.example | | Lila m@x.example, Asha 9000000001 o@x.example, Meera o@x.example"
                        + " | Lila m@x.example, Asha 9000000001 o@x.example, Meera 9000000003 o@x.example",
            })
    void theOwnPhoneReplacesThatOfNoOtherWithTheOwnEmail(
            String own, @Nullable String given, String stored, String after) {
        var change = given == null ? change(5, own, "").with(List.<ContactChange>of()) : change(5, own, given);
        assertMerged(after, stored, change);
    }

    /**
     * Several contacts have {@code n/a} in place of an e-mail. This must not keep the customer's own phone from the
     * primary contact.
     */
    @Test
    void aWordForAMissingEmailIsNoSharedEmail() {
        var stored = stored("Meera 9000000001, Asha 9000000002 n/a, Ravi 9000000003 n/a");
        var merge = merge(stored, change(5, "Lila 9000000004 n/a", "").with(List.<ContactChange>of()));
        assertEquals("Meera 9000000004 n/a, Asha 9000000002 n/a, Ravi 9000000003 n/a", shown(merge));
    }

    /** Asserts the contacts after a change, and that the same change again changes nothing. */
    private void assertMerged(String after, @Nullable String stored, CustomerChange change) {
        var once = merge(stored(stored), change);
        assertEquals(after, shown(once));
        var again = merge(once.after(), change);
        assertEquals(after, shown(again));
        assertEquals(List.of(), again.written());
        assertEquals(once.meantId(), again.meantId());
        assertEquals(once.meantId(), ContactMerge.meantId(once.after(), change, true));
    }

    /**
     * The first contact of a new customer gets the customer's own phone and e-mail, but not those of another given
     * contact. The same change again changes nothing. Columns: the customer's name, phone and e-mail, the contacts of
     * the change, those afterwards.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Lila 9000000001 o@x.example | Asha 9000000002, Ravi 9000000003 o@x.example"
                        + " | Asha 9000000002, Ravi 9000000003 o@x.example, Lila 9000000001",
                "Lila 9000000001 o@x.example | Asha a@x.example, Ravi 9000000001 r@x.example"
                        + " | Asha a@x.example, Ravi 9000000001 r@x.example, Lila o@x.example",
                "Lila 9000000001 o@x.example | Asha 9000000002, Ravi /9000000001"
                        + " | Asha 9000000002 o@x.example, Ravi /9000000001",
                "Lila 9000000001 o@x.example | Asha, Ravi +919000000001 | Asha o@x.example, Ravi +919000000001",
                "Lila 9000000001 o@x.example | Asha, Ravi 9000000002 O@x.example"
                        + " | Asha 9000000001, Ravi 9000000002 O@x.example",
                "Lila 9000000001 o@x.example | Asha 9000000002, Ravi 9000000003"
                        + " | Asha 9000000002 o@x.example, Ravi 9000000003, Lila 9000000001",
                // Its own second phone does not count. Nor does another contact if it would have neither.
                "Lila 9000000001 o@x.example | Asha /9000000001, Ravi 9000000002"
                        + " | Asha 9000000001 /9000000001 o@x.example, Ravi 9000000002",
                "Lila 9000000001 | Asha, Ravi 9000000001 r@x.example | Ravi 9000000001 r@x.example",
            })
    void theFirstContactGetsNoPhoneOrEmailOfAnother(String own, String given, String after) {
        var change = change(0, own, given);
        var once = merge(List.of(), change);
        assertEquals(after, shown(once));
        var again = merge(once.after(), change);
        assertEquals(after, shown(again));
        assertEquals(once.meantId(), again.meantId());
        assertEquals(once.meantId(), ContactMerge.meantId(once.after(), change, true));
    }

    /**
     * Add Customer without {@code update} and {@code matchEmailPhone}: if another given contact has the customer's own
     * phone, the first one does not get it.
     */
    @Test
    void theFirstContactOfAnAddGetsNoPhoneOfAnother() {
        var own = Map.of(ProfileField.NAME, "Lila", ProfileField.PHONE, "9000000001");
        var given = given("Asha a@x.example, Ravi 9000000001 r@x.example").stream()
                .map(contact -> new ContactChange(0, false, contact.texts()))
                .toList();
        var merge = merge(List.of(), CustomerChange.ofTexts(0, false, own).with(given));
        assertEquals("Asha a@x.example, Ravi 9000000001 r@x.example", shown(merge));
    }

    /**
     * An order finds its customer by the customer's own phone or e-mail, and must still find it after the change. The
     * same change again changes nothing. Columns: the customer's name, phone and e-mail; the stored contacts; those of
     * the change; those afterwards.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Lila 9000000001 | Lila 9000000001 o@x.example | Lila 9000000002 o@x.example"
                        + " | Lila 9000000002 /9000000001 o@x.example",
                "9000000001 | Lila +919000000001 o@x.example | 9000000002 o@x.example"
                        + " | Lila 9000000002 /9000000001 o@x.example",
                "Lila 9000000001 | Asha 9000000001 /9000000003 o@x.example | Asha 9000000002 o@x.example"
                        + " | Asha 9000000002 /9000000003 o@x.example, Lila 9000000001",
                "9000000001 | Asha /9000000001 o@x.example | Asha 9000000002 /9000000003 o@x.example"
                        + " | Asha 9000000002 /9000000003 o@x.example, Meera 9000000001",
                "Lila 9000000001 o@x.example | Asha 9000000001 o@x.example | Asha 9000000001 p@x.example"
                        + " | Asha 9000000001 p@x.example, Lila o@x.example",
                "Lila 9000000001 o@x.example | Asha 9000000001 o@x.example | Asha, Asha 9000000001 p@x.example"
                        + " | Asha 9000000001 p@x.example, Asha o@x.example",
                // Another contact has it too, or the contact is named by its id, or none had it before.
                "Lila 9000000001 | Asha 9000000001 o@x.example, Ravi 9000000001 | Asha 9000000001 p@x.example"
                        + " | Asha 9000000001 p@x.example, Ravi 9000000001",
                "Lila 9000000001 | Asha 9000000001 o@x.example | #1 9000000002 | Asha 9000000002 o@x.example",
                "Lila 9000000001 o@x.example | Asha 9000000003 o@x.example | Asha 9000000002 o@x.example"
                        + " | Asha 9000000002 o@x.example",
                // Texts that find nobody are not kept.
                "Lila N/A n/a | Asha N/A o@x.example | Asha 9000000002 o@x.example | Asha 9000000002 o@x.example",
            })
    void theOwnPhoneOrEmailStillFindsTheCustomer(String own, String stored, String given, String after) {
        var change = change(5, own, given);
        var once = merge(stored(stored), change);
        assertEquals(after, shown(once));
        assertEquals(1, once.meantId());
        assertEquals(
                once.after().stream().skip(stored(stored).size()).toList(),
                once.written().stream().filter(contact -> contact.id() > 10).toList());
        assertEquals(after, shown(merge(once.after(), change)));
    }

    /** At the largest number of contacts, an order is still accepted. */
    @Test
    void noContactIsAddedForTheOwnEmailBeyondTheLimit() {
        var full = IntStream.rangeClosed(1, ContactMerge.MAX_CONTACTS)
                .mapToObj(id -> new Contact(
                        id,
                        NOW,
                        id == 1,
                        Map.of(ContactField.PHONE, "" + (9000000000L + id), ContactField.EMAIL, id + "@x.example")))
                .toList();
        var merge = merge(full, change(5, "Lila 9000000001 1@x.example", "9000000001 p@x.example"));
        assertEquals(ContactMerge.MAX_CONTACTS, merge.after().size());
        assertEquals("p@x.example", merge.after().get(0).text(ContactField.EMAIL));
    }

    private static CustomerChange change(long id, String own, String given) {
        var texts = new EnumMap<ProfileField, String>(ProfileField.class);
        var named = parsed(own).texts();
        texts.put(ProfileField.NAME, named.getOrDefault(ContactField.PERSON, ""));
        texts.put(ProfileField.PHONE, named.getOrDefault(ContactField.PHONE, ""));
        texts.put(ProfileField.EMAIL, named.getOrDefault(ContactField.EMAIL, ""));
        texts.values().removeIf(String::isEmpty);
        return CustomerChange.ofTexts(id, true, texts).with(given(given));
    }

    private ContactMerge merge(List<Contact> before, CustomerChange change) {
        var texts = Map.of(ProfileField.NAME, "Meera");
        var customer = new Customer(5, 6, NOW, NOW, CustomerFlags.DEFAULT, texts, 0, Map.of(), 0, 0, before);
        return ContactMerge.of(customer, change, ids::incrementAndGet, NOW, true);
    }

    /** Stored contacts, with the ids 1, 2 and so on. */
    private static List<Contact> stored(@Nullable String contacts) {
        var next = new AtomicLong();
        return contacts == null
                ? List.of()
                : Arrays.stream(contacts.split(", "))
                        .map(contact -> new Contact(
                                next.incrementAndGet(),
                                NOW,
                                next.get() == 1,
                                parsed(contact).texts()))
                        .toList();
    }

    private static List<ContactChange> given(String contacts) {
        return Arrays.stream(contacts.split(", "))
                .map(SharedContactsTest::parsed)
                .toList();
    }

    private static ContactChange parsed(String contact) {
        var texts = new EnumMap<ContactField, String>(ContactField.class);
        var id = 0L;
        for (var part : contact.split(" ", -1)) {
            if (part.startsWith("#")) {
                id = Long.parseLong(part.substring(1));
            } else if (part.startsWith("/")) {
                texts.put(ContactField.ADDITIONAL_PHONE, part.substring(1));
            } else if (part.contains("@") || part.equals("n/a")) {
                texts.put(ContactField.EMAIL, part);
            } else if (part.matches("[+0-9]+|N/A")) {
                texts.put(ContactField.PHONE, part);
            } else {
                texts.merge(ContactField.PERSON, part, (first, second) -> first + " " + second);
            }
        }
        return new ContactChange(id, true, texts);
    }

    private static String shown(ContactMerge merge) {
        return merge.after().stream()
                .map(contact -> Stream.of(
                                contact.text(ContactField.PERSON),
                                contact.text(ContactField.PHONE),
                                contact.text(ContactField.ADDITIONAL_PHONE).replaceFirst("^(?=.)", "/"),
                                contact.text(ContactField.EMAIL))
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining(" ")))
                .collect(Collectors.joining(", "));
    }
}
