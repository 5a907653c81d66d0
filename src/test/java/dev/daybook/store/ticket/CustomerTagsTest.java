package dev.daybook.store.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Author;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.ticket.TaggedCustomer;
import dev.daybook.domain.ticket.Ticket;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.domain.ticket.TicketRules;
import dev.daybook.domain.ticket.TicketUpdate;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestTickets;
import dev.daybook.server.Stores;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.customer.CustomerRemoval;
import dev.daybook.store.record.RecordWrite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each ticket of a batch gets the customer that it would get alone. */
class CustomerTagsTest {
    private static final Account ACCOUNT = new Account(7, "Tags", Account.DEFAULT_ZONE, "{}");
    private static final Instant NOON = Instant.parse("2024-05-02T12:00:00Z");

    @ParameterizedTest
    @EnumSource
    void ticketsAreTaggedByIdThenCodeThenEmailThenPhone(TestDatabase database) {
        try (var stores = Stores.open(database.fenced())) {
            stores.database().write(transaction -> AccountStore.add(transaction, ACCOUNT));
            var older = add(stores, "C-1", "+91 9100000001", "shared@mail.example", 0);
            var newer = add(stores, "C-2", "9100000001", "SHARED@mail.example", 1);
            var third = add(stores, "12345", "9100000003", "third@mail.example", 2);
            var short3 = add(stores, "C-4", "4711", "fourth@mail.example", 3);
            var expected = new ArrayList<Long>();
            var changes = new ArrayList<TicketChange>();
            expect(changes, expected, older, change(Long.toString(older), "C-2", "", ""));
            expect(changes, expected, third, change("12345", "C-2", "", ""));
            expect(changes, expected, older, change("no-such", "C-1", "third@mail.example", ""));
            expect(changes, expected, newer, change("", "no-such", "Shared@Mail.example", "9100000003"));
            expect(changes, expected, newer, change("", "", "nobody@mail.example", "0091 9100000001"));
            expect(changes, expected, third, change("", "", "", "9100000003"));
            expect(changes, expected, short3, change("", "", "", "4711"));
            expect(changes, expected, 0, change("", "", "", "14711"));
            expect(changes, expected, 0, change("", "C-9", "", ""));
            expect(changes, expected, 0, change("", "", "", ""));
            add(stores, "C-5", "9100000005", "N/A", 4);
            expect(changes, expected, 0, change("", "", "N/A", ""));
            expect(changes, expected, third, change("", "", "n/a", "9100000003"));

            assertFound(
                    expected,
                    stores,
                    changes.stream().map(CustomerTagsTest::added).toList());
        }
    }

