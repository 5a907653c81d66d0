package dev.daybook.domain.faq;

import dev.daybook.domain.AnswerRoom;
import java.time.Instant;

/**
 * An entry of the FAQ as in answers.
 *
 * @param title the question
 * @param detail the answer, unchanged: plain text or Markdown
 */
public record FaqEntry(long id, String title, String detail, long categoryId, String categoryName, Instant createdAt) {
    /** About how many characters an entry has in an answer in addition to its texts. */
    private static final int REST = 120;

    /**
     * Subtracts the size of this entry from the remaining size of an answer.
     *
     * @throws dev.daybook.domain.ProblemException if less remains, or if there is no memory
     */
    public void takeFrom(AnswerRoom room) {
        room.take(REST);
        room.takeText(title);
        room.takeText(detail);
        room.takeText(categoryName);
    }
}
