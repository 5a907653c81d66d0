package dev.daybook.imports;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** A failure on the thread of the preparation reaches the thread that waits for it, unchanged. */
class PrefetchTest {
    @Test
    void anErrorIsThrownAsItIs() {
        var missing = new OutOfMemoryError("Java heap space");
        try (var prefetch = new Prefetch<String>(() -> {
            throw missing;
        })) {
            assertSame(missing, assertThrows(OutOfMemoryError.class, prefetch::next));
        }
    }

    @Test
    void anExceptionIsThrownAsItIs() {
        var refused = new IllegalArgumentException("row 7");
        try (var prefetch = new Prefetch<String>(() -> {
            throw refused;
        })) {
            assertSame(refused, assertThrows(IllegalArgumentException.class, prefetch::next));
        }
    }
}
