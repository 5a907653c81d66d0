package dev.daybook.wire.faq;

import dev.daybook.domain.faq.IndexRange;
import dev.daybook.domain.faq.SearchWords;
import dev.daybook.wire.JsonBody;
import java.util.List;

/**
 * Search FAQ Content: its request. The vendor names the operation, but neither a page of it nor a client could be seen; the
 * fields are Daybook's own, after those of Get FAQ Content.
 *
 * @param cmId the account that the caller says it is of, 0 if it does not
 * @param search the words that entries must have
 * @param categoryId the category that they are in, itself or further down; 0 for any
 * @param range which of them are wanted
 * @param ignored the fields that mean nothing to this operation
 */
public record SearchFaqContents(
        long cmId, SearchWords search, long categoryId, IndexRange range, List<String> ignored) {
    private static final int MAX_TEXT = 1_000;

    public SearchFaqContents {
        ignored = List.copyOf(ignored);
    }

    /**
     * Reads a request.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_JSON or INVALID_VALUE
     */
    public static SearchFaqContents decode(byte[] body) {
        var fields = JsonBody.parse(body);
        if (!fields.has("search_text")) {
            throw fields.invalid("search_text", "the words to search for, found nothing");
        }
        return new SearchFaqContents(
                fields.number("cm_id"),
                SearchWords.of(fields.text("search_text", MAX_TEXT)),
                fields.number("category_id"),
                FaqContents.range(fields),
                fields.ignored());
    }
}
