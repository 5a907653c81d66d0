package dev.daybook.cli.operate;

import dev.daybook.cli.option.HelpOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code daybook completion}: prints the script by which a shell completes commands and options. */
@Command(
        name = "completion",
        description = "Print the script by which a shell completes commands and options.",
        footer = {
            "",
            "Examples:",
            "  source <(daybook completion bash)",
            "  daybook completion zsh >> ~/.zshrc",
            "  daybook completion fish > ~/.config/fish/completions/daybook.fish"
        })
public final class CompletionCommand extends HelpOption implements Callable<Integer> {
    enum Shell {
        bash,
        zsh,
        fish
    }

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private Shell shell = Shell.bash;

    @Override
    public Integer call() {
        var root = spec.root().commandLine();
        out().print(
                        switch (shell) {
                            case bash -> bash(root);
                            case zsh -> zsh(root);
                            case fish -> fish(root);
                        });
        return DONE;
    }

    private static String bash(CommandLine root) {
        return AutoComplete.bash(root.getCommandName(), root);
    }

    /**
     * The script for zsh. picocli's script for bash works in zsh, too: it defines the functions that zsh lacks. The
     * script can be a file in zsh's folder of completions. Such a file must begin with {@code #compdef} and the name of
     * a command, and zsh runs it when it completes that command for the first time.
     */
    private static String zsh(CommandLine root) {
        return "#compdef daybook\n" + bash(root) + "\n"
                + "if [ \"$funcstack[1]\" = _daybook ]; then\n"
                + "  # Functions of this file do not know the alias that it makes.\n"
                + "  function compopt { :; }\n"
                + "  _bash_complete -o default -F _complete_daybook\n"
                + "fi\n";
    }

    private static String fish(CommandLine root) {
        var lines = new ArrayList<String>();
        lines.add("# Completion of daybook for fish.");
        lines.add("complete -c daybook -f");
        collect(root, List.of(), lines);
        return String.join("\n", lines) + "\n";
    }

    private static void collect(CommandLine command, List<String> path, List<String> lines) {
        var subcommands = command.getSubcommands();
        var here = new StringBuilder(path.isEmpty() ? "not __fish_seen_subcommand_from " : "");
        if (path.isEmpty()) {
            here.append(String.join(" ", subcommands.keySet()));
        } else {
            here.append("__fish_seen_subcommand_from ").append(String.join("; and __fish_seen_subcommand_from ", path));
        }
        subcommands.forEach((name, sub) -> lines.add("complete -c daybook -n '" + here + "' -a " + name + " -d '"
                + text(sub.getCommandSpec().usageMessage().description()) + "'"));
        for (var option : command.getCommandSpec().options()) {
            if (option.hidden()) {
                continue;
            }
            lines.add("complete -c daybook -n '" + here + "' -l "
                    + option.longestName().substring(2)
                    + (option.arity().min() > 0 ? " -r -F" : "") + " -d '" + text(option.description()) + "'");
        }
        subcommands.forEach((name, sub) -> {
            var longer = new ArrayList<>(path);
            longer.add(name);
            collect(sub, longer, lines);
        });
    }

    /**
     * The start of a description, up to the first full stop, colon or semicolon. Single quotes are removed, because the
     * script puts the text in single quotes.
     */
    private static String text(String... description) {
        return description.length == 0
                ? ""
                : description[0].split("[.:;] |\\.$", 2)[0].replace("'", "").replace("%n", " ");
    }
}
