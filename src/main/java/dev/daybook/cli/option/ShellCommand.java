package dev.daybook.cli.option;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A command for a person to run next, quoted for a POSIX shell. */
public final class ShellCommand {
    /** The options that say where the data is. */
    private static final Set<String> PLACE =
            Set.of("--config", "--data", "--database-url", "--server", "--admin-token-file");

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    /**
     * A command in quotes in a message. Group 2 is the name of a command that works only on a database. After a call
     * with {@code --server}, such a command must run on the machine of the database, whose place is not known here.
     */
    private static final Pattern NAMED = Pattern.compile(
            "'(daybook (?:account|key|webhook|user|(admin-key|customer|import|rerender))(?: [^'\n]*)?)'");

    private ShellCommand() {}

    /**
     * The command that was called, with the options of the call, but with other arguments. Options from variables or
     * the properties file are not repeated, because they apply to the next call too.
     *
     * @param first the arguments after the command's name
     * @param without the names of the options that are left out
     * @param last the arguments after the options
     */
    public static String like(CommandSpec command, List<String> first, Set<String> without, List<String> last) {
        var words = new ArrayList<>(List.of(command.qualifiedName(" ").split(" ", -1)));
        words.addAll(first);
        addOptions(words, command, option -> Collections.disjoint(List.of(option.names()), without));
        words.addAll(last);
        return line(words);
    }

    /**
     * A command line for another command, with those options of the call that name the database or the server.
     *
     * @param called the command that was called
     * @param next the words of the other command; with none, the result has only the options
     */
    public static String inSamePlace(CommandSpec called, String... next) {
        var words = new ArrayList<>(List.of(next));
        addOptions(words, called, option -> PLACE.contains(option.longestName()));
        return line(words);
    }

    /**
     * Adds to the quoted commands in a message the options of the call that say where the data is. After a call with a
     * server, a command that works only on a database gets none.
     */
    public static String placed(CommandSpec called, String message) {
        var options = inSamePlace(called);
        var parsed = called.commandLine().getParseResult();
        // A variable may set --server, so --server may not be typed. A typed --admin-token-file shows the server too:
        // without a server, this option is refused.
        var isOnServer = parsed.hasMatchedOption("--server") || parsed.hasMatchedOption("--admin-token-file");
        // A reader could not tell the quotes around the command from those inside it.
        var quote = options.contains("'") ? "" : "'";
        return NAMED.matcher(message)
                .replaceAll(named -> Matcher.quoteReplacement(
                        options.isEmpty() || (isOnServer && named.group(2) != null)
                                ? named.group()
                                : quote + named.group(1) + " " + options + quote));
    }

    private static void addOptions(List<String> words, CommandSpec called, Predicate<OptionSpec> wanted) {
        called.commandLine().getParseResult().matchedOptions().stream()
                .distinct()
                .filter(wanted)
                .forEach(option -> addTo(words, option));
    }

    private static String line(List<String> words) {
        return words.stream().map(ShellCommand::quoted).collect(Collectors.joining(" "));
    }

    private static void addTo(List<String> words, OptionSpec option) {
        var name = option.names()[0];
        if (option.arity().min() == 0) {
            var isSet = Boolean.TRUE.equals(option.getValue());
            words.add(isSet ? name : name + "=false");
            return;
        }
        for (var value : option.originalStringValues()) {
            words.add(name);
            words.add(value);
        }
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
