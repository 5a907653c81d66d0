package dev.daybook.store.person;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.person.LinkKind;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions and links that were made while the clock was ahead do not last until the clock reaches that time again. */
class SetBackClockTest {
    private static final Instant AHEAD = Instant.parse("2026-11-28T09:00:00Z");
    private static final Instant NOW = AHEAD.minus(Duration.ofDays(60));
    private static final byte[] DIGEST = {1, -2, 3};
    private static final byte[] OTHER = {1, -2, 4};

    private boolean hasSession(Database database, long person, byte[] digest, Instant now) {
        return database.read(transaction -> {
            var found =
                    SessionStore.find(transaction, digest, Instant.EPOCH, now).isPresent();
            assertEquals(found, !SessionStore.list(transaction, person, now).isEmpty(), "the list at " + now);
            return found;
        });
    }

    @ParameterizedTest
    @EnumSource
    void aSessionMadeWhileTheClockWasAheadHasEnded(TestDatabase kind) {
        try (var database = Database.open(kind.create())) {
            var person = database.write(
                            transaction -> PersonStore.add(transaction, "asha@shop.example", "Asha", false, AHEAD))
                    .orElseThrow()
                    .id();
            start(database, person, DIGEST, AHEAD);
            assertTrue(hasSession(database, person, DIGEST, AHEAD));
            assertTrue(hasSession(database, person, DIGEST, AHEAD.minusSeconds(60)), "by another server's clock");
            assertFalse(hasSession(database, person, DIGEST, NOW));
            start(database, person, OTHER, NOW);
            assertTrue(hasSession(database, person, OTHER, NOW));
            var left = StoredValues.numbers(database, "SELECT created_at FROM person_session");
            assertEquals(List.of(NOW.toEpochMilli()), left, "it is deleted before the clock reaches that time again");
        }
    }

    /**
     * A session was used while the clock was ahead. After the clock is set back, this use must not prolong the session.
     */
    @ParameterizedTest
    @EnumSource
    void aUseInTheFutureDoesNotProlongASession(TestDatabase kind) {
        try (var database = Database.open(kind.create())) {
            var person = database.write(
                            transaction -> PersonStore.add(transaction, "asha@shop.example", "Asha", false, NOW))
                    .orElseThrow()
                    .id();
            start(database, person, DIGEST, NOW);
            var uses = new SessionUses(database);
            uses.note(DIGEST, NOW.plus(Duration.ofHours(6)));
            assertFalse(
                    database.read(transaction -> SessionStore.find(
                                    transaction, DIGEST, uses.unstored(DIGEST), NOW.plus(Duration.ofHours(3))))
                            .isPresent(),
                    "a use that is not stored");
            uses.flush();
            assertFalse(hasSession(database, person, DIGEST, NOW.plus(Duration.ofHours(3))));
            assertTrue(hasSession(database, person, DIGEST, NOW.plus(Duration.ofHours(1))), "since it began");
            uses.note(DIGEST, NOW.plus(Duration.ofHours(6)));
            uses.note(DIGEST, NOW.plus(Duration.ofHours(1)));
            uses.flush();
            assertTrue(hasSession(database, person, DIGEST, NOW.plus(Duration.ofMinutes(170))), "since the right use");
            assertFalse(hasSession(database, person, DIGEST, NOW.plus(Duration.ofHours(3))));
        }
    }

    private void start(Database database, long person, byte[] digest, Instant now) {
        var session = new SessionStore.Session("id" + digest[2], now, now, "here", "browser");
        database.run("log in", transaction -> SessionStore.start(transaction, digest, person, session));
    }

    @ParameterizedTest
    @EnumSource
    void aLinkMadeWhileTheClockWasAheadHasExpired(TestDatabase kind) {
        try (var database = Database.open(kind.create())) {
            put(database, DIGEST, LinkKind.PASSWORD, AHEAD, AHEAD.plus(Duration.ofDays(2)));
            put(database, OTHER, LinkKind.DEMO, AHEAD, Instant.MAX);
            assertTrue(isLink(database, DIGEST, AHEAD));
            assertFalse(isLink(database, DIGEST, NOW));
            assertTrue(isLink(database, OTHER, NOW), "one that does not expire");
            assertFalse(use(database, DIGEST));
            put(database, new byte[] {9}, LinkKind.SET_UP, NOW, NOW.plus(Duration.ofDays(2)));
            assertFalse(isLink(database, DIGEST, AHEAD), "it is deleted before the clock reaches that time again");
            assertTrue(use(database, OTHER));
        }
    }

    private void put(Database database, byte[] digest, LinkKind kind, Instant now, Instant expiresAt) {
        database.run(
                "link", transaction -> LinkStore.put(transaction, digest, new LinkStore.Link(kind, 7), now, expiresAt));
    }

    private boolean use(Database database, byte[] digest) {
        return database.write(transaction -> LinkStore.use(transaction, digest, NOW));
    }

    private boolean isLink(Database database, byte[] digest, Instant now) {
        return database.read(
                transaction -> LinkStore.find(transaction, digest, now).isPresent());
    }
}
