package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.http.pipeline.ApiKeys;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The commands as a person or a script calls them: their output and exit codes. */
class CommandsTest {
    private static final int USAGE = 2;
    private static final String PULL =
            "{\"cm_id\":1000298,\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\"}";
    private static final Pattern KEY_ID = Pattern.compile("Key (\\d+)\\.");

    @TempDir
    Path folder;

    @Test
    void accountsAreCreatedListedAndChanged() {
        run("account", "create", "--cm-id", "7", "--name", "Example Traders").expect(Main.DONE);
        run("account", "create", "--cm-id", "5", "--name", "Other", "--zone", "Europe/London")
                .expect(Main.DONE);
        assertEquals(
                "5\tEurope/London\tOther\t{}\n7\tAsia/Kolkata\tExample Traders\t{}\n",
                run("account", "list").expect(Main.DONE).out());

        var twice = run("account", "create", "--cm-id", "7", "--name", "Again").expect(Main.FAILED);
        assertTrue(twice.err().contains("account set"), twice.err());
        run("account", "set", "--cm-id", "7", "--name", "New Name").expect(Main.DONE);
        run("account", "set", "--cm-id", "7", "--all-customer-page", "{\"zoneIdStr\": \"7,9\"}")
                .expect(Main.DONE);
        assertTrue(run("account", "list").out().contains("7\tAsia/Kolkata\tNew Name\t{\"zoneIdStr\": \"7,9\"}\n"));

        run("account", "set", "--cm-id", "8", "--name", "Nobody").expect(Main.FAILED);
        run("account", "create", "--cm-id", "0", "--name", "Zero").expect(USAGE);
        run("account", "create", "--cm-id", "9", "--name", " ").expect(USAGE);
        run("account", "create", "--name", "No number").expect(USAGE);
        run("account").expect(USAGE);
    }

    @Test
    void anUnknownZoneOrFilterIsNamed() {
        run("account", "create", "--cm-id", "7", "--name", "Example").expect(Main.DONE);
        for (var command : List.of("create", "set")) {
            var wrong = run("account", command, "--cm-id", "7", "--name", "Example", "--zone", "Asia/Kolkatta")
                    .expect(USAGE);
            assertTrue(wrong.err().contains("'Asia/Kolkatta'"), wrong.err());
            assertTrue(wrong.err().contains("did you mean 'Asia/Kolkata'?"), wrong.err());
            assertFalse(wrong.err().contains("\tat "), wrong.err());
        }
        var filter = run("account", "set", "--cm-id", "7", "--all-customer-page", "{\"zoneIdString\":\"7\"}");
        assertEquals(USAGE, filter.code());
        assertTrue(filter.err().contains("zoneIdString"), filter.err());
        assertEquals("7\tAsia/Kolkata\tExample\t{}\n", run("account", "list").out());
    }

    @Tag("jdk")
    @Test
    void keyCreatePrintsTheTokenAlone() {
        run("account", "create", "--cm-id", "7", "--name", "Example").expect(Main.DONE);
        var created = run("key", "create", "--cm-id", "7", "--label", "till").expect(Main.DONE);
        assertTrue(created.out().matches("\\S{40,}\n"), created.out());
        assertFalse(created.err().contains(created.out().strip()), created.err());

        var listed = run("key", "list", "--cm-id", "7").expect(Main.DONE).out();
        assertEquals(id(created) + "\tvalid\t*\tnever\topen\tnever\ttill\n", listed);
        run("key", "create", "--cm-id", "8").expect(Main.FAILED);
        var scope = run("key", "create", "--cm-id", "7", "--scopes", "customers:raed")
                .expect(USAGE);
        assertTrue(scope.err().contains("customers:read"), scope.err());
        var date = run("key", "create", "--cm-id", "7", "--expires", "tomorrow").expect(USAGE);
        assertTrue(date.err().contains("2027-12-31"), date.err());
        run("key", "disable", "--cm-id", "7", "1").expect(Main.FAILED);
    }

