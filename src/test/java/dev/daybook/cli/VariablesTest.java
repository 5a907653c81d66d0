package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A variable applies to every command, so options with different meanings must not share one. Options have the same
 * meaning if they are one field of a class or have the same help text; the list below has all other options that share
 * a variable.
 */
class VariablesTest {
    @TempDir
    private Path folder;

    /** Variables with one meaning whose options are in several classes with different help texts. */
    private static final Map<String, String> SAME_MEANING = Map.ofEntries(
            Map.entry("account-zone", "the zone of an account that is made or changed"),
            Map.entry("admin-port", "the server's port for health and metrics, which 'serve' opens and 'ready' asks"),
            Map.entry("cm-id", "the account"),
            Map.entry("dry-run", "only say what would be done"),
            Map.entry("from", "the first day"),
            Map.entry("help", "the help, which of 'help' is picocli's"),
            Map.entry("host", "the server's address, which 'serve' listens on and 'ready' asks"),
            Map.entry("json", "JSON instead of text, which of a check is the profile"),
            Map.entry("port", "the server's port, which 'serve' listens on and 'ready' asks"),
            Map.entry("pull-rate", "requests a second at most, with another default for a check"),
            Map.entry("timeout", "how long one call may take, with another default for a check"),
            Map.entry("tls-certificate", "the server's certificate, which 'ready' and 'doctor' read as well"),
            Map.entry("to", "the last day"),
            Map.entry("zone", "the zone in which a server's times are read"));

    @Test
    void everyVariableHasTheSameMeaningInAllCommands() throws ReflectiveOperationException {
        var meanings = new TreeMap<String, Map<String, Set<String>>>();
        var constructor = Main.class.getDeclaredConstructor();
        constructor.setAccessible(true);
        collect(new CommandLine(constructor.newInstance()), meanings);
        var ambiguous = new ArrayList<String>();
        meanings.forEach((key, options) -> {
            if (options.size() > 1 && !SAME_MEANING.containsKey(key)) {
                ambiguous.add(key + ": " + options);
            }
        });
        assertEquals(List.of(), ambiguous, "variables that mean several things");
        assertEquals(
                Set.of(),
                new TreeSet<>(SAME_MEANING.keySet().stream()
                        .filter(key ->
                                !meanings.containsKey(key) || meanings.get(key).size() < 2)
                        .toList()),
                "listed, and not needed");
    }

    /**
     * A variable whose name ends with {@code _FILE} names a file with the value of an option. DAYBOOK_MAP_FILE is an
     * exception: it sets the option {@code --map-file}, not {@code --map}.
     */
    @Test
    void theVariableForMapFileIsNotAFileWithTheValueOfMap() throws ReflectiveOperationException {
        var constructor = Main.class.getDeclaredConstructor();
        constructor.setAccessible(true);
        var options = new TreeMap<String, Map<String, Set<String>>>();
        var program = new CommandLine(constructor.newInstance());
        collect(program, options);
        var ambiguous = options.keySet().stream()
                .filter(key -> options.containsKey(key + "-file"))
                .toList();
        assertEquals(List.of("map"), ambiguous);
        for (var command :
                program.getSubcommands().get("import").getSubcommands().values()) {
            var map = command.getCommandSpec().findOption("--map");
            var file = command.getCommandSpec().findOption("--map-file");
            assertEquals(map == null, file == null, "a command is read with its own options alone");
            if (map != null) {
                // The file does not exist, so reading it would throw.
                var configuration = Configuration.load(command, () -> program, Map.of("DAYBOOK_MAP_FILE", "none"));
                assertNull(configuration.defaultValue(map));
                assertTrue(configuration.source(map).isEmpty());
                assertEquals("none", configuration.defaultValue(file));
                assertTrue(configuration.source(file).isPresent());
            }
        }
    }

    /**
     * A dollar sign in a setting is taken as it is. Otherwise picocli would replace a text such as {@code ${x}} by the
     * value of a variable, or by "null".
     */
    @Test
    void aDollarSignInAValueIsNotExpanded() throws IOException {
        var value = "/no/${x} $$ ${env:HOME}";
        var file = Files.writeString(folder.resolve("folder"), value + "\n");
        var properties = Files.writeString(folder.resolve("daybook.properties"), "backup-folder=" + value + "\n");
        for (var environment : List.of(
                Map.of("DAYBOOK_BACKUP_FOLDER", value),
                Map.of("DAYBOOK_BACKUP_FOLDER_FILE", file.toString()),
                Map.of("DAYBOOK_CONFIG", properties.toString()))) {
            var checked = Outcome.of(environment, "config", "check").expect(2);
            assertEquals("daybook: --backup-folder: there is no folder " + value + "\n", checked.err());
            var shown = Outcome.of(environment, "config", "print").expect(0);
            assertTrue(shown.out().contains("backup-folder\t" + value + "\t"), shown::out);
        }
    }

