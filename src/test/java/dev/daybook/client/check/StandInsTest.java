package dev.daybook.client.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.kit.CompressedBody;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks servers that differ from Daybook in one point each: the check reports that point and no other. */
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

    /** The day before has three records, which fill a page of both days. */
    @Test
    void smallPagesDoNotHideThatTheLastDayCounts() throws IOException, InterruptedException {
        var smallPages = Twist.requests(
                "pages of three",
                "orders.size",
                asked -> asked.isAt(Paths.PULL_ORDERS) ? asked.with(fields -> fields.put("limit", "3")) : asked);
        assertEquals(Finding.conforms("yes, both days"), finding("orders.end", smallPages));
    }

    @Test
    void anAnswerThatIsTooLargeOnceDecompressedIsNotJudged() throws IOException, InterruptedException {
        var page = TwistedAnswer.nothing().text() + " ".repeat(65 << 20);
        var endless = Twist.instead(
                "an endless page",
                "orders.past-end",
                asked -> asked.isAt(Paths.PULL_ORDERS) && asked.has("offset") && asked.number("offset") >= 100,
                TwistedAnswer.nothing().with(CompressedBody.gzip(page.getBytes(StandardCharsets.US_ASCII))));
        assertEquals(Finding.unknown("the answer is too large"), finding("orders.past-end", endless));
    }

    private static Finding finding(String question, Twist twist) throws IOException, InterruptedException {
        try (var standIn = new TwistedServer(server.uri(""), twist)) {
            return CheckTest.finding(CheckTest.run(standIn.uri(), server, false), question);
        }
    }
}
