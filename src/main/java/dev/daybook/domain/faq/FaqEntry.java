package dev.daybook.domain.faq;

import java.time.Instant;

/**
 * An entry of the FAQ as in answers.
 *
 * @param id its id
 * @param title the question
 * @param detail the answer, unchanged: plain text or Markdown
 * @param categoryId its category
 * @param categoryName the name of its category
 * @param createdAt when it was created
 */
public record FaqEntry(long id, String title, String detail, long categoryId, String categoryName, Instant createdAt) {}
