package dev.daybook.domain.faq;

import dev.daybook.domain.account.EmployeeName;
import java.text.Normalizer;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An entry to write. It updates the existing entry with the same code. If this entry or the existing one has no code,
 * the same category and title are enough. The code, the names of the categories and the title are {@link #composed}.
 *
 * @param code the account's own name for it; empty if none
 * @param path the names of its categories, from the top down
 * @param title the question
 * @param detail the answer
 * @param author its author; nobody if not given
 * @param createdAt its creation time, if it is new
 */
public record FaqChange(
        String code, List<String> path, String title, String detail, EmployeeName author, Instant createdAt) {
    /** The largest number of entries of an account: each load, even of one entry, reads all titles. */
    public static final int MAX_PER_ACCOUNT = 100_000;

    /** The largest length of the name of a category in characters. */
    public static final int MAX_CATEGORY = 500;

    /** The largest length of a path in characters: its names, and one separator between two names. */
    public static final int MAX_PATH = 2_000;

    /** The largest length of a title in characters. */
    public static final int MAX_TITLE = 2_000;

    /**
     * The largest length of a detail in characters. PostgreSQL can index texts of this length, whatever their words
     * are.
     */
    public static final int MAX_DETAIL = 25_000;

    public FaqChange {
        code = composed(code);
        path = path.stream().map(FaqChange::composed).toList();
        title = composed(title);
        if (path.isEmpty() || title.isEmpty() || detail.isEmpty()) {
            throw new IllegalArgumentException("an entry has a category, a title and a detail");
        }
        if (isTooLong(path, title, detail)) {
            throw new IllegalArgumentException("a category, title or detail is too long");
        }
    }

    /**
     * A text in the composed form of Unicode (NFC), so that two spellings of the same letters are equal: the names of
     * files on a Mac, for example, have each accent as a character of its own.
     */
    public static String composed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    /** Whether one of these texts is too long for an entry. */
    public static boolean isTooLong(List<String> path, String title, String detail) {
        var names = path.stream().mapToInt(name -> composed(name).length()).toArray();
        return composed(title).length() > MAX_TITLE
                || detail.length() > MAX_DETAIL
                || IntStream.of(names).anyMatch(length -> length > MAX_CATEGORY)
                || names.length - 1 + IntStream.of(names).sum() > MAX_PATH;
    }
}
