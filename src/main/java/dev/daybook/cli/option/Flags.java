package dev.daybook.cli.option;

import java.util.List;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Rule for the options that are true or false: {@code --json} alone means true, and {@code --json=false} is allowed
 * too. Without this rule, picocli would accept no value, and {@code --json} would mean the opposite of what a variable
 * or the properties file sets.
 */
public class Flags implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec command) {
        // All arguments are added again, so that their order remains.
        for (var argument : List.copyOf(command.args())) {
            command.remove(argument);
            command.add(argument instanceof OptionSpec option && isFlag(option) ? withOptionalValue(option) : argument);
        }
        return command;
    }

    private static boolean isFlag(OptionSpec option) {
        return option.arity().max() == 0 && !option.usageHelp() && !option.versionHelp();
    }

    private static OptionSpec withOptionalValue(OptionSpec flag) {
        return flag.toBuilder()
                .arity("0..1")
                .paramLabel("true|false")
                .fallbackValue("true")
                .build();
    }
}
