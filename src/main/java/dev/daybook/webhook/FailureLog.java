package dev.daybook.webhook;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.message.RootCause;
import dev.daybook.wire.ProblemText;
import org.slf4j.Logger;

/** Logging of failures that a background thread survives, also for the threads of {@code server}. */
public final class FailureLog {
    private FailureLog() {}

    /**
     * Logs a failure. An outage gets one line, because every attempt fails until the outage ends. Any other failure is
     * a defect, and gets its stack trace. If logging fails too, for example without memory, the thread still continues.
     */
    public static void log(Logger log, String message, Throwable failure) {
        try {
            if (failure instanceof ProblemException outage && outage.problem() == Problem.UNAVAILABLE) {
                log.warn("{}: {}{}", message, ProblemText.of(outage), cause(outage));
            } else {
                log.error(message, failure);
            }
        } catch (Throwable alsoFailed) {
            // Logging is impossible; continue silently.
        }
    }

    private static String cause(Throwable failure) {
        return failure.getCause() == null ? "" : " (" + RootCause.of(failure) + ")";
    }
}
