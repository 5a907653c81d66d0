package dev.daybook.cli;

import static dev.daybook.cli.DocumentBlocksTest.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.cli.serve.ServerOptions;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Scope;
import dev.daybook.wire.admin.AdminOperation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The README and the guides name every existing command, option and scope, and no others. The guide for the
 * configuration alone names every command and option.
 */
class DocumentedCommandsTest {
    private static final Pattern COMMAND =
            Pattern.compile("(?:`|\\./|\\$ |^)daybook ((?:[a-z][a-z-]* ?)+)", Pattern.MULTILINE);
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])(--[a-z][a-z-]+)");
    private static final Pattern ROW = Pattern.compile(
            "^\\| (`--(?:[^|]|\\\\\\|)+) \\| `DAYBOOK_[^|]+ \\| ((?:[^|]|\\\\\\|)+) \\|", Pattern.MULTILINE);
    private static final Pattern SCOPE = Pattern.compile("`((?:customers|tickets|orders|faq):[a-z]+)`");

    private static final Pattern PATH = Pattern.compile("`(/[^`]*)`");
    private static final Pattern METHOD = Pattern.compile("\\b(?:GET|POST|PUT|PATCH|DELETE)\\b");

    /** How picocli shows that an option has no default. */
    private static final Set<String> NONE = Set.of("null", "", "[]");

    /** Defaults that the program sets itself, because it must see whether a person has set the option. */
    private static final Map<String, String> SET_LATER = Map.of(
            "--lame-duck", Integer.toString(ServerOptions.LAME_DUCK), "--init-zone", Account.DEFAULT_ZONE.getId());

    /** Options of other programs that the guides call. */
    private static final Set<String> OTHERS = Set.of(
            "--configure",
            "--dbname",
            "--detach",
            "--encoding",
            "--env",
            "--failed",
            "--file",
            "--header",
            "--group",
            "--home",
            "--input",
            "--no-create-home",
            "--now",
            "--owner",
            "--publish",
            "--pwprompt",
            "--rm",
            "--show-error",
            "--silent",
            "--stop-timeout",
            "--system",
            "--template",
            "--volume",
            "--wildcards",
            "--write-out");

    private final String text = text();
    private final String configuration = read(Path.of("docs/configuration.md"));
    private final Set<String> listed = options(configuration);
    private final Set<String> commands = new TreeSet<>();
    private final Set<String> options = new TreeSet<>();
    private final Set<String> undocumented = new TreeSet<>();
    private final Set<String> unlisted = new TreeSet<>();
    private final Set<String> unlabelled = new TreeSet<>();

    /** For the names of each option, the defaults that it has in the commands. */
    private final Map<Set<String>, Set<String>> defaults = new HashMap<>();

    DocumentedCommandsTest() {
        collect(new CommandLine(Main.class), "");
    }

    private void collect(CommandLine command, String name) {
        command.getCommandSpec().options().stream()
                .filter(option -> !option.hidden())
                .peek(option -> {
                    // A label that picocli derived from the name of the Java field.
                    if (option.arity().max() > 0 && option.paramLabel().startsWith("<")) {
                        unlabelled.add(option.longestName() + "=" + option.paramLabel());
                    }
                })
                .peek(option -> defaults.computeIfAbsent(
                                options(String.join(" ", option.names())), names -> new TreeSet<>())
                        .add(shownDefault(option)))
                .map(option -> List.of(option.names()))
                .forEach(names -> {
                    options.addAll(names);
                    // One documented name is enough: a second one is for the variable, or for a key on the command
                    // line.
                    if (names.stream().noneMatch(text::contains)) {
                        undocumented.addAll(names);
                    }
                    if (names.stream().noneMatch(listed::contains)) {
                        unlisted.add(name + " " + names);
                    }
                });
        command.getSubcommands().forEach((word, sub) -> {
            var full = name.isEmpty() ? word : name + " " + word;
            commands.add(full);
            collect(sub, full);
        });
    }

    @Test
    void everyCommandIsInTheGuides() {
        var missing = new TreeSet<>(commands);
        missing.removeIf(text::contains);
        assertEquals(Set.of(), missing, "not in the guides");
    }

    @Test
    void theGuidesNameNoUnknownCommand() {
        var unknown = new TreeSet<String>();
        COMMAND.matcher(text).results().map(found -> found.group(1).strip()).forEach(words -> {
            var command = "";
            for (var word : words.split(" ", -1)) {
                command = command.isEmpty() ? word : command + " " + word;
                if (!commands.contains(command)) {
                    unknown.add(words);
                }
                var group = command + " ";
                if (commands.stream().noneMatch(other -> other.startsWith(group))) {
                    // The words that follow are arguments.
                    break;
                }
            }
        });
        assertEquals(Set.of(), unknown, "in the guides, but no command");
    }

    @Test
    void theHelpLabelsEveryOptionValueInPlainWords() {
        assertEquals(Set.of(), unlabelled);
    }

    @Test
    void everyOptionIsInTheGuides() {
        assertEquals(Set.of(), undocumented, "not in the guides");
    }

    @Test
    void theGuideForTheConfigurationNamesEveryCommandAndOption() {
        commands.stream()
                .filter(command -> !configuration.contains("`" + command))
                .forEach(unlisted::add);
        assertEquals(Set.of(), unlisted, "not in docs/configuration.md");
    }

    /**
     * Each row of the guide has a default that its option has in at least one command. If the option has another
     * default in another command, the guide says so beside the tables.
     */
    @Test
    void theGuideForTheConfigurationHasTheDefaults() {
        var rows = ROW.matcher(configuration).results().toList();
        assertTrue(rows.size() > 40, rows.size() + " rows");
        var wrong = new TreeMap<String, Set<String>>();
        for (var row : rows) {
            var real = defaults.getOrDefault(options(row.group(1)), Set.of());
            if (real.stream().noneMatch(row.group(2)::startsWith)) {
                wrong.put(row.group(), real);
            }
        }
        assertEquals(Map.of(), wrong, "rows, and the defaults of their options");
    }

    /** The default as the help shows it, in the form of the guide. */
    private static String shownDefault(OptionSpec option) {
        var shown = SET_LATER.getOrDefault(option.longestName(), String.valueOf(option.defaultValueString()));
        return option.required() || NONE.contains(shown) ? "none" : "`" + shown + "`";
    }

    @Test
    void theGuidesNameNoUnknownOption() {
        var named = options(text);
        named.removeAll(options);
        named.removeAll(OTHERS);
        assertEquals(Set.of(), named, "in the guides, but no option");
    }

    @Test
    void theGuidesNameExactlyTheScopes() {
        var named = SCOPE.matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(scopes(), named);
    }

    private static Set<String> scopes() {
        return Stream.of(Scope.values())
                .filter(scope -> scope != Scope.EVERYTHING)
                .map(Scope::label)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void theListOfTheApiNamesExactlyTheScopes() {
        var named = SCOPE.matcher(read(Path.of("docs/api/README.md")))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(scopes(), named);
    }

    @Test
    void theGuideForOperatorsListsExactlyTheOperationsOfTheAdminApi() {
        var operations = Stream.of(AdminOperation.values())
                .map(operation -> operation.method() + " " + operation.path())
                .collect(Collectors.toCollection(TreeSet::new));
        var table = read(Path.of("docs/operating.md"))
                .split("\\| path after `/daybook/v1/admin` .*\n", 2)[1]
                .split("\n\n", 2)[0];
        var listed = new TreeSet<String>();
        for (var row : table.lines().skip(1).toList()) {
            var cells = row.split("\\|", -1);
            var paths =
                    PATH.matcher(cells[1]).results().map(path -> path.group(1)).toList();
            var methods = paths.size() == 1 ? List.of(cells[2]) : List.of(cells[2].split(";", -1));
            assertEquals(paths.size(), methods.size(), row);
            for (var at = 0; at < paths.size(); at++) {
                var path = AdminOperation.ROOT + paths.get(at);
                METHOD.matcher(methods.get(at)).results().forEach(method -> listed.add(method.group() + " " + path));
            }
        }
        assertEquals(operations, listed);
    }

    private static Set<String> options(String guide) {
        return OPTION.matcher(guide)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text() {
        try (var guides = Files.list(Path.of("docs"))) {
            return Stream.concat(Stream.of(Path.of("README.md")), guides)
                    .filter(file -> file.toString().endsWith(".md"))
                    .map(DocumentBlocksTest::read)
                    .collect(Collectors.joining("\n"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
