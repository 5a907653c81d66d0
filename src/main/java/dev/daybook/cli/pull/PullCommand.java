package dev.daybook.cli.pull;

import dev.daybook.cli.option.Counted;
import dev.daybook.cli.option.HelpOption;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.wire.json.GivenValue;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code daybook pull}: pulls long ranges of days into files, from any server that speaks the API. */
@Command(
        name = "pull",
        description = "Pull records of a range of days from any server that speaks the API.",
        subcommands = {PullCustomersCommand.class, PullTicketsCommand.class, PullOrdersCommand.class})
public final class PullCommand extends HelpOption {
    /** Exit code of an incomplete pull: its progress is kept, and the same command resumes. */
    static final int INCOMPLETE = 3;

    private static final int KEY_REFUSED = 4;
    private static final int WAITED_TOO_LONG = 5;
    static final int NOT_PROVEN = 6;
    static final int INTERRUPTED = 130;

    static int exitCode(ClientException failure) {
        return switch (failure.reason()) {
            case REFUSED, NOT_FOUND, UNCERTAIN -> FAILED;
            case INTERRUPTED -> INTERRUPTED;
            case KEY_REFUSED -> KEY_REFUSED;
            case WAITED_TOO_LONG -> WAITED_TOO_LONG;
            case MISBEHAVED, UNSTEADY, OUTPUT -> INCOMPLETE;
            case OTHER_PULL -> CommandLine.ExitCode.USAGE;
        };
    }

    /**
     * Prints why a pull failed, and returns its exit code.
     *
     * @param hasRestarted whether the command has started over and written something: the next run must not start over
     */
    static int failed(ClientException failure, boolean hasRestarted, PrintWriter err) {
        var message = words(failure);
        err.println("daybook: " + message);
        var code = exitCode(failure);
        var isResumable =
                List.of(FAILED, INCOMPLETE, KEY_REFUSED, WAITED_TOO_LONG).contains(code);
        // A message that names the option says itself what to do.
        if (hasRestarted && isResumable && !message.contains("--restart")) {
            err.println("daybook: the same command without --restart continues where this one ended");
        }
        return code;
    }

    /** Why a command failed. If it waited too long, also names the option that limits the wait. */
    static String words(ClientException failure) {
        return failure.getMessage() + (failure.reason() == Reason.WAITED_TOO_LONG ? " (--max-wait)" : "");
    }

    /**
     * Refuses days outside the years 1 to {@link GivenValue#LAST_YEAR}: a request cannot name them.
     *
     * @param advice the end of the message; may be empty
     * @throws IllegalArgumentException if a day is outside these years
     */
    static void checkYears(LocalDate first, LocalDate last, String advice) {
        if (!GivenValue.isYear(first.getYear()) || !GivenValue.isYear(last.getYear())) {
            throw new IllegalArgumentException("the days from " + first + " to " + last
                    + " are not all in the years 1 to " + GivenValue.LAST_YEAR + advice);
        }
    }

    static String named(List<LocalDate> days) {
        var first = String.join(
                ", ", days.stream().limit(10).map(LocalDate::toString).toList());
        return days.size() > 10 ? first + " and " + Counted.of(days.size() - 10, "more day") : first;
    }
}
