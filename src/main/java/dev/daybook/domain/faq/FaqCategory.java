package dev.daybook.domain.faq;

/**
 * A category of the FAQ.
 *
 * @param id its id
 * @param parentId the category that it is in, 0 if it is at the top
 * @param name its name, which is unique within its parent
 */
public record FaqCategory(long id, long parentId, String name) {}
