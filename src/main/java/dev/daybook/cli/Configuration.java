package dev.daybook.cli;

import dev.daybook.cli.option.SettingSource;
import dev.daybook.domain.message.ByteOrderMark;
import dev.daybook.domain.message.FileReason;
import dev.daybook.domain.message.Suggestion;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Source of the values of options that are not on the command line. The first of these that sets the option counts: an
 * environment variable, a file that a variable names, the properties file. An unknown key or {@code DAYBOOK_} variable
 * is an error, whose message suggests a similar known name.
 */
final class Configuration implements IDefaultValueProvider, SettingSource {
    private static final String PREFIX = "DAYBOOK_";
    private static final String FILE_SUFFIX = "_FILE";
    private static final String KEY = "DAYBOOK_KEY";

    /**
     * Variables that set no option: Java's options for the launcher, the key for calls to a server, and the path of the
     * properties file.
     */
    private static final Set<String> NOT_OPTIONS = Set.of("DAYBOOK_JAVA_OPTS", KEY, "DAYBOOK_CONFIG");

    /**
     * The variables that Kubernetes sets in a pod for each service whose name begins with daybook. Daybook ignores
     * them. For a service named daybook, Kubernetes sets {@code DAYBOOK_PORT} to an address such as {@code
     * tcp://10.0.0.1:80}; with any other value this variable is a setting.
     */
    private static final Pattern OF_KUBERNETES = Pattern.compile("DAYBOOK_([A-Z0-9_]+_)?(SERVICE_HOST=.*"
            + "|SERVICE_PORT(_[A-Z0-9_]+)?=.*"
            + "|PORT(_[0-9]+_(TCP|UDP|SCTP))?=(tcp|udp|sctp)://.*"
            + "|PORT_[0-9]+_(TCP|UDP|SCTP)_(PROTO|PORT|ADDR)=.*)");

    private final Map<String, String> environment;
    private final SettingsFile file;
    private final Set<String> known;

    private Configuration(Map<String, String> environment, SettingsFile file, Set<String> known) {
        this.known = known;
        this.environment = new TreeMap<>(environment);
        this.environment
                .entrySet()
                .removeIf(variable -> OF_KUBERNETES.matcher(variable.toString()).matches());
        this.file = file;
    }

    /**
     * Reads and checks the configuration.
     *
     * @param command the program with the commands that the arguments need, but maybe without others
     * @param whole supplies the program with all its commands; called only if a variable or the properties file sets an
     *     option that {@code command} does not have
     * @throws IllegalArgumentException if there is an unknown key or variable, a file cannot be read, or
     *     {@code --config} is given twice
     */
    static Configuration load(
            CommandLine command, Supplier<CommandLine> whole, Map<String, String> environment, String... arguments) {
        var known = options(command).keySet();
        var configuration =
                new Configuration(environment, SettingsFile.read(configFile(environment, arguments)), known);
        if (!configuration.unknown(known).isEmpty()) {
            var all = options(whole.get()).keySet();
            var unknown = configuration.unknown(all);
            if (!unknown.isEmpty()) {
                throw new IllegalArgumentException(unknown.get(0).message(all));
            }
        }
        return configuration;
    }

    /** Options of a command and its subcommands that a variable or the properties file can set, by name. */
    static Map<String, OptionSpec> options(CommandLine command) {
        var options = new LinkedHashMap<String, OptionSpec>();
        for (var option : command.getCommandSpec().options()) {
            if (isSetting(option)) {
                options.put(option.longestName().substring(2), option);
            }
        }
        command.getSubcommands().values().forEach(sub -> options(sub).forEach(options::putIfAbsent));
        return options;
    }

    /**
     * The settings that belong to no option: keys of the properties file, and {@code DAYBOOK_} variables.
     *
     * @param known the names of the options, without dashes
     */
    private List<Unknown> unknown(Set<String> known) {
        var unknown = new ArrayList<Unknown>();
        for (var key : file.values().stringPropertyNames()) {
            if (!known.contains(key)) {
                unknown.add(new Unknown(file.place(key) + ": unknown setting '" + key + "'", key, ""));
            }
        }
        for (var variable : environment.keySet()) {
            if (variable.startsWith(PREFIX) && !NOT_OPTIONS.contains(variable)) {
                var name = variable.endsWith(FILE_SUFFIX) && !known.contains(key(variable))
                        ? variable.substring(0, variable.length() - FILE_SUFFIX.length())
                        : variable;
                if (!known.contains(key(name))) {
                    unknown.add(new Unknown("unknown setting '" + variable + "'", key(name), PREFIX));
                }
            }
        }
        return unknown;
    }

