package dev.daybook.store.person;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.WriteLock;
import dev.daybook.store.Database;
import dev.daybook.store.DatabaseOptions;
import dev.daybook.store.DatabaseUrl;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The last uses of sessions are stored together, later than they were recorded. */
@SuppressWarnings("try") // the lock is held while it is open
class SessionUsesTest {
    private static final Instant START = Instant.parse("2026-11-28T09:00:00Z");
    private static final byte[] DIGEST = {1, -2, 3};
    private static final DatabaseOptions IMPATIENT = TestServer.waiting(Duration.ofMillis(300));

    private static Instant stored(Database database, long person) {
        return database.read(transaction -> SessionStore.list(transaction, person, START))
                .get(0)
                .usedAt();
    }

    @ParameterizedTest
    @EnumSource
    void aUseOfASessionIsCachedUntilItIsStored(TestDatabase kind) throws SQLException {
        var url = kind.newUrl();
        try (var database = Database.open(DatabaseUrl.parse(url), IMPATIENT)) {
            var person = database.write(transaction -> {
                var added = PersonStore.add(transaction, "asha@shop.example", "Asha", false, START)
                        .orElseThrow();
                var session = new SessionStore.Session("id", START, START, "here", "browser");
                SessionStore.start(transaction, DIGEST, added.id(), session);
                return added.id();
            });
            var uses = new SessionUses(database);
            assertEquals(Instant.EPOCH, uses.unstored(DIGEST));
            uses.flush();
            var later = START.plusSeconds(90);
            uses.note(DIGEST, later);
            uses.note(DIGEST, START.plusSeconds(60));
            assertEquals(later, uses.unstored(DIGEST), "the latest");
            try (var unused = WriteLock.of(url, "person_session")) {
                assertEquals(
                        Problem.UNAVAILABLE,
                        assertThrows(ProblemException.class, uses::flush).problem());
            }
            assertEquals(START, stored(database, person));
            assertEquals(later, uses.unstored(DIGEST));
            uses.flush();
            assertEquals(later, stored(database, person));
            assertEquals(Instant.EPOCH, uses.unstored(DIGEST));
            uses.note(DIGEST, START);
            uses.flush();
            assertEquals(later, stored(database, person), "what another server stored later stays");
        }
    }
}