    @ParameterizedTest
    @EnumSource
    void keysAllowTheirScopes(TestDatabase kind) throws Exception {
        var address = kind.newUrl();
        try (var server = TestServer.start(dev.daybook.store.DatabaseUrl.parse(address))) {
            var base = List.of("--cm-id", "1000298", "--database-url", address);
            var fresh = on(base, "key", "create").expect(Main.DONE);
            assertEquals(200, pull(server, fresh.out().strip()));
            assertEquals(
                    200,
                    pull(
                            server,
                            on(base, "key", "create", "--expires", "2024-05-02")
                                    .out()
                                    .strip()));
            assertEquals(
                    401,
                    pull(
                            server,
                            on(base, "key", "create", "--expires", "2024-05-01")
                                    .out()
                                    .strip()));
            assertEquals(
                    401,
                    pull(
                            server,
                            on(base, "key", "create", "--expires", "2024-05-02T16:15:00+05:30")
                                    .out()
                                    .strip()));
            assertEquals(
                    403,
                    pull(
                            server,
                            on(base, "key", "create", "--scopes", "customers:write")
                                    .out()
                                    .strip()));

            var file = Files.writeString(folder.resolve("token.txt"), "Basic b2xkLXRva2Vu=with!odd~signs\n");
            assertEquals(
                    "b2xkLXRva2Vu=with!odd~signs\n",
                    on(base, "key", "create", "--token-file", file.toString())
                            .expect(Main.DONE)
                            .out());
            assertEquals(200, pull(server, "b2xkLXRva2Vu=with!odd~signs"));
            on(base, "key", "create", "--token-file", file.toString()).expect(Main.FAILED);

            on(base, "key", "disable", id(fresh)).expect(Main.DONE);
            Thread.sleep(ApiKeys.OBEYED_WITHIN.toMillis());
            assertEquals(401, pull(server, fresh.out().strip()));
            assertTrue(on(base, "key", "list").out().contains(id(fresh) + "\tdisabled\t"));
        }
    }

    @Test
    void aNewZoneRendersTheDocumentsAgain() {
        var address = TestDatabase.SQLITE.newUrl();
        try (var server = TestServer.start(dev.daybook.store.DatabaseUrl.parse(address))) {
            server.addCustomer("Asha", "9000000001");
            var base = List.of("--cm-id", "1000298", "--database-url", address);
            var set = on(base, "account", "set", "--zone", "America/New_York").expect(Main.DONE);
            assertTrue(set.err().contains("1 documents rendered"), set.err());
            var pulled = server.post(Paths.PULL_CUSTOMERS, PULL);
            assertTrue(pulled.body().contains("\"generationDate\":\"May 2, 2024 6:45:42 AM\""), pulled.body());
            assertEquals(
                    "2024-05-02T04:00:00Z/2024-05-03T04:00:00Z",
                    pulled.headers().firstValue("X-Daybook-Window").orElseThrow());
        }
    }

    @Test
    void serveRefusesADatabaseWithoutAccounts() {
        var refused = run("serve", "--port", "0").expect(Main.FAILED);
        assertTrue(refused.err().contains("daybook account create"), refused.err());
        assertTrue(refused.err().contains("daybook key create"), refused.err());
        assertEquals("", refused.out());
        run("serve", "--port", "many").expect(USAGE);
        run("serve", "--tls-key", "key.pem").expect(USAGE);
    }

    @Tag("jdk")
    @Test
    void settingsComeFromTheEnvironmentAndTheFile() throws IOException {
        var database = "sqlite:" + folder.resolve("elsewhere.db");
        var other = "sqlite:" + folder.resolve("other.db");
        var file = Files.writeString(folder.resolve("daybook.properties"), "database-url=" + database + "\n");
        var secret = Files.writeString(folder.resolve("secret"), database + "\n");
        Outcome.of(
                        Map.of("DAYBOOK_DATABASE_URL", database),
                        "account",
                        "create",
                        "--cm-id",
                        "7",
                        "--name",
                        "From the environment")
                .expect(Main.DONE);
        for (var environment : List.of(
                Map.of("DAYBOOK_DATABASE_URL", database),
                Map.of("DAYBOOK_DATABASE_URL_FILE", secret.toString()),
                Map.of("DAYBOOK_CONFIG", file.toString()))) {
            assertTrue(
                    Outcome.of(environment, "account", "list").out().contains("From the environment"),
                    environment::toString);
        }
        assertTrue(
                Outcome.of("account", "list", "--config", file.toString()).out().contains("From the environment"));
        assertTrue(Outcome.of("account", "list", "--config=" + file).out().contains("From the environment"));
        var flagFirst =
                Outcome.of(Map.of("DAYBOOK_DATABASE_URL", database), "account", "list", "--database-url", other);
        assertTrue(flagFirst.expect(Main.FAILED).err().contains("no database"), flagFirst.err());
        var variableFirst =
                Outcome.of(Map.of("DAYBOOK_DATABASE_URL", other), "account", "list", "--config", file.toString());
        assertTrue(variableFirst.expect(Main.FAILED).err().contains("other.db"), variableFirst.err());
    }

    /**
     * A value that begins with an at sign is taken as it is. Otherwise picocli would replace it by the words of the
     * file that it names, and fail if it names a folder.
     */
    @Test
    void aValueThatBeginsWithAnAtSignIsTakenAsTyped() throws IOException {
        var file = "@" + Files.writeString(folder.resolve("names"), "Of the file");
        run("account", "create", "--cm-id", "7", "--name", file).expect(Main.DONE);
        run("account", "create", "--cm-id", "8", "--name", "@" + folder).expect(Main.DONE);
        assertEquals(
                "7\tAsia/Kolkata\t" + file + "\t{}\n8\tAsia/Kolkata\t@" + folder + "\t{}\n",
                run("account", "list").expect(Main.DONE).out());
    }

