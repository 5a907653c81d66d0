package dev.daybook.store.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.ProblemException;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Author;
import dev.daybook.domain.account.RecordDetails;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.domain.order.OrderDate;
import dev.daybook.domain.order.OrderField;
import dev.daybook.domain.ticket.AssociateFields;
import dev.daybook.domain.ticket.TicketTime;
import dev.daybook.kit.Erasure;
import dev.daybook.kit.StoredRecords;
import dev.daybook.kit.TestDatabase;
import dev.daybook.server.Stores;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.ticket.LateTickets;
import dev.daybook.store.ticket.NumberedChange;
import dev.daybook.store.ticket.TicketTable;
import dev.daybook.wire.ticket.AddTicket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Writes for an account that was changed or erased after the caller read it, and the times that writes store. */
class RecordWriteTest {
    private static final Account READ_BEFORE = new Account(7, "Writes", Account.DEFAULT_ZONE, "{}");
    private static final Account CHANGED = new Account(7, "Writes", ZoneId.of("Europe/London"), "{}");
    private static final Instant NOON = Instant.parse("2024-05-02T12:00:00Z");

    @ParameterizedTest
    @EnumSource
    void documentsAreRenderedInTheCurrentZoneOfTheAccount(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            stores.database().run(transaction -> AccountStore.add(transaction, READ_BEFORE));
            var bought = stores.database().write(transaction -> order(stores, transaction, "E-0"));
            stores.database().run(transaction -> AccountStore.set(transaction, CHANGED));
            for (var write : writes(stores)) {
                stores.database().run(write);
            }
            assertEquals(
                    2,
                    new LateTickets(stores.database(), stores.ticketDocuments())
                            .mark(READ_BEFORE, () -> NOON.plusSeconds(86_400), () -> false));
            assertEquals(
                    true,
                    stores.database()
                            .write(transaction -> Erasure.erase(stores, transaction, READ_BEFORE, bought, NOON)));
            var written = documents(stores);
            assertEquals(7, written.size());
            stores.rerender(CHANGED, true);
            assertEquals(documents(stores), written);
            stores.rerender(READ_BEFORE, true);
            assertEquals(written, documents(stores), "rendered after a further change of the zone");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWriteToADeletedAccountIsRefused(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            for (var write : writes(stores)) {
                var refusal = assertThrows(
                        ProblemException.class, () -> stores.database().run(write));
                assertEquals("there is no account 7; nothing was stored", refusal.detail());
            }
            assertEquals(List.of(), documents(stores));
        }
    }

