package dev.daybook.wire.faq;

import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.faq.FaqChange;
import dev.daybook.domain.message.Blanks;
import dev.daybook.wire.json.Fields;
import dev.daybook.wire.row.RowRules;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One FAQ entry of a file to import. The names of the fields are Daybook's own.
 *
 * @param code the account's own name for it; empty if none
 * @param path the names of its categories, from the top down
 * @param title the question
 * @param detail the answer
 * @param author the name or the e-mail of its author; empty if none
 * @param createdAt when it was created, if given
 */
public record FaqRow(
        String code, List<String> path, String title, String detail, String author, Optional<Instant> createdAt) {
    private static final List<String> DATES = List.of("created_at");

    private static final List<String> COMPOSED = List.of("code", "category", "title");

    /** The names of all fields. */
    public static final List<String> FIELDS = List.of("code", "category", "title", "detail", "author", "created_at");

    /** The separator between a category and its subcategory. */
    public static final String WITHIN = ">";

    /** The largest length of a code in characters. */
    public static final int MAX_CODE = 255;

    private static final int MAX_AUTHOR = 255;

    public FaqRow {
        path = List.copyOf(path);
    }

    /**
     * Reads a row.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE
     */
    public static FaqRow from(Fields row, RowRules rules) {
        rules.prepare(row, DATES);
        compose(row);
        return new FaqRow(
                code(row),
                path(row),
                Blanks.strip(required(row, "title", FaqChange.MAX_TITLE)),
                required(row, "detail", FaqChange.MAX_DETAIL),
                row.word("author", MAX_AUTHOR),
                rules.time(row, "created_at"));
    }

    /**
     * The key of a row's entry: its code or, if it has none, its title within its category.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if the key cannot be read
     */
    public static String key(Fields row) {
        compose(row);
        var code = code(row);
        return code.isEmpty() ? titleKey(row) : code;
    }

    /**
     * The second key of a row with a code: its title within its category; empty if the row has no code. Another row may
     * name the same entry by this key.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if the key cannot be read
     */
    public static String otherKey(Fields row) {
        compose(row);
        return code(row).isEmpty() ? "" : titleKey(row);
    }

    /** Replaces the texts that name an entry by their composed Unicode form (NFC), which may have another length. */
    private static void compose(Fields row) {
        for (var name : COMPOSED) {
            var value = row.node().get(name);
            if (value != null && value.isString()) {
                row.replace(name, FaqChange.composed(value.stringValue()));
            }
        }
    }

    private static String code(Fields row) {
        return CustomerChange.unlessMissing(row.code("code", MAX_CODE));
    }

    private static String titleKey(Fields row) {
        return String.join(WITHIN, path(row)) + "\n" + Blanks.strip(required(row, "title", FaqChange.MAX_TITLE));
    }

    /**
     * The entry to write.
     *
     * @param now the creation time of an entry whose row gives none
     */
    public FaqChange change(Instant now) {
        return new FaqChange(
                code,
                path,
                title,
                detail,
                EmployeeName.of(CustomerChange.unlessMissingName(author)),
                createdAt.orElse(now));
    }

    private static List<String> path(Fields row) {
        var names = Arrays.stream(required(row, "category", FaqChange.MAX_PATH).split(WITHIN, -1))
                .map(Blanks::strip)
                .toList();
        for (var name : names) {
            if (name.isEmpty() || name.length() > FaqChange.MAX_CATEGORY) {
                throw row.invalid(
                        "category",
                        "names of 1 to " + FaqChange.MAX_CATEGORY + " characters with " + WITHIN + " between them");
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
