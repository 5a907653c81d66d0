package dev.daybook.domain.customer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContactMergeTest {
    private static final Instant NOW = Instant.parse("2024-05-02T10:45:42.249Z");
    private static final Contact ASHA =
            new Contact(7, NOW, true, Map.of(ContactField.PERSON, "Asha", ContactField.PHONE, "9000000001"));

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
    void takesTheFirstGivenContactForThePrimary() {
        var first = contact(0, false, Map.of(ContactField.FIRST_NAME, " A ", ContactField.LAST_NAME, "B"));
        var second = contact(0, false, Map.of(ContactField.EMAIL, "c@example.com"));
        var merge = merge(List.of(), change(first, second));
        assertEquals(
                List.of(true, false),
                merge.after().stream().map(Contact::primary).toList());
        assertEquals("A B", merge.after().get(0).text(ContactField.PERSON));
        assertEquals("9000000002", merge.after().get(0).text(ContactField.PHONE));
    }

    @Test
    void changesTheContactThatIsNamedOrMatched() {
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

    private ContactMerge merge(List<Contact> before, CustomerChange change) {
        return ContactMerge.of(before, change, ids::incrementAndGet, NOW);
    }

    private static ContactChange contact(long id, boolean match, Map<ContactField, String> texts) {
        return new ContactChange(id, match, texts);
    }

    private static CustomerChange change(ContactChange... contacts) {
        return CustomerChange.ofTexts(0, false, Map.of(ProfileField.NAME, "Meera", ProfileField.PHONE, "9000000002"))
                .with(List.of(contacts));
    }
}
