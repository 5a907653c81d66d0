package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.RecordKind;
import dev.daybook.kit.Fault;
import dev.daybook.kit.FaultPlan;
import dev.daybook.kit.FaultProxy;
import dev.daybook.kit.Interrupted;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestRecords;
import dev.daybook.kit.TestServer;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code daybook check}: what it prints, what it writes, and how it ends. */
class CheckCommandTest {
    private static TestServer server;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void start() {
        server = TestServer.start(TestDatabase.SQLITE);
        for (var kind : RecordKind.values()) {
            server.clock.set(Instant.parse("2024-05-02T06:30:00Z"));
            new TestRecords(server, kind).add("Asha");
            server.clock.set(Instant.parse("2024-05-02T06:40:00Z"));
            new TestRecords(server, kind).add("Ravi");
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void printsATableOf80ColumnsAndCountsUnansweredQuestions() throws IOException {
        var outcome = check(server.uri(""), server.token, "--day", "2024-05-02").expect(0);
        assertTrue(outcome.out().lines().allMatch(line -> line.length() <= 80), outcome::out);
        for (var part :
                List.of("Question", "This server", "Reference", "Daybook", "\ncustomers\n", "end: Is the last")) {
            assertTrue(outcome.out().contains(part), () -> part + " in " + outcome.out());
        }
        assertTrue(words(outcome).contains("an integration would notice 0;"), outcome::out);
        assertFalse(outcome.out().contains("Asha"), "no name is shown");
        assertFalse(words(outcome).contains("; 0 could not be established"), "the day has too few records for all");
    }

    @Test
    void printsAndWritesTheSameProfile() throws IOException {
        var file = folder.resolve("profile.json");
        var outcome = check(server.uri(""), server.token, "--day", "2024-05-02", "--json", "--out", file.toString())
                .expect(0);
        assertEquals(Files.readString(file), outcome.out().strip());
        try (var files = Files.list(folder)) {
            assertEquals(
                    List.of(),
                    files.filter(other -> other.toString().endsWith(".part")).toList());
        }
    }

    @Test
    void aPullAcceptsTheProfileAndRefusesOtherFiles() throws IOException {
        var file = folder.resolve("for-a-pull.json");
        check(server.uri(""), server.token, "--day", "2024-05-02", "--out", file.toString())
                .expect(0);
        var out = folder.resolve("pulled.ndjson");
        pull(out, "--profile", file.toString()).expect(0);
        var without = folder.resolve("without.ndjson");
        pull(without).expect(0);
        assertEquals(Files.readString(without), Files.readString(out));

        var nothing = pull(out, "--profile", folder.resolve("no-such.json").toString())
                .expect(2);
        assertTrue(nothing.err().contains("no-such.json cannot be used: there is no such file"), nothing::err);
        var other = Files.writeString(folder.resolve("other.json"), "{\"format\":\"something else\"}");
        var refused = pull(out, "--profile", other.toString()).expect(2);
        assertTrue(refused.err().contains("it is not a profile that 'daybook check' wrote"), refused::err);
    }

    private static Outcome pull(Path out, String... more) throws IOException {
        var key = Files.writeString(Files.createTempFile(folder, "key", ".txt"), server.token);
        return Outcome.ofAll(
                List.of("pull", "customers", "--from", "2024-05-02", "--to", "2024-05-02", "--out", out.toString()),
                Outcome.caller(server.uri(""), TestServer.CM_ID, key),
                List.of(more));
    }

    @Test
    void reportsTheRecordsThatItAdded() throws IOException {
        var outcome = check(server.uri(""), server.token, "--day", "2024-05-02", "--write")
                .expect(0);
        assertTrue(
                words(outcome)
                        .matches(".*Added to the account, and still there: customer \\d+, ticket \\d+, order \\d+.*"),
                outcome::out);
    }

    /** The records stay in the account, so their ids must not be lost with the results. */
    @Tag("jdk")
    @Test
    @EnabledOnOs(OS.LINUX)
    void reportsTheRecordsThatItAddedBeforeAnInterrupt() throws Exception {
        var reached = new CountDownLatch(1);
        try (var proxy = FaultProxy.start(server.uri(""), request -> {
            if (!request.target().equals(Paths.SAVE_ORDER)) {
                return Fault.NONE;
            }
            reached.countDown();
            return Fault.silence(Duration.ofMinutes(10));
        })) {
            var arguments = new ArrayList<>(arguments(proxy.uri(), server.token, "--day", "2024-05-02", "--write"));
            arguments.addAll(List.of("--timeout", "600"));
            var interrupted = Interrupted.of(arguments, reached, folder.resolve("log"));
            assertEquals(130, interrupted.exitCode());
            assertTrue(
                    interrupted
                            .said()
                            .matches(
                                    "daybook: interrupted\\. Added to the account, and still there: customer \\d+, ticket"
                                            + " \\d+\\. A write without an answer may have added another record; its"
                                            + " name begins with 'Daybook Check'\n"),
                    interrupted.said());
        }
    }

    /**
     * If the profile cannot be written, the results and the ids of the added records are printed all the same. The ids
     * must not be lost, because the records are in the account.
     */
    @Test
    void reportsResultsAndAddedRecordsIfTheProfileCannotBeWritten() throws IOException {
        var file = folder.resolve("x".repeat(300) + ".json");
        var outcome = check(server.uri(""), server.token, "--day", "2024-05-02", "--write", "--out", file.toString())
                .expect(Main.FAILED);
        assertTrue(outcome.err().contains("cannot write " + file), outcome::err);
        assertTrue(words(outcome).contains("Added to the account, and still there: customer "), outcome::out);
        assertTrue(outcome.out().contains("an integration would notice"), outcome::out);
        assertFalse(outcome.out().contains("The profile is in"), outcome::out);
        var json = check(server.uri(""), server.token, "--day", "2024-05-02", "--write", "--json")
                .expect(Main.DONE);
        assertTrue(json.err().contains("Added to the account, and still there: customer "), json::err);
    }

    @Test
    void neverShowsTheKey() throws IOException {
        for (var text : List.of(server.token + "\nsecond line", server.token + " two words", server.token + "\uFEFF")) {
            var outcome = check(server.uri(""), text).expect(2);
            assertFalse((outcome.out() + outcome.err()).contains(server.token), outcome::err);
            assertTrue(outcome.err().contains("the key has blanks"), outcome::err);
        }
    }

    @Test
    void endsWith1IfADifferenceWouldAffectAnIntegration() throws IOException {
        try (var other = answering(200, "<html>a shop</html>")) {
            var outcome = check(other.uri(), "key").expect(1);
            assertTrue(outcome.out().contains("! customers.pull: 200, not JSON"), outcome::out);
        }
    }

    @Test
    void endsWith3IfTheAccountHasNoRecords() throws IOException {
        var outcome = check(server.uri(""), server.token, "--day", "2020-01-01").expect(3);
        assertTrue(outcome.err().contains("no customers were found on 2020-01-01; name another --day"), outcome::err);
    }

    @ParameterizedTest
    @CsvSource({
        "401, 'status\":\"failed\"', Invalid Auth Key",
        "200, 'status\":\"failure\"', Invalid Auth Key",
        "200, 'success\":false', Invalid Auth Key",
        "200, 'status\":\"failed\"', Unauthorized - Invalid or missing API key",
        "200, 'status\":\"failure\"', Please use correct Authkey"
    })
    void endsWith4AfterOneRequestPerKindIfTheKeyIsRefused(int status, String failed, String text) throws IOException {
        try (var other = answering(status, "{\"message\":\"" + text + "\",\"" + failed + "}")) {
            var file = folder.resolve("refused.json");
            var outcome = check(other.uri(), "key", "--out", file.toString()).expect(4);
            var shown = text.equals("Invalid Auth Key") ? text : "a text of " + text.length() + " characters";
            assertTrue(
                    outcome.err().contains("refuses the key for customers, tickets and orders: " + status + ", "),
                    outcome::err);
            assertTrue(outcome.err().contains(", " + shown + "\n"), outcome::err);
            assertEquals(3, other.requests().size(), "once for each kind of record");
            assertFalse(Files.exists(file), "no profile of nothing");
        }
    }

    @Test
    void endsWith5IfTheServerCannotBeReached() throws IOException {
        var outcome = check(URI.create("http://127.0.0.1:1"), "key").expect(5);
        assertTrue(outcome.err().contains("cannot connect"), outcome::err);
    }

    /** The reason is that of a pull; where it will not change, there is only one attempt. */
    @Test
    void saysWhyTheServerCannotBeReached() throws IOException {
        var https = URI.create(server.uri("").toString().replace("http:", "https:"));
        var outcome = check(https, "key").expect(5);
        assertTrue(
                outcome.err()
                        .contains("no answer: the server does not speak TLS there: write http:// instead of https://,"
                                + " or name its TLS port\n"),
                outcome::err);
    }

    @Test
    void refusesWrongUsage() throws IOException {
        check(URI.create("ftp://crm.example"), "key").expect(2);
        check(server.uri(""), "key", "--rate", "-1").expect(2);
        check(
                        server.uri(""),
                        "key",
                        "--out",
                        folder.resolve("no/such/folder.json").toString())
                .expect(2);
        Outcome.of("check", "--cm-id", "1").expect(2);
    }

    /** The profile replaces a file by a rename. This would destroy a link, a pipe or a device. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void refusesToReplaceWhatIsNoFile() throws Exception {
        var pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        var file = Files.writeString(folder.resolve("real.json"), "{}");
        var link = Files.createSymbolicLink(folder.resolve("link.json"), file);
        try (var other = answering(500, "")) {
            for (var out : List.of("-", "/dev/null", pipe.toString(), link.toString(), folder.toString())) {
                var refused = check(other.uri(), "key", "--out", out).expect(2);
                assertTrue(refused.err().startsWith("daybook: --out: "), refused::err);
            }
            assertEquals(0, other.requests().size());
        }
        assertTrue(Files.isSymbolicLink(link));
        assertFalse(Files.isRegularFile(pipe));
        assertFalse(Files.isRegularFile(Path.of("/dev/null")));
    }

    /** The output in one line. */
    private static String words(Outcome outcome) {
        return outcome.out().replaceAll("[ \\n\\r]+", " ");
    }

    private static Outcome check(URI uri, String token, String... more) throws IOException {
        return Outcome.of(arguments(uri, token, more).toArray(String[]::new));
    }

    /** Starts a proxy that gives the same answer to everything. */
    private static FaultProxy answering(int status, String body) {
        return FaultProxy.start(server.uri(""), FaultPlan.always(Fault.answer(status, body)));
    }

    private static List<String> arguments(URI uri, String token, String... more) throws IOException {
        var key = Files.writeString(Files.createTempFile(folder, "key", ".txt"), token);
        var arguments = new ArrayList<>(List.of(
                "check", "--url", uri.toString(), "--cm-id", "1000298", "--key-file", key.toString(), "--rate", "0"));
        if (List.of(more).contains("--rate")) {
            arguments.subList(arguments.size() - 2, arguments.size()).clear();
        }
        arguments.addAll(Arrays.asList(more));
        return arguments;
    }
}
