package dev.daybook.console.page;

import dev.daybook.domain.message.Labelled;

/** Reason of a refused log-in with a password. The sender does not learn it; the operator reads it in the log. */
public enum LogInRefusal implements Labelled {
    UNKNOWN,
    WRONG_PASSWORD,
    TOO_MANY,
    DISABLED
}
