package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.kit.TestCustomers;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What each command prints with {@code --json} has the fields that the guide names, in their order. */
class CommandJsonTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Pattern ROW = Pattern.compile("^\\| (`[a-z][^|]*`) \\| (`format`.*) \\|$", Pattern.MULTILINE);
    private static final Pattern COMMAND = Pattern.compile("`([a-z -]+)`");
    private static final Pattern NAME = Pattern.compile("`([A-Za-z]+)`");

    /** A row of the guide's table of what stands for a missing value. */
    private static final Pattern ABSENT =
            Pattern.compile("^\\| (`never`|`-`|no field) \\| ([^|]*) \\|", Pattern.MULTILINE);

    /** The command whose JSON has its own schema. */
    private static final String CHECK = "check";

    /**
     * Commands without {@code --json}: they change something, run a server, print one value alone, or write files for
     * other programs.
     */
    private static final Set<String> WITHOUT = new TreeSet<>(List.of(
            "account create",
            "account delete",
            "account set",
            "account substatus name-by-keys",
            "account substatus remove",
            "account substatus set",
            "admin-key create",
            "admin-key disable",
            "completion",
            "config check",
            "customer delete",
            "demo",
            "help",
            "import remove",
            "key disable",
            "man",
            "ready",
            "rerender",
            "restored",
            "serve",
            "user create",
            "user disable",
            "user reset",
            "webhook remove",
            "webhook retry",
            "webhook set"));

    private final Map<String, List<String>> documented = new TreeMap<>();

    /** For each word that stands for a missing value, the fields that may have it. */
    private final Map<String, List<String>> absent = new TreeMap<>();

    @TempDir
    private Path folder;

    CommandJsonTest() throws IOException {
        var guide = Files.readString(Path.of("docs", "configuration.md"));
        ROW.matcher(guide)
                .results()
                .forEach(row -> COMMAND.matcher(row.group(1))
                        .results()
                        .forEach(command -> documented.put(command.group(1), names(row.group(2)))));
        ABSENT.matcher(guide).results().forEach(row -> absent.put(row.group(1).replace("`", ""), names(row.group(2))));
    }

    private static List<String> names(String text) {
        return NAME.matcher(text).results().map(name -> name.group(1)).toList();
    }

    @Test
    void everyCommandWithJsonIsDescribed() {
        var found = new TreeSet<String>();
        collect(new CommandLine(Main.class), "", found);
        found.remove(CHECK);
        var described = new TreeSet<>(documented.keySet());
        described.removeAll(List.of("pull customers --changes", "pull customers --dry-run"));
        assertEquals(found, described);
    }

    @Test
    void everyCommandWithoutJsonIsInTheListOfExceptions() {
        var all = new TreeSet<String>();
        leaves(new CommandLine(Main.class), "", all);
        var with = new TreeSet<String>();
        collect(new CommandLine(Main.class), "", with);
        all.removeAll(with);
        assertEquals(WITHOUT, all, "a command that lists or reports has --json; others are listed here");
    }

    private static void leaves(CommandLine command, String name, Set<String> found) {
        if (command.getSubcommands().isEmpty()) {
            found.add(name);
        }
        command.getSubcommands().forEach((word, sub) -> leaves(sub, name.isEmpty() ? word : name + " " + word, found));
    }

    private static void collect(CommandLine command, String name, Set<String> found) {
        if (command.getCommandSpec().findOption("--json") != null) {
            found.add(name);
        }
        command.getSubcommands().forEach((word, sub) -> collect(sub, name.isEmpty() ? word : name + " " + word, found));
    }

    @Test
    void theJsonOfAPullAndOfAVerificationHasTheirResults() throws IOException {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            var customers = new TestCustomers(server);
            var first = customers.save(0, "One");
            customers.save(0, "Two");
            var key = Files.writeString(folder.resolve("key.txt"), server.token).toString();
            var out = folder.resolve("may.ndjson").toString();
            var connection = List.of("--url", server.uri("").toString(), "--cm-id", "1000298", "--key-file", key);
            var days = List.of("--from", "2024-05-01", "--to", "2024-05-03");

            var planned = json("pull customers --dry-run", 0, connection, days, List.of("--out", out));
            assertEquals(3, planned.path("days").asInt());
            var pulled = json("pull customers", 0, connection, days, List.of("--out", out));
            assertEquals(2, pulled.path("records").asInt());
            assertEquals("agrees", pulled.path("proof").asString());
            assertEquals(32, pulled.path("traceId").asString().length());
            var same = json("verify", 0, List.of(out), connection, days);
            assertTrue(same.path("same").asBoolean());
            server.clock.set(server.clock.instant().plusSeconds(1));
            customers.save(first, "Changed");
            var other = json("verify", 6, List.of(out), connection, days);
            assertFalse(other.path("same").asBoolean());
            assertEquals("[\"2024-05-02\"]", other.path("differing").toString());
            assertEquals(
                    "[" + first + "]",
                    other.path("differences").path(0).path("changed").toString());
            var changes = folder.resolve("changes.ndjson").toString();
            assertEquals(
                    2,
                    json("pull customers --changes", 0, connection, List.of("--out", changes))
                            .path("changes")
                            .asInt());
            for (var kind : List.of("tickets", "orders")) {
                json("pull " + kind, 0, connection, days, List.of("--out", folder.resolve(kind) + ".ndjson"));
            }
        }
    }

    @Test
    void theJsonOfAnImportHasItsResults() throws IOException {
        var data = data();
        var good = Files.writeString(folder.resolve("good.csv"), "name,phone\nAsha,9000000001\nRavi,9000000002\n");
        var imported = json("import customers", 0, List.of(good.toString()), data);
        assertTrue(imported.path("done").asBoolean());
        assertEquals(2, imported.path("added").asInt());
        var bad = Files.writeString(folder.resolve("bad.csv"), "name,phone\nAsha,x\n,9\n");
        var refused = json("import customers", 1, List.of(bad.toString()), data);
        assertFalse(refused.path("done").asBoolean());
        assertEquals(0, refused.path("added").asInt());
        assertTrue(refused.path("refused").asInt() > 0);
        assertTrue(refused.path("firstRefused").path(0).path("place").asString().startsWith("line "));
    }

    @Test
    void theJsonOfKeyAndBackupCommandsHasTheirResults() throws IOException {
        var data = data();
        Outcome.of("user", "create", "asha@shop.example", "--operator", "--data", data.get(3))
                .expect(Main.DONE);
        var created = json("key create", 0, data);
        var id = created.path("id").asString();
        assertTrue(created.path("token").asString().length() > 20);
        var rotated = json("key rotate", 0, List.of(id), data);
        assertEquals(id, rotated.path("replaces").asString());
        assertFalse(created.has("expires"), created::toString);
        var expiring = json("key create", 0, List.of("--expires", "2099-12-31", "--mask"), data);
        assertEquals("2099-12-31T18:30:00Z", expiring.path("expires").asString());
        var keys = json("key list", 0, data).path("keys");
        assertEquals("never", keys.path(1).path("expiresAt").asString());
        assertEquals("never", keys.path(1).path("lastUse").asString());
        assertEquals("open", keys.path(1).path("masking").asString());
        assertEquals("masking", keys.path(2).path("masking").asString());
        json("user list", 0, data.subList(2, 4));
        json("admin-key list", 0, data.subList(2, 4));
        json("import list", 0, data);
        json("webhook list", 0, data);
        Outcome.ofAll(List.of("webhook", "set", "--url", "http://127.0.0.1:9/", "--allow-private"), data)
                .expect(Main.DONE);
        var webhook = json("webhook show", 0, data).at("/webhooks/0");
        assertEquals("-", webhook.path("formerSecretsSignUntil").asString());
        assertEquals("private", webhook.path("addresses").asString());
        json("account substatus list", 0, data);
        json("account calendar", 0, data);
        json("account list", 0, data.subList(2, 4));
        json("config print", 0);
        json("version", 0);
        json("explain", 0, List.of("503"));
        json("doctor", 0, data.subList(2, 4));
        var file = json(
                        "backup",
                        0,
                        data.subList(2, 4),
                        List.of("--out", folder.resolve("b.tar").toString()))
                .path("file")
                .asString();
        json("restore", 0, List.of(file, "--data", folder.resolve("restored").toString()));
        json("account export", 0, data, List.of("--out", folder.resolve("a.tar").toString()));
    }

    private List<String> data() {
        var place = folder.resolve("data").toString();
        Outcome.of("account", "create", "--cm-id", "7", "--name", "Seven", "--data", place)
                .expect(Main.DONE);
        return List.of("--cm-id", "7", "--data", place);
    }

    /**
     * Runs a command with {@code --json} and checks that it prints the fields that the guide names, in their order.
     * Returns the JSON.
     */
    @SafeVarargs
    private JsonNode json(String command, int code, List<String>... options) {
        var words = new ArrayList<>(List.of(command.split(" ")));
        for (var some : options) {
            words.addAll(some);
        }
        words.add("--json");
        var outcome = Outcome.of(words.toArray(new String[0])).expect(code);
        assertEquals(1, outcome.out().lines().count(), outcome.out());
        var answer = MAPPER.readTree(outcome.out());
        assertEquals(1, answer.path("format").asInt());
        var names = documented.getOrDefault(command, List.of());
        var found = fields(answer);
        var known = new ArrayList<>(names);
        known.retainAll(found);
        assertEquals(found, known, command + " prints what the guide does not name, or in another order");
        if (answer.properties().stream().map(Map.Entry::getValue).noneMatch(CommandJsonTest::isEmptyList)) {
            var missing = new ArrayList<>(names);
            missing.removeAll(found);
            missing.removeAll(absent.getOrDefault("no field", List.of()));
            assertEquals(List.of(), missing, command + " does not print what the guide names");
        }
        checkAbsence(command, answer);
        return answer;
    }

    /** Checks that each word for a missing value is in a field for which the guide has this word. */
    private void checkAbsence(String command, JsonNode answer) {
        answer.properties().forEach(field -> {
            var word = field.getValue().asString("");
            if (word.equals("never") || word.equals("-")) {
                assertTrue(absent.getOrDefault(word, List.of()).contains(field.getKey()), command + ": " + field);
            }
            field.getValue().forEach(entry -> checkAbsence(command, entry));
        });
    }

    private static boolean isEmptyList(JsonNode value) {
        return value.isArray() && value.isEmpty();
    }

    /** The names of the fields. If a field is a list of objects, their names follow its name. */
    private static List<String> fields(JsonNode answer) {
        var names = new ArrayList<String>();
        answer.properties().forEach(field -> {
            names.add(field.getKey());
            var first = field.getValue().path(0);
            if (first.isObject()) {
                names.addAll(fields(first));
            }
        });
        return names;
    }
}
