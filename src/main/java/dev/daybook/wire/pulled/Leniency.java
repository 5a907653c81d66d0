package dev.daybook.wire.pulled;

/** How an answer departs from JSON as it was announced, where it can be read without guessing all the same. */
public enum Leniency {
    /** Compressed by gzip, though no header says so. */
    UNANNOUNCED_GZIP,
    /** A byte order mark in front of the JSON. */
    BYTE_ORDER_MARK,
    /** A control character within a text, such as a tab or a line break, that JSON requires to be escaped. */
    RAW_CONTROL_CHARACTER,
    /** {@code NaN} or an infinity, which JSON has no number for; it becomes null. */
    NOT_A_NUMBER
}
