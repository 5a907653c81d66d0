package dev.daybook.cli;

import dev.daybook.cli.option.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Supplies the values of options that no flag gives: from an environment variable, a file named by one, or the
 * properties file. An unknown key or {@code DAYBOOK_} variable is an error that names the nearest known one.
 */
final class Configuration implements IDefaultValueProvider {
    private static final String PREFIX = "DAYBOOK_";
    private static final String FILE_SUFFIX = "_FILE";

    /** Variables that are not options: for the launcher, the key for calls to a server, and the properties file. */
    private static final Set<String> NOT_OPTIONS = Set.of("DAYBOOK_JAVA_OPTS", "DAYBOOK_KEY", "DAYBOOK_CONFIG");

    private final Map<String, String> environment;
    private final Properties file;

    private Configuration(Map<String, String> environment, Properties file) {
        this.environment = environment;
        this.file = file;
    }

    /**
     * Reads and checks the configuration.
     *
     * @throws IllegalArgumentException if there is an unknown key or variable, or a file cannot be read
     */
    static Configuration load(CommandLine command, Map<String, String> environment, String... arguments) {
        var known = new TreeSet<String>();
        collect(command, known);
        var configuration = new Configuration(environment, properties(configFile(environment, arguments)));
        for (var key : configuration.file.stringPropertyNames()) {
            check(key, key, known);
        }
        for (var variable : environment.keySet()) {
            if (variable.startsWith(PREFIX) && !NOT_OPTIONS.contains(variable)) {
                var name = variable.endsWith(FILE_SUFFIX) && !known.contains(key(variable))
                        ? variable.substring(0, variable.length() - FILE_SUFFIX.length())
                        : variable;
                check(variable, key(name), known);
            }
        }
        return configuration;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        var key = option.longestName().substring(2);
        var variable = variable(key);
        if (environment.containsKey(variable)) {
            return environment.get(variable);
        }
        var named = environment.get(variable + FILE_SUFFIX);
        return named == null ? file.getProperty(key) : content(named);
    }

    private static void collect(CommandLine command, Set<String> known) {
        command.getCommandSpec()
                .options()
                .forEach(option -> known.add(option.longestName().substring(2)));
        command.getSubcommands().values().forEach(sub -> collect(sub, known));
    }

    private static String configFile(Map<String, String> environment, String... arguments) {
        var words = List.of(arguments);
        for (var word : words) {
            if (word.startsWith("--config=")) {
                return word.substring("--config=".length());
            }
        }
        var at = words.indexOf("--config");
        return at >= 0 && at + 1 < words.size() ? words.get(at + 1) : environment.getOrDefault("DAYBOOK_CONFIG", "");
    }

    private static Properties properties(String name) {
        var properties = new Properties();
        if (!name.isEmpty()) {
            try (var reader = Files.newBufferedReader(Path.of(name))) {
                properties.load(reader);
            } catch (IOException unreadable) {
                throw new IllegalArgumentException("cannot read the configuration file " + name + ": " + unreadable);
            }
        }
        return properties;
    }

    private static String content(String name) {
        try {
            return Files.readString(Path.of(name)).strip();
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("cannot read " + name + ": " + unreadable);
        }
    }

    private static String variable(String key) {
        return PREFIX + key.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static String key(String variable) {
        return variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void check(String given, String key, Set<String> known) {
        if (!known.contains(key)) {
            var nearest = Suggestion.to(key, known);
            throw new IllegalArgumentException("unknown setting '" + given + "'; did you mean '"
                    + (given.startsWith(PREFIX) ? variable(nearest) : nearest) + "'?");
        }
    }
}
