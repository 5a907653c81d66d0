package dev.daybook.store.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.daybook.kit.HookedAccount;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestTickets;
import dev.daybook.store.Database;
import dev.daybook.store.record.RecordLoad;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** New tickets get the number of their instant or the next free one; no two tickets share a number. */
class TicketNumbersTest {
    private static final long START = 1_000_000_000_000L;

    private final Database database = Database.open(TestDatabase.SQLITE.create());
    private final TicketNumbers numbers = new TicketNumbers();

    @AfterEach
    void close() {
        database.close();
    }

    private List<Long> next(long cmId, long... wanted) {
        var created = LongStream.of(wanted)
                .mapToObj(number -> Instant.ofEpochMilli(START + number))
                .toList();
        return database.read(transaction ->
                numbers.next(transaction, cmId, List.of(), created, Set.of()).get());
    }

    @Test
    void ticketsOfOneInstantGetConsecutiveNumbers() {
        assertEquals(List.of(100L, 101L, 102L), next(1, 100, 100, 100));
        assertEquals(List.of(103L, 104L), next(1, 101, 100));
        assertEquals(List.of(100L), next(2, 100));
    }

    /**
     * The unique index of the database must refuse a second ticket with the same number, even if the cache of taken
     * numbers is wrong.
     */
    @ParameterizedTest
    @EnumSource
    void theDatabaseRefusesASecondTicketWithTheNumber(TestDatabase kind) {
        try (var account = new HookedAccount(kind.create(), Clock.systemUTC())) {
            var taken = account.add();
            var database = account.stores.database();
            var columns = database.read(transaction -> transaction
                    .handle()
                    .createQuery("SELECT * FROM ticket")
                    .mapToMap()
                    .first()
                    .keySet());
            var again = "INSERT INTO ticket (" + String.join(", ", columns) + ") SELECT "
                    + columns.stream()
                            .map(column -> column.equals("id") ? "id + 1000" : column)
                            .collect(Collectors.joining(", "))
                    + " FROM ticket WHERE number = " + taken;
            assertThrows(JdbiException.class, () -> write(database, again));
            assertEquals(
                    1,
                    write(
                            database,
                            again.replace("SELECT cm_id, id + 1000, number", "SELECT cm_id, id + 1000, number + 1")));
        }
    }

    /**
     * A row without a number must not get the number of a later row. Otherwise the load would fail at the later row in
     * every attempt, and could never be continued.
     */
    @ParameterizedTest
    @EnumSource
    void aNewNumberIsNeverOneOfALaterRowOfTheLoad(TestDatabase kind) {
        try (var account = new HookedAccount(kind.create(), Clock.systemUTC())) {
            var at = Instant.ofEpochMilli(START + 100);
            var change = TestTickets.of(Map.of());
            var rows = Stream.of(0L, 100L, 0L, 101L)
                    .map(number -> new RecordLoad.Row<>(new NumberedChange(number, change), at))
                    .toList();
            var stores = account.stores;
            stores.database().run(transaction -> stores.tickets().load(transaction, account.account(), rows, at));
            assertEquals(
                    List.of(102L, 100L, 103L, 101L),
                    StoredValues.numbers(stores.database(), "SELECT number FROM ticket ORDER BY id"));
        }
    }

    /**
     * Between two statements of the search for a free number, the removal of an import may commit and remove even the
     * last ticket. The number of this ticket must still be skipped.
     */
    @ParameterizedTest
    @EnumSource
    void aTakenNumberIsSkippedEvenIfItsTicketDisappears(TestDatabase kind) {
        try (var account = new HookedAccount(kind.create(), Clock.systemUTC())) {
            var taken = account.add();
            var at = Instant.ofEpochMilli(START + taken);
            var given = account.stores.database().write(transaction -> {
                var next = numbers.next(transaction, HookedAccount.CM_ID, List.of(), List.of(at), Set.of());
                transaction.handle().execute("UPDATE ticket SET number = number - 1000");
                return next.get();
            });
            assertEquals(List.of(taken + 1), given);
        }
    }

