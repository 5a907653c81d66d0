package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.daybook.domain.account.Account;
import dev.daybook.kit.JavaCommand;
import dev.daybook.kit.TestServer;
import dev.daybook.store.DatabaseUrl;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tests the blocks of code in README.md and the guides. Bash runs the shell blocks, unless a comment before a block
 * says why it is not run. The blocks of one document run in one folder and against one server. Other blocks are parsed.
 */
class DocumentBlocksTest {
    private static final Path README = Path.of("README.md");
    private static final Pattern OF_SERVICE = Pattern.compile("systemctl .*daybook");
    private static final Pattern ON_DATABASE =
            Pattern.compile("\\bdaybook (account|admin-key|backup|customer|doctor|import"
                    + "|key|rerender|restore|restored|user|webhook) ");
    private static final Pattern VARIABLE = Pattern.compile("^Environment=(DAYBOOK_[A-Z_]+)=(.*)$", Pattern.MULTILINE);

    /** Languages of blocks that no shell runs: requests, answers and files, or programs and settings of readers. */
    private static final List<String> NOT_FOR_SHELL =
            List.of("", "sql", "java", "python", "js", "http", "ini", "nginx", "json");

    /** A script that stands for the program in a block. It ends a server as soon as the server is ready. */
    private static final String LAUNCHER = """
            #!/bin/bash
            run() { exec %s "$@"; }
            case "$1" in
            serve | demo)
              coproc run "$@"
              while read -r line <&"${COPROC[0]}"; do
                echo "$line"
                case "$line" in "Daybook is ready"*) kill "$COPROC_PID"; wait; exit 0 ;; esac
              done
              exit 1 ;;
            *) run "$@" ;;
            esac
            """;

    /** Makes curl fail for an answer with an error, which ends the block. */
    private static final String CURL = "curl() { command curl --silent --show-error --fail-with-body \"$@\"; }\n";

    @TempDir
    Path folder;

