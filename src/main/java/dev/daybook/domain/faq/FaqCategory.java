package dev.daybook.domain.faq;

import dev.daybook.domain.AnswerRoom;

/**
 * A category of the FAQ.
 *
 * @param parentId its parent category; 0 at the top
 * @param name its name, unique within its parent
 */
public record FaqCategory(long id, long parentId, String name) {
    /** The most categories of an account: several requests read all of them into memory. */
    public static final int MAX_PER_ACCOUNT = 10_000;

    /**
     * An upper estimate of the characters that a category has in an answer besides its name and its parent's name:
     * keys, punctuation, and an id of up to 18 digits.
     */
    private static final int REST = 60;

    /** Subtracts this category, without the name of its parent, from the remaining size of an answer. */
    public void takeFrom(AnswerRoom room) {
        room.take(REST);
        room.takeText(name);
    }
}
