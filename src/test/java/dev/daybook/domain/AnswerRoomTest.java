package dev.daybook.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An answer reserves memory for what is read and for what is written. */
class AnswerRoomTest {
    private static final int TIMES = 100_000;

    /** The columns are: a letter, the bytes of the letter in memory, and its bytes in an answer. */
    @ParameterizedTest
    @CsvSource({"a, 1, 1", "'\"', 1, 2", "'\u0001', 1, 6", "é, 1, 3", "क, 2, 3", "😀, 4, 6"})
    void aTextReservesItsMemoryAndThatOfItsJson(String letter, int inMemory, int written) {
        var reserved = new ArrayList<Long>();
        var room = AnswerRoom.endless(reserved::add);
        room.takeText(letter.repeat(TIMES));
        assertEquals(
                (long) TIMES * (inMemory + written),
                reserved.stream().mapToLong(Long::longValue).sum());
    }

    @Test
    void manySmallTextsReserveMemoryInSteps() {
        var reserved = new ArrayList<Long>();
        var room = AnswerRoom.endless(reserved::add);
        for (var text = 0; text < TIMES; text++) {
            room.takeText("12345");
        }
        var sum = reserved.stream().mapToLong(Long::longValue).sum();
        assertTrue(sum > 10 * TIMES - 65_536, () -> "all but one step: " + sum);
        assertTrue(reserved.size() < 20, () -> reserved.size() + " steps");
    }

    @Test
    void aTextWithoutMemoryIsRefused() {
        var busy = Problem.UNAVAILABLE.because("no memory");
        var room = AnswerRoom.endless(bytes -> {
            throw busy;
        });
        room.takeText("a small text");
        assertEquals(busy, assertThrows(ProblemException.class, () -> room.takeText("a".repeat(TIMES))));
    }
}
