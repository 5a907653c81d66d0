package dev.daybook.domain.faq;

import java.time.Instant;

/**
 * An entry of the FAQ as it is answered.
 *
 * @param id its id
 * @param title the question
 * @param detail the answer, as it was written: plain text or Markdown
 * @param categoryId the category that it is in
 * @param categoryName the name of that category
 * @param createdAt when it was created
 */
public record FaqEntry(long id, String title, String detail, long categoryId, String categoryName, Instant createdAt) {}
