package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.store.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** While a large file is imported, the writes of a running server succeed quickly. */
class ImportBesideServerTest {
    private static final int ROWS = Integer.getInteger("daybook.import.rows", 30_000);
    private static final int FEWEST_WRITES = 10;
    private static final long LONG_WAIT_MILLIS = 4_000;
    private static final long LARGEST_LOG = 256L << 20;

    /** A busy machine may delay writes in one import, but hardly in each of these. */
    private static final int MOST_IMPORTS = 3;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void aServerAcceptsWritesDuringAnImport(TestDatabase database) throws Exception {
        for (var number = 1; !areWritesQuick(database); number++) {
            assertTrue(number < MOST_IMPORTS, "in every import, writes take too long or are too few");
        }
    }

    /** Imports the file into a new database while a server writes. Returns whether its writes are quick. */
    private boolean areWritesQuick(TestDatabase database) throws Exception {
        var url = database.newUrl();
        try (var server = TestServer.start(DatabaseUrl.parse(url), TestServer.patient())) {
            var file = Files.write(folder.resolve("customers.csv"), rows());
            var imported = new AtomicBoolean();
            var waits = new ArrayList<Long>();
            var log = new ArrayList<Long>();
            var writing = CompletableFuture.runAsync(() -> {
                for (var number = 0; !imported.get(); number++) {
                    var start = System.nanoTime();
                    server.addCustomer("Meera", "8%09d".formatted(number));
                    waits.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
                    log.add(logSize(database, url));
                }
            });
            var start = System.nanoTime();
            var outcome = Outcome.ofImport(url, TestServer.CM_ID, "customers", file);
            var seconds = (System.nanoTime() - start) / 1e9;
            imported.set(true);
            writing.get(60, TimeUnit.SECONDS);

            outcome.expect(Main.DONE);
            assertTrue(outcome.err().contains(ROWS + " added, 0 updated, 0 refused"), outcome.err());
            waits.sort(null);
            var median = waits.get(waits.size() / 2);
            var p99 = waits.get(waits.size() * 99 / 100);
            var longest = waits.get(waits.size() - 1);
            var largest = log.stream().mapToLong(Long::longValue).max().orElse(0);
            System.out.printf(
                    "%s: %d rows in %.1f s beside %d writes: median %d ms, p99 %d ms, longest %d ms, log %d MB%n",
                    database, ROWS, seconds, waits.size(), median, p99, longest, largest >> 20);
            assertTrue(largest < LARGEST_LOG, () -> largest + " bytes");
            // A busy machine may delay one write for this long, but no write waits for the whole import.
            var whole = Math.round(seconds * 1_000);
            return waits.size() >= FEWEST_WRITES
                    && median < Math.max(LONG_WAIT_MILLIS, whole / 10)
                    && longest < Math.max(LONG_WAIT_MILLIS, whole / 3);
        }
    }

    private static long logSize(TestDatabase database, String url) {
        if (database != TestDatabase.SQLITE) {
            return 0;
        }
        try {
            return Files.size(Path.of(url.substring("sqlite:".length()) + "-wal"));
        } catch (IOException none) {
            return 0;
        }
    }

    /** Rows with phones and e-mails in random order, as in real files, so that pages all over the indexes change. */
    private static List<String> rows() {
        var rows = new ArrayList<String>();
        rows.add("customer_code,created_at,name,email,phone");
        for (var number = 1; number <= ROWS; number++) {
            var mixed = Long.remainderUnsigned(number * 0x9E3779B97F4A7C15L, 1_000_000_000);
            rows.add("C%d,2024-05-02 10:00:00,Name %d,c%d@mail.example,9%09d".formatted(number, number, mixed, mixed));
        }
        return rows;
    }
}
