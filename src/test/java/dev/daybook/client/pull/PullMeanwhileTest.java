package dev.daybook.client.pull;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.call.Watcher;
import dev.daybook.client.day.PageOptions;
import dev.daybook.client.output.Compression;
import dev.daybook.client.output.FormatOptions.FileType;
import dev.daybook.domain.RecordKind;
import dev.daybook.kit.Misbehaviour;
import dev.daybook.kit.VendorCustomer;
import dev.daybook.kit.VendorServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Another program writes a file where an unfinished pull would write its own. The pull does not replace this file, but
 * stops with an error; only a restart may delete it. This also holds if the first run of the pull was killed, at
 * whatever step. Files that existed before the pull are never mistaken for files of another program.
 */
class PullMeanwhileTest {
    private static final LocalDate FIRST = LocalDate.parse("2024-05-01");
    private static final LocalDate SECOND = FIRST.plusDays(1);
    private static final LocalDate LAST = FIRST.plusDays(2);
    private static final Targets BY_DAY = new Targets(RecordKind.CUSTOMER, FileType.NDJSON, Compression.NONE, true);

    /**
     * One output of each kind: renamed or converted files, for all days or for each day, with or without a file of
     * contacts.
     */
    private static final List<Targets> ONE_OF_EACH = Stream.of(
                    "ndjson-none-none", "csv-none-day", "csv-zstd-none", "parquet-none-day")
            .map(Targets::parse)
            .toList();

    @TempDir
    Path folder;

    private VendorServer server;

