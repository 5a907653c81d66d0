package dev.daybook.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CountedTest {
    @Test
    void theNounFollowsTheNumber() {
        assertEquals("0 days", Counted.of(0, "day"));
        assertEquals("1 retry", Counted.of(1, "retry"));
        assertEquals("2 retries", Counted.of(2, "retry"));
    }

    @Test
    void theUnitFollowsTheSize() {
        assertEquals("1 byte", Counted.bytes(1));
        assertEquals("999 bytes", Counted.bytes(999));
        assertEquals("1.0 kB", Counted.bytes(1_000));
        assertEquals("41.3 kB", Counted.bytes(41_344));
        assertEquals("1.0 MB", Counted.bytes(1_000_000));
        assertEquals("1257.0 MB", Counted.bytes(1_257_011_250));
    }
}
