package dev.daybook.store.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.PagePosition;
import dev.daybook.domain.person.Act;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.kit.QueryPlan;
import dev.daybook.kit.TestDatabase;
import dev.daybook.server.Stores;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The audit on both databases: old lines can be deleted, younger ones cannot. */
class AuditStoreTest {
    private final Instant now = Instant.now();

    private void write(Stores stores, long cmId, int days, int lines) {
        stores.database().write(transaction -> {
            for (var line = 0; line < lines; line++) {
                var act = new Act(cmId, 1, "127.0.0.1", now.minus(Duration.ofDays(days)));
                AuditStore.write(transaction, act, AuditAction.LOOK_AT_CUSTOMER, line);
            }
            return true;
        });
    }

    private static int lines(Stores stores, long cmId) {
        var newest = new PagePosition(Instant.ofEpochMilli(Long.MAX_VALUE), 0);
        return stores.database()
                .read(transaction -> AuditStore.before(transaction, cmId, newest, 0, 10_000))
                .size();
    }

    /**
     * While an import runs, its page looks once a second for the line about the creation of the account. The query must
     * use an index, because an account may have a million lines.
     */
    @Test
    void theCreationOfAnAccountIsFoundWithoutReadingItsLines() {
        var plan = plan(AuditStore.FIRST);
        assertTrue(plan.contains("audit_creation (cm_id=?)"), plan);
    }

    /** A server looks for the newest line at its start, so the query must not read all lines. */
    @Test
    void theNewestLineIsFoundWithoutReadingTheOthers() {
        assertEquals("SEARCH audit USING PRIMARY KEY (cm_id=?)", plan(AuditStore.NEWEST));
    }

    private static String plan(String sql) {
        try (var stores = Stores.open(TestDatabase.SQLITE.create())) {
            return stores.database().read(transaction -> QueryPlan.of(transaction, sql, Map.of("cmId", 7)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theNewestLineOfAccountsIsFound(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            assertEquals(Optional.empty(), newest(stores, List.of(7L)), "without lines");
            write(stores, 0, 5, 1);
            write(stores, 7, 2, 2);
            write(stores, 9, 1, 1);
            assertEquals(Optional.empty(), newest(stores, List.of(8L)));
            assertEquals(Optional.of(2), newest(stores, List.of(0L, 7L, 8L)));
            assertEquals(Optional.of(1), newest(stores, List.of(9L, 7L, 0L)));
        }
    }

    /** How many days old the newest line is. */
    private Optional<Integer> newest(Stores stores, List<Long> cmIds) {
        return stores.database()
                .read(transaction -> AuditStore.newest(transaction, cmIds))
                .map(at -> (int) Duration.between(at, now).toDays());
    }

    @ParameterizedTest
    @EnumSource
    void linesBeforeAnInstantAreDeleted(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            write(stores, 0, 401, 3);
            write(stores, 7, 401, 2_500);
            write(stores, 7, 399, 2);
            write(stores, 9, 1, 1);
            var before = now.minus(Duration.ofDays(400));
            var checks = new AtomicInteger();
            assertEquals(
                    1_003,
                    AuditStore.deleteBefore(stores.database(), before, () -> checks.incrementAndGet() > 2),
                    "the server stops after two batches");
            assertEquals(1_500, AuditStore.deleteBefore(stores.database(), before, () -> false));
            assertEquals(0, lines(stores, 0));
            assertEquals(2, lines(stores, 7));
            assertEquals(1, lines(stores, 9));
            assertEquals(0, AuditStore.deleteBefore(stores.database(), before, () -> false), "no line is left");
        }
    }

    /**
     * A former account with the same number has lines that seem younger, because its clock was ahead. As long as these
     * lines exist, the first line of the new account is kept: without it, the new account would be shown the lines of
     * the former one.
     */
    @ParameterizedTest
    @EnumSource
    void theFirstLineOfAnAccountIsKeptWhileAFormerOneHasLines(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            write(stores, 7, 100, 2);
            var act = new Act(7, 1, "127.0.0.1", now.minus(Duration.ofDays(402)));
            stores.database().run(transaction -> AuditStore.write(transaction, act, AuditAction.CREATE_ACCOUNT, 7));
            write(stores, 7, 401, 2);
            var first = stores.database().read(transaction -> AuditStore.first(transaction, 7));
            assertEquals(2, delete(stores, 400));
            assertEquals(first, stores.database().read(transaction -> AuditStore.first(transaction, 7)));
            assertEquals(2, delete(stores, 99), "those of the former account");
            assertEquals(1, delete(stores, 99), "the first line");
        }
    }

    /**
     * This line shows that the database had an account. Without it, a later start of a server would create the first
     * account again.
     */
    @ParameterizedTest
    @EnumSource
    void theFirstLineOfAnAccountThatACommandMadeIsKept(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            write(stores, 0, 401, 2);
            assertFalse(stores.database().read(AuditStore::knowsAccounts));
            var act = Act.ofCommand(7, now.minus(Duration.ofDays(402)));
            stores.database().run(transaction -> AuditStore.write(transaction, act, AuditAction.CREATE_ACCOUNT, 7));
            write(stores, 7, 401, 2);
            assertEquals(4, delete(stores, 400));
            assertEquals(1, lines(stores, 7));
            assertTrue(stores.database().read(AuditStore::knowsAccounts));
        }
    }

