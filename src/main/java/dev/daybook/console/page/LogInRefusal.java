package dev.daybook.console.page;

import java.util.Locale;

/** Reason of a refused log-in with a password. The sender does not learn it; the operator reads it in the log. */
public enum LogInRefusal {
    UNKNOWN,
    WRONG_PASSWORD,
    TOO_MANY,
    DISABLED;

    /** The name in the log and in metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
