package dev.daybook.store.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.AdminKey;
import dev.daybook.domain.account.ApiKey;
import dev.daybook.domain.account.Token;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestKeys;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.WriteLock;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseOptions;
import dev.daybook.store.DatabaseUrl;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The last uses of keys, also after a clock that was ahead is set right, and after a flush that failed. */
@SuppressWarnings("try") // the lock is held while it is open
class KeyUsesTest {
    private static final Account ACCOUNT = new Account(7, "Keys", Account.DEFAULT_ZONE, "{}");
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

    /**
     * The first time is stored while the clock is ahead. The second and the third time come from other clocks, which
     * are right.
     */
    private static final List<Instant> TIMES =
            List.of(NOON.plus(Duration.ofDays(400)), NOON, NOON.minus(Duration.ofHours(2)));

    private static final List<Instant> STORED = List.of(TIMES.get(0), NOON, NOON);

    private static final DatabaseOptions IMPATIENT = TestServer.waiting(Duration.ofMillis(300));

    @ParameterizedTest
    @EnumSource
    void aUseStoredWhileTheClockWasAheadIsReplaced(TestDatabase kind) {
        try (var stores = Stores.open(kind.create())) {
            var key = addKey(stores);
            assertEquals(Optional.empty(), stores.database().read(ApiKeyStore::lastUse));
            for (var step = 0; step < TIMES.size(); step++) {
                use(stores, key, TIMES.get(step));
                assertEquals(Optional.of(STORED.get(step)), stores.database().read(ApiKeyStore::lastUse));
                assertEquals(
                        Map.of(key.id(), STORED.get(step)),
                        stores.database().read(transaction -> ApiKeyStore.lastUses(transaction, ACCOUNT.cmId())));
            }
        }
    }

    private static ApiKey addKey(Stores stores) {
        stores.database().run(transaction -> AccountStore.add(transaction, ACCOUNT));
        TestKeys.add(stores, ACCOUNT.cmId());
        return stores.database()
                .read(transaction -> ApiKeyStore.list(transaction, ACCOUNT.cmId()))
                .get(0);
    }

    /** Each use is that of another server. */
    private static void use(Stores stores, ApiKey key, Instant now) {
        var uses = new KeyUses(stores.database());
        uses.note(key, now);
        uses.flush();
    }

    @ParameterizedTest
    @EnumSource
    void aUseThatCannotBeStoredIsStoredByTheNextFlush(TestDatabase kind) throws SQLException {
        var url = kind.newUrl();
        try (var stores = Stores.open(DatabaseUrl.parse(url), IMPATIENT)) {
            var key = addKey(stores);
            var uses = new KeyUses(stores.database());
            uses.note(key, NOON);
            try (var unused = WriteLock.of(url, "api_key")) {
                assertEquals(
                        Problem.UNAVAILABLE,
                        assertThrows(ProblemException.class, uses::flush).problem());
            }
            uses.flush();
            assertEquals(Optional.of(NOON), stores.database().read(ApiKeyStore::lastUse));
        }
    }

    /** The other use is noted while the first flush prepares its statement. */
    @ParameterizedTest
    @EnumSource
    void aUseDuringAFlushIsStoredByTheNextFlush(TestDatabase kind) {
        var during = new AtomicReference<Runnable>(() -> {});
        var server = DatabaseOptions.forServer();
        var watched = new DatabaseOptions(
                true,
                server.busyTimeout(),
                server.patience(),
                factory -> connection ->
                        new BeforeStatement("UPDATE api_key", () -> during.get().run()));
        try (var stores = Stores.open(kind.create(), watched)) {
            var key = addKey(stores);
            var uses = new KeyUses(stores.database());
            uses.note(key, NOON);
            var later = NOON.plusSeconds(60);
            during.set(() -> uses.note(key, later));
            uses.flush();
            during.set(() -> {});
            assertEquals(Optional.of(NOON), stores.database().read(ApiKeyStore::lastUse));
            uses.flush();
            assertEquals(Optional.of(later), stores.database().read(ApiKeyStore::lastUse));
        }
    }

    /** Runs a task before each statement that begins with some words. */
    private static final class BeforeStatement extends DefaultStatementBuilder {
        private final String words;
        private final Runnable task;

        BeforeStatement(String words, Runnable task) {
            this.words = words;
            this.task = task;
        }

        @Override
        public PreparedStatement create(Connection connection, String sql, StatementContext context)
                throws SQLException {
            if (sql.startsWith(words)) {
                task.run();
            }
            return super.create(connection, sql, context);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aUseOfAnAdminKeyStoredWhileTheClockWasAheadIsReplaced(TestDatabase kind) {
        try (var stores = Stores.open(kind.create())) {
            var key = new AdminKey(9, "operations", Instant.MAX, false);
            stores.database().run(transaction -> AdminKeyStore.add(transaction, key, Token.create(key.id()), NOON));
            for (var step = 0; step < TIMES.size(); step++) {
                var now = TIMES.get(step);
                stores.database().run(transaction -> AdminKeyStore.used(transaction, key.id(), now));
                assertEquals(
                        STORED.get(step),
                        stores.database()
                                .read(transaction -> AdminKeyStore.list(transaction))
                                .get(0)
                                .lastUse());
            }
        }
    }
}
