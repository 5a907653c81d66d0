package dev.daybook.client.output;

import dev.daybook.client.answer.PulledKind;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The options of an output file.
 *
 * @param content the content of one line or row
 * @param compression the compression, for text files only
 * @param dates the form of times in text files
 * @param zone the account's zone, for times without an offset
 * @param safe whether CSV texts that a spreadsheet would take for a formula get a leading apostrophe
 */
public record FormatOptions(
        PulledKind kind,
        FileType type,
        Content content,
        Compression compression,
        Dates dates,
        ZoneId zone,
        boolean safe) {
    /** The types of output files. */
    public enum FileType {
        /**
         * One JSON object per line: the record as the server sent it, but without line breaks and, for
         * {@code Dates.ISO}, with rewritten times.
         */
        NDJSON(".ndjson"),
        /**
         * A table according to RFC 4180: a header, then one row for each record, or for each object of its list. Lines
         * end in CR LF.
         */
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

        /**
         * The type according to the end of a file's name, such as {@code customers.csv.gz}, in upper or lower case;
         * empty if the name has another end.
         */
        public static Optional<FileType> of(Path file) {
            var name = Compression.of(file).bare(file).toLowerCase(Locale.ROOT);
            return Stream.of(values())
                    .filter(type -> name.endsWith(type.suffix))
                    .findFirst();
        }
    }

    /** The content of one line or row. */
    public enum Content {
        /** One record. */
        RECORDS,
        /** One object of a record's list, such as a contact of a customer. */
        LIST
    }

    /** The forms of times in text files; Parquet files always have instants. */
    public enum Dates {
        /**
         * As the server sent them. If a time is a JSON object with calendar fields, CSV has it as
         * {@code May 2, 2024 4:15:42 PM}.
         */
        VENDOR,
        /** As RFC 3339 with the account's offset at that moment. */
        ISO
    }

    /**
     * Checks the options for contradictions.
     *
     * @throws IllegalArgumentException if they contradict each other; its message is for the user
     */
    public FormatOptions {
        if (safe && type != FileType.CSV) {
            throw new IllegalArgumentException("--csv-safe is for --format csv");
        }
        if (type == FileType.PARQUET && compression != Compression.NONE) {
            throw new IllegalArgumentException(
                    "a Parquet file is compressed inside; it goes without compression around it");
        }
        if (content == Content.LIST && kind.list().isEmpty()) {
            throw new IllegalArgumentException(kind.plural() + " have no list of their own");
        }
        if (content == Content.LIST && type != FileType.CSV) {
            throw new IllegalArgumentException(
                    kind.list().orElseThrow().key() + " on their own are written as CSV only; NDJSON and Parquet have"
                            + " them within their " + kind.plural());
        }
    }

    /** The format that writes a file with these options. */
    public Format format() {
        return switch (type) {
            case NDJSON -> text(new NdjsonLines(dates, zone));
            case CSV -> text(new CsvLines(kind, content, dates, zone, safe));
            case PARQUET -> new ParquetFormat(kind, zone);
        };
    }

    private Format text(TextFormat.Lines lines) {
        var text = new TextFormat(type.suffix() + compression.suffix(), lines, compression);
        return compression == Compression.ZSTD ? new TextFormat.OneFrame(text) : text;
    }
}
