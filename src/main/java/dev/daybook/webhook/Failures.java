package dev.daybook.webhook;

import org.slf4j.Logger;

/** Log of failures that a background thread survives. */
final class Failures {
    private Failures() {}

    /** Logs a failure. If even that fails, as it may without memory, the thread goes on all the same. */
    static void log(Logger log, String message, Throwable failure) {
        try {
            if (failure instanceof Error) {
                log.error(message, failure);
            } else {
                log.warn("{}: {}", message, failure.toString());
            }
        } catch (Throwable alsoFailed) {
            // Nothing is left to tell it with.
        }
    }
}
