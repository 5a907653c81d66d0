package dev.daybook.client.check;

import java.util.Locale;

/** The verdict on a question. */
public enum Verdict {
    /** The server does what the reference says or, where that is silent, what Daybook does. */
    CONFORMS,
    /** The server does something else. */
    DIFFERS,
    /** What the server does could not be found out. */
    NOT_ESTABLISHED;

    /** The word in a profile. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
