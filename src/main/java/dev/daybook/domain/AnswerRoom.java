package dev.daybook.domain;

/**
 * How much more one answer may hold, counted while it is read, so that no answer takes the memory of all others. Not for
 * use by several threads.
 */
public final class AnswerRoom {
    private final ProblemException full;
    private long left;

    /**
     * Room for so much.
     *
     * @param characters how many characters there is room for
     * @param full what is said if that is too little
     */
    public AnswerRoom(long characters, ProblemException full) {
        this.left = characters;
        this.full = full;
    }

    /** Room for whatever comes. */
    public static AnswerRoom endless() {
        return new AnswerRoom(Long.MAX_VALUE, Problem.INTERNAL.because("room without end is full"));
    }

    /**
     * Takes room for something.
     *
     * @throws ProblemException if there is too little
     */
    public void take(long characters) {
        left -= characters;
        if (left < 0) {
            throw full;
        }
    }
}
