package dev.daybook.webhook;

import org.slf4j.Logger;

/** Logging of failures that a background thread survives. */
final class FailureLog {
    private FailureLog() {}

    /** Logs a failure. If logging fails too, for example without memory, the thread still continues. */
    static void log(Logger log, String message, Throwable failure) {
        try {
            if (failure instanceof Error) {
                log.error(message, failure);
            } else {
                log.warn("{}: {}", message, failure.toString());
            }
        } catch (Throwable alsoFailed) {
            // Logging is impossible; continue silently.
        }
    }
}
