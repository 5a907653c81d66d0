package dev.daybook.domain.customer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Contacts that get a customer's new phone or e-mail: customers are found by their contacts. */
class ContactChangeTest {
    private static final Instant NOON = Instant.parse("2024-05-02T12:00:00Z");
    private static final Contact RAVI = contact(1, "Ravi", Map.of(ContactField.PHONE, "9000000002"));
    private static final Contact ACME = contact(2, "Acme", Map.of(ContactField.PHONE, "0201111111"));

    @Test
    void aNewEmailGoesToTheContactWithTheCustomersPhone() {
        var before = customer("0201111111", "", RAVI, ACME);
        assertEquals(
                List.of("Ravi 9000000002 ", "Acme 0201111111 desk@acme.example"),
                after(before, "0201111111", "desk@acme.example"));
    }

    @Test
    void aNewPhoneGoesToANewContactIfTheOneWithTheFormerPhoneIsEdited() {
        var before = customer("9000000002", "", RAVI);
        assertEquals(
                List.of("Ravi 9000000005 ", "Acme 9000000004 "),
                after(before, "9000000004", "", given(1, ContactField.PHONE, "9000000005")));
        var office = customer(
                "0201111111",
                "",
                RAVI,
                contact(2, "Acme", Map.of(ContactField.EMAIL, "a@acme.example", ContactField.PHONE, "0201111111")));
        assertEquals(
                List.of("Ravi 9000000002 ", "Acme  a@acme.example", "Acme 9000000004 "),
                after(office, "9000000004", "", given(2, ContactField.PHONE, "")));
    }

    @Test
    void aContactWithThePhoneAsItsSecondOneStillHasItsEmail() {
        var texts = Map.of(
                ContactField.PHONE, "N/A",
                ContactField.ADDITIONAL_PHONE, "0201111111",
                ContactField.EMAIL, "office@acme.example");
        var before = customer("0201111111", "office@acme.example", RAVI, contact(2, "Acme", texts));
        assertEquals(
                List.of("Ravi 9000000002 ", "Acme 0203333333 office@acme.example"),
                after(before, "0203333333", "office@acme.example"));
    }

    @Test
    void aCustomerWithAllContactsGetsNoFurtherOne() {
        var all = IntStream.range(0, ContactMerge.MAX_CONTACTS)
                .mapToObj(id -> contact(1 + id, "P", Map.of(ContactField.PHONE, Integer.toString(910_000_000 + id))))
                .toArray(Contact[]::new);
        var after = after(customer("0201111111", "", all), "0203333333", "");
        assertEquals(ContactMerge.MAX_CONTACTS, after.size());
        assertEquals("P 910000000 ", after.get(0));
    }

    private static Contact contact(long id, String name, Map<ContactField, String> texts) {
        var all = new HashMap<>(texts);
        all.put(ContactField.PERSON, name);
        return new Contact(id, NOON, id == 1, all);
    }

    private static Customer customer(String phone, String email, Contact... contacts) {
        var texts = Map.of(ProfileField.NAME, "Acme", ProfileField.PHONE, phone, ProfileField.EMAIL, email);
        return new Customer(5, 6, NOON, NOON, CustomerFlags.DEFAULT, texts, 0, Map.of(), 0, 0, List.of(contacts));
    }

    private static ContactChange given(long id, ContactField field, String text) {
        return new ContactChange(id, false, Map.of(field, text));
    }

    /** Name, phone and e-mail of each contact after a form with this profile and these contacts. */
    private static List<String> after(Customer before, String phone, String email, ContactChange... given) {
        var texts = Map.of(ProfileField.PHONE, phone, ProfileField.EMAIL, email);
        var change = CustomerChange.ofTexts(before.id(), false, texts)
                .with(List.of(given))
                .reaching(before);
        var ids = new AtomicLong(1_000);
        return ContactMerge.of(before, change, ids::incrementAndGet, NOON, true).after().stream()
                .map(contact -> contact.text(ContactField.PERSON) + " " + contact.text(ContactField.PHONE) + " "
                        + contact.text(ContactField.EMAIL))
                .toList();
    }
}
