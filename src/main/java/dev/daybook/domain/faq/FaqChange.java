package dev.daybook.domain.faq;

import dev.daybook.domain.account.EmployeeName;
import java.time.Instant;
import java.util.List;

/**
 * An entry to write. It updates the entry with the same code or, without a code, the one with the same title in the
 * same category.
 *
 * @param code the account's own name for it; empty if none
 * @param path the names of its categories, from the top down
 * @param title the question
 * @param detail the answer
 * @param author its author
 * @param createdAt its creation time, if it is new
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
