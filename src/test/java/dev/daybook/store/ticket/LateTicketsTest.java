package dev.daybook.store.ticket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.ChangedRecord;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Author;
import dev.daybook.domain.account.Rights;
import dev.daybook.kit.ConcurrentWrite;
import dev.daybook.kit.Follower;
import dev.daybook.kit.PatientStores;
import dev.daybook.kit.StatementFaults;
import dev.daybook.kit.StoredRecords;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.server.Stores;
import dev.daybook.store.account.AccountStore;
import dev.daybook.wire.ticket.AddTicket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A pending ticket becomes late once after its due time, and followers see the change. */
class LateTicketsTest {
    private static final Account ACCOUNT = new Account(TestServer.CM_ID, "Late", Account.DEFAULT_ZONE, "{}");
    private static final Account FIRST = new Account(2_000, "First", Account.DEFAULT_ZONE, "{}");
    private static final Instant MORNING = Instant.parse("2024-05-02T10:45:42.249Z");
    private static final Instant BEFORE = Instant.parse("2024-05-02T12:30:00Z");
    private static final Instant AFTER = Instant.parse("2024-05-02T12:30:00.001Z");
    private static final Instant AHEAD = AFTER.plus(Duration.ofDays(10));

    @ParameterizedTest
    @EnumSource
    void pendingTicketsAreMarkedAsLateAfterTheirDueTime(TestDatabase database) {
        try (var stores = open(database)) {
            add(stores, "\"title\":\"Late\",\"due_date\":\"2024-05-02 18:00:00\"");
            add(stores, "\"title\":\"Later\",\"due_date\":\"2024-05-03\"");
            add(stores, "\"title\":\"Without\"");
            add(stores, "\"title\":\"Done\",\"due_date\":\"2024-05-02 18:00:00\",\"status\":\"C\"");

            assertEquals(0, mark(stores, ACCOUNT, BEFORE));
            assertEquals(0, lateRows(stores));
            assertEquals(0, mark(stores, ACCOUNT, () -> AFTER, () -> true), "the server stops");
            assertEquals(1, mark(stores, ACCOUNT, AFTER));
            assertEquals(0, mark(stores, ACCOUNT, AFTER.plusSeconds(1)), "once is enough");

            assertEquals(1, lateRows(stores));
            var last = lastChange(stores);
            assertEquals(ChangedRecord.Change.UPDATED, last.change());
            var document = document(last);
            assertTrue(document.contains("\"title\":\"Late\""), document);
            assertTrue(
                    document.contains(
                            "\"lastModificationTime\":{\"year\":2024,\"month\":4,\"dayOfMonth\":2,\"hourOfDay\":18"),
                    document);
        }
    }

    /** The clock was ahead for a moment, or somebody moved that of a sandbox ahead and back. */
    @ParameterizedTest
    @EnumSource
    void ticketsThatAClockAheadMarkedAreOnTimeAgain(TestDatabase database) {
        try (var stores = open(database)) {
            add(stores, "\"title\":\"Due\",\"due_date\":\"2024-05-03 18:00:00\"");
            add(stores, "\"title\":\"Late\",\"due_date\":\"2024-05-02 18:00:00\"");
            add(stores, "\"title\":\"Done\",\"due_date\":\"2024-05-02 15:00:00\",\"status\":\"C\"");
            var late = new LateTickets(stores.database(), stores.ticketDocuments());
            late.mark(() -> AHEAD, () -> false);
            assertEquals(3, lateRows(stores));

            late.mark(() -> AFTER, () -> false);
            assertEquals(2, lateRows(stores));
            var last = document(lastChange(stores));
            assertTrue(last.contains("\"title\":\"Due\""), last);
        }
    }

    /** Two runs see the same clock, but a write between them was made by a clock ahead. */
    @ParameterizedTest
    @EnumSource
    void ticketsThatAWriteMarkedBetweenTwoMovesOfTheClockAreOnTimeAgain(TestDatabase database) {
        try (var stores = open(database)) {
            add(stores, "\"title\":\"Due\",\"due_date\":\"2024-05-03 18:00:00\"");
            var late = new LateTickets(stores.database(), stores.ticketDocuments());
            late.mark(() -> AFTER, () -> false);
            mark(stores, ACCOUNT, AHEAD);
            assertEquals(1, lateRows(stores));

            late.clockMoved();
            late.mark(() -> AFTER, () -> false);
            assertEquals(0, lateRows(stores));
        }
    }

