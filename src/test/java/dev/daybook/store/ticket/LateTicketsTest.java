package dev.daybook.store.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.account.Account;
import dev.daybook.kit.ConcurrentWrite;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.store.account.AccountStore;
import dev.daybook.wire.Paths;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A pending ticket becomes late once after its due time, and followers see the change. */
class LateTicketsTest {
    private static final String DAY = "\"start_date\":\"2024-05-02\",\"end_date\":\"2024-05-02\"";
    private static final Instant BEFORE = Instant.parse("2024-05-02T12:30:00Z");
    private static final Instant AFTER = Instant.parse("2024-05-02T12:30:00.001Z");
    private static final Instant AHEAD = AFTER.plus(Duration.ofDays(10));

    @ParameterizedTest
    @EnumSource
    void pendingTicketsAreMarkedAsLateAfterTheirDueTime(TestDatabase database) {
        try (var server = TestServer.start(database.fenced())) {
            add(server, "\"title\":\"Late\",\"due_date\":\"2024-05-02 18:00:00\"");
            add(server, "\"title\":\"Later\",\"due_date\":\"2024-05-03\"");
            add(server, "\"title\":\"Without\"");
            add(server, "\"title\":\"Done\",\"due_date\":\"2024-05-02 18:00:00\",\"status\":\"C\"");
            var account = account(server);

            assertEquals(0, mark(server, account, BEFORE));
            assertEquals(0, lateRows(server));
            assertEquals(0, mark(server, account, () -> AFTER, () -> true), "the server stops");
            assertEquals(1, mark(server, account, AFTER));
            assertEquals(0, mark(server, account, AFTER.plusSeconds(1)), "once is enough");

            assertEquals(1, lateRows(server));
            var changes = server.post("/daybook/v1/tickets/changes", "{\"cm_id\":1000298}")
                    .body();
            var last = changes.substring(changes.lastIndexOf("\"change\""));
            assertTrue(last.contains("\"change\":\"updated\"") && last.contains("\"title\":\"Late\""), last);
            assertTrue(
                    last.contains(
                            "\"lastModificationTime\":{\"year\":2024,\"month\":4,\"dayOfMonth\":2,\"hourOfDay\":18"),
                    last);
        }
    }

    /** The clock was ahead for a moment, or somebody moved that of a sandbox ahead and back. */
    @ParameterizedTest
    @EnumSource
    void ticketsThatAClockAheadMarkedAreOnTimeAgain(TestDatabase database) {
        try (var server = TestServer.start(database.fenced())) {
            add(server, "\"title\":\"Due\",\"due_date\":\"2024-05-03 18:00:00\"");
            add(server, "\"title\":\"Late\",\"due_date\":\"2024-05-02 18:00:00\"");
            add(server, "\"title\":\"Done\",\"due_date\":\"2024-05-02 15:00:00\",\"status\":\"C\"");
            var account = account(server);
            var late = new LateTickets(server.stores.database(), server.stores.ticketDocuments());
            late.mark(List.of(account), () -> AHEAD, () -> false);
            assertEquals(3, lateRows(server));

            late.mark(List.of(account), () -> AFTER, () -> false);
            assertEquals(2, lateRows(server));
            var changes = server.post("/daybook/v1/tickets/changes", "{\"cm_id\":1000298}")
                    .body();
            assertTrue(changes.substring(changes.lastIndexOf("\"change\"")).contains("\"title\":\"Due\""), changes);
        }
    }

    /** Two runs see the same clock, but a write between them was made by a clock ahead. */
    @ParameterizedTest
    @EnumSource
    void ticketsThatAWriteMarkedBetweenTwoMovesOfTheClockAreOnTimeAgain(TestDatabase database) {
        try (var server = TestServer.start(database)) {
            add(server, "\"title\":\"Due\",\"due_date\":\"2024-05-03 18:00:00\"");
            var account = account(server);
            var late = new LateTickets(server.stores.database(), server.stores.ticketDocuments());
            late.mark(List.of(account), () -> AFTER, () -> false);
            mark(server, account, AHEAD);
            assertEquals(1, lateRows(server));

            late.clockMoved();
            late.mark(List.of(account), () -> AFTER, () -> false);
            assertEquals(0, lateRows(server));
        }
    }

    /** Another transaction, such as an erasure, has locked the ticket. Only PostgreSQL has such locks. */
    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL")
    void aLockedTicketThatAClockAheadMarkedIsOnTimeLater(TestDatabase database) {
        try (var server = TestServer.start(database.fenced(), TestServer.patient())) {
            add(server, "\"title\":\"Due\",\"due_date\":\"2024-05-03 18:00:00\"");
            var accounts = List.of(account(server));
            var data = server.stores.database();
            var late = new LateTickets(data, server.stores.ticketDocuments());
            late.mark(accounts, () -> AHEAD, () -> false);
            data.run(transaction -> {
                transaction.handle().execute("SELECT id FROM ticket WHERE cm_id = ? FOR UPDATE", TestServer.CM_ID);
                ConcurrentWrite.start(data, () -> {
                            late.mark(accounts, () -> AFTER, () -> false);
                            return "done";
                        })
                        .join();
            });
            assertEquals(1, lateRows(server), "it was locked");
            late.mark(accounts, () -> AFTER, () -> false);
            assertEquals(0, lateRows(server));
        }
    }

