package dev.daybook.client;

import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.RetryingCaller;
import dev.daybook.client.request.FaqRequests;
import dev.daybook.domain.faq.IndexRange;
import dev.daybook.wire.Paths;
import dev.daybook.wire.faq.FaqContents;
import dev.daybook.wire.faq.GetFaqCategories;
import java.util.List;

/** The FAQ of an account. Each call throws a {@link ClientException} if it fails. */
public final class Faq {
    private final RetryingCaller caller;

    Faq(RetryingCaller caller) {
        this.caller = caller;
    }

    /**
     * All categories. Daybook gives each after its parent; other servers may use another order. A name that the answer
     * does not have is empty.
     */
    public List<GetFaqCategories.Category> categories() {
        return caller.callUnchecked(
                Paths.GET_FAQ_CATEGORIES, FaqRequests.categories(caller.cmId()), FaqRequests::categories);
    }

    /**
     * A range of the entries of a category, with the total number of its entries. Only Daybook is known to send the
     * total, and the category and date of an entry. Without them, the total is -1, the id of the category is 0, and its
     * name and the date are empty.
     *
     * @param range the positions of the entries
     */
    public FaqContents.Message contents(long categoryId, IndexRange range) {
        return contents(Paths.GET_FAQ_CONTENTS, FaqRequests.contents(caller.cmId(), categoryId, range));
    }

    /**
     * A range of the entries that contain these words, with the total number of matches. Daybook gives the best match
     * first; other servers may use another order. Missing values are as in {@link #contents(long, IndexRange)}.
     *
     * @param range the positions of the entries
     */
    public FaqContents.Message search(String text, IndexRange range) {
        return search(text, 0, range);
    }

    /**
     * Searches as {@link #search(String, IndexRange)}, but only in a category and its subcategories.
     *
     * @param categoryId the category; 0 for all categories
     */
    public FaqContents.Message search(String text, long categoryId, IndexRange range) {
        return contents(Paths.SEARCH_FAQ_CONTENTS, FaqRequests.search(caller.cmId(), text, categoryId, range));
    }

    private FaqContents.Message contents(String path, byte[] request) {
        return caller.callUnchecked(path, request, FaqRequests::contents);
    }
}
