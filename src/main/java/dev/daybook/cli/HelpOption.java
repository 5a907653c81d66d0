package dev.daybook.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command has: its help, and the file with its settings. A command of commands shows its help. */
class HelpOption implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A properties file with the values of options, by their names without dashes in front.")
    @SuppressWarnings("UnusedVariable") // Configuration reads it before any command is parsed
    private String config = "";

    /** What a command says if it was called without one of its own commands. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "Which command? '" + spec.qualifiedName() + " --help' lists them.");
    }
}
