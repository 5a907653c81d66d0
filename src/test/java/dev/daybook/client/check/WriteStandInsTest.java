package dev.daybook.client.check;

import dev.daybook.kit.TestServer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** As {@link StandInsTest}, for the writes of a check. It has its own server, because these checks add records. */
class WriteStandInsTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = CheckedAccount.startServer();
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
        CheckTest.assertNamed(server, twist, true);
    }
}