    /** Editors on Windows put a byte order mark before a text, also before a comment. */
    @Test
    void aByteOrderMarkBeforeSettingsIsIgnored() throws IOException {
        var value = Files.writeString(folder.resolve("value"), "\uFEFF/no/folder\r\n");
        var first = Files.writeString(folder.resolve("first"), "\uFEFFbackup-folder=/no/folder\r\n");
        var second = Files.writeString(folder.resolve("second"), "\uFEFF# a comment\r\nbackup-folder=/no/folder\r\n");
        var sources = Map.of(
                "the file that DAYBOOK_BACKUP_FOLDER_FILE names",
                Map.of("DAYBOOK_BACKUP_FOLDER_FILE", value.toString()),
                first + " line 1",
                Map.of("DAYBOOK_CONFIG", first.toString()),
                second + " line 2",
                Map.of("DAYBOOK_CONFIG", second.toString()));
        sources.forEach((source, environment) -> {
            var shown = Outcome.of(environment, "config", "print").expect(0).out();
            assertTrue(shown.contains("backup-folder\t/no/folder\t" + source + "\n"), shown);
        });
    }

    /** Java keeps blanks at the end of a value in a properties file, and a person does not see them. */
    @Test
    void blanksBehindAValueAreIgnored() throws IOException {
        var file = Files.writeString(folder.resolve("daybook.properties"), "backup-folder=/no/folder \t\n");
        var shown = Outcome.of("config", "print", "--config", file.toString())
                .expect(0)
                .out();
        assertTrue(shown.contains("backup-folder\t/no/folder\t" + file + " line 1\n"), shown);
    }

    /** Java reads {@code \t} as a tab, which is a separator of values. */
    @Test
    void aValueOfOnlyATabIsKept() throws IOException {
        var file = Files.writeString(folder.resolve("daybook.properties"), "separator=\\t\n");
        var rows = Files.writeString(folder.resolve("rows.csv"), "name\tphone\nAsha Example\t9000000001\n");
        var data = folder.resolve("data").toString();
        Outcome.of("account", "create", "--cm-id", "7", "--name", "Example", "--data", data)
                .expect(0);
        Outcome.of(
                        "import",
                        "customers",
                        rows.toString(),
                        "--cm-id",
                        "7",
                        "--data",
                        data,
                        "--dry-run",
                        "--config",
                        file.toString())
                .expect(0);
    }

    /** A private key in place of the name of its file must reach neither the log nor a terminal. */
    @Test
    void theContentOfAFileInPlaceOfItsNameIsRefusedAndNotPrinted() throws IOException {
        var pem = "-----BEGIN PRIVATE KEY-----\nMIIsecret\n-----END PRIVATE KEY-----\n";
        var key = Files.writeString(folder.resolve("key.pem"), pem);
        for (var wrong : List.of(
                List.of("DAYBOOK_TLS_KEY_FILE", key.toString(), "the file that DAYBOOK_TLS_KEY_FILE names"),
                List.of("DAYBOOK_TLS_KEY", pem, "the variable DAYBOOK_TLS_KEY"))) {
            var environment = Map.of(wrong.get(0), wrong.get(1), "DAYBOOK_TLS_CERTIFICATE", "chain.pem");
            var message = wrong.get(2) + " has several lines for --tls-key, which takes the name of a file; set"
                    + " DAYBOOK_TLS_KEY to that name";
            var refused = Outcome.of(environment, "config", "check").expect(2);
            assertEquals("", refused.out());
            assertFalse(refused.err().contains("PRIVATE KEY") || refused.err().contains("secret"), refused::err);
            assertTrue(refused.err().startsWith("daybook: " + message + "\n"), refused::err);
            var shown = Outcome.of(environment, "config", "print").expect(0).out();
            assertFalse(shown.contains("PRIVATE KEY") || shown.contains("MIIsecret"), shown);
            assertTrue(shown.contains("tls-key\t(" + message + ")\t" + wrong.get(2) + "\n"), shown);
        }
        var properties = Files.writeString(
                folder.resolve("daybook.properties"),
                "tls-certificate=chain.pem\ntls-key=" + pem.replace("\n", "\\n") + "\n");
        assertEquals(
                "daybook: cannot read the settings in " + properties + ": " + backslash(2) + "\n",
                Outcome.of("config", "check", "--config", properties.toString())
                        .expect(2)
                        .err());
    }

