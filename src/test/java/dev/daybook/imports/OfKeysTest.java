package dev.daybook.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The records that a rehearsal keeps because later rows repeat their keys. */
class OfKeysTest {
    private record Named(String key, String text) {}

    /** A file may repeat millions of keys, and a server needs its memory for requests. */
    @Test
    void recordsAreKeptUpToANumberOfCharacters() {
        var rehearsal = new Rehearsal.OfKeys<>(Set.of("a", "b", "c"), Named::key);
        var first = new Named("a", "x".repeat(20_000_000));
        var second = new Named("b", first.text);
        var third = new Named("c", "");
        rehearsal.loaded(List.of(first, new Named("a", first.text), new Named("alone", first.text)));
        rehearsal.loaded(List.of(second, third));
        assertEquals(
                List.of(first, second),
                rehearsal.before(List.of(second, third, first), 3).stream()
                        .sorted(Comparator.comparing(Named::key))
                        .toList());
    }
}
