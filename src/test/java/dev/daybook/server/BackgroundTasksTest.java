package dev.daybook.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.domain.PagePosition;
import dev.daybook.domain.person.Act;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.AuditEntry;
import dev.daybook.kit.TestDatabase;
import dev.daybook.store.audit.AuditStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The background tasks of a server: old lines of the audit are deleted. */
class BackgroundTasksTest {
    /** The database refuses, by its own clock, to delete a newer line, and would roll back the other deletions, too. */
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

    private static void write(Stores stores, long cmId, Instant at) {
        var act = new Act(cmId, 1, "127.0.0.1", at);
        stores.audit().write(stores.database(), act, AuditAction.LOOK_AT_CUSTOMER, 1);
    }

    private static List<AuditEntry> lines(Stores stores, long cmId) {
        var newest = new PagePosition(Instant.ofEpochMilli(Long.MAX_VALUE), 0);
        return stores.database().read(transaction -> stores.audit().before(transaction, cmId, newest, 0, 10));
    }
}
