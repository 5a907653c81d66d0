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