    static Stream<Path> documents() throws IOException {
        try (var guides = Files.list(Path.of("docs"));
                var pages = Files.list(Path.of("docs", "api"))) {
            return Stream.of(Stream.of(README), guides, pages)
                    .flatMap(some -> some)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    static Stream<Path> documentsWithCommands() throws IOException {
        var found = new ArrayList<Path>();
        for (var document : documents().toList()) {
            if (DocumentBlock.of(document).stream()
                    .anyMatch(block -> block.isForShell() && block.notRun().isEmpty())) {
                found.add(document);
            }
        }
        return found.stream();
    }

    @ParameterizedTest
    @MethodSource("documentsWithCommands")
    void everyDocumentedShellBlockRuns(Path document) throws Exception {
        assumeTrue(hasPrograms(), "bash or curl is not there: the commands of documents are not run");
        try (var server = document.endsWith("sandbox.md")
                ? TestServer.startSandbox(ZoneId.of("Asia/Kolkata"))
                : TestServer.start(DatabaseUrl.parse("sqlite:" + folder.resolve("data/daybook.db")))) {
            prepare(document);
            if (read(document).contains("daybook check ")) {
                recent(server);
            }
            var ticket = records(server);
            for (var name : List.of("key.txt", "test-key.txt")) {
                Files.writeString(folder.resolve(name), server.token);
            }
            var script = new StringBuilder(CURL);
            for (var block : DocumentBlock.of(document)) {
                if (block.isForShell() && block.notRun().isEmpty()) {
                    script.append("echo '--- " + block.place() + "' >&2\n")
                            .append(placed(block.script(), server, ticket))
                            .append('\n');
                }
            }
            var log = folder.resolve("log").toFile();
            var builder = new ProcessBuilder("bash", "-e", "-o", "pipefail", "-c", script.toString())
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log);
            // The commands must not use a database or a server that the developer has set.
            builder.environment().keySet().removeIf(name -> name.startsWith("DAYBOOK_"));
            builder.environment().putAll(environment(document, server));
            var shell = builder.start();
            shell.getOutputStream().close();
            var ended = shell.waitFor(15, TimeUnit.MINUTES);
            shell.destroyForcibly();
            assertTrue(ended, () -> "runs for too long\n" + read(log.toPath()));
            assertEquals(0, shell.exitValue(), () -> read(log.toPath()));
        }
    }

    @Test
    void blocksThatAreNotRunGiveAReasonAndOthersCanBeParsed() throws IOException {
        var json = new JsonMapper();
        for (var document : documents().toList()) {
            for (var block : DocumentBlock.of(document)) {
                assertTrue(
                        block.isForShell() || NOT_FOR_SHELL.contains(block.language()),
                        block.place() + ": nothing reads a block of '" + block.language() + "'");
                assertFalse(!block.isForShell() && !block.notRun().isEmpty(), block.place() + " is never run");
                if (block.language().equals("json")) {
                    assertFalse(json.readTree(block.text()).isMissingNode(), block.place());
                }
                if (block.language().equals("ini")) {
                    var variables = new TreeMap<String, String>();
                    VARIABLE.matcher(block.text())
                            .results()
                            .forEach(found -> variables.put(found.group(1), found.group(2)));
                    Outcome.of(variables, "config", "check").expect(Main.DONE);
                }
            }
        }
    }

    /**
     * A documented command for the database of a service runs as the user of the service, and names the database or the
     * settings file. A command that a person types does not read the variables and settings of the service.
     */
    @Test
    void documentedCommandsForAServiceNameItsDatabaseAndUser() throws IOException {
        for (var document : documents().toList()) {
            for (var block : DocumentBlock.of(document)) {
                if (block.isForShell() && OF_SERVICE.matcher(block.text()).find()) {
                    for (var line : block.script().replace("\\\n", " ").split("\n", -1)) {
                        assertTrue(
                                !ON_DATABASE.matcher(line).find()
                                        || (line.startsWith("sudo -u daybook daybook ")
                                                && (line.contains(" --data ") || line.contains(" --config "))),
                                block.place() + ": " + line);
                    }
                }
            }
        }
    }

    private static boolean hasPrograms() {
        var path = System.getenv("PATH").split(File.pathSeparator, -1);
        return Stream.of("bash", "curl")
                .allMatch(name -> Stream.of(path).anyMatch(place -> Files.isExecutable(Path.of(place, name))));
    }

    /**
     * Adds more customers of yesterday than a page has, so that {@code daybook check} finds a day with more than a
     * page.
     */
    private static void recent(TestServer server) {
        var today = server.clock.instant();
        var zone = Account.DEFAULT_ZONE;
        var yesterday =
                LocalDate.now(zone).minusDays(1).atTime(12, 0).atZone(zone).toInstant();
        for (var number = 0; number < 103; number++) {
            server.clock.set(yesterday.plusSeconds(number));
            var customer = "{\"customer_info\": {\"customer_name\": \"Person %1$d\", \"phone\": \"91%1$08d\"}}";
            server.post("/ms/customer/customer/api/v1/add-update", customer.formatted(number));
        }
        server.clock.set(today);
    }

    /** Adds the customer and the ticket to which the examples of the API pages refer. Returns the ticket's id. */
    private static String records(TestServer server) {
        var customer = "{\"customer_info\": {\"customer_name\": \"Asha Rao\", \"phone\": \"9000000001\"}}";
        assertEquals(
                200,
                server.post("/ms/customer/customer/api/v1/add-update", customer).statusCode());
        var ticket = server.post(
                        "/add-ticket-from-other-source.html/v.2.0",
                        "[{\"title\": \"Kettle\", \"customer_name\": \"Asha Rao\", \"phone\": \"9000000001\","
                                + " \"ticket_details\": \"It does not turn on.\", \"due_date\": \"2036-11-27 18:00:00\"}]")
                .body();
        return new JsonMapper().readTree(ticket).path("ticket_id").asString();
    }

    private void prepare(Path document) throws IOException {
        var launcher = Files.writeString(folder.resolve("daybook"), LAUNCHER.formatted(daybook()));
        assertTrue(launcher.toFile().setExecutable(true));
        var name = document.equals(README) ? "Full name" : "name";
        Files.writeString(folder.resolve("customers.csv"), name + ",phone\nAsha,9000000001\nRavi,9000000002\n");
        Files.createDirectories(folder.resolve("backup"));
        var payments = Files.createDirectories(folder.resolve("help/Payments"));
        Files.writeString(payments.resolve("refunds.md"), "# How do I get a refund?\n\nBy the app.\n");
    }

    /** The command that runs Daybook, quoted for a shell. */
    private static String daybook() {
        return JavaCommand.daybook().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    }

    private Map<String, String> environment(Path document, TestServer server) {
        return Map.of(
                "PATH",
                folder + ":" + System.getenv("PATH"),
                "DAYBOOK_DATA",
                folder.resolve(document.equals(README) ? "own" : "data").toString(),
                "DAYBOOK_PORT",
                "0",
                "DAYBOOK_LAME_DUCK",
                "0",
                "DAYBOOK_PULL_RATE",
                "0",
                "TOKEN",
                server.token);
    }

    /** The script with the server and the folders of this test instead of those of the document. */
    private String placed(String script, TestServer server, String ticket) {
        var address = server.uri("").toString().replaceAll("/$", "");
        return script.replaceAll("https://(crm|daybook)\\.example|http://127\\.0\\.0\\.1:8080", address)
                .replaceAll("daybook-[0-9]{8}T[0-9]{6}Z\\.tar", "daybook-*.tar")
                .replaceAll("--port [0-9]+", "--port 0")
                .replaceAll("--rate [0-9]+", "--rate 0")
                .replaceAll("/backup/", folder + "/backup/")
                .replace("713516551149", ticket)
                .replace("/srv/daybook", folder + "/restored")
                .replace("TOKEN='MTAwMDAy...'", "");
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }
}
