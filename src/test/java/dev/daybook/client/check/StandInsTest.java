package dev.daybook.client.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks servers that differ from Daybook in one point each: the check reports that point and no other. */
@Tag("slow")
class StandInsTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(TestDatabase.SQLITE);
        CheckedAccount.fill(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static List<Twist> twists() {
        return Twists.all();
    }

    @ParameterizedTest
    @MethodSource("twists")
    void namesWhatIsDifferent(Twist twist) throws IOException, InterruptedException {
        try (var standIn = new TwistedServer(server.uri(""), twist)) {
            var result = CheckTest.run(standIn.uri(), server, false);
            var named = result.withVerdict(Verdict.DIFFERS).stream()
                    .map(one -> one.question().id())
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(
                    new TreeSet<>(twist.named()),
                    named,
                    () -> CheckTest.told(result, Verdict.DIFFERS).toString());
        }
    }
}
