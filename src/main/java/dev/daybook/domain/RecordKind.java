package dev.daybook.domain;

import java.util.Locale;

/** The kinds of records, which are pulled by the days of their creation. */
public enum RecordKind {
    CUSTOMER,
    TICKET,
    ORDER;

    /** The singular: {@code customer}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The plural: {@code customers}. */
    public String plural() {
        return word() + "s";
    }
}
