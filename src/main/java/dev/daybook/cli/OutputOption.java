package dev.daybook.cli;

import dev.daybook.client.Target;
import dev.daybook.client.output.Compression;
import dev.daybook.client.output.FormatOptions;
import dev.daybook.client.output.FormatOptions.Content;
import dev.daybook.client.output.FormatOptions.Dates;
import dev.daybook.client.output.FormatOptions.FileType;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which files a pull writes, and how. */
final class OutputOption {
    @Option(
            names = "--out",
            required = true,
            paramLabel = "PATH",
            description = "The file to write, or with --partition day the folder.")
    private Path out = Path.of("");

    @Option(
            names = "--partition",
            defaultValue = "none",
            paramLabel = "none|day",
            description = "none: one file; day: one for each day, as FOLDER/date=2024-05-02/part.parquet (default:"
                    + " ${DEFAULT-VALUE}).")
    private Partition partition = Partition.NONE;

    @Option(
            names = "--format",
            defaultValue = "ndjson",
            paramLabel = "ndjson|csv|parquet",
            description = "The form of the files (default: ${DEFAULT-VALUE}).")
    private FileType format = FileType.NDJSON;

    @Option(
            names = "--compress",
            defaultValue = "none",
            paramLabel = "none|gzip|zstd",
            description = "How ndjson and csv are compressed (default: ${DEFAULT-VALUE}).")
    private Compression compress = Compression.NONE;

    @Option(
            names = "--dates",
            defaultValue = "vendor",
            paramLabel = "vendor|iso",
            description = "vendor: as the server sends them; iso: RFC 3339 with the account's offset; parquet has"
                    + " instants (default: ${DEFAULT-VALUE}).")
    private Dates dates = Dates.VENDOR;

    @Option(
            names = "--contacts",
            paramLabel = "FILE",
            description = "With csv: all contacts, a row each, into a file of their own; with --partition day a name"
                    + " in each day's folder.")
    private @Nullable Path contacts;

    /** How the records are spread over files. */
    private enum Partition {
        NONE,
        DAY
    }

    Path out() {
        return out;
    }

    boolean isByDay() {
        return partition == Partition.DAY;
    }

    /** Whether nothing is said but where to. */
    boolean isPlain() {
        return partition == Partition.NONE
                && format == FileType.NDJSON
                && compress == Compression.NONE
                && dates == Dates.VENDOR
                && contacts == null;
    }

    /** The target of a pull from an account with this zone. */
    Target target(ZoneId zone) {
        var further = contacts == null
                ? List.<Target.Further>of()
                : List.of(new Target.Further(
                        contacts, new FormatOptions(format, Content.CONTACTS, compress, dates, zone).format()));
        var described = partition + " " + format + " " + compress + " " + dates + " " + zone
                + (contacts == null ? "" : " contacts " + contacts);
        return new Target(
                out,
                isByDay(),
                new FormatOptions(format, Content.CUSTOMERS, compress, dates, zone).format(),
                further,
                described.toLowerCase(Locale.ROOT));
    }
}
