package dev.daybook.client.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.proof.Verification.Bounds;
import dev.daybook.kit.CompressedBody;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bounds of files that somebody else sent: a small compressed file may have very much text. */
class VerificationTest {
    private static final String HEAD = "id,generationDate,lastModificationTime\n";

    @TempDir
    Path folder;

    private Path gzip(String text) throws IOException {
        var bytes = CompressedBody.gzip(text.getBytes(StandardCharsets.UTF_8));
        return Files.write(folder.resolve("may.csv.gz"), bytes);
    }

    /** Rows of CSV, each created on the day after the one before, from 1 May 2024 on. */
    private static String rows(int count) {
        var rows = new StringBuilder(HEAD);
        IntStream.rangeClosed(1, count)
                .forEach(day -> rows.append(
                        "%d,\"May %d, 2024 1:00:00 AM\",\"May %d, 2024 1:00:00 AM\"\n".formatted(day, day, day)));
        return rows.toString();
    }

    private static Verification of(Path file, Bounds bounds) {
        return new Verification(List.of(file), PulledKind.CUSTOMERS, ZoneOffset.UTC, bounds);
    }

    @Test
    void aFileWithinTheBoundsIsRead() throws IOException {
        var text = rows(9);
        assertEquals(9, of(gzip(text), new Bounds(text.length(), 9, 9)).days().size());
    }

    @Test
    void aFileWithMoreRecordsOrDaysIsRefused() throws IOException {
        var file = gzip(rows(9));
        var records = assertThrows(
                IOException.class, () -> of(file, new Bounds(1_000_000, 8, 9)).days());
        assertEquals(file + ": more than 8 records", records.getMessage());
        var days = assertThrows(
                IOException.class, () -> of(file, new Bounds(1_000_000, 9, 8)).days());
        assertEquals(file + ": records of more than 8 days", days.getMessage());
    }

    @Test
    void aFileWithMoreTextIsRefused() throws IOException {
        for (var text : List.of(rows(9), HEAD + "\n".repeat(2_000_000))) {
            var file = gzip(text);
            var bounds = new Bounds(text.length() - 1, 9, 9);
            var failure = assertThrows(
                    UncheckedIOException.class, () -> of(file, bounds).days());
            assertEquals(
                    file + ": the text, decompressed, has more than %,d bytes".formatted(bounds.bytes()),
                    failure.getCause().getMessage());
        }
    }
}
