package dev.daybook.client.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** As {@link StandInsTest}, for the writes of a check. It has its own server, because these checks add records. */
class WriteStandInsTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(TestDatabase.SQLITE.create(), settings -> settings.trustedProxies("127.0.0.1"));
        CheckedAccount.fill(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static List<Twist> twists() {
        return WriteTwists.all();
    }

    @ParameterizedTest
    @MethodSource("twists")
    void theCheckNamesExactlyTheDifferencesOfAServer(Twist twist) throws IOException, InterruptedException {
        // A check marks its records with the time of its start, so each check needs another time.
        server.clock.set(server.clock.instant().plusSeconds(60));
        try (var standIn = new TwistedServer(server.uri(""), twist)) {
            var result = CheckTest.run(standIn.uri(), server, true);
            assertEquals(
                    new TreeSet<>(twist.named()),
                    CheckTest.differing(result),
                    () -> CheckTest.told(result, Verdict.DIFFERS).toString());
        }
    }
}
