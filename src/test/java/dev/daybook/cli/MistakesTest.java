package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.kit.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Mistakes that people make, each with its exit code and its complete message: one to three lines that say what is
 * wrong, where, and what to do. The table of mistakes is {@code mistakes/commands.txt}.
 */
class MistakesTest {
    private static final String TABLE = "/mistakes/commands.txt";

    @TempDir
    static Path folder;

    /**
     * A row of the table.
     *
     * @param name what the mistake is
     * @param environment variables
     * @param arguments the command line
     * @param code the exit code
     * @param said the lines of standard error
     */
    record Mistake(String name, Map<String, String> environment, List<String> arguments, int code, String said) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Prepares one folder for all mistakes, because no mistake changes anything in it. */
    @BeforeAll
    static void prepare() throws IOException {
        Outcome.of("account", "create", "--cm-id", "7", "--name", "Example", "--data", in("data"))
                .expect(Main.DONE);
        Files.writeString(folder.resolve("afile"), "");
        Files.createDirectory(folder.resolve("afolder"));
        Files.writeString(folder.resolve("misspelt.properties"), "# a comment\nprot=1\n");
        Files.writeString(folder.resolve("eighty.properties"), "host=127.0.0.1\nport=eighty\n");
        Files.writeString(folder.resolve("short.txt"), "MTAw");
        Files.writeString(folder.resolve("quoted.txt"), "\"MTAw\"\n");
        Files.writeString(folder.resolve("header.txt"), "'Basic MTAw'\n");
        Files.writeString(folder.resolve("utf16.txt"), "\uFEFFMTAw\r\n", StandardCharsets.UTF_16LE);
        Files.writeString(folder.resolve("good.csv"), "name,phone\nAsha,9000000001\n");
        Files.writeString(folder.resolve("empty.csv"), "");
        Files.writeString(folder.resolve("nophone.csv"), "name,city\nAsha,Pune\n");
        Files.writeString(folder.resolve("two.csv"), "name,phone,phone\nAsha,9000000001,9000000002\n");
        Files.writeString(
                folder.resolve("twice.csv"), "customer_code,name,phone\nC1,Asha,9000000001\nC1,Ravi,9000000002\n");
        // Files of spreadsheet programs are ZIP archives.
        Files.write(folder.resolve("book.xlsx"), new byte[] {'P', 'K', 3, 4, 0, 0, (byte) 0xFF});
        Outcome.of("backup", "--out", in("good.tar"), "--data", in("data")).expect(Main.DONE);
    }

    private static String in(String name) {
        return folder.resolve(name).toString();
    }

    static List<Mistake> mistakes() throws IOException {
        var mistakes = new ArrayList<Mistake>();
        try (var table = MistakesTest.class.getResourceAsStream(TABLE)) {
            for (var block : new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .strip()
                    .split("\n\n+", -1)) {
                var lines = new ArrayList<>(Arrays.asList(block.split("\n", -1)));
                lines.removeIf(line -> line.startsWith("##"));
                if (!lines.isEmpty()) {
                    mistakes.add(mistake(lines));
                }
            }
        }
        return mistakes;
    }

    private static Mistake mistake(List<String> lines) {
        var environment = new TreeMap<String, String>();
        var arguments = new ArrayList<>(Arrays.asList(lines.get(1).substring(2).split(" ", -1)));
        while (arguments.get(0).startsWith("DAYBOOK_")) {
            var variable = arguments.remove(0).split("=", 2);
            environment.put(variable[0], variable[1]);
        }
        arguments.remove(0);
        return new Mistake(
                lines.get(0).substring(2),
                environment,
                arguments,
                Integer.parseInt(lines.get(2)),
                String.join("\n", lines.subList(3, lines.size())));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void theMessageForAMistakeSaysWhatWhereAndWhatToDo(Mistake mistake) {
        var environment = new TreeMap<String, String>();
        mistake.environment().forEach((name, value) -> environment.put(name, placed(value)));
        environment.putIfAbsent("DAYBOOK_DATA", in("data"));
        var arguments = mistake.arguments().stream().map(MistakesTest::placed).toArray(String[]::new);
        var outcome = Outcome.of(environment, arguments);
        var said = outcome.err().replace(folder.toString(), "DIR").strip();
        assertEquals(mistake.said(), said);
        assertEquals(mistake.code(), outcome.code(), said);
        assertTrue(said.lines().count() <= 3, said);
        assertFalse(said.contains("java.") || said.contains("Exception"), said);
    }

    /** A word in which DIR stands for the folder and a plus sign for a blank. */
    private static String placed(String word) {
        return word.replace("DIR", folder.toString()).replace("+", " ");
    }

    @Test
    void aCommandWithAWrongFolderCreatesNoDatabase() {
        var elsewhere = in("elsewhere");
        for (var command : List.of("account list", "key list --cm-id 7", "doctor", "backup --out " + in("afolder"))) {
            Outcome.of(Map.of("DAYBOOK_DATA", elsewhere), command.split(" ", -1))
                    .expect(Main.FAILED);
            assertFalse(Files.exists(Path.of(elsewhere)), command);
        }
    }

    @Test
    void aWrongAccountMakesNoDatabase() {
        var elsewhere = in("nowhere");
        for (var command : List.of(
                "account create --cm-id 0 --name x",
                "account create --cm-id 8 --name= ",
                "account create --cm-id 8 --name x --zone IST")) {
            Outcome.of(Map.of("DAYBOOK_DATA", elsewhere), command.split(" ")).expect(2);
            assertFalse(Files.exists(Path.of(elsewhere)), command);
        }
    }

    @Test
    void thePortInUseIsNamedByItsOption() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = Integer.toString(other.getLocalPort());
            for (var option : List.of("--port", "--admin-port", "--console-port")) {
                var command = new ArrayList<>(List.of("serve", "--data", in("data"), option, port));
                if (!option.equals("--port")) {
                    command.addAll(List.of("--port", "0"));
                }
                var refused = Outcome.of(command.toArray(String[]::new)).expect(Main.FAILED);
                assertEquals(
                        "daybook: cannot listen on 127.0.0.1:" + port + ": the port is in use; choose another with "
                                + option + ", or 0 for a free one\n",
                        refused.err());
            }
        }
    }

    @Test
    void aMissingPostgresqlServerIsNamed() {
        var unknown = Outcome.of(
                        Map.of("DAYBOOK_DATABASE_URL", "postgresql://daybook@nosuch.invalid/daybook?sslmode=disable"),
                        "account",
                        "list")
                .expect(Main.FAILED);
        assertTrue(unknown.err().contains("unknown host nosuch.invalid"), unknown::err);
    }

    @Test
    void anAbsentPermissionIsNamed() throws Exception {
        var url = TestDatabase.POSTGRESQL.newUrl();
        Outcome.of("account", "create", "--cm-id", "7", "--name", "x", "--database-url", url)
                .expect(Main.DONE);
        var denied = Outcome.of(Map.of("DAYBOOK_DATABASE_URL", url.replace("postgres@", "nobody@")), "account", "list");
        assertEquals(Main.FAILED, denied.code());
        assertTrue(denied.err().contains("\"nobody\""), denied::err);
        assertEquals(1, denied.err().lines().count(), denied::err);
    }
}