    /**
     * A setting that belongs to no option.
     *
     * @param complaint the start of the message: where the setting is, and its name
     * @param key the name of the setting in the form of an option without dashes
     * @param prefix the start of the name of a variable; empty for a key of the file
     */
    private record Unknown(String complaint, String key, String prefix) {
        /** The error message. It suggests the nearest known name if this name is similar to the key. */
        String message(Set<String> known) {
            var candidates = new TreeSet<>(known);
            if (!prefix.isEmpty()) {
                NOT_OPTIONS.forEach(variable -> candidates.add(Configuration.key(variable)));
            }
            return complaint
                    + Suggestion.near(key, candidates)
                            .map(near -> "; did you mean '" + (prefix.isEmpty() ? near : variable(near)) + "'?")
                            .orElse(": no command has a setting --" + key + "; remove it");
        }
    }

    /** The value of an option; null if it is not set. Each dollar is doubled: picocli would replace {@code ${x}}. */
    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        var value = argument instanceof OptionSpec option ? value(option) : null;
        return value == null ? null : value.replace("$", "$$");
    }

    /**
     * The value of an option that is not on the command line; null if it is not set.
     *
     * @throws UnreadableSetting if the file with the value cannot be read, or if the option takes a file name but the
     *     value has several lines. Such a value is probably the content of a file, such as a private key, in place of
     *     its name, and must not be printed
     */
    @Nullable
    String value(OptionSpec option) {
        var value = written(option);
        if (value != null && option.type() == Path.class && value.lines().count() > 1) {
            var name = option.longestName();
            throw new UnreadableSetting(source(option).orElse("a setting") + " has several lines for " + name
                    + ", which takes the name of a file; set " + variable(name.substring(2)) + " to that name");
        }
        return value;
    }

    private @Nullable String written(OptionSpec option) {
        var key = option.longestName().substring(2);
        var variable = variable(key);
        if (environment.containsKey(variable)) {
            return environment.get(variable);
        }
        var named = variable + FILE_SUFFIX;
        return namesFile(named)
                ? content(named, environment.getOrDefault(named, ""))
                : file.values().getProperty(key);
    }

    /**
     * Whether a variable is set and names a file that holds the value of an option. {@code DAYBOOK_MAP_FILE} is no such
     * variable: it sets the option {@code --map-file}.
     */
    private boolean namesFile(String variable) {
        return environment.containsKey(variable) && !known.contains(key(variable));
    }

    @Override
    public Optional<String> source(OptionSpec option) {
        var key = option.longestName().substring(2);
        var variable = variable(key);
        if (environment.containsKey(variable)) {
            return Optional.of("the variable " + variable);
        }
        if (namesFile(variable + FILE_SUFFIX)) {
            return Optional.of("the file that " + variable + FILE_SUFFIX + " names");
        }
        return file.values().containsKey(key) ? Optional.of(file.place(key)) : Optional.empty();
    }

    @Override
    public String key() {
        return environment.getOrDefault(KEY, "");
    }

    /**
     * Whether variables and the properties file can set an option. They cannot set {@code --help} and
     * {@code --version}: every command would print only its help or the version. They cannot set {@code --config}
     * either: the name of the properties file comes from the command line or {@code DAYBOOK_CONFIG}.
     */
    private static boolean isSetting(OptionSpec option) {
        return !option.usageHelp()
                && !option.versionHelp()
                && !option.longestName().equals("--config");
    }

    /**
     * The name of the properties file; empty if there is none. Refuses a second {@code --config}. Picocli would accept
     * one before and one after the name of a command, because the program and the command both have this option.
     */
    private static String configFile(Map<String, String> environment, String... arguments) {
        var names = new ArrayList<String>();
        for (var index = 0; index < arguments.length; index++) {
            if (arguments[index].startsWith("--config=")) {
                names.add(arguments[index].substring("--config=".length()));
            } else if (arguments[index].equals("--config")) {
                // If the name is missing, picocli says so.
                names.add(index + 1 < arguments.length ? arguments[index + 1] : "");
            }
        }
        if (names.size() > 1) {
            throw new IllegalArgumentException("--config is given twice; give it once");
        }
        return names.isEmpty() ? environment.getOrDefault("DAYBOOK_CONFIG", "") : names.get(0);
    }

    private static String content(String variable, String name) {
        var path = Path.of(name);
        try {
            return ByteOrderMark.removed(Files.readString(path)).strip();
        } catch (MalformedInputException binary) {
            throw new UnreadableSetting("cannot read " + name + ", named by " + variable + ": it is not UTF-8");
        } catch (IOException unreadable) {
            throw new UnreadableSetting(
                    "cannot read " + name + ", named by " + variable + ": " + FileReason.of(path, unreadable));
        }
    }

    private static String variable(String key) {
        return PREFIX + key.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static String key(String variable) {
        return variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
