package dev.daybook.client.answer.text;

/** Deviations of an answer from its headers or from valid JSON. Each can be read without guessing. */
public enum Leniency {
    /** Compressed by gzip, though no header says so. */
    UNANNOUNCED_GZIP("gzip that is not announced"),
    /** Compressed by zstd, though no header says so. */
    UNANNOUNCED_ZSTD("zstd that is not announced"),
    /** A byte order mark in front of the JSON. */
    BYTE_ORDER_MARK("a byte order mark"),
    /** A control character within a text, such as a tab or a line break, that JSON requires to be escaped. */
    RAW_CONTROL_CHARACTER("a control character in a text"),
    /** {@code NaN} or an infinity, which JSON numbers cannot express; it becomes null. */
    NOT_A_NUMBER("NaN or an infinity");

    private final String words;

    Leniency(String words) {
        this.words = words;
    }

    /** A description for a person. */
    public String words() {
        return words;
    }
}