    /** Java takes an empty file name for the current folder, where nobody expects a database or backups. */
    @Test
    void anEmptyFileNameIsRefused() throws IOException {
        for (var name : List.of("BACKUP_FOLDER", "TLS_CERTIFICATE", "TLS_KEY", "OPENID_SECRET_FILE")) {
            var variable = "DAYBOOK_" + name;
            var option = "--" + name.toLowerCase(Locale.ROOT).replace('_', '-');
            var refused = Outcome.of(Map.of(variable, " "), "config", "check").expect(2);
            assertTrue(
                    refused.err()
                            .startsWith("daybook: " + option
                                    + ": the value is empty; leave it out, or name a file or folder (in the variable "
                                    + variable + ")\n"),
                    refused::err);
        }
        for (var written : List.of(
                List.of("backup", "--out", "", "--keep", "1"),
                List.of("account", "export", "--cm-id", "7", "--out", " "),
                List.of("pull", "customers", "--partition", "day", "--out", ""),
                List.of("import", "faq", "", "--cm-id", "7"),
                List.of("restore", ""))) {
            var words = new ArrayList<>(written);
            if (written.get(0).equals("pull")) {
                words.addAll(List.of("--from", "2026-01-01", "--to", "2026-01-01", "--cm-id", "7", "--url"));
                words.add("http://127.0.0.1:1");
            }
            var name = written.contains("--out") ? "--out" : "FILE";
            var refused = Outcome.of(Map.of("DAYBOOK_KEY", "x"), words.toArray(String[]::new))
                    .expect(2);
            assertTrue(
                    refused.err().startsWith("daybook: " + name + ": the value is empty; name a file or folder\n"),
                    refused::err);
        }
        var properties = Files.writeString(folder.resolve("daybook.properties"), "backup-folder=\n");
        var inFile = Outcome.of(Map.of(), "config", "check", "--config", properties.toString())
                .expect(2);
        assertTrue(inFile.err().contains("(in " + properties + " line 1)"), inFile::err);
        var typed = Outcome.of("account", "create", "--cm-id", "7", "--name", "Example", "--data", "")
                .expect(2);
        assertEquals("daybook: --data: the value is empty; leave it out, or name a folder\n", typed.err());
        var data = Outcome.of(Map.of("DAYBOOK_DATA", " "), "config", "check").expect(2);
        assertEquals(
                "daybook: --data: the value is empty; leave it out, or name a folder (in the variable DAYBOOK_DATA)\n",
                data.err());
    }

    /** For many receivers of webhooks, the path or the query of the URL is a secret. */
    @ParameterizedTest
    @CsvSource({
        "https://hooks.example/services/T0/secret, https://hooks.example/(hidden)",
        "https://hooks.example:8443?key=secret, https://hooks.example:8443/(hidden)",
        "https://hooks.example/, https://hooks.example/",
        "https://hooks.example, https://hooks.example",
        "https://me:secret@hooks.example/tickets, (hidden)",
        "secret, (hidden)"
    })
    void configPrintShowsOnlyTheHostOfAWebhook(String url, String shown) {
        var printed = Outcome.of(Map.of("DAYBOOK_WEBHOOK_URL", url), "config", "print")
                .expect(0)
                .out();
        assertTrue(printed.contains("webhook-url\t" + shown + "\t"), printed);
    }

    @Test
    void theUrlOfAWebhookComesFromAFileThatAVariableNames() throws IOException {
        var url = "https://hooks.example/services/secret";
        var data = folder.resolve("data").toString();
        var file = Files.writeString(folder.resolve("url"), url + "\n").toString();
        Outcome.of("account", "create", "--cm-id", "7", "--name", "Test", "--data", data)
                .expect(0);
        Outcome.of(Map.of("DAYBOOK_WEBHOOK_URL_FILE", file), "webhook", "set", "--cm-id", "7", "--data", data)
                .expect(0);
        var shown =
                Outcome.of("webhook", "show", "--cm-id", "7", "--data", data).expect(0);
        assertTrue(shown.out().startsWith(url + "\t"), shown::out);
    }

