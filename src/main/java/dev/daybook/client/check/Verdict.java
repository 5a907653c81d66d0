package dev.daybook.client.check;

import java.util.Locale;

/** What a server's behaviour comes to. */
public enum Verdict {
    /** It does what the reference says, or where that is silent, what Daybook does. */
    CONFORMS,
    /** It does otherwise. */
    DIFFERS,
    /** It could not be found out. */
    NOT_ESTABLISHED;

    /** The word in a profile. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
