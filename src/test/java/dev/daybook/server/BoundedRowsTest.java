package dev.daybook.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.ProblemException;
import dev.daybook.imports.file.Reading;
import dev.daybook.imports.file.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows of an import in the console are bounded, and only one large import at a time fills the memory. */
class BoundedRowsTest {
    private static final Reading READING =
            new Reading(Map.of(), false, Optional.empty(), Optional.empty(), Optional.empty(), false);

    @TempDir
    Path folder;

    private Rows open(int rows, Semaphore place) throws IOException {
        var file = Files.writeString(folder.resolve("crm.csv"), "name\n" + "Asha\n".repeat(rows));
        var source = READING.file(file, READING.columns(List.of("name"), false));
        return new BoundedRows(source, 9, 5, place).open(stream -> stream);
    }

    private static int read(Rows rows) {
        var count = 0;
        for (; rows.hasNext(); count++) {
            rows.next();
        }
        return count;
    }

    @Test
    void aFileWithTooManyRowsIsRefused() throws IOException {
        try (var rows = open(9, new Semaphore(1))) {
            assertEquals(9, read(rows));
        }
        try (var rows = open(10, new Semaphore(1))) {
            var refused = assertThrows(ProblemException.class, () -> read(rows));
            assertTrue(refused.detail().startsWith("the file has more than 9 rows; "), refused.detail());
        }
    }

    @Test
    void aLargeImportWaitsForAnotherOne() throws Exception {
        var place = new Semaphore(1);
        var first = open(6, place);
        read(first);
        try (var small = open(5, place)) {
            assertEquals(5, read(small), "a small one does not wait");
        }
        try (var second = open(6, place)) {
            var reading = CompletableFuture.supplyAsync(() -> read(second));
            while (!place.hasQueuedThreads()) {
                Thread.onSpinWait();
            }
            assertFalse(reading.isDone());
            first.close();
            assertEquals(6, reading.get(60, TimeUnit.SECONDS));
        }
        assertEquals(1, place.availablePermits());
    }
}
