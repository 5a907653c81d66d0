package dev.daybook.wire.faq;

import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.faq.FaqChange;
import dev.daybook.wire.Fields;
import dev.daybook.wire.RowTime;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One entry of a file to import. The names are Daybook's own.
 *
 * @param code the account's own name for it, empty for none
 * @param path the names of the categories that it is in, from the top down
 * @param title the question
 * @param detail the answer
 * @param author who wrote it, empty for nobody
 * @param createdAt when it was created, if the row says so
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public record FaqRow(
        String code, List<String> path, String title, String detail, String author, Optional<Instant> createdAt) {
    /** The names of all fields. */
    public static final List<String> FIELDS = List.of("code", "category", "title", "detail", "author", "created_at");

    /** What stands between a category and the one within it. */
    public static final String WITHIN = ">";

    private static final int MAX_NAME = 255;
    private static final int MAX_PATH = 2_000;
    private static final int MAX_TITLE = 1_000;

    /** How many characters a detail may have: fewer than PostgreSQL could index, whatever the words are. */
    public static final int MAX_DETAIL = 25_000;

    public FaqRow {
        path = List.copyOf(path);
    }

    /**
     * Reads a row.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE
     */
    public static FaqRow from(Fields row, ZoneId zone) {
        var createdAt = row.word("created_at", RowTime.MAX_LENGTH);
        return new FaqRow(
                row.word("code", MAX_NAME),
                path(row),
                required(row, "title", MAX_TITLE).strip(),
                required(row, "detail", MAX_DETAIL),
                row.word("author", MAX_NAME),
                createdAt.isEmpty()
                        ? Optional.empty()
                        : Optional.of(RowTime.parse(createdAt, zone)
                                .orElseThrow(() -> row.invalid("created_at", RowTime.EXPECTATION))));
    }

    /** The entry to write. */
    public FaqChange change(Instant now) {
        return new FaqChange(code, path, title, detail, new EmployeeName(author, "", ""), createdAt.orElse(now));
    }

    private static List<String> path(Fields row) {
        var names = Arrays.stream(required(row, "category", MAX_PATH).split(WITHIN, -1))
                .map(String::strip)
                .toList();
        for (var name : names) {
            if (name.isEmpty() || name.length() > MAX_NAME) {
                throw row.invalid(
                        "category", "names of 1 to " + MAX_NAME + " characters with " + WITHIN + " between them");
            }
        }
        return names;
    }

    private static String required(Fields row, String name, int maxLength) {
        if (!row.has(name)) {
            throw row.invalid(name, "a text, found nothing");
        }
        return row.text(name, maxLength);
    }
}