    @BeforeEach
    void start() {
        server = VendorServer.start(List.of());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /**
     * The first day is empty. Another program writes the file of this day before the pull gets a record of another day.
     * The pull must stop without deleting the file.
     */
    @Test
    void aFileOfAnEmptyDayIsNotDeleted() throws Exception {
        fill(LAST);
        for (var kind : Targets.all().stream().filter(Targets::byDay).toList()) {
            var target = kind.in(folder.resolve(kind.toString()));
            var file = target.files(FIRST).get(target.files(FIRST).size() - 1).path();
            server.misbehave(Misbehaviour.of("something else writes a file", Misbehaviour.Sort.BODY)
                    .before((at, asked) -> {
                        if (asked.first().equals(SECOND)) {
                            write(file, "precious");
                        }
                    }));
            refused(target, file);
            assertEquals("precious", Files.readString(file), kind::toString);
            server.misbehave();
            refused(target, file);
            assertEquals("precious", Files.readString(file), kind::toString);
            assertEquals(3, pull(target, true).records());
            assertFalse(Files.exists(file), "a restart may delete it");
        }
    }

    /**
     * An empty day has no files. The pull was killed after the journal said that the files of such a day are whole.
     * Then another program wrote a file for this day. The next run must stop without replacing it.
     */
    @Test
    void aForeignFileForAnEmptyDayIsKeptByTheNextRun() throws Exception {
        fill(FIRST, SECOND);
        var target = BY_DAY.in(folder);
        var killed = new Pull(options(LAST.plusDays(9)), target, Watcher.NOBODY);
        StopAt.atItsEnd(killed);
        var lines = Files.readAllLines(target.journal());
        assertTrue(lines.get(lines.size() - 1).startsWith("day " + LAST + " 0 "), lines::toString);
        keep(target, lines.subList(0, lines.size() - 1));
        var file = target.files(LAST).get(0).path();
        write(file, "precious");
        refused(target, file);
        assertEquals("precious", Files.readString(file));
        Files.delete(file);
        assertEquals(6, pull(target, false).records());
    }

    /**
     * A pull by day is killed when two of its days are complete: one without records, and one with records. Then
     * another program writes a file for one of them, or empties one. The next run must not count these days as
     * complete. A file that is gone is no damage: a program may move each file away when it has loaded it.
     */
    @Test
    void aCompleteDayWhoseFileChangedStopsTheNextRun() throws Exception {
        fill(SECOND, LAST);
        for (var kind : Targets.all().stream().filter(Targets::byDay).toList()) {
            var target = kind.in(folder.resolve(kind.toString()));
            var killed = new Pull(options(LAST.plusDays(9)), target, new Watcher() {
                @Override
                public void finished(LocalDate day) {
                    if (day.equals(SECOND)) {
                        throw new IllegalStateException("killed");
                    }
                }
            });
            assertThrows(IllegalStateException.class, () -> killed.run(false));
            var ofEmptyDay = target.files(FIRST).get(0).path();
            write(ofEmptyDay, "precious");
            refused(target, ofEmptyDay);
            assertEquals("precious", Files.readString(ofEmptyDay), kind::toString);
            Files.delete(ofEmptyDay);
            for (var file : target.files(SECOND)) {
                var own = Files.readAllBytes(file.path());
                write(file.path(), "");
                refused(target, file.path());
                assertEquals(0, Files.size(file.path()), kind::toString);
                assertTrue(Files.exists(target.journal()), kind::toString);
                Files.write(file.path(), own);
            }
            Files.delete(target.files(SECOND).get(0).path());
            assertEquals(6, pull(target, false).records(), kind::toString);
        }
    }

    /**
     * The pull was killed after its files got their names, but before the journal or the receipt said so. Then another
     * program replaced one of them. The next run must notice this, even if the new file is as long as its own.
     */
    @Test
    void aForeignFileInPlaceOfAFinishedOneIsNotTakenForIt() throws Exception {
        fill(FIRST, SECOND, LAST);
        for (var kind : Targets.all().stream()
                .filter(kind -> kind.in(folder).format().isRenamed())
                .toList()) {
            var target = kind.in(folder.resolve(kind.toString()));
            stoppedAfterItsLastName(target);
            for (var file : target.files(LAST)) {
                var own = Files.readAllBytes(file.path());
                var equallyLong = own.clone();
                equallyLong[own.length / 2]++;
                for (var foreign : List.of(equallyLong, bytes("precious"))) {
                    Files.write(file.path(), foreign);
                    refused(target, file.path());
                    assertArrayEquals(foreign, Files.readAllBytes(file.path()), kind::toString);
                }
                Files.write(file.path(), own);
            }
            assertEquals(9, pull(target, false).records(), kind::toString);
        }
    }

    /**
     * The pull was killed while it converted the pieces to a Parquet file or to one zstd frame, or after the result got
     * its name. Then another program's file took this name. The next run must not replace it.
     */
    @Test
    void aForeignFileInPlaceOfAConvertedOneIsNotReplaced() throws Exception {
        fill(FIRST, SECOND, LAST);
        for (var kind : Targets.all().stream()
                .filter(kind -> !kind.in(folder).format().isRenamed())
                .toList()) {
            var target = kind.in(folder.resolve(kind.toString()));
            var file = target.files(LAST).get(0).path();
            var pieces = stoppedAtItsLastPage(target, file);
            stoppedAfterItsLastName(target);
            Files.write(PartFile.pieces(file), pieces);

            var own = Files.readAllBytes(file);
            Files.writeString(file, "precious");
            refused(target, file);
            assertEquals("precious", Files.readString(file));
            Files.write(file, own);
            assertEquals(9, pull(target, false).records(), kind::toString);
            assertArrayEquals(own, Files.readAllBytes(file), kind::toString);
        }
    }

    /**
     * While a pull runs, something else replaces or removes its incomplete file, such as another pull that reaches the
     * folder by a link. The pull must not give its final name to a file that it did not write, nor take the other
     * pull's complete file for its own.
     */
    @Test
    void anIncompleteFileOfSomethingElseGetsNoFinalName() throws Exception {
        fill(FIRST, SECOND, LAST);
        for (var kind : ONE_OF_EACH) {
            for (var isGone : List.of(false, true)) {
                var target = kind.in(folder.resolve(kind + "-" + isGone));
                var files = target.files(LAST);
                var file = files.get(files.size() - 1).path();
                var pieces = PartFile.pieces(file);
                var disturbed = new Pull(options(LAST.plusDays(9)), target, new Watcher() {
                    @Override
                    public void wrote(LocalDate day, int records, long wireBytes) {
                        if (day.equals(LAST)) {
                            delete(pieces);
                            write(isGone ? file : pieces, "precious");
                        }
                    }
                });
                refused(() -> disturbed.run(false), pieces);
                assertEquals("precious", Files.readString(isGone ? file : pieces), kind::toString);
                assertEquals(isGone, Files.exists(file), kind::toString);
                new Pull(options(LAST.plusDays(9)), target, Watcher.NOBODY).restart();
                assertEquals(9, pull(target, true).records(), kind::toString);
            }
        }
    }

    /** A killed pull had all its records in its incomplete file. Then something else replaced this file. */
    @Test
    void aReplacedIncompleteFileIsNotFinishedByTheNextRun() throws Exception {
        fill(FIRST, SECOND, LAST);
        for (var kind : ONE_OF_EACH) {
            var target = kind.in(folder.resolve(kind.toString()));
            var file = target.files(LAST).get(0).path();
            var pieces = stoppedAtItsLastPage(target, file);
            stoppedAfterItsLastName(target);
            Files.delete(file);
            var foreign = pieces.clone();
            foreign[pieces.length / 2]++;
            Files.write(PartFile.pieces(file), foreign);
            refused(() -> pull(target, false), PartFile.pieces(file));
            assertFalse(Files.exists(file), kind::toString);
            Files.write(PartFile.pieces(file), pieces);
            assertEquals(9, pull(target, false).records(), kind::toString);
        }
    }

    /**
     * A pull with --restart finds a file that another program has written. The message must tell the user to repeat the
     * command without --restart. It then requests no page again; a second restart would discard the pulled records.
     */
    @Test
    void aRestartThatFindsAForeignFileContinuesWithoutRestart() throws Exception {
        fill(FIRST, SECOND, LAST);
        for (var kind : List.of(Targets.NDJSON, BY_DAY)) {
            var target = kind.in(folder.resolve(kind.toString()));
            var file = target.files(LAST).get(0).path();
            var restarted = new Pull(options(LAST.plusDays(9)), target, new Watcher() {
                @Override
                public void wrote(LocalDate day, int records, long wireBytes) {
                    if (day.equals(LAST)) {
                        write(file, "precious");
                    }
                }
            });
            restarted.restart();
            var refused = assertThrows(ClientException.class, () -> restarted.run(true));
            var away = ": move " + file.getFileName() + " away and repeat the command without --restart, which then";
            assertTrue(String.valueOf(refused.getMessage()).contains(away), refused::getMessage);
            Files.delete(file);
            var done = pull(target, false);
            assertEquals(9, done.records());
            assertEquals(0, done.requests(), kind::toString);
        }
    }

    /**
     * Stops a pull at the page of the last day. Returns the bytes of the unfinished file that would have become {@code
     * file}.
     */
    private byte[] stoppedAtItsLastPage(Target target, Path file) throws IOException {
        var killed = new Pull(options(LAST.plusDays(9)), target, new Watcher() {
            @Override
            public void wrote(LocalDate day, int records, long wireBytes) {
                if (day.equals(LAST)) {
                    throw new IllegalStateException("killed");
                }
            }
        });
        assertThrows(IllegalStateException.class, () -> killed.run(false));
        return Files.readAllBytes(PartFile.pieces(file));
    }

    /** Pulls all days, and stops as if the process was killed just after the last file got its name. */
    private void stoppedAfterItsLastName(Target target) throws IOException {
        var killed = new Pull(options(LAST.plusDays(9)), target, Watcher.NOBODY);
        StopAt.atItsEnd(killed);
        if (target.byDay()) {
            var lines = Files.readAllLines(target.journal());
            assertTrue(lines.get(lines.size() - 1).startsWith("day " + LAST + " 3 "), lines::toString);
            keep(target, lines.subList(0, lines.size() - 1));
        }
    }

    /**
     * A second run, with or without --restart, is killed after each of the first lines of its journal in turn. The next
     * run must not take the files of the first run for files of another program.
     */
    @Test
    void aRunKilledAtItsBeginningDoesNotMistakeOldFilesForNewOnes() throws Exception {
        fill(FIRST, SECOND, LAST);
        for (var kind : List.of(Targets.NDJSON, BY_DAY)) {
            for (var restart : List.of(false, true)) {
                var lines = 1;
                for (var written = 1; written <= lines; written++) {
                    var target = kind.in(folder.resolve(kind + "-" + restart + "-" + written));
                    var journal = stoppedAtItsFirstPage(target, restart);
                    lines = journal.size();
                    keep(target, journal.subList(0, written));
                    var at = kind + ", restart: " + restart + ", after " + journal.get(written - 1);
                    assertEquals(9, pull(target, false).records(), at);
                    assertFalse(Files.exists(target.journal()), at);
                }
                assertTrue(lines > 3, lines + " lines");
            }
        }
    }

    /**
     * A power cut loses the first page, but not the lines of the journal about the files that existed before the pull.
     * So the next run sees that another program has replaced one of these files, and stops.
     */
    @Test
    void afterAPowerCutNewForeignFilesAreNotOverwritten() throws Exception {
        fill(FIRST, SECOND, LAST);
        for (var kind : List.of(Targets.NDJSON, BY_DAY)) {
            var target = kind.in(folder.resolve(kind.toString()));
            stoppedAtItsFirstPage(target, true);
            var file = target.files(kind.byDay() ? FIRST : LAST).get(0).path();
            Files.writeString(PartFile.pieces(file), "");
            var other = target.files(LAST).get(0).path();
            var before = Files.readString(other);
            Files.writeString(other, "precious");
            refused(target, other);
            assertEquals("precious", Files.readString(other));
            Files.delete(other);
            assertEquals(9, pull(target, false).records(), kind::toString);
            assertEquals(before, Files.readString(other));
        }
    }

    /**
     * Pulls all days while the last one is not over yet, then stops a second pull at its first page. Returns the lines
     * of the second pull's journal.
     */
    private List<String> stoppedAtItsFirstPage(Target target, boolean restart) throws Exception {
        new Pull(options(LAST), target, Watcher.NOBODY).run(false);
        var again = new Pull(options(LAST.plusDays(9)), target, new StopAt(1));
        assertThrows(IllegalStateException.class, () -> again.run(restart));
        return Files.readAllLines(target.journal());
    }

    private void refused(Target target, Path file) {
        refused(() -> pull(target, false), file);
    }

    private static void refused(Executable run, Path file) {
        var refused = assertThrows(ClientException.class, run);
        assertEquals(Reason.OTHER_PULL, refused.reason(), refused::getMessage);
        assertTrue(String.valueOf(refused.getMessage()).startsWith(file + " "), refused::getMessage);
    }

    private PullResult pull(Target target, boolean restart) throws InterruptedException {
        return new Pull(options(LAST.plusDays(9)), target, Watcher.NOBODY).run(restart);
    }

    private PullOptions options(LocalDate today) {
        return new PullOptions(
                PulledRange.toVendor(server.uri(), PulledRange.PATIENCE),
                PageOptions.of(PulledKind.CUSTOMERS).withToday(today),
                FIRST,
                LAST,
                1);
    }

    /** Adds three customers to the server for each of these days. */
    private void fill(LocalDate... days) {
        for (var day : days) {
            for (var number = 1; number <= 3; number++) {
                server.put(VendorCustomer.of(day.getDayOfMonth() * 10L + number, day.atTime(9, number)));
            }
        }
    }

    private static void keep(Target target, List<String> lines) throws IOException {
        Files.writeString(target.journal(), String.join("\n", lines) + "\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
