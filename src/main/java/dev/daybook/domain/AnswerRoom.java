package dev.daybook.domain;

import java.util.function.LongConsumer;

/**
 * Remaining size of one answer, so that a single answer cannot use the memory that all others need. While the content
 * is read from the database, the size is counted down and memory is reserved in steps. Not thread-safe.
 */
public final class AnswerRoom {
    /** The least memory to reserve at a time, in bytes. */
    private static final int STEP = 65_536;

    private final ProblemException full;
    private final LongConsumer memory;
    private long left;
    private long unreserved;

    /**
     * @param characters the largest number of characters
     * @param full the exception to throw if the answer is larger
     * @param memory reserves further memory for the answer, in bytes; throws an exception to end the reading
     */
    public AnswerRoom(long characters, ProblemException full, LongConsumer memory) {
        this.left = characters;
        this.full = full;
        this.memory = memory;
    }

    /** The remaining size of an answer without a limit, for which no memory is reserved. */
    public static AnswerRoom endless() {
        return endless(bytes -> {});
    }

    /** The remaining size of an answer without a limit, for which {@code memory} reserves the memory. */
    public static AnswerRoom endless(LongConsumer memory) {
        return new AnswerRoom(Long.MAX_VALUE, Problem.INTERNAL.because("room without end is full"), memory);
    }

    /**
     * Subtracts ASCII characters from the remaining size.
     *
     * @throws ProblemException if fewer characters remain, or if there is no memory
     */
    public void take(long characters) {
        take(characters, 2 * characters);
    }

    /**
     * Subtracts the length of a text in JSON, where an escaped letter has two or six characters.
     *
     * @throws ProblemException if fewer characters remain, or if there is no memory
     */
    public void takeText(String text) {
        var characters = 0L;
        var more = 0L;
        var inMemory = 1;
        for (var index = 0; index < text.length(); index++) {
            var letter = text.charAt(index);
            characters += written(letter);
            if (letter > 0x7F) {
                // A char takes at most three bytes in UTF-8; characters has counted one of them.
                more += 2;
                inMemory = letter > 0xFF ? 2 : inMemory;
            }
        }
        take(characters, characters + more + (long) inMemory * text.length());
    }

    /**
     * Subtracts characters from the remaining size. Reserves memory for the bytes, in steps of at least {@link #STEP}
     * bytes.
     *
     * @param bytes the size of this part of the answer, and of the value that was read for it
     */
    private void take(long characters, long bytes) {
        left -= characters;
        if (left < 0) {
            throw full;
        }
        unreserved += bytes;
        if (unreserved >= STEP) {
            memory.accept(unreserved);
            unreserved = 0;
        }
    }

    private static long written(int letter) {
        return switch (letter) {
            case '"', '\\', '\b', '\f', '\n', '\r', '\t' -> 2;
            default -> letter < ' ' ? 6 : 1;
        };
    }
}
