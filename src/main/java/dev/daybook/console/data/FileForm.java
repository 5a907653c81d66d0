package dev.daybook.console.data;

import dev.daybook.domain.message.Labelled;

/** A file format for the download of records. Its label is the suffix of the file's name, without the dot. */
public enum FileForm implements Labelled {
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

    /** The media type of a file in this format. */
    public String mediaType() {
        return mediaType;
    }
}
