package dev.daybook.domain.faq;

import dev.daybook.domain.account.EmployeeName;
import java.time.Instant;
import java.util.List;

/**
 * An entry to write. It is the one with the same code; without a code, the one of the same title in the same category.
 *
 * @param code the account's own name for it, empty for none
 * @param path the names of the categories that it is in, from the top down
 * @param title the question
 * @param detail the answer
 * @param author who wrote it
 * @param createdAt when it was created, if it is new
 */
public record FaqChange(
        String code, List<String> path, String title, String detail, EmployeeName author, Instant createdAt) {
    public FaqChange {
        path = List.copyOf(path);
        if (path.isEmpty() || title.isEmpty() || detail.isEmpty()) {
            throw new IllegalArgumentException("an entry has a category, a title and a detail");
        }
    }
}
