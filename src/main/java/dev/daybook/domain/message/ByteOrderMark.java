package dev.daybook.domain.message;

/**
 * The byte order mark that editors on Windows put before a text in UTF-8. After a double click on a CSV file, Excel
 * reads the file as UTF-8 only if it begins with this mark.
 */
public final class ByteOrderMark {
    /** The mark as a character. */
    public static final char MARK = '\uFEFF';

    private ByteOrderMark() {}

    /** The text without a byte order mark at its start. */
    public static String removed(String text) {
        return text.indexOf(MARK) == 0 ? text.substring(1) : text;
    }
}
