package dev.daybook.client.output;

import java.time.ZoneId;

/**
 * What is asked for of the files of a pull.
 *
 * @param type the form
 * @param content what has a line or row
 * @param compression around the whole file, for texts only
 * @param dates how a text file has its times
 * @param zone of the account, in which the vendor's times are meant
 */
public record FormatOptions(FileType type, Content content, Compression compression, Dates dates, ZoneId zone) {
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

    /** What a file has a line or row for. */
    public enum Content {
        CUSTOMERS,
        CONTACTS
    }

    /** How a text file has its times; a Parquet file has instants, whichever is asked for. */
    public enum Dates {
        /** As the server sent them; a calendar object in CSV as {@code May 2, 2024 4:15:42 PM}. */
        VENDOR,
        /** As RFC 3339 with the account's offset at that moment. */
        ISO
    }

    /**
     * Checks that these go together.
     *
     * @throws IllegalArgumentException if they do not; its message is for the person who asked
     */
    public FormatOptions {
        if (type == FileType.PARQUET && compression != Compression.NONE) {
            throw new IllegalArgumentException(
                    "a Parquet file is compressed inside; it goes without compression around it");
        }
        if (content == Content.CONTACTS && type != FileType.CSV) {
            throw new IllegalArgumentException("contacts on their own are written as CSV only; NDJSON and Parquet have"
                    + " them within their customers");
        }
    }

    /** The format that writes such files. */
    public Format format() {
        return switch (type) {
            case NDJSON -> new TextFormat(suffix(), new NdjsonLines(dates, zone), compression);
            case CSV -> new TextFormat(suffix(), new CsvLines(content, dates, zone), compression);
            case PARQUET -> new ParquetFormat(zone);
        };
    }

    private String suffix() {
        return type.suffix() + compression.suffix();
    }
}