    /** Another transaction, such as an erasure, has locked the ticket. Only PostgreSQL has such locks. */
    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL")
    void aLockedTicketThatAClockAheadMarkedIsOnTimeLater(TestDatabase database) {
        try (var stores = open(database)) {
            add(stores, "\"title\":\"Due\",\"due_date\":\"2024-05-03 18:00:00\"");
            var data = stores.database();
            var late = new LateTickets(data, stores.ticketDocuments());
            late.mark(() -> AHEAD, () -> false);
            data.run(transaction -> {
                transaction.handle().execute("SELECT id FROM ticket WHERE cm_id = ? FOR UPDATE", TestServer.CM_ID);
                ConcurrentWrite.start(data, () -> {
                            late.mark(() -> AFTER, () -> false);
                            return "done";
                        })
                        .join();
            });
            assertEquals(1, lateRows(stores), "it was locked");
            late.mark(() -> AFTER, () -> false);
            assertEquals(0, lateRows(stores));
        }
    }

    /**
     * The removal of marks fails for one account, and is repeated only for this one. The clock of another server is
     * ahead: if the removal were repeated for all accounts, the two servers would mark and unmark the same tickets in
     * turn.
     */
    @ParameterizedTest
    @EnumSource
    void aFailureOfOneAccountDoesNotRepeatTheRemovalOfMarksForOthers(TestDatabase database) {
        try (var stores = open(database)) {
            addFirst(stores, "\"title\":\"Due\",\"due_date\":\"2024-05-03 18:00:00\"");
            mark(stores, FIRST, AHEAD);
            add(stores, "\"title\":\"Due\",\"due_date\":\"2024-05-03 18:00:00\"");
            var late = new LateTickets(stores.database(), stores.ticketDocuments());
            assertThrows(IllegalStateException.class, () -> late.mark(failingForTheFirstAccount(), () -> false));
            mark(stores, ACCOUNT, AHEAD);
            late.mark(() -> AFTER, () -> false);
            assertEquals(1, lateRows(stores));
        }
    }

    /**
     * After the query for late tickets and before they are marked, the reset of a sandbox sets clock and tickets back.
     * A ticket that is not late by the clock at the write must not be marked.
     */
    @ParameterizedTest
    @EnumSource
    void lateTicketsAreMarkedByTheClockAtTheWrite(TestDatabase database) {
        try (var stores = open(database)) {
            add(stores, "\"title\":\"Late\",\"due_date\":\"2024-05-02 18:00:00\"");
            var times = Stream.concat(Stream.of(AFTER), Stream.generate(() -> BEFORE))
                    .iterator();
            assertEquals(0, mark(stores, ACCOUNT, times::next, () -> false));
            assertEquals(0, lateRows(stores));
        }
    }

    /**
     * Another transaction, such as an erasure of a customer, has locked a late ticket. The other tickets of the account
     * must not wait for it. Only PostgreSQL has such locks.
     */
    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL")
    void aLockedTicketDelaysNoOther(TestDatabase database) {
        try (var stores = open(database)) {
            add(stores, "\"title\":\"Locked\",\"due_date\":\"2024-05-02 17:00:00\"");
            add(stores, "\"title\":\"Late\",\"due_date\":\"2024-05-02 18:00:00\"");
            var data = stores.database();
            var marked = data.write(transaction -> {
                transaction
                        .handle()
                        .execute(
                                "SELECT id FROM ticket WHERE cm_id = ? AND title = 'Locked' FOR UPDATE",
                                TestServer.CM_ID);
                return ConcurrentWrite.start(data, () -> mark(stores, ACCOUNT, AFTER))
                        // Less than the minute for which a mark would wait for the lock.
                        .orTimeout(50, TimeUnit.SECONDS)
                        .join();
            });
            assertEquals(1, marked);
            assertEquals(1, mark(stores, ACCOUNT, AFTER), "it is free now");
            assertEquals(2, lateRows(stores));
        }
    }