    /**
     * Earlier builds stored words for a missing code, such as N/A, as codes. No ticket may get its customer by such a
     * word.
     */
    @ParameterizedTest
    @EnumSource
    void ticketsAreNeverTaggedByAPlaceholderCode(TestDatabase database) {
        try (var stores = Stores.open(database.fenced())) {
            stores.database().write(transaction -> AccountStore.add(transaction, ACCOUNT));
            var coded = add(stores, "C-1", "9100000001", "one@mail.example", 0);
            var other = add(stores, "C-2", "9100000002", "two@mail.example", 1);
            stores.database()
                    .run(
                            transaction -> transaction
                                    .handle()
                                    .execute(
                                            "UPDATE customer SET customer_code = 'N/A' WHERE cm_id = 7 AND customer_code = 'C-1'"));
            var expected = new ArrayList<Long>();
            var items = new ArrayList<RecordWrite.Item<NumberedChange, Ticket>>();
            expect(items, expected, 0, of(0, "", change("", "N/A", "", "")));
            expect(items, expected, 0, of(0, "", change("N/A", "", "", "")));
            expect(items, expected, other, of(0, "", change("", "N/A", "", "9100000002")));
            expect(items, expected, other, of(0, "", change("N/A", "", "two@mail.example", "")));
            expect(items, expected, coded, of(0, "", change("", "", "", "9100000001")));

            assertFound(expected, stores, items);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ticketsAreNeverTaggedToADeletedCustomer(TestDatabase database) {
        try (var stores = Stores.open(database.fenced())) {
            stores.database().write(transaction -> AccountStore.add(transaction, ACCOUNT));
            var gone = add(stores, "C-1", "9100000001", "gone@mail.example", 0);
            stores.database().write(transaction -> CustomerRemoval.delete(transaction, ACCOUNT.cmId(), gone, NOON));
            var changes = List.of(
                    change(Long.toString(gone), "", "", ""),
                    change("", "C-1", "", ""),
                    change("", "", "gone@mail.example", ""),
                    change("", "", "", "9100000001"));
            assertFound(
                    List.of(0L, 0L, 0L, 0L),
                    stores,
                    changes.stream().map(CustomerTagsTest::added).toList());
        }
    }

    /** A ticket keeps its customer if the customer or the ticket already has the e-mail or the phone of the update. */
    @ParameterizedTest
    @EnumSource
    void anUpdateKeepsTheCustomerOfATicketThatStillMatches(TestDatabase database) {
        try (var stores = Stores.open(database.fenced())) {
            stores.database().write(transaction -> AccountStore.add(transaction, ACCOUNT));
            var older = add(stores, "C-1", "+91 9100000001", "shared@mail.example", 0);
            var newer = add(stores, "C-2", "9100000001", "SHARED@mail.example", 1);
            var third = add(stores, "C-3", "9100000003", "third@mail.example", 2);
            var expected = new ArrayList<Long>();
            var items = new ArrayList<RecordWrite.Item<NumberedChange, Ticket>>();
            expect(items, expected, older, of(older, "", change("", "", "Shared@Mail.example", "")));
            expect(items, expected, older, of(older, "", change("", "", "", "0091 9100000001")));
            expect(items, expected, newer, of(newer, "", change("", "", "", "9100000001")));
            expect(items, expected, newer, of(third, "", change("", "", "", "9100000001")));
            expect(items, expected, third, of(third, "9100000001", change("", "", "", "+91 9100000001")));
            expect(items, expected, older, of(older, "", change("", "", "", "9100000001")));
            expect(items, expected, older, of(older, "9100000003", change("", "", "", "9100000003")));
            expect(items, expected, newer, of(older, "", change("", "C-2", "", "9100000001")));
            expect(items, expected, newer, of(older, "", change("C-2", "", "", "9100000001")));
            expect(items, expected, third, of(older, "", change("", "", "", "9100000003")));
            expect(items, expected, newer, of(0, "9100000001", change("", "", "", "9100000001")));
            expect(items, expected, 0, of(older, "", change("no-such", "", "third@mail.example", "9100000003")));
            expect(items, expected, third, of(older, "", change("no-such", "C-3", "", "")));
            expect(items, expected, newer, of(0, "", change("no-such", "", "", "9100000001")));
            expect(items, expected, third, of(0, "9100000003", change("no-such", "", "", "9100000003")));

            assertFound(expected, stores, items);
        }
    }

    /**
     * The customer of a ticket is deleted, and an update has this customer's e-mail or phone. The ticket must not pass
     * to another customer with the same e-mail or phone: data of the deleted customer would appear with the other one.
     */
    @ParameterizedTest
    @EnumSource
    void anUpdateKeepsATicketWithItsDeletedCustomer(TestDatabase database) {
        try (var stores = Stores.open(database.fenced())) {
            stores.database().write(transaction -> AccountStore.add(transaction, ACCOUNT));
            var gone = add(stores, "C-1", "9100000001", "shared@mail.example", 0);
            var other = add(stores, "C-2", "9100000001", "shared@mail.example", 1);
            stores.database().write(transaction -> CustomerRemoval.delete(transaction, ACCOUNT.cmId(), gone, NOON));
            var third = add(stores, "C-3", "9100000003", "third@mail.example", 2);
            var uncoded = add(stores, "", "9100000004", "uncoded@mail.example", 3);
            stores.database().write(transaction -> CustomerRemoval.delete(transaction, ACCOUNT.cmId(), uncoded, NOON));
            var expected = new ArrayList<Long>();
            var items = new ArrayList<RecordWrite.Item<NumberedChange, Ticket>>();
            expect(items, expected, 0, of(gone, "", change("", "", "Shared@Mail.example", "")));
            expect(items, expected, 0, of(gone, "", change("", "", "", "+91 9100000001")));
            expect(items, expected, 0, of(gone, "9100000003", change("", "", "", "9100000003")));
            expect(items, expected, third, of(gone, "", change("", "", "", "9100000003")));
            expect(items, expected, other, of(gone, "", change("", "C-2", "", "9100000001")));
            expect(items, expected, 0, of(gone, "C-1", "", change("", "C-1", "third@mail.example", "9100000003")));
            expect(items, expected, 0, of(gone, "X-9", "", change("", "C-1", "", "9100000003")));
            expect(items, expected, third, of(gone, "C-1", "", change("", "C-9", "", "9100000003")));
            expect(items, expected, third, of(other, "C-1", "", change("", "C-1", "third@mail.example", "")));
            expect(items, expected, third, of(uncoded, "X-9", "", change("", "C-1", "", "9100000003")));
            expect(items, expected, third, of(uncoded, "", change("", "", "", "9100000003")));
            expect(items, expected, other, of(0, "9100000001", change("", "", "", "9100000001")));

            assertFound(expected, stores, items);
        }
    }

    private static <T> void expect(List<T> items, List<Long> expected, long customer, T item) {
        items.add(item);
        expected.add(customer);
    }

    /** An update of a ticket. The ticket has this customer and this phone. */
    private static RecordWrite.Item<NumberedChange, Ticket> of(long customer, String phone, TicketChange change) {
        return of(customer, "", phone, change);
    }

    private static RecordWrite.Item<NumberedChange, Ticket> of(
            long customer, String code, String phone, TicketChange change) {
        var context = new TicketUpdate.Context(
                TicketRules.DEFAULT,
                ACCOUNT.zone(),
                NOON,
                Optional.of(new TaggedCustomer(customer, 0)),
                Map.of(),
                false,
                Optional.empty(),
                Author.UNKNOWN,
                (stored, given) -> given);
        var ticket = TicketUpdate.added(
                        ACCOUNT.cmId(),
                        1,
                        1,
                        NOON,
                        TestTickets.of(Map.of(
                                TicketField.TITLE, "x", TicketField.CUSTOMER_CODE, code, TicketField.PHONE, phone)),
                        context)
                .after();
        return new RecordWrite.Item<>(new NumberedChange(1, change), Optional.of(ticket), NOON);
    }

    /** A new ticket. */
    private static RecordWrite.Item<NumberedChange, Ticket> added(TicketChange change) {
        return new RecordWrite.Item<>(new NumberedChange(0, change), Optional.empty(), NOON);
    }

    private static void assertFound(
            List<Long> expected, Stores stores, List<RecordWrite.Item<NumberedChange, Ticket>> items) {
        assertEquals(expected, found(stores, items), "together");
        for (var at = 0; at < items.size(); at++) {
            assertEquals(
                    expected.subList(at, at + 1), found(stores, items.subList(at, at + 1)), "number " + at + " alone");
        }
    }

    private static List<Long> found(Stores stores, List<RecordWrite.Item<NumberedChange, Ticket>> items) {
        return stores.database().read(transaction -> {
            var tags = new CustomerTags(transaction, ACCOUNT.cmId(), Rights.ALL);
            tags.lookUp(items);
            return items.stream()
                    .map(item -> tags.of(item.change().change())
                            .map(tag -> tag.customer().customerId())
                            .orElse(0L))
                    .toList();
        });
    }

    private static long add(Stores stores, String code, String phone, String email, int minute) {
        var change = CustomerChange.ofTexts(
                0,
                false,
                Map.of(
                        ProfileField.NAME, "Name",
                        ProfileField.CUSTOMER_CODE, code,
                        ProfileField.PHONE, phone,
                        ProfileField.EMAIL, email));
        return stores.database()
                .write(transaction -> stores.customers()
                        .save(transaction, ACCOUNT, change, NOON.plusSeconds(60L * minute))
                        .id());
    }

    private static TicketChange change(String customerId, String code, String email, String phone) {
        return TestTickets.of(
                customerId,
                Map.of(TicketField.CUSTOMER_CODE, code, TicketField.EMAIL, email, TicketField.PHONE, phone));
    }
}
