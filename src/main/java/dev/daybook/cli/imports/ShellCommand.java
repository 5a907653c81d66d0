package dev.daybook.cli.imports;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A command for a person to run next, quoted for a POSIX shell. */
public final class ShellCommand {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

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
        command.commandLine().getParseResult().matchedOptions().stream()
                .distinct()
                .filter(option -> Collections.disjoint(List.of(option.names()), without))
                .forEach(option -> addTo(words, option));
        words.addAll(last);
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
