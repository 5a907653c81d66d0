package dev.daybook.cli.option;

import dev.daybook.client.call.ClientException;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.message.FileReason;
import dev.daybook.domain.message.LocaleText;
import dev.daybook.domain.message.TrustStore;
import dev.daybook.wire.ProblemText;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine;

/** The message and the exit code of a command that failed with an exception. */
public final class CommandFailure {
    /** The description of a valid path, for the message about a text that Java cannot convert to a path. */
    public static final String FILE_NAME = "file name in the locale of this process; " + LocaleText.REMEDY;

    private CommandFailure() {}

    /** Prints the error, and returns the exit code. Only an exception that shows a defect gets a stack trace. */
    public static int print(Exception failure, CommandLine command) {
        if (failure instanceof FileSystemException file && file.getFile() != null) {
            command.getErr()
                    .println("daybook: cannot use " + file.getFile() + ": "
                            + FileReason.of(Path.of(file.getFile()), file));
            return HelpOption.FAILED;
        }
        if (failure instanceof InvalidPathException path) {
            command.getErr().println("daybook: cannot use " + path.getInput() + ": it is no " + FILE_NAME);
            return CommandLine.ExitCode.USAGE;
        }
        command.getErr().println("daybook: " + ShellCommand.placed(command.getCommandSpec(), message(failure)));
        var isUsage = isRefusedValue(failure);
        if (!(failure instanceof ProblemException
                || failure instanceof ClientException
                || failure instanceof UncheckedIOException
                || isUsage)) {
            failure.printStackTrace(command.getErr());
        }
        return isUsage ? CommandLine.ExitCode.USAGE : HelpOption.FAILED;
    }

    private static String message(Exception failure) {
        if (failure instanceof ProblemException problem) {
            return ProblemText.of(problem);
        }
        return TrustStore.isUnreadable(failure) ? TrustStore.UNREADABLE : String.valueOf(failure.getMessage());
    }

    /**
     * Whether Daybook's own code refused a value. An {@link IllegalArgumentException} that Java or a library throws
     * shows a defect: Daybook passed it something wrong.
     */
    private static boolean isRefusedValue(Exception failure) {
        return failure instanceof IllegalArgumentException
                && Stream.of(failure.getStackTrace())
                        .limit(1)
                        .anyMatch(thrower -> thrower.getClassName().startsWith("dev.daybook."));
    }
}
