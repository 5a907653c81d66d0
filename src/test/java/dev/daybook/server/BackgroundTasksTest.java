package dev.daybook.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.PagePosition;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.person.Act;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.AuditEntry;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestKeys;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.Waits;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.account.ApiKeyStore;
import dev.daybook.store.account.IdempotencyStore;
import dev.daybook.store.account.KeyUses;
import dev.daybook.store.audit.AuditStore;
import dev.daybook.wire.Paths;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The background tasks of a server: they are started, and old lines of the audit and expired answers are deleted. */
class BackgroundTasksTest {
    /** The threads of the tasks that run with any setting of the audit. */
    private static final Set<String> ALWAYS = Set.of(
            "late-tickets", "expired-answers", "idle-files", "packs", "key-uses", "session-uses", "webhook-deliveries");

    private static final String RETENTION = "audit-retention";

    /** With 0 days the audit is kept for ever. */
    @ParameterizedTest
    @CsvSource({"0, false", "400, true"})
    @SuppressWarnings("try") // the server runs while its threads are listed
    void aServerStartsItsTasks(int auditDays, boolean deletesAudit) {
        var before = Thread.getAllStackTraces().keySet();
        try (var unused = TestServer.start(
                TestDatabase.SQLITE.create(), settings -> settings.console().auditDays(auditDays))) {
            var started = new HashSet<String>();
            Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> !before.contains(thread))
                    .forEach(thread -> started.add(thread.getName()));
            assertTrue(started.containsAll(ALWAYS), started::toString);
            assertEquals(deletesAudit, started.contains(RETENTION));
        }
    }

    /** In a sandbox, tickets become late by its clock, which tests move, and not by the real clock. */
    @Test
    void aServerMarksLateTicketsByTheClockOfRecords() {
        try (var sandbox = TestServer.startSandbox(Account.DEFAULT_ZONE)) {
            sandbox.post(Paths.ADD_TICKET, "{\"title\":\"Late\",\"due_date\":\"2024-05-02 18:00:00\"}");
            sandbox.post(Paths.SANDBOX_CLOCK, "{\"now\":\"2024-05-02T18:00:01+05:30\"}");
            var pull = "{\"start_date\":\"2024-05-02\",\"end_date\":\"2024-05-02\"}";
            Waits.until(
                    () -> sandbox.post(Paths.PULL_TICKETS, pull).body().contains("\"out of sla\""),
                    () -> "the ticket is not late");
        }
    }

    /** The clock is ahead only for one write, so usually no run of the task sees it. */
    @Test
    void aTicketThatOneWriteMadeLateInASandboxIsOnTimeAgain() {
        try (var sandbox = TestServer.startSandbox(Account.DEFAULT_ZONE)) {
            var pull = "{\"start_date\":\"2024-05-02\",\"end_date\":\"2024-05-02\"}";
            sandbox.post(Paths.SANDBOX_CLOCK, "{\"now\":\"2024-05-02T17:00:00+05:30\"}");
            sandbox.post(Paths.ADD_TICKET, "{\"title\":\"Late\",\"due_date\":\"2024-05-02 18:00:00\"}");
            sandbox.post(Paths.SANDBOX_CLOCK, "{\"now\":\"2024-05-02T18:00:01+05:30\"}");
            Waits.until(
                    () -> sandbox.post(Paths.PULL_TICKETS, pull).body().contains("\"out of sla\""),
                    () -> "the task has not run");
            var added = sandbox.post(Paths.ADD_TICKET, "{\"title\":\"Due\",\"due_date\":\"2024-05-02 20:00:00\"}");
            var number = added.body().replaceAll("(?s).*\"ticket_id\":\"?(\\d+).*", "$1");

            sandbox.post(Paths.SANDBOX_CLOCK, "{\"advance\":\"P1D\"}");
            var comment =
                    "{\"ticket_id\":\"%s\",\"sub_status\":\"OP\",\"comment\":\"Looked into it.\"}".formatted(number);
            var updated = sandbox.post(Paths.UPDATE_TICKET, comment);
            assertEquals(200, updated.statusCode(), updated.body());
            var ahead = sandbox.post(Paths.PULL_TICKETS, pull).body();
            assertEquals(2, ahead.split("\"out of sla\"", -1).length - 1, ahead);
            sandbox.post(Paths.SANDBOX_CLOCK, "{\"advance\":\"-P1D\"}");

            Waits.until(
                    () -> sandbox.post(Paths.PULL_TICKETS, pull).body().split("\"out of sla\"", -1).length == 2,
                    () -> "the other ticket is still late");
        }
    }

    /**
     * The server's clock is ahead, so that a line seems 30 days old that is a little younger. The database, which uses
     * its own clock, would refuse to delete this line, and would roll back the deletions in the same transaction. So
     * the task leaves the line.
     */
    @ParameterizedTest
    @EnumSource
    void aClockThatIsAheadDoesNotPreventTheDeletionOfOldLines(TestDatabase kind) {
        var now = Instant.now();
        try (var stores = Stores.open(kind.create())) {
            write(stores, 7, now.minus(Duration.ofDays(31)));
            write(stores, 7, now.minus(AuditStore.KEPT_AT_LEAST).plusSeconds(200));
            write(stores, 9, now.minus(Duration.ofDays(31)));
            var ahead = now.plusSeconds(300);
            BackgroundTasks.deleteOldAudit(stores, 30, fixed(ahead), proven(Optional.of(ahead), ahead), () -> false);
            assertEquals(1, lines(stores, 7).size(), "the line that the database keeps");
            assertEquals(0, lines(stores, 9).size());
        }
    }

    /**
     * The clock is two years ahead: in one case already at the start of the server, in the other only after the start.
     * A line is deleted only if it is also old by another time: that of the newest line at the start, plus the time
     * since. By this other time, a line may be deleted up to 30 days too early, but never before it is 30 days old.
     */
    @ParameterizedTest
    @CsvSource({"SQLITE, 0", "SQLITE, 730", "POSTGRESQL, 0", "POSTGRESQL, 730"})
    void aClockThatIsYearsAheadDoesNotDeleteTheAudit(TestDatabase kind, int daysAheadAtStart) {
        var now = Instant.now();
        var ahead = now.plus(Duration.ofDays(730));
        try (var stores = Stores.open(kind.create())) {
            addAccount(stores, 7);
            write(stores, 7, now.minusSeconds(60));
            for (var days : List.of(29, 31, 369, 371, 401)) {
                write(stores, 7, now.minus(Duration.ofDays(days)));
            }
            var newest = stores.database().read(BackgroundTasks::newestLine);
            var atStart = now.plus(Duration.ofDays(daysAheadAtStart));
            BackgroundTasks.deleteOldAudit(stores, 400, fixed(ahead), proven(newest, atStart), () -> false);
            assertEquals(4, lines(stores, 7).size(), "the lines of the last 370 days");
            BackgroundTasks.deleteOldAudit(stores, 40, fixed(ahead), proven(newest, atStart), () -> false);
            assertEquals(2, lines(stores, 7).size(), "the lines of the last 30 days");
        }
    }

    /**
     * The clock is two years ahead. The server must start with two stored times. One is the time of the newest line of
     * the audit. The other is the time of its last use: the last use of a key, here a day after that line, or the
     * newest line if this is later.
     */
    @ParameterizedTest
    @EnumSource
    void aServerWhoseClockIsAheadStartsWithTheStoredTimes(TestDatabase kind) {
        var now = Instant.now().truncatedTo(ChronoUnit.MINUTES);
        var dayBefore = now.minus(Duration.ofDays(1));
        var ahead = fixed(now.plus(Duration.ofDays(730)));
        try (var stores = Stores.open(kind.create())) {
            addAccount(stores, 7);
            write(stores, 7, dayBefore);
            TestKeys.add(stores, 7);
            var uses = new KeyUses(stores.database());
            uses.note(
                    stores.database()
                            .read(transaction -> ApiKeyStore.list(transaction, 7))
                            .get(0),
                    now);
            uses.flush();
            var written = BackgroundTasks.written(stores);
            assertFollows(dayBefore, BackgroundTasks.lastLine(written, ahead));
            assertFollows(now, BackgroundTasks.lastUse(stores, written, ahead));
            var later = now.plus(Duration.ofDays(1));
            write(stores, 7, later);
            assertFollows(later, BackgroundTasks.lastUse(stores, BackgroundTasks.written(stores), ahead));
        }
    }

    /** Otherwise the clock would count, which may be ahead. */
    @Test
    void aStoredTimeThatCannotBeReadCountsAs1970() {
        try (var stores = Stores.open(TestDatabase.SQLITE.create())) {
            stores.database().run(transaction -> transaction.handle().execute("DROP TABLE audit"));
            var written = BackgroundTasks.written(stores);
            assertFollows(Instant.EPOCH, BackgroundTasks.lastLine(written, Clock.systemUTC()));
            assertFollows(Instant.EPOCH, BackgroundTasks.lastUse(stores, written, Clock.systemUTC()));
        }
    }

    /** Checks that a proven time is this time, plus what has passed since the test began. */
    private static void assertFollows(Instant time, ProvenTime proven) {
        var passed = Duration.between(time, proven.now());
        assertTrue(!passed.isNegative() && passed.compareTo(Duration.ofHours(1)) < 0, passed::toString);
    }

    /** Lines become old as time passes, also if the last line before the start was written two weeks before it. */
    @ParameterizedTest
    @EnumSource
    void aRightClockDeletesOldLinesInTime(TestDatabase kind) {
        var now = Instant.now();
        var lastLine = now.minus(Duration.ofDays(34));
        try (var stores = Stores.open(kind.create())) {
            write(stores, 0, lastLine);
            for (var days : List.of(399, 401)) {
                write(stores, 0, now.minus(Duration.ofDays(days)));
            }
            var newest = stores.database().read(BackgroundTasks::newestLine);
            assertEquals(Optional.of(lastLine.truncatedTo(ChronoUnit.MILLIS)), newest);
            var passed = new AtomicLong();
            var proven = ProvenTime.since(newest, now.minus(Duration.ofDays(20)), passed::get);
            passed.set(Duration.ofDays(20).toNanos());
            BackgroundTasks.deleteOldAudit(stores, 400, fixed(now), proven, () -> false);
            assertEquals(2, lines(stores, 0).size());
        }
    }

    /**
     * The task deletes stored answers that are too old, also if no write follows. An answer to a request with an API
     * key expires by the clock of the sandbox, an answer to a form of the console by the real clock.
     */
    @ParameterizedTest
    @EnumSource
    void expiredAnswersAreDeletedWithoutALaterWrite(TestDatabase kind) {
        var old = Instant.parse("2024-05-01T10:00:00Z");
        var young = Instant.parse("2024-05-02T10:00:00Z");
        try (var stores = Stores.open(kind.create())) {
            for (var cmId : List.of(7L, 9L)) {
                addAccount(stores, cmId);
                for (var number = 0; number < 45; number++) {
                    claim(stores, cmId, 1, number, old.plusSeconds(number));
                    claim(stores, cmId, -1, number, old.plusSeconds(number));
                }
                claim(stores, cmId, 1, 100, young);
                claim(stores, cmId, -1, 100, young);
            }
            var dayAfter = young.plus(Duration.ofHours(1));
            var proven = proven(Optional.empty(), dayAfter);
            BackgroundTasks.forgetAnswers(stores, old, dayAfter, proven, () -> false);
            assertEquals(2 * 46 + 2, StoredValues.count(stores.database(), "idempotency"), "the answers to forms");
            BackgroundTasks.forgetAnswers(stores, dayAfter, dayAfter, proven, () -> false);
            assertEquals(4, StoredValues.count(stores.database(), "idempotency"));
        }
    }

    /** The database refuses to delete answers of one account. Those of the account after it are deleted all the same. */
    @Test
    void oneFailingAccountDoesNotKeepTheAnswersOfOthers() {
        var old = Instant.parse("2024-05-01T10:00:00Z");
        var dayAfter = Instant.parse("2024-05-02T11:00:00Z");
        try (var stores = Stores.open(TestDatabase.SQLITE.create())) {
            for (var cmId : List.of(7L, 9L)) {
                addAccount(stores, cmId);
                claim(stores, cmId, 1, 1, old);
            }
            stores.database().run(transaction -> transaction.handle().execute("""
                    CREATE TRIGGER kept BEFORE DELETE ON idempotency WHEN OLD.cm_id = 7
                    BEGIN SELECT RAISE(ABORT, 'not these'); END"""));
            var failure = assertThrows(
                    RuntimeException.class,
                    () -> BackgroundTasks.forgetAnswers(
                            stores, dayAfter, dayAfter, proven(Optional.empty(), dayAfter), () -> false));
            assertTrue(String.valueOf(failure).contains("not these"), failure::toString);
            assertEquals(1, StoredValues.count(stores.database(), "idempotency"));
        }
    }

    /**
     * A server with a newer Java may have set a time zone that this Java does not know. The stored answers are deleted
     * nevertheless, because the deletion needs no zone.
     */
    @Test
    void aZoneThatThisJavaDoesNotKnowKeepsNoAnswers() {
        var old = Instant.parse("2024-05-01T10:00:00Z");
        var dayAfter = Instant.parse("2024-05-02T11:00:00Z");
        try (var stores = Stores.open(TestDatabase.SQLITE.create())) {
            addAccount(stores, 7);
            claim(stores, 7, 1, 1, old);
            stores.database()
                    .run(transaction -> transaction.handle().execute("UPDATE account SET zone = 'Mars/Olympus'"));
            BackgroundTasks.forgetAnswers(stores, dayAfter, dayAfter, proven(Optional.empty(), dayAfter), () -> false);
            assertEquals(0, StoredValues.count(stores.database(), "idempotency"));
        }
    }

    /** The clock is two years ahead. An answer is deleted when a day has passed since the last use of the server. */
    @ParameterizedTest
    @EnumSource
    void aClockThatIsYearsAheadDoesNotDeleteAnswersOfTheLastDay(TestDatabase kind) {
        var now = Instant.parse("2024-05-02T10:00:00Z");
        var ahead = now.plus(Duration.ofDays(730));
        try (var stores = Stores.open(kind.create())) {
            addAccount(stores, 7);
            claim(stores, 7, 1, 1, now);
            claim(stores, 7, -1, 1, now);
            var passed = new AtomicLong();
            var proven = ProvenTime.since(Optional.of(now), ahead, passed::get);
            passed.set(Duration.ofHours(23).toNanos());
            BackgroundTasks.forgetAnswers(stores, ahead, ahead, proven, () -> false);
            assertEquals(2, StoredValues.count(stores.database(), "idempotency"));
            passed.set(Duration.ofHours(25).toNanos());
            BackgroundTasks.forgetAnswers(stores, ahead, ahead, proven, () -> false);
            assertEquals(0, StoredValues.count(stores.database(), "idempotency"));
        }
    }

    private static Clock fixed(Instant time) {
        return Clock.fixed(time, ZoneOffset.UTC);
    }

    /** The proven time of a server that starts now. It stands still: no time passes after the start. */
    private static ProvenTime proven(Optional<Instant> stored, Instant now) {
        return ProvenTime.since(stored, now, () -> 0);
    }

    private static void addAccount(Stores stores, long cmId) {
        var account = new Account(cmId, "Test", Account.DEFAULT_ZONE, "{}");
        stores.database().run(transaction -> AccountStore.add(transaction, account));
    }

    private static void claim(Stores stores, long cmId, long apiKeyId, int number, Instant at) {
        var request = new IdempotencyStore.Request(cmId, apiKeyId, new byte[] {(byte) number}, new byte[] {1});
        stores.database().write(transaction -> IdempotencyStore.claim(transaction, request, at));
    }

    private static void write(Stores stores, long cmId, Instant at) {
        var act = new Act(cmId, 1, "127.0.0.1", at);
        stores.database().run(transaction -> AuditStore.write(transaction, act, AuditAction.LOOK_AT_CUSTOMER, 1));
    }

    private static List<AuditEntry> lines(Stores stores, long cmId) {
        var newest = new PagePosition(Instant.ofEpochMilli(Long.MAX_VALUE), 0);
        return stores.database().read(transaction -> AuditStore.before(transaction, cmId, newest, 0, 10));
    }
}
