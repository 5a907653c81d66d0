package dev.daybook.client.check;

import java.util.Locale;

/** The verdict on a question. */
public enum Verdict {
    /** The server does what the reference says or, where the reference is silent, what Daybook does. */
    CONFORMS,
    /** The server does something else. */
    DIFFERS,
    /** The check could not find out what the server does. */
    NOT_ESTABLISHED;

    /** The word for this verdict in a profile. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
