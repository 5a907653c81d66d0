package dev.daybook.cli.option;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * For each option that is not on the command line, knows where its value comes from. Also knows the key from the
 * variable {@code DAYBOOK_KEY}.
 */
public interface SettingSource {
    /**
     * The source of the value of an option that is not on the command line, such as "the variable DAYBOOK_PORT". Empty
     * if the option is not set.
     */
    Optional<String> source(OptionSpec option);

    /** The value of the variable {@code DAYBOOK_KEY}, the key for calls to a server; empty if it is not set. */
    String key();

    /** The key for a command, from the variable {@code DAYBOOK_KEY}; empty if the variable is not set. */
    static String key(CommandSpec command) {
        return command.commandLine().getDefaultValueProvider() instanceof SettingSource sources ? sources.key() : "";
    }

    /**
     * The end of a message about the value of an option: the source of the value. Empty if the value is typed or is the
     * default.
     *
     * @param name the longest name of the option
     */
    static String place(CommandSpec command, String name) {
        var line = command.commandLine();
        return !line.getParseResult().hasMatchedOption(name)
                        && line.getDefaultValueProvider() instanceof SettingSource sources
                ? sources.source(command.findOption(name))
                        .map(place -> " (in " + place + ")")
                        .orElse("")
                : "";
    }
}
