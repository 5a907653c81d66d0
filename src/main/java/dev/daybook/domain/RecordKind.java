package dev.daybook.domain;

import java.util.Locale;

/** The kinds of records that an account has and that are pulled by the days of their creation. */
public enum RecordKind {
    CUSTOMER,
    TICKET,
    ORDER;

    /** The word for one of them: {@code customer}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The word for several of them: {@code customers}. */
    public String plural() {
        return word() + "s";
    }
}
