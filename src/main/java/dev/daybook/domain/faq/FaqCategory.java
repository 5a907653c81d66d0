package dev.daybook.domain.faq;

/**
 * A category of the FAQ.
 *
 * @param id its id
 * @param parentId its parent category; 0 at the top
 * @param name its name, unique within its parent
 */
public record FaqCategory(long id, long parentId, String name) {
    /** The most categories of an account: several requests read all of them into memory. */
    public static final int MAX_PER_ACCOUNT = 10_000;
}
