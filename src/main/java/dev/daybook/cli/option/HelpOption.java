package dev.daybook.cli.option;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Base class of all commands: help, the configuration file and exit codes. A command with subcommands cannot be called
 * without a subcommand.
 */
@Command(modelTransformer = Flags.class)
public class HelpOption implements Runnable {
    /** The exit code of a success. */
    public static final int DONE = 0;

    /** The exit code of a failure. */
    public static final int FAILED = 1;

    /** The picocli model of the command, with its output streams. */
    @Spec
    @SuppressWarnings("NullAway.Init")
    protected CommandSpec spec;

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

    /** Standard output. */
    protected final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Standard error, for messages. */
    protected final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /**
     * Prints a line that cannot be printed again, such as a secret. A command on the database calls this method before
     * it stores the secret, because nobody can use a stored secret that was not printed.
     *
     * @throws UncheckedIOException if standard output did not accept the line
     */
    protected final void printOnce(String line) {
        out().println(Terminal.line(line));
        if (out().checkError()) {
            throw new UncheckedIOException(
                    "standard output took no secret; nothing was changed", new IOException("not written"));
        }
    }

    /** Refuses a call without a subcommand, and names the command that prints the help. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "Which command? '" + spec.qualifiedName() + " --help' lists them.");
    }
}
