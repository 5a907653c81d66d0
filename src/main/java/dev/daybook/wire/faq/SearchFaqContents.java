package dev.daybook.wire.faq;

import dev.daybook.domain.faq.IndexRange;
import dev.daybook.domain.faq.SearchWords;
import dev.daybook.wire.Request;
import dev.daybook.wire.json.JsonBody;

/**
 * Request of Search FAQ Content. The vendor names this operation, but its page was not accessible, and no client of it
 * was found. The fields are Daybook's own, modelled on those of Get FAQ Content.
 *
 * @param search the words of the search
 * @param categoryId the category that contains the entries, directly or in a subcategory; 0 for any
 */
public record SearchFaqContents(SearchWords search, long categoryId, IndexRange range) {
    private static final int MAX_TEXT = 1_000;

    /**
     * Reads a request.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_JSON or INVALID_VALUE
     */
    public static Request<SearchFaqContents> decode(byte[] body) {
        var fields = JsonBody.parse(body);
        if (!fields.has("search_text")) {
            throw fields.invalid("search_text", "the words to search for, found nothing");
        }
        var cmId = fields.id("cm_id");
        var search = new SearchFaqContents(
                SearchWords.of(fields.text("search_text", MAX_TEXT)),
                fields.id("category_id"),
                FaqContents.range(fields));
        return new Request<>(cmId, search, fields.ignored());
    }
}