    /**
     * The time of a change may be a little before that of the last change: it is read before the lock is taken, and
     * another server may have another clock. The time of last change must then stay as it is.
     */
    @ParameterizedTest
    @EnumSource
    void theTimeOfAChangeIsNotBeforeTheLastOne(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            stores.database().run(transaction -> {
                AccountStore.add(transaction, READ_BEFORE);
                writes(stores).forEach(write -> write.accept(transaction));
                changeAll(stores, transaction, NOON.minusMillis(500));
            });
            assertEquals(Set.of(NOON.toEpochMilli()), modified(stores));
            stores.database().run(transaction -> changeAll(stores, transaction, NOON.plusMillis(500)));
            assertEquals(Set.of(NOON.toEpochMilli() + 500), modified(stores));
            var before = NOON.minusSeconds(3_600);
            stores.database().run(transaction -> changeAll(stores, transaction, before));
            assertEquals(
                    Set.of(before.toEpochMilli()),
                    modified(stores),
                    "a far later time is no race: a clock or a file was wrong");
        }
    }

    /**
     * In a column of times, 0 means that there is no time. The first instant of 1970, whose value is 0, must
     * nevertheless be stored as a time.
     */
    @ParameterizedTest
    @EnumSource
    void theEpochIsStoredAsATimeAndNotAsMissing(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            var due = ticket().change()
                    .with(
                            Map.of(TicketTime.DUE, Instant.EPOCH, TicketTime.CALL_BACK, Instant.EPOCH.plusNanos(1)),
                            AssociateFields.NONE);
            var booked = new OrderChange(
                    0,
                    false,
                    Map.of(),
                    Map.of(OrderDate.BOOKING, Instant.EPOCH),
                    Map.of(),
                    RecordDetails.NONE,
                    List.of(),
                    customer("9100000001"));
            stores.database().run(transaction -> {
                AccountStore.add(transaction, READ_BEFORE);
                stores.tickets().add(transaction, READ_BEFORE, due, Rights.ALL, Author.UNKNOWN, NOON);
                stores.orders().save(transaction, READ_BEFORE, booked, Rights.ALL, NOON);
            });
            var written = documents(stores);
            stores.rerender(READ_BEFORE, true);
            assertEquals(written, documents(stores));
        }
    }

    /**
     * An erasure and the mark of a late ticket write without {@link RecordWrite}. They must not set the time of last
     * change back either if their time is a little before it.
     */
    @ParameterizedTest
    @EnumSource
    void erasureAndLateMarkNeverDecreaseTheTimeOfLastChange(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            stores.database().run(transaction -> {
                AccountStore.add(transaction, READ_BEFORE);
                writes(stores).forEach(write -> write.accept(transaction));
                transaction.handle().execute("UPDATE ticket SET due = 1");
            });
            assertEquals(
                    2,
                    new LateTickets(stores.database(), stores.ticketDocuments())
                            .mark(READ_BEFORE, () -> NOON.minusMillis(500), () -> false));
            stores.database().run(transaction -> eraseAll(stores, transaction, NOON.minusMillis(500)));
            assertEquals(Set.of(0L, NOON.toEpochMilli()), modified(stores), "0 for the customers");
            stores.database().run(transaction -> eraseAll(stores, transaction, NOON.plusMillis(500)));
            assertTrue(modified(stores).contains(NOON.toEpochMilli() + 500));
            var before = NOON.minusSeconds(3_600);
            stores.database().run(transaction -> eraseAll(stores, transaction, before));
            assertTrue(
                    modified(stores).contains(before.toEpochMilli()),
                    "a far later time is no race: a clock or a file was wrong");
        }
    }

    private static void eraseAll(Stores stores, Transaction transaction, Instant now) {
        for (var id : ids(transaction, "customer")) {
            Erasure.erase(stores, transaction, READ_BEFORE, id, now);
        }
    }

    private static void changeAll(Stores stores, Transaction transaction, Instant now) {
        for (var id : ids(transaction, "customer")) {
            var change = CustomerChange.ofTexts(id, true, Map.of(ProfileField.NAME, "Asha Rao"));
            stores.customers().save(transaction, READ_BEFORE, change, now);
        }
        for (var id : ids(transaction, "sales_order")) {
            var buyer = CustomerChange.ofTexts(
                    0, true, Map.of(ProfileField.NAME, "Asha", ProfileField.PHONE, "9100000015"));
            var change = OrderChange.ofTexts(id, true, Map.of(OrderField.REMARKS, "again"), buyer);
            stores.orders().save(transaction, READ_BEFORE, change, Rights.ALL, now);
        }
        for (var ticket : TicketTable.select(transaction, READ_BEFORE.cmId(), ids(transaction, "ticket"))) {
            stores.tickets()
                    .update(
                            transaction,
                            READ_BEFORE,
                            ticket.number(),
                            ticket().change(),
                            Rights.ALL,
                            Author.UNKNOWN,
                            now);
        }
    }

    private static List<Long> ids(Transaction transaction, String table) {
        return transaction
                .query("SELECT id FROM " + table + " WHERE cm_id = :cmId ORDER BY id", READ_BEFORE.cmId())
                .mapTo(Long.class)
                .list();
    }

    private static Set<Long> modified(Stores stores) {
        return stores.database()
                .read(transaction -> Stream.of("customer", "sales_order", "ticket")
                        .flatMap(table -> transaction
                                .query("SELECT modified_at FROM " + table + " WHERE cm_id = :cmId", READ_BEFORE.cmId())
                                .mapTo(Long.class)
                                .list()
                                .stream())
                        .collect(Collectors.toSet()));
    }

    /** A write of one record of each kind, and a load of customers and a load of tickets. */
    private static List<Consumer<Transaction>> writes(Stores stores) {
        return List.of(
                transaction -> stores.customers().save(transaction, READ_BEFORE, customer("9100000001"), NOON),
                transaction -> stores.customers().load(transaction, READ_BEFORE, rows(customer("9100000002")), NOON),
                transaction -> stores.tickets()
                        .add(transaction, READ_BEFORE, ticket().change(), Rights.ALL, Author.UNKNOWN, NOON),
                transaction -> stores.tickets().load(transaction, READ_BEFORE, rows(ticket()), NOON),
                transaction -> order(stores, transaction, "E-1"));
    }

    private static <C> List<RecordLoad.Row<C>> rows(C change) {
        return List.of(new RecordLoad.Row<>(change, NOON));
    }

    private static CustomerChange customer(String phone) {
        return CustomerChange.ofTexts(0, false, Map.of(ProfileField.NAME, "Asha", ProfileField.PHONE, phone));
    }

    private static NumberedChange ticket() {
        var body = "{\"title\":\"Broken\",\"due_date\":\"2024-05-02 18:00:00\"}";
        return new NumberedChange(
                0,
                AddTicket.decode(body.getBytes(StandardCharsets.UTF_8), READ_BEFORE.zone())
                        .asked());
    }

    /** Adds an order. Returns the id of its customer. */
    private static long order(Stores stores, Transaction transaction, String erpId) {
        var change = OrderChange.ofTexts(
                0, false, Map.of(OrderField.ERP_ORDER_ID, erpId), customer("91000000" + erpId.charAt(2) + "5"));
        return stores.orders()
                .save(transaction, READ_BEFORE, change, Rights.ALL, NOON)
                .customerId();
    }

    private static List<String> documents(Stores stores) {
        return stores.database()
                .read(transaction -> Stream.of(RecordKind.values())
                        .flatMap(kind -> StoredRecords.documents(transaction, READ_BEFORE.cmId(), kind).stream())
                        .map(document -> new String(document, StandardCharsets.UTF_8))
                        .toList());
    }
}
