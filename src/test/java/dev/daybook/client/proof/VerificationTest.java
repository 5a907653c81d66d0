package dev.daybook.client.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.call.Connection;
import dev.daybook.client.day.PageOptions;
import dev.daybook.client.proof.Verification.Bounds;
import dev.daybook.domain.proof.DayDifference;
import dev.daybook.kit.CompressedBody;
import dev.daybook.kit.VendorCustomer;
import dev.daybook.kit.VendorServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bounds of files that somebody else sent: a small compressed file may have very much text. And the groups of days
 * that are compared together.
 */
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

    /** The records of ten large days together would need much memory. */
    @Test
    void daysAreComparedAsSoonAsTheyHaveEnoughRecords() throws Exception {
        var days = LocalDate.of(2024, 5, 1).datesUntil(LocalDate.of(2024, 5, 5)).toList();
        var customers = days.stream()
                .map(day -> VendorCustomer.of(day.getDayOfMonth() * 10L, day.atTime(1, 0)))
                .toList();
        var files = of(gzip(rows(4)), new Bounds(1_000_000, 9, 9));
        try (var server = VendorServer.start(customers)) {
            var connection = Connection.to(server.uri(), VendorServer.CM_ID, VendorServer.TOKEN);
            var pages = PageOptions.of(PulledKind.CUSTOMERS);
            var groups = Map.of(1, List.of(1, 1, 1, 1), 2, List.of(2, 2), 3, List.of(3, 1), 5, List.of(4));
            for (var group : groups.entrySet()) {
                var found = new ArrayList<DayDifference>();
                var knownAfterRequests = new TreeMap<Integer, Integer>();
                files.compare(connection, pages, days, group.getKey(), difference -> {
                    found.add(difference);
                    knownAfterRequests.merge(server.requests(), 1, Integer::sum);
                });
                assertEquals(days.stream().map(VerificationTest::difference).toList(), found);
                assertEquals(group.getValue(), List.copyOf(knownAfterRequests.values()));
            }
        }
    }

    private static DayDifference difference(LocalDate day) {
        var number = (long) day.getDayOfMonth();
        return new DayDifference(day, List.of(number * 10), List.of(number), List.of());
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
