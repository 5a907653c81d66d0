package dev.daybook.client.output;

/** How a text file has its times; a Parquet file has instants, whichever is asked for. */
public enum Dates {
    /** As the server sent them; a calendar object in CSV as {@code May 2, 2024 4:15:42 PM}. */
    VENDOR,
    /** As RFC 3339 with the account's offset at that moment. */
    ISO
}
