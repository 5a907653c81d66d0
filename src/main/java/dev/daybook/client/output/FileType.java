package dev.daybook.client.output;

/** The form of a file that a pull writes. */
public enum FileType {
    /** One JSON object a line, as the server sent it. */
    NDJSON(".ndjson"),
    /** A table as RFC 4180 has it: a header, then a row each, lines that end in CR LF. */
    CSV(".csv"),
    /** A table with typed columns. */
    PARQUET(".parquet");

    private final String suffix;

    FileType(String suffix) {
        this.suffix = suffix;
    }

    String suffix() {
        return suffix;
    }
}
