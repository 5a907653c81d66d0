package dev.daybook.cli.pull;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.cli.Main;
import dev.daybook.cli.Outcome;
import dev.daybook.domain.account.Account;
import dev.daybook.kit.TestServer;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code daybook pull customers} against a sandbox: with each fault it pulls everything or ends with the documented
 * code.
 */
@SuppressWarnings("NullAway.Init")
class PullThroughFaultsTest {
    private static TestServer server;
    private static byte[] whole;

    @TempDir
    Path folder;

    private Path out;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        server = TestServer.startSandbox(Account.DEFAULT_ZONE);
        var out = folder.resolve("whole.ndjson");
        run(folder, out).expect(Main.DONE);
        whole = Files.readAllBytes(out);
        assertEquals(TestServer.SAMPLES, Files.readAllLines(out).size());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void reset() {
        assertEquals(200, server.post(Paths.SANDBOX_RESET, "{}").statusCode());
        out = folder.resolve("out.ndjson");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"status\",\"status\":429",
                "\"status\",\"status\":429,\"retry_after\":1,\"times\":1",
                "\"status\",\"status\":500",
                "\"status\",\"status\":502",
                "\"status\",\"status\":503",
                "\"status\",\"status\":504",
                "\"delay\",\"delay_ms\":20",
                "\"delay\",\"delay_ms\":2500,\"times\":1",
                "\"trickle\",\"delay_ms\":100",
                "\"cut\"",
                "\"drop\"",
                "\"empty\"",
                "\"garbage\"",
                "\"half\""
            })
    void pullsEverythingDespiteTemporaryFaults(String fault) throws IOException {
        var times = fault.contains("times") ? "" : ",\"times\":5";
        faults("{\"probability\":0.5,\"seed\":4,\"kind\":" + fault + times + "}");
        run(folder, out).expect(Main.DONE);
        assertArrayEquals(whole, Files.readAllBytes(out));
        var told = server.post(Paths.SANDBOX_FAULTS, "{}").body();
        assertFalse(told.contains("\"struck\":0"), told);
    }

    @ParameterizedTest
    @CsvSource({"400, 1", "401, 4", "403, 4", "404, 1", "200, 1"})
    void endsWithTheCodeOfItsReasonAndCanBeResumed(int status, int code) throws IOException {
        faults("{\"kind\":\"repeat-page\",\"operation\":\"pullChanges\"},"
                + "{\"kind\":\"delay\",\"delay_ms\":1,\"operation\":\"pullCustomers\",\"times\":2},"
                + "{\"kind\":\"status\",\"status\":" + status + ",\"operation\":\"pullCustomers\"}");
        var stopped = run(folder, out).expect(code);
        assertTrue(stopped.err().contains("daybook: "), stopped::err);
        faults("");
        run(folder, out).expect(Main.DONE);
        assertArrayEquals(whole, Files.readAllBytes(out));
    }

    @Test
    void givesUpIfTheServerAsksForTooLongAWait() throws IOException {
        faults("{\"kind\":\"status\",\"status\":429,\"retry_after\":3600,\"operation\":\"pullCustomers\"}");
        run(folder, out).expect(5);
    }

    @Test
    void doesNotAcceptARepeatedPage() throws IOException {
        faults("{\"kind\":\"repeat-page\",\"operation\":\"pullCustomers\",\"probability\":0.5,\"seed\":4}");
        var stopped = run(folder, out).expect(3);
        assertTrue(stopped.err().contains("daybook: "), stopped::err);
        faults("");
        run(folder, out).expect(Main.DONE);
        assertArrayEquals(whole, Files.readAllBytes(out));
    }

    /**
     * With the fault {@code repeat-page}, the second run gets the last page of the first run again instead of the new
     * changes. The run must stop and leave the file as it is.
     */
    @Test
    void doesNotAcceptARepeatedPageOfChanges() throws IOException {
        String[] changes = {"--changes", "--page-size", "1000"};
        faults("{\"kind\":\"repeat-page\",\"operation\":\"pullChanges\"}");
        run(folder, out, changes).expect(Main.DONE);
        var before = Files.readString(out);
        assertEquals(TestServer.SAMPLES, before.lines().count());
        var added = server.post(
                Paths.SAVE_CUSTOMER, "{\"customer_info\":{\"customer_name\":\"Ines\",\"phone\":\"9000000177\"}}");
        assertEquals(200, added.statusCode(), added.body());
        var stopped = run(folder, out, changes).expect(3);
        assertTrue(stopped.err().contains("sent an earlier page of changes again"), stopped::err);
        assertEquals(before, Files.readString(out));
        faults("");
        run(folder, out, changes).expect(Main.DONE);
        var after = Files.readString(out);
        assertTrue(after.startsWith(before), after);
        assertEquals(TestServer.SAMPLES + 1, after.lines().count());
        assertEquals(2, after.split("\"name\":\"Ines\"", -1).length, after);
        run(folder, out, changes).expect(Main.DONE);
        assertEquals(after, Files.readString(out), "nothing new");
    }

    private static void faults(String rules) {
        var answer = server.post(Paths.SANDBOX_FAULTS, "{\"faults\":[" + rules + "]}");
        assertEquals(200, answer.statusCode(), answer.body());
    }

    private static Outcome run(Path folder, Path out) throws IOException {
        return run(folder, out, "--page-size", "2", "--from", "2024-05-01", "--to", "2024-05-03");
    }

    private static Outcome run(Path folder, Path out, String... how) throws IOException {
        var key = Files.writeString(folder.resolve("key.txt"), server.token + "\n");
        return Outcome.ofAll(
                List.of("pull", "customers", "--out", out.toString()),
                Outcome.caller(server.uri(""), TestServer.CM_ID, key),
                List.of("--timeout", "2", "--first-wait", "1", "--max-wait", "60"),
                List.of(how));
    }
}