    /** The clock of another server is ahead: a server that repeats the removal would mark and unmark in turn with it. */
    @ParameterizedTest
    @EnumSource
    void aFailureOfOneAccountDoesNotRepeatTheRemovalOfMarksForOthers(TestDatabase database) {
        try (var server = TestServer.start(database.fenced())) {
            server.addAccount(2_000, Account.DEFAULT_ZONE);
            add(server, "\"title\":\"Due\",\"due_date\":\"2024-05-03 18:00:00\"");
            var accounts = server.stores.database().read(AccountStore::list);
            var late = new LateTickets(server.stores.database(), server.stores.ticketDocuments());
            assertThrows(
                    IllegalStateException.class, () -> late.mark(accounts, failingForTheFirstAccount(), () -> false));
            mark(server, account(server), AHEAD);
            late.mark(accounts, () -> AFTER, () -> false);
            assertEquals(1, lateRows(server));
        }
    }

    /**
     * After the query for late tickets and before they are marked, the reset of a sandbox sets clock and tickets back.
     * A ticket that is not late by the clock at the write must not be marked.
     */
    @ParameterizedTest
    @EnumSource
    void lateTicketsAreMarkedByTheClockAtTheWrite(TestDatabase database) {
        try (var server = TestServer.start(database.fenced())) {
            add(server, "\"title\":\"Late\",\"due_date\":\"2024-05-02 18:00:00\"");
            var times = Stream.concat(Stream.of(AFTER), Stream.generate(() -> BEFORE))
                    .iterator();
            assertEquals(0, mark(server, account(server), times::next, () -> false));
            assertEquals(0, lateRows(server));
        }
    }

    /**
     * Another transaction, such as an erasure of a customer, has locked a late ticket. The other tickets of the account
     * must not wait for it. Only PostgreSQL has such locks.
     */
    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL")
    void aLockedTicketDelaysNoOther(TestDatabase database) {
        try (var server = TestServer.start(database.fenced(), TestServer.patient())) {
            add(server, "\"title\":\"Locked\",\"due_date\":\"2024-05-02 17:00:00\"");
            add(server, "\"title\":\"Late\",\"due_date\":\"2024-05-02 18:00:00\"");
            var account = account(server);
            var data = server.stores.database();
            var marked = data.write(transaction -> {
                transaction
                        .handle()
                        .execute(
                                "SELECT id FROM ticket WHERE cm_id = ? AND title = 'Locked' FOR UPDATE",
                                TestServer.CM_ID);
                return ConcurrentWrite.start(data, () -> mark(server, account, AFTER))
                        .getNow(0);
            });
            assertEquals(1, marked);
            assertEquals(1, mark(server, account, AFTER), "it is free now");
            assertEquals(2, lateRows(server));
        }
    }

    /** Other writes wait for a transaction on SQLite, so it must not render many large tickets. */
    @ParameterizedTest
    @EnumSource
    void largeTicketsAreMarkedInSeveralTransactions(TestDatabase database) {
        try (var server = TestServer.start(database.fenced())) {
            var count = 20;
            for (var number = 0; number < count; number++) {
                add(
                        server,
                        "\"due_date\":\"2024-05-02 18:00:00\",\"title\":\"Large\",\"ticket_details\":\""
                                // Each of these characters has six bytes in a document.
                                + "\\u0001".repeat(40_000) + "\"");
            }
            var looks = new AtomicInteger();
            InstantSource clock = () -> {
                looks.incrementAndGet();
                return AFTER;
            };
            assertEquals(count, mark(server, account(server), clock, () -> false));
            // One look at the clock before each of two transactions and one in it, and one that finds nothing more.
            assertEquals(5, looks.get());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFailureOfOneAccountDelaysNoOther(TestDatabase database) {
        try (var server = TestServer.start(database.fenced())) {
            server.addAccount(2_000, Account.DEFAULT_ZONE);
            add(server, "\"title\":\"Late\",\"due_date\":\"2024-05-02 18:00:00\"");
            var accounts = server.stores.database().read(AccountStore::list);
            assertEquals(2_000, accounts.get(0).cmId());
            var late = new LateTickets(server.stores.database(), server.stores.ticketDocuments());
            assertThrows(
                    IllegalStateException.class, () -> late.mark(accounts, failingForTheFirstAccount(), () -> false));
            assertEquals(1, lateRows(server));
        }
    }

    private static InstantSource failingForTheFirstAccount() {
        var looks = new AtomicInteger();
        return () -> {
            // The first look is for all accounts, the second for the first account.
            if (looks.incrementAndGet() == 2) {
                throw new IllegalStateException("made up by a test");
            }
            return AFTER;
        };
    }

    private static Account account(TestServer server) {
        return server.stores
                .database()
                .read(transaction -> AccountStore.find(transaction, TestServer.CM_ID))
                .orElseThrow();
    }

    private static int mark(TestServer server, Account account, Instant now) {
        return mark(server, account, () -> now, () -> false);
    }

    private static int mark(TestServer server, Account account, InstantSource clock, BooleanSupplier stopping) {
        return new LateTickets(server.stores.database(), server.stores.ticketDocuments())
                .mark(account, clock, stopping);
    }

    private static void add(TestServer server, String fields) {
        var answer = server.post(Paths.ADD_TICKET, "{" + fields + "}");
        assertEquals(200, answer.statusCode(), answer.body());
    }

    private static int lateRows(TestServer server) {
        return server.post(Paths.PULL_TICKETS, "{" + DAY + "}").body().split("\"out of sla\"", -1).length - 1;
    }
}
