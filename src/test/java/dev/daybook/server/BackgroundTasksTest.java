package dev.daybook.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.domain.PagePosition;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.person.Act;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.AuditEntry;
import dev.daybook.kit.TestDatabase;
import dev.daybook.store.account.IdempotencyStore;
import dev.daybook.store.audit.AuditStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The background tasks of a server: old lines of the audit, and expired answers to writes, are deleted. */
class BackgroundTasksTest {
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
            BackgroundTasks.deleteOldAudit(stores, 30, Clock.fixed(now.plusSeconds(300), ZoneOffset.UTC), () -> false);
            assertEquals(1, lines(stores, 7).size(), "the line that the database keeps");
            assertEquals(0, lines(stores, 9).size());
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
                var account = new Account(cmId, "Test", Account.DEFAULT_ZONE, "{}");
                stores.database().write(transaction -> stores.accounts().add(transaction, account));
                for (var number = 0; number < 45; number++) {
                    claim(stores, cmId, 1, number, old.plusSeconds(number));
                    claim(stores, cmId, -1, number, old.plusSeconds(number));
                }
                claim(stores, cmId, 1, 100, young);
                claim(stores, cmId, -1, 100, young);
            }
            var dayAfter = young.plus(Duration.ofHours(1));
            BackgroundTasks.forgetAnswers(stores, old, dayAfter, () -> false);
            assertEquals(2 * 46 + 2, answers(stores), "the answers to forms");
            BackgroundTasks.forgetAnswers(stores, dayAfter, dayAfter, () -> false);
            assertEquals(4, answers(stores));
        }
    }

    private static void claim(Stores stores, long cmId, long apiKeyId, int number, Instant at) {
        var request = new IdempotencyStore.Request(cmId, apiKeyId, new byte[] {(byte) number}, new byte[] {1});
        stores.database().write(transaction -> new IdempotencyStore().claim(transaction, request, at));
    }

    private static int answers(Stores stores) {
        return stores.database()
                .read(transaction -> transaction
                        .query("SELECT count(*) FROM idempotency")
                        .mapTo(Integer.class)
                        .one());
    }

    private static void write(Stores stores, long cmId, Instant at) {
        var act = new Act(cmId, 1, "127.0.0.1", at);
        stores.database().run(transaction -> stores.audit().write(transaction, act, AuditAction.LOOK_AT_CUSTOMER, 1));
    }

    private static List<AuditEntry> lines(Stores stores, long cmId) {
        var newest = new PagePosition(Instant.ofEpochMilli(Long.MAX_VALUE), 0);
        return stores.database().read(transaction -> stores.audit().before(transaction, cmId, newest, 0, 10));
    }
}