    /** An address that cannot be parsed may still have a secret: in its path, its query or its password. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'https://hooks.example/secret'",
                "\"https://hooks.example/secret\"",
                "https://hooks.example/secret|x",
                "https://hooks.example/50%secret",
                "https://hooks.example/\nsecret",
                "https://me:50%secret@hooks.example"
            })
    void anAddressThatCannotBeParsedIsNotPrinted(String url) throws IOException {
        var file = Files.writeString(folder.resolve("url"), url + "\n").toString();
        var sources = Map.of(
                "the variable DAYBOOK_WEBHOOK_URL",
                Map.of("DAYBOOK_WEBHOOK_URL", url),
                "the file that DAYBOOK_WEBHOOK_URL_FILE names",
                Map.of("DAYBOOK_WEBHOOK_URL_FILE", file));
        sources.forEach((source, environment) -> {
            var refused =
                    Outcome.of(environment, "webhook", "set", "--cm-id", "7").expect(2);
            assertFalse(refused.err().contains("secret"), refused::err);
            assertTrue(refused.err().contains("(in " + source + ")"), refused::err);
        });
        var argument =
                Outcome.of("pull", "customers", "--cm-id", "7", "--url", url).expect(2);
        assertFalse(argument.err().contains("secret"), argument::err);
        assertTrue(argument.err().contains("--url"), argument::err);
    }

    /**
     * Neither a variable nor a key of a settings file can set {@code --help} or {@code --version}: every command would
     * then print only that. A settings file cannot name another settings file either.
     */
    @Test
    void helpVersionAndConfigAreRefusedAsSettings() throws IOException {
        for (var variable : List.of("DAYBOOK_HELP", "DAYBOOK_VERSION", "DAYBOOK_CONFIG_FILE")) {
            var refused = Outcome.of(Map.of(variable, "true"), "version").expect(2);
            assertTrue(refused.err().contains("unknown setting '" + variable + "'"), refused::err);
        }
        var named = Outcome.of(Map.of("DAYBOOK_CONFIG_FILE", "x"), "version").expect(2);
        assertTrue(named.err().contains("did you mean 'DAYBOOK_CONFIG'?"), named::err);
        for (var key : List.of("help", "version", "config")) {
            var file = Files.writeString(folder.resolve("daybook.properties"), key + "=other.properties\n");
            var refused = Outcome.of("version", "--config", file.toString()).expect(2);
            assertTrue(refused.err().contains("line 1: unknown setting '" + key + "'"), refused::err);
        }
        var file = Files.writeString(folder.resolve("daybook.properties"), "help=true\n");
        assertEquals(
                "daybook: " + file + " line 1: unknown setting 'help': no command has a setting --help; remove it\n",
                Outcome.of("version", "--config", file.toString()).expect(2).err());
    }

    /** With two values of one setting, people may read one of them, and the command uses the other. */
    @Test
    void aRepeatedOrMalformedLineOfThePropertiesFileIsRefused() throws IOException {
        var reasons = Map.of(
                "port=8080\nport=9090", "'port' is set twice; set it once", "port=8080\ndata=\\u12", backslash(2));
        for (var each : reasons.entrySet()) {
            var file = Files.writeString(folder.resolve("daybook.properties"), each.getKey());
            assertEquals(
                    "daybook: cannot read the settings in " + file + ": " + each.getValue() + "\n",
                    Outcome.of("version", "--config", file.toString()).expect(2).err());
        }
    }

    /** Java would remove or decode the backslash, or read the next line as a part of this one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "data=C:\\daybook",
                "data=C:\\temp",
                "data=\\t\\t",
                "data=C:\\t",
                "data=\\\\\\t",
                "data=C:\\\\new\\folder",
                "data=D:\\\nport=9090",
                "data=\\\\\\\nport=9090",
                "data: one\\ two",
                "da\\ta=x",
                "data\\t",
                "\\#data=x"
            })
    void aSingleBackslashInThePropertiesFileIsRefused(String line) throws IOException {
        var file = Files.writeString(folder.resolve("daybook.properties"), "# C:\\temp\\\r\n" + line);
        assertEquals(
                "daybook: cannot read the settings in " + file + ": " + backslash(2) + "\n",
                Outcome.of("version", "--config", file.toString()).expect(2).err());
    }

    private static String backslash(int line) {
        return "line " + line + " has a single backslash; write \\ as \\\\ or as /, and each setting on one line";
    }

    @Test
    void aDoubleBackslashInThePropertiesFileIsOne() throws IOException {
        var lines = " ! D:\\new\\\nbackup-folder = C:\\\\temp\\\\\nport=9090\nseparator : \\t \n#\\";
        var file = Files.writeString(folder.resolve("daybook.properties"), lines);
        var shown = Outcome.of("config", "print", "--config", file.toString())
                .expect(0)
                .out();
        assertTrue(shown.contains("backup-folder\tC:\\temp\\\t" + file + " line 2\n"), shown);
        assertTrue(shown.contains("port\t9090\t" + file + " line 3\n"), shown);
    }

    /** If a variable says true, an option without a value, such as {@code --dry-run}, must not mean false. */
    @ParameterizedTest
    @CsvSource({
        "true, --json, true",
        "false, --json, true",
        "true, --json=true, true",
        "true, --json=false, false",
        "false, --json=false, false"
    })
    void anOptionWithoutAValueIsTrueWhateverItsVariableSays(String variable, String option, boolean json) {
        var shown = Outcome.of(Map.of("DAYBOOK_JSON", variable), "version", option)
                .expect(0)
                .out();
        assertEquals(json, shown.startsWith("{"), shown);
    }