    /** Other writes wait for a transaction on SQLite, so it must not render many large tickets. */
    @ParameterizedTest
    @EnumSource
    void largeTicketsAreMarkedInSeveralTransactions(TestDatabase database) {
        try (var stores = open(database)) {
            var count = 20;
            for (var number = 0; number < count; number++) {
                add(
                        stores,
                        "\"due_date\":\"2024-05-02 18:00:00\",\"title\":\"Large\",\"ticket_details\":\""
                                // Each of these characters has six bytes in a document.
                                + "\\u0001".repeat(40_000) + "\"");
            }
            var looks = new AtomicInteger();
            InstantSource clock = () -> {
                looks.incrementAndGet();
                return AFTER;
            };
            assertEquals(count, mark(stores, ACCOUNT, clock, () -> false));
            // One look at the clock before each of two transactions and one in it, and one that finds nothing more.
            assertEquals(5, looks.get());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFailureOfOneAccountDelaysNoOther(TestDatabase database) {
        try (var stores = open(database)) {
            addFirst(stores, "\"title\":\"Late\",\"due_date\":\"2024-05-02 18:00:00\"");
            add(stores, "\"title\":\"Late\",\"due_date\":\"2024-05-02 18:00:00\"");
            var late = new LateTickets(stores.database(), stores.ticketDocuments());
            assertThrows(IllegalStateException.class, () -> late.mark(failingForTheFirstAccount(), () -> false));
            assertEquals(1, lateRows(stores));
        }
    }

    /** A server looks for late tickets every five seconds, and may have ten thousand accounts. */
    @ParameterizedTest
    @EnumSource
    void accountsWithoutLateTicketsCostNoStatements(TestDatabase database) {
        var statements = new StatementFaults();
        try (var stores = Stores.open(database.fenced(), statements.options())) {
            stores.database().run(transaction -> {
                for (var cmId = 1; cmId <= 100; cmId++) {
                    AccountStore.add(transaction, new Account(cmId, "Many", Account.DEFAULT_ZONE, "{}"));
                }
                AccountStore.add(transaction, ACCOUNT);
            });
            add(stores, "\"title\":\"Later\",\"due_date\":\"2024-05-03\"");
            var late = new LateTickets(stores.database(), stores.ticketDocuments());
            for (var expected : List.of(2, 1)) {
                statements.arm(StatementFaults.Kind.BROKEN, Integer.MAX_VALUE, 0);
                late.mark(() -> BEFORE, () -> false);
                assertEquals(expected, statements.counted(), "only the first run looks for marks of a clock ahead");
            }
            add(stores, "\"title\":\"Late\",\"due_date\":\"2024-05-02 18:00:00\"");
            late.mark(() -> AFTER, () -> false);
            assertEquals(1, lateRows(stores));
        }
    }

    /** The query runs every five seconds. It must not read the open tickets that are not due. */
    @ParameterizedTest
    @EnumSource
    void accountsWithLateTicketsAreFoundByTheIndexOfDueTickets(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            var sql = LateTickets.accounts(LateTickets.DUE).replace(":now", "7");
            var plan = stores.database().read(transaction -> {
                var explain = database == TestDatabase.SQLITE ? "EXPLAIN QUERY PLAN " : "EXPLAIN ";
                var step = database == TestDatabase.SQLITE ? "detail" : "QUERY PLAN";
                return transaction.query(explain + sql).mapToMap().list().stream()
                        .map(row -> String.valueOf(row.getOrDefault(step, row.get(step.toLowerCase(Locale.ROOT)))))
                        .toList();
            });
            var expected = database == TestDatabase.SQLITE
                    ? "SEARCH ticket USING INDEX ticket_due (cm_id=? AND due<?)"
                    : "Index Scan using ticket_due on ticket";
            assertTrue(plan.toString().contains(expected), plan::toString);
        }
    }

    private static InstantSource failingForTheFirstAccount() {
        var looks = new AtomicInteger();
        return () -> {
            // The first look is for all accounts, the second for the first account of those that have such tickets.
            if (looks.incrementAndGet() == 2) {
                throw new IllegalStateException("made up by a test");
            }
            return AFTER;
        };
    }

    /** Opens stores without a server, because a server's own task removes marks that are ahead of its clock. */
    private static Stores open(TestDatabase database) {
        var stores = PatientStores.open(database.fenced());
        stores.database().write(transaction -> AccountStore.add(transaction, ACCOUNT));
        return stores;
    }

    private static int mark(Stores stores, Account account, Instant now) {
        return mark(stores, account, () -> now, () -> false);
    }

    private static int mark(Stores stores, Account account, InstantSource clock, BooleanSupplier stopping) {
        return new LateTickets(stores.database(), stores.ticketDocuments()).mark(account, clock, stopping);
    }

    private static void add(Stores stores, String fields) {
        add(stores, ACCOUNT, fields);
    }

    /** Adds an account with a lower number, and a ticket of it. */
    private static void addFirst(Stores stores, String fields) {
        stores.database().write(transaction -> AccountStore.add(transaction, FIRST));
        add(stores, FIRST, fields);
    }

    private static void add(Stores stores, Account account, String fields) {
        var change = AddTicket.decode(("{" + fields + "}").getBytes(UTF_8), account.zone())
                .asked();
        stores.database()
                .write(transaction ->
                        stores.tickets().add(transaction, account, change, Rights.ALL, Author.UNKNOWN, MORNING));
    }

    private static ChangedRecord lastChange(Stores stores) {
        var changes = new Follower(stores, RecordKind.TICKET, ACCOUNT.cmId()).readAll(100);
        return changes.get(changes.size() - 1);
    }

    private static String document(ChangedRecord changed) {
        return new String(changed.document().orElseThrow(), UTF_8);
    }

    private static long lateRows(Stores stores) {
        return StoredRecords.texts(stores.database(), ACCOUNT.cmId(), RecordKind.TICKET).stream()
                .filter(document -> document.contains("\"out of sla\""))
                .count();
    }
}
