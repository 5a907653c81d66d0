package dev.daybook.domain;

/**
 * Remaining size of one answer, counted down while it is read, so that a single answer cannot use the memory of all
 * others. Not thread-safe.
 */
public final class AnswerRoom {
    private final ProblemException full;
    private long left;

    /**
     * Creates room for an answer.
     *
     * @param characters the largest number of characters
     * @param full the problem to throw if that is too small
     */
    public AnswerRoom(long characters, ProblemException full) {
        this.left = characters;
        this.full = full;
    }

    /** Room without a limit. */
    public static AnswerRoom endless() {
        return new AnswerRoom(Long.MAX_VALUE, Problem.INTERNAL.because("room without end is full"));
    }

    /**
     * Counts characters.
     *
     * @throws ProblemException if too little room remains
     */
    public void take(long characters) {
        left -= characters;
        if (left < 0) {
            throw full;
        }
    }
}