    @Test
    void everyOptionThatNeedsNoValueIsTrueWithoutOne() {
        var without = options(new CommandLine(Main.class))
                .filter(option -> option.arity().min() == 0)
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .toList();
        assertFalse(without.isEmpty());
        for (var option : without) {
            assertEquals("true", option.fallbackValue(), option::toString);
            assertEquals("true|false", option.paramLabel(), option::toString);
        }
    }

    private static Stream<OptionSpec> options(CommandLine command) {
        return Stream.concat(
                command.getCommandSpec().options().stream(),
                command.getSubcommands().values().stream().flatMap(VariablesTest::options));
    }

    /**
     * Variables that Kubernetes makes for services named daybook, daybook-admin and daybook-db are not read as
     * settings.
     */
    @Test
    void theVariablesThatKubernetesMakesOfServicesAreNoSettings() {
        var links = Map.ofEntries(
                Map.entry("DAYBOOK_SERVICE_HOST", "10.0.171.239"),
                Map.entry("DAYBOOK_SERVICE_PORT", "8080"),
                Map.entry("DAYBOOK_SERVICE_PORT_HTTP", "8080"),
                Map.entry("DAYBOOK_PORT", "tcp://10.0.171.239:8080"),
                Map.entry("DAYBOOK_PORT_8080_TCP", "tcp://10.0.171.239:8080"),
                Map.entry("DAYBOOK_PORT_8080_TCP_PROTO", "tcp"),
                Map.entry("DAYBOOK_PORT_8080_TCP_PORT", "8080"),
                Map.entry("DAYBOOK_PORT_8080_TCP_ADDR", "10.0.171.239"),
                Map.entry("DAYBOOK_ADMIN_SERVICE_HOST", "10.0.171.240"),
                Map.entry("DAYBOOK_ADMIN_PORT", "tcp://[fd00::17]:8081"),
                Map.entry("DAYBOOK_DB_SERVICE_PORT_POSTGRESQL", "5432"),
                Map.entry("DAYBOOK_DB_PORT_5432_TCP_ADDR", "10.0.171.241"));
        Outcome.of(links, "config", "check").expect(0);
        var shown = Outcome.of(links, "config", "print").expect(0).out();
        assertTrue(shown.contains("port\t8080\tdefault\n"), shown);
        assertFalse(shown.contains("tcp:"), shown);

        Outcome.of(Map.of("DAYBOOK_PORT", "9000"), "config", "check").expect(0);
        for (var wrong : List.of(
                Map.entry("DAYBOOK_PORT", "tcp"),
                Map.entry("DAYBOOK_PORT_8080", "tcp://10.0.171.239:8080"),
                Map.entry("DAYBOOK_SERVICE", "x"))) {
            Outcome.of(Map.ofEntries(wrong), "config", "check").expect(2);
        }
    }

    private static void collect(CommandLine command, Map<String, Map<String, Set<String>>> meanings) {
        for (var option : command.getCommandSpec().options()) {
            var meaning = String.join(" ", option.description()) + " (" + option.paramLabel() + ")";
            var place = option.userObject() instanceof Field field
                    ? field.getDeclaringClass().getSimpleName() + "." + field.getName()
                    : command.getCommandSpec().qualifiedName();
            meanings.computeIfAbsent(option.longestName().substring(2), none -> new TreeMap<>())
                    .computeIfAbsent(meaning, none -> new TreeSet<>())
                    .add(place);
        }
        command.getSubcommands().values().forEach(sub -> collect(sub, meanings));
    }
}
