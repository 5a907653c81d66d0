package dev.daybook.console.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A file format for the download of records. */
public enum FileForm {
    /** A table of texts. */
    CSV("text/csv; charset=utf-8"),
    /** One JSON object per line, as the API answers a pull. */
    NDJSON("application/x-ndjson"),
    /** A table with typed columns. */
    PARQUET("application/vnd.apache.parquet");

    private final String mediaType;

    FileForm(String mediaType) {
        this.mediaType = mediaType;
    }

    /** The media type of such a file. */
    public String mediaType() {
        return mediaType;
    }

    /** The suffix of the file's name, without the dot, such as {@code csv}. */
    public String suffix() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The format with this suffix. */
    public static Optional<FileForm> of(String suffix) {
        return Arrays.stream(values())
                .filter(form -> form.suffix().equals(suffix))
                .findFirst();
    }
}