    @Tag("jdk")
    @Test
    void unknownSettingsAreNamedWithTheNearest() throws IOException {
        var variable = Outcome.of(Map.of("DAYBOOK_DATABSE_URL", "sqlite:x"), "account", "list")
                .expect(USAGE);
        assertTrue(variable.err().contains("'DAYBOOK_DATABSE_URL'"), variable.err());
        assertTrue(variable.err().contains("did you mean 'DAYBOOK_DATABASE_URL'?"), variable.err());

        var file = Files.writeString(folder.resolve("daybook.properties"), "max-limt=5\n");
        var key = Outcome.of("account", "list", "--config", file.toString()).expect(USAGE);
        assertTrue(key.err().contains("'max-limt'; did you mean 'max-limit'?"), key.err());
        var missing = Outcome.of(
                        "account", "list", "--config", folder.resolve("none").toString())
                .expect(USAGE);
        assertTrue(missing.err().contains("none"), missing.err());
        run("account", "list", "--colour").expect(USAGE);
        run("acount").expect(USAGE);
    }

    @Test
    void anUnreachableDatabaseIsReportedInOneLineWithoutItsPassword() {
        var url = Map.of("DAYBOOK_DATABASE_URL", "postgresql://me:s3cret@127.0.0.1:1/daybook");
        var failed = Outcome.of(url, "account", "list").expect(Main.FAILED);
        assertFalse(failed.err().contains("s3cret"), failed.err());
        assertFalse(failed.err().contains("\tat "), failed.err());
        var malformed = Outcome.of("account", "list", "--database-url", "postgresql://me:s3c%ret@db.example/daybook")
                .expect(USAGE);
        assertFalse(malformed.err().contains("s3c"), malformed.err());
    }

    @Test
    void aDemoNeedsAnExistingZone() {
        var unknown = Outcome.of("demo", "--zone", "Europe/Berlim").expect(USAGE);
        assertTrue(unknown.err().contains("unknown zone 'Europe/Berlim'; did you mean 'Europe/Berlin'?"), unknown::err);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "serve",
                "account create",
                "account set",
                "key create",
                "key rotate",
                "customer delete",
                "import customers",
                "import faq",
                "rerender",
                "pull customers",
                "pull tickets",
                "pull orders",
                "verify"
            })
    void helpShowsExamples(String command) {
        var help = help(command);
        assertTrue(help.contains("Example"), help);
        assertTrue(help.contains("daybook " + command), help);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "serve", "pull customers", "pull tickets", "pull orders", "verify"})
    void helpTellsTheExitCodes(String command) {
        assertTrue(help(command).matches("(?s).*Exit codes[^:]*:\\s+0 .*"), help(command));
    }

    @ParameterizedTest
    @ValueSource(strings = {"account", "account list", "key", "key list", "key disable", "customer", "pull", "version"})
    void everyCommandHasHelp(String command) {
        assertTrue(help(command).contains("Usage: daybook " + command), help(command));
    }

    /**
     * No line below the options in a help has more than 80 characters. A terminal of 80 columns would break a longer
     * line anywhere, and a broken command cannot be pasted.
     */
    @Test
    void theLinesBelowTheOptionsFitATerminal() {
        var wide = footers(new CommandLine(Main.class))
                .filter(line -> line.length() > 80)
                .toList();
        assertEquals(List.of(), wide);
    }

    /** The shell makes the file of an output readable for every user, unless umask says otherwise. */
    @Test
    void anExampleThatWritesASecretIntoAFileHidesTheFile() {
        var writing = footers(new CommandLine(Main.class))
                .filter(line -> line.matches(".*daybook (?:admin-key|key|webhook|user) .* >[a-z].*"))
                .toList();
        assertEquals(1, writing.size(), writing::toString);
        assertTrue(writing.get(0).matches(" *\\(umask 077; daybook [^>]*>[a-z-]+\\)"), writing.get(0));
    }

    private static Stream<String> footers(CommandLine command) {
        return Stream.concat(
                Stream.of(command.getCommandSpec().usageMessage().footer()).flatMap(String::lines),
                command.getSubcommands().values().stream().flatMap(CommandsTest::footers));
    }

    private static String help(String command) {
        var words = new ArrayList<>(List.of(command.split(" ")));
        words.remove("");
        words.add("--help");
        return Outcome.of(words.toArray(String[]::new)).expect(Main.DONE).out();
    }

    private Outcome run(String... arguments) {
        return Outcome.of(Map.of("DAYBOOK_DATA", folder.resolve("data").toString()), arguments);
    }

    private static Outcome on(List<String> base, String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(base);
        return Outcome.of(all.toArray(String[]::new));
    }

    private static String id(Outcome created) {
        var id = KEY_ID.matcher(created.err());
        assertTrue(id.find(), created.err());
        return id.group(1);
    }

    private static int pull(TestServer server, String token) {
        return server.post(Paths.PULL_CUSTOMERS, PULL, Map.of("Authorization", "Basic " + token))
                .statusCode();
    }
}
