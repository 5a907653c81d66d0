package dev.daybook.cli.pull;

import dev.daybook.cli.option.OptionFile;
import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.output.Compression;
import dev.daybook.client.output.FormatOptions;
import dev.daybook.client.output.FormatOptions.Content;
import dev.daybook.client.output.FormatOptions.Dates;
import dev.daybook.client.output.FormatOptions.FileType;
import dev.daybook.client.pull.Target;
import dev.daybook.domain.account.Account;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the output files of a pull. */
final class OutputOption {
    /** Names of workbooks and archives: a pull would write NDJSON or CSV into them, which their programs refuse. */
    private static final Pattern FOREIGN = Pattern.compile("(?i).*\\.(xlsx?|ods|zip|7z|bz2|xz)");

    @Option(
            names = "--out",
            required = true,
            paramLabel = "PATH",
            description = "The file to write, or with --partition day the folder.")
    private String out = "";

    @Option(
            names = "--partition",
            defaultValue = "none",
            paramLabel = "none|day",
            description = "none: one file; day: one for each day, as FOLDER/date=2024-05-02/part.parquet (default:"
                    + " ${DEFAULT-VALUE}).")
    private Partition partition = Partition.NONE;

    @Option(
            names = "--format",
            paramLabel = "ndjson|csv|parquet",
            description = "The format of the files (default: by the end of the file's name, otherwise ndjson).")
    private @Nullable FileType format;

    @Option(
            names = "--compress",
            paramLabel = "none|gzip|zstd",
            description =
                    "How ndjson and csv are compressed (default: by the end of each file's name, otherwise none).")
    private @Nullable Compression compress;

    @Option(
            names = "--dates",
            defaultValue = "vendor",
            paramLabel = "vendor|iso",
            description = "vendor: as the server sends them; iso: RFC 3339 with the account's offset; parquet has"
                    + " instants (default: ${DEFAULT-VALUE}).")
    private Dates dates = Dates.VENDOR;

    @Option(
            names = "--csv-safe",
            description = "With csv: put ' in front of texts that a spreadsheet would take for a formula.")
    private boolean csvSafe;

    /** How records are distributed over files. */
    private enum Partition {
        NONE,
        DAY
    }

    Path out() {
        return Path.of(out);
    }

    /**
     * Refuses, before any request, a file that a pull of changes cannot continue.
     *
     * @throws IllegalArgumentException if the file is refused
     */
    void checkOfChanges() {
        requireOneLine("--out", out);
        requireOwnFormat("--out", out);
        OptionFile.appended("--out", out);
    }

    /**
     * Refuses, before any request, options that contradict each other, and output files that a pull of days cannot
     * write. With {@code --partition day}, a missing folder is accepted: the pull creates it.
     *
     * @param list the file for the lists in the records, as the user wrote it; empty if the user names none
     * @param first the first day
     * @throws IllegalArgumentException if the options or a file are refused
     */
    void check(PulledKind kind, Optional<String> list, LocalDate first) {
        checkFile("--out", out);
        if (isByDay() && Files.exists(out()) && !Files.isDirectory(out())) {
            throw new IllegalArgumentException("--out: " + out() + " is a file; --partition day needs a folder");
        }
        if (!isByDay()) {
            requireOwnFormat("--out", out);
        }
        list.ifPresent(file -> {
            var option = "--" + kind.list().orElseThrow().key();
            checkFile(option, file);
            requireOwnFormat(option, file);
            if (isByDay() && file.endsWith("/")) {
                throw Target.noName(file);
            }
        });
        // The server may name another zone, but no check depends on the zone.
        target(kind, list.map(Path::of), Account.DEFAULT_ZONE).check(first);
    }

    /**
     * Refuses an empty name, control characters and standard output. Without {@code --partition day}, also refuses
     * everything else that {@link OptionFile#replaced} refuses. With {@code --partition day}, {@code --out} names a
     * folder, and the other option names a file in the folder of each day.
     *
     * @param option the option, for the message
     * @param written its value
     */
    private void checkFile(String option, String written) {
        OptionFile.requireName(option, written);
        requireOneLine(option, written);
        if (!isByDay() || written.equals("-")) {
            OptionFile.replaced(option, written);
        }
    }

    /** Refuses control characters. The files that keep the state of a pull name its options in one line. */
    private static void requireOneLine(String option, String written) {
        if (written.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(option + ": the value has a control character, such as a line break");
        }
    }

    private static void requireOwnFormat(String option, String written) {
        if (FOREIGN.matcher(written).matches()) {
            throw new IllegalArgumentException(option + ": a pull cannot write " + written
                    + "; end the name with .ndjson, .csv or .parquet, or compressed with .gz or .zst");
        }
    }

    private FileType format() {
        return format != null ? format : FileType.of(out()).orElse(FileType.NDJSON);
    }

    private Compression compress(Path file) {
        if (compress != null) {
            return compress;
        }
        return format() == FileType.PARQUET ? Compression.NONE : Compression.of(file);
    }

    boolean isByDay() {
        return partition == Partition.DAY;
    }

    /** Whether the options ask for one file of uncompressed NDJSON, with the records as the server sends them. */
    boolean isPlain() {
        return partition == Partition.NONE
                && format() == FileType.NDJSON
                && compress(out()) == Compression.NONE
                && dates == Dates.VENDOR
                && !csvSafe;
    }

    /**
     * The output files of a pull.
     *
     * @param list the file for the lists in the records, such as contacts; empty if the user names none
     * @param zone the account's zone
     */
    Target target(PulledKind kind, Optional<Path> list, ZoneId zone) {
        if (format() == FileType.PARQUET
                || Stream.concat(Stream.of(out()), list.stream())
                        .anyMatch(file -> compress(file) == Compression.ZSTD)) {
            Compression.checkZstd();
        }
        var extra = list.map(file -> new Target.ExtraFile(
                file, new FormatOptions(kind, format(), Content.LIST, compress(file), dates, zone, csvSafe).format()));
        var described = partition + " " + format() + " " + compress(out()) + " " + dates + (csvSafe ? " safe" : "")
                + list.map(file -> " " + kind.list().orElseThrow().key() + " " + compress(file) + " " + file)
                        .orElse("");
        return new Target(
                out(),
                isByDay(),
                new FormatOptions(kind, format(), Content.RECORDS, compress(out()), dates, zone, csvSafe).format(),
                extra.stream().toList(),
                described.toLowerCase(Locale.ROOT));
    }
}
