package dev.daybook.server;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.answer.PulledPage;
import dev.daybook.client.output.Compression;
import dev.daybook.client.output.Format;
import dev.daybook.client.output.FormatOptions;
import dev.daybook.client.output.FormatOptions.Content;
import dev.daybook.client.output.FormatOptions.Dates;
import dev.daybook.client.output.FormatOptions.FileType;
import dev.daybook.client.output.WrittenFile;
import dev.daybook.client.proof.Verification;
import dev.daybook.console.data.FileForm;
import dev.daybook.console.data.PulledFile;
import dev.daybook.console.data.RecordFiles;
import dev.daybook.domain.Problem;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.proof.DayDifference;
import dev.daybook.wire.PullJson;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Files of the puller for the console: writes downloads from stored documents, and reads uploads. */
final class PulledFiles {
    /**
     * The maximum bytes, records and days of an uploaded file that is compared. A file within these bounds is read in
     * some minutes, and its days need little memory.
     */
    private static final Verification.Bounds BOUNDS = new Verification.Bounds(8_000_000_000L, 20_000_000, 4_000);

    private PulledFiles() {}

    /**
     * Writes a file as {@code daybook pull} would write it; see {@link RecordFiles}.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE, before anything is written, if a Parquet file is
     *     wanted and this machine cannot write one
     */
    static void write(Path folder, RecordFiles.Wanted wanted, Iterator<List<byte[]>> pages, OutputStream out)
            throws IOException {
        if (wanted.form() == FileForm.PARQUET) {
            checkParquet();
        }
        var kind = PulledKind.of(wanted.kind());
        var format = new FormatOptions(
                        kind,
                        type(wanted.form()),
                        Content.RECORDS,
                        Compression.NONE,
                        Dates.VENDOR,
                        wanted.zone(),
                        wanted.safe() && wanted.form() == FileForm.CSV)
                .format();
        if (wanted.form() == FileForm.PARQUET) {
            writeWhole(folder, kind, format, pages, out);
        } else {
            writePieces(kind, format, pages, out);
        }
    }

    private static void checkParquet() {
        try {
            Compression.checkZstd();
        } catch (IllegalArgumentException missing) {
            // The error page shows the text of an INVALID_VALUE. For a failure of another kind, the page would only ask
            // to try again.
            throw Problem.INVALID_VALUE.because(String.valueOf(missing.getMessage()), missing);
        }
    }

    /** Reads a file as {@code daybook verify} reads it; see {@link PulledFile.Reader}. */
    static PulledFile read(Path file, RecordKind kind, ZoneId zone) throws IOException {
        try {
            var detected = WrittenFile.kind(file, BOUNDS.bytes()).orElseGet(() -> PulledKind.of(kind));
            var verification = new Verification(List.of(file), detected, zone, BOUNDS);
            return new PulledFile(detected.kind(), verification.days(), there -> compare(verification, there));
        } catch (UncheckedIOException damaged) {
            throw damaged.getCause();
        }
    }

    private static List<DayDifference> compare(
            Verification verification, SortedMap<LocalDate, Map<Long, LocalDateTime>> there) throws IOException {
        try {
            return verification.differences(there);
        } catch (UncheckedIOException damaged) {
            throw damaged.getCause();
        }
    }

    private static FileType type(FileForm form) {
        return switch (form) {
            case CSV -> FileType.CSV;
            case NDJSON -> FileType.NDJSON;
            case PARQUET -> FileType.PARQUET;
        };
    }

    /** Writes a Parquet file. The format needs all records first, so they are collected in a temporary file. */
    private static void writeWhole(
            Path parent, PulledKind kind, Format format, Iterator<List<byte[]>> pages, OutputStream out)
            throws IOException {
        var folder = Files.createTempDirectory(parent, "download");
        var pieces = folder.resolve("pieces");
        var whole = folder.resolve("whole");
        try {
            try (var file = Files.newOutputStream(pieces)) {
                writePieces(kind, format, pages, file);
            }
            format.finish(pieces, whole);
            Files.copy(whole, out);
        } finally {
            Files.deleteIfExists(pieces);
            Files.deleteIfExists(whole);
            Files.delete(folder);
        }
    }

    private static void writePieces(PulledKind kind, Format format, Iterator<List<byte[]>> pages, OutputStream out)
            throws IOException {
        out.write(format.head());
        while (pages.hasNext()) {
            // Encode an answer and read it as the puller does, so that downloads and pulled files have the same bytes.
            var answer = PullJson.encode(pages.next()).joined();
            out.write(format.piece(PulledPage.read(answer, kind.keys(), true).records()));
        }
    }
}
