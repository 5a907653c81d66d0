package dev.daybook.domain.message;

/** The byte order mark that editors on Windows put before a text in UTF-8. */
public final class ByteOrderMark {
    private ByteOrderMark() {}

    /** The text without a byte order mark at its start. */
    public static String removed(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