    /**
     * A ticket disappears during the search for a free number, and a later ticket stays. The numbers between the two
     * are free, and the first of them must be given.
     */
    @ParameterizedTest
    @EnumSource
    void aFreeNumberIsFoundIfATicketDisappearsBeforeALaterOne(TestDatabase kind) {
        try (var account = new HookedAccount(kind.create(), Clock.systemUTC())) {
            var taken = account.add();
            var later = account.add();
            var at = Instant.ofEpochMilli(START + taken);
            var given = account.stores.database().write(transaction -> {
                transaction.handle().execute("UPDATE ticket SET number = ? WHERE number = ?", taken + 5_000, later);
                var next = numbers.next(transaction, HookedAccount.CM_ID, List.of(), List.of(at), Set.of());
                transaction.handle().execute("UPDATE ticket SET number = number - 1000 WHERE number = ?", taken);
                return next.get();
            });
            assertEquals(List.of(taken + 1), given);
        }
    }

    /**
     * Two servers add tickets at the same time. Neither knows which numbers the other one is about to store, but all
     * numbers must be unique.
     */
    @Test
    void twoServersAddTicketsOfOneInstantWithUniqueNumbers() throws Exception {
        onTwoServers(8, account -> {
            for (var turn = 0; turn < 25; turn++) {
                account.add();
            }
            return 25;
        });
    }

    /**
     * Files often give thousands of tickets the same day as their time. If two servers load such files at the same
     * time, all numbers must be unique.
     */
    @Test
    void twoServersLoadTicketsOfOneInstantWithUniqueNumbers() throws Exception {
        var at = Instant.ofEpochMilli(START + 100);
        var row = new RecordLoad.Row<>(new NumberedChange(0, TestTickets.of(Map.of())), at);
        onTwoServers(2, account -> {
            for (var turn = 0; turn < 10; turn++) {
                account.stores
                        .database()
                        .run(transaction -> account.stores
                                .tickets()
                                .load(transaction, account.account(), Collections.nCopies(50, row), at));
            }
            return 500;
        });
    }

    /** Adds tickets with some threads on each of two servers with one database. */
    private static void onTwoServers(int threads, Function<HookedAccount, Integer> add) throws Exception {
        var url = TestDatabase.POSTGRESQL.create();
        var clock = Clock.fixed(Instant.ofEpochMilli(START + 100), ZoneOffset.UTC);
        try (var one = new HookedAccount(url, clock);
                var other = new HookedAccount(url, clock)) {
            var adding = new ArrayList<CompletableFuture<Integer>>();
            for (var thread = 0; thread < threads; thread++) {
                for (var server : List.of(one, other)) {
                    adding.add(CompletableFuture.supplyAsync(
                            () -> add.apply(server), task -> new Thread(task, "adding").start()));
                }
            }
            var added = 0L;
            for (var each : adding) {
                added += each.get(60, TimeUnit.SECONDS);
            }
            var numbers = StoredValues.numbers(one.stores.database(), "SELECT count(DISTINCT number) FROM ticket");
            assertEquals(List.of(added), numbers);
        }
    }

    private static int write(Database database, String sql) {
        return database.write(transaction -> transaction.handle().execute(sql));
    }

    @Test
    void adjacentRunsOfTakenNumbersAreMerged() {
        assertEquals(List.of(100L, 102L), next(1, 100, 102));
        assertEquals(List.of(101L, 103L, 104L), next(1, 100, 100, 101));
        assertEquals(List.of(99L, 105L), next(1, 99, 99));
    }

    @Test
    void ticketNumbersAreNeverBelowOne() {
        assertEquals(List.of(1L, 2L), next(1, -START, 0));
    }

    /** Compares with a simple search, which tries one number after the other in a set of all taken numbers. */
    @Test
    void newTicketNumbersAreTheFirstFreeOnes() {
        var seed = System.nanoTime();
        var random = new Random(seed);
        var plain = List.of(new HashSet<Long>(), new HashSet<Long>());
        for (var turn = 0; turn < 20_000; turn++) {
            var account = random.nextInt(2);
            var wanted = 1 + (long) (random.nextGaussian() * random.nextGaussian() * 5_000 + 30_000);
            var expected = Math.max(1, wanted);
            while (!plain.get(account).add(expected)) {
                expected++;
            }
            assertEquals(List.of(expected), next(account, wanted), "turn " + turn + ", seed " + seed);
        }
    }
}
