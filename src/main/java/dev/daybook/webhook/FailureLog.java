package dev.daybook.webhook;

import dev.daybook.domain.ProblemException;
import org.slf4j.Logger;

/** Logging of failures that a background thread survives, also for the threads of {@code server}. */
public final class FailureLog {
    private FailureLog() {}

    /**
     * Logs a failure: an outage in one line, because each attempt until its end fails, and a defect with its stack
     * trace. If logging fails too, for example without memory, the thread still continues.
     */
    public static void log(Logger log, String message, Throwable failure) {
        try {
            if (failure instanceof ProblemException) {
                log.warn("{}: {} ({})", message, failure.getMessage(), root(failure));
            } else {
                log.error(message, failure);
            }
        } catch (Throwable alsoFailed) {
            // Logging is impossible; continue silently.
        }
    }

    private static String root(Throwable failure) {
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.toString();
    }
}
