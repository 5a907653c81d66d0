package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.person.Act;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.audit.AuditStore;
import dev.daybook.wire.Paths;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code daybook doctor} reports about a clock that is behind, and about one that was ahead and is right again. */
class WrongClockTest {
    private static final Instant AHEAD = Instant.parse("2055-05-02T10:00:00Z");

    /**
     * The newest write of a record has a time in the future, so the command reports a problem and fails. The next write
     * has the present time. From then on the command only warns, until the clock has reached the future time, because
     * it cannot know whether the clock was ahead at the first of these two writes or is behind now.
     */
    @ParameterizedTest
    @EnumSource
    void aClockThatWasAheadIsAProblemOnlyUntilTheNextWrite(TestDatabase database) throws Exception {
        var url = database.newUrl();
        try (var server = TestServer.start(DatabaseUrl.parse(url))) {
            server.clock.set(AHEAD.minus(Duration.ofHours(1)));
            add(server, "9000000001", "Asha");
            server.clock.set(AHEAD);
            add(server, "9000000001", "Asha Rao");
        }
        doctor(database, url, "problem", Main.FAILED, "but the last write was at " + AHEAD);
        try (var server = TestServer.start(DatabaseUrl.parse(url))) {
            server.clock.set(Instant.now());
            add(server, "9000000002", "Meera");
        }
        doctor(database, url, "warning", Main.DONE, "but there is a write of " + AHEAD);
    }

    /**
     * The only record was never changed. Its time may come from an imported file, so it is no sign of a wrong clock. A
     * use of a key, or a line of the audit, with a time in the future gives only a warning.
     */
    @ParameterizedTest
    @EnumSource
    void usesOfKeysAndLinesOfTheAuditThatAreAheadAreNoProblem(TestDatabase database) throws Exception {
        var url = database.newUrl();
        try (var server = TestServer.start(DatabaseUrl.parse(url))) {
            server.clock.set(AHEAD);
            add(server, "9000000001", "Asha");
        }
        doctor(database, url, "warning", Main.DONE, "but there is a write of " + AHEAD);
        var later = AHEAD.plusSeconds(60);
        try (var server = TestServer.start(DatabaseUrl.parse(url))) {
            var act = new Act(TestServer.CM_ID, 1, "127.0.0.1", later);
            server.stores
                    .database()
                    .run(transaction -> AuditStore.write(transaction, act, AuditAction.LOOK_AT_CUSTOMER, 1));
        }
        doctor(database, url, "warning", Main.DONE, "but there is a write of " + later);
    }

    private static void add(TestServer server, String phone, String name) throws Exception {
        var added = server.post(
                Paths.SAVE_CUSTOMER,
                "{\"customer_info\":{\"customer_name\":\"%s\",\"phone\":\"%s\",\"update\":true}}"
                        .formatted(name, phone));
        assertEquals(200, added.statusCode(), added.body());
    }

    private static void doctor(TestDatabase database, String url, String level, int code, String what) {
        var found = Outcome.of("doctor", "--database-url", url);
        var clock = found.out()
                .lines()
                .filter(line -> line.startsWith(level) && line.contains(" clock "))
                .toList();
        assertEquals(1, clock.size(), found.out());
        assertTrue(clock.get(0).contains(what), found.out());
        // The command always fails for the PostgreSQL of the tests, whose durable writes are off to make it fast.
        assertEquals(database == TestDatabase.SQLITE ? code : Main.FAILED, found.code(), found.out());
    }
}