    /**
     * After the account was deleted, a program created it again with an admin key. The line of this second creation has
     * an address, and is deleted. The line of the command stays.
     */
    @ParameterizedTest
    @EnumSource
    void theLineOfTheCommandIsKeptIfAnAdminKeyMadeTheAccountAgain(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            var command = Act.ofCommand(7, now.minus(Duration.ofDays(403)));
            var adminKey = Act.ofAdminKey(7, 1, "127.0.0.1", now.minus(Duration.ofDays(402)));
            for (var act : List.of(command, adminKey)) {
                stores.database().run(transaction -> AuditStore.write(transaction, act, AuditAction.CREATE_ACCOUNT, 7));
            }
            assertEquals(1, delete(stores, 400));
            assertEquals(0, delete(stores, 400));
            assertEquals(1, lines(stores, 7));
            assertTrue(stores.database().read(AuditStore::knowsAccounts));
        }
    }

    private long delete(Stores stores, int days) {
        return AuditStore.deleteBefore(stores.database(), now.minus(Duration.ofDays(days)), () -> false);
    }

    @ParameterizedTest
    @EnumSource
    void theDatabaseRefusesToDeleteYoungerLines(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            write(stores, 7, 31, 1);
            write(stores, 7, 29, 1);
            assertThrows(
                    RuntimeException.class,
                    () -> AuditStore.deleteBefore(stores.database(), now.minus(Duration.ofDays(28)), () -> false));
            assertEquals(2, lines(stores, 7), "all or nothing");
            assertEquals(
                    1, AuditStore.deleteBefore(stores.database(), now.minus(AuditStore.KEPT_AT_LEAST), () -> false));
        }
    }

    /**
     * REPLACE on SQLite and TRUNCATE on PostgreSQL remove lines, but do not run the triggers that refuse to delete a
     * row. The database must refuse these statements, too.
     */
    @ParameterizedTest
    @EnumSource
    void theDatabaseRefusesToReplaceOrTruncateLines(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            write(stores, 7, 1, 3);
            var statement = switch (database) {
                case SQLITE -> "INSERT OR REPLACE INTO audit SELECT cm_id, at, id, 2, 'X', 0, '', 0 FROM audit";
                case POSTGRESQL -> "TRUNCATE audit";
            };
            var refused = assertThrows(
                    RuntimeException.class,
                    () -> stores.database()
                            .run(transaction -> transaction.update(statement).execute()));
            assertTrue(refused.getMessage().contains("append-only"), refused::getMessage);
            assertEquals(3, lines(stores, 7));
        }
    }
}
