package dev.daybook.domain;

/**
 * Remaining size of one answer, counted down while its content is read from the database, so that a single answer
 * cannot use the memory that all others need. Not thread-safe.
 */
public final class AnswerRoom {
    private final ProblemException full;
    private long left;

    /**
     * Sets the limit.
     *
     * @param characters the largest number of characters
     * @param full the exception to throw if the answer is larger
     */
    public AnswerRoom(long characters, ProblemException full) {
        this.left = characters;
        this.full = full;
    }

    /** The remaining size of an answer without a limit. */
    public static AnswerRoom endless() {
        return new AnswerRoom(Long.MAX_VALUE, Problem.INTERNAL.because("room without end is full"));
    }

    /**
     * Subtracts characters from the remaining size.
     *
     * @throws ProblemException if fewer characters remain
     */
    public void take(long characters) {
        left -= characters;
        if (left < 0) {
            throw full;
        }
    }

    /**
     * Subtracts the length of a text in JSON, where an escaped letter has two or six characters.
     *
     * @throws ProblemException if fewer characters remain
     */
    public void takeText(String text) {
        take(text.chars().mapToLong(AnswerRoom::written).sum());
    }

    private static long written(int letter) {
        return switch (letter) {
            case '"', '\\', '\b', '\f', '\n', '\r', '\t' -> 2;
            default -> letter < ' ' ? 6 : 1;
        };
    }
}
