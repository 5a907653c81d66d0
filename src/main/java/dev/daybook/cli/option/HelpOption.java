package dev.daybook.cli.option;

import java.io.IOException;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command has: its help, the file with its settings, and exit codes. A command of commands shows its help. */
public class HelpOption implements Runnable {
    /** Nothing was wrong. */
    public static final int DONE = 0;

    /** It could not be done. */
    public static final int FAILED = 1;

    /** The command as picocli sees it, with the streams that it writes to. */
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

    /**
     * Prints a line that nobody can get again, such as a secret. It is called before what the secret opens is stored, so
     * that nothing is stored whose secret is lost.
     *
     * @throws UncheckedIOException if standard output did not take the line
     */
    protected final void printOnce(String line) {
        var out = spec.commandLine().getOut();
        out.println(line);
        if (out.checkError()) {
            throw new UncheckedIOException(new IOException("standard output took no secret; nothing was changed"));
        }
    }

    /** What a command says if it was called without one of its own commands. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "Which command? '" + spec.qualifiedName() + " --help' lists them.");
    }
}
