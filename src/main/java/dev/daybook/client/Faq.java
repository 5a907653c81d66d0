package dev.daybook.client;

import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.RetryingCaller;
import dev.daybook.client.request.FaqRequests;
import dev.daybook.domain.faq.IndexRange;
import dev.daybook.wire.Paths;
import dev.daybook.wire.faq.FaqContents;
import dev.daybook.wire.faq.GetFaqCategories;
import java.util.List;

/** The FAQ of an account. Each call throws a {@link ClientException} if the server does not do as it is asked. */
public final class Faq {
    private final RetryingCaller caller;
    private final PullOptions options;

    Faq(RetryingCaller caller, PullOptions options) {
        this.caller = caller;
        this.options = options;
    }

    /** All categories, each after the one that it is in. */
    public List<GetFaqCategories.Category> categories() {
        return RetryingCaller.uninterrupted(() -> caller.call(
                Paths.GET_FAQ_CATEGORIES,
                FaqRequests.categories(options.cmId()),
                reply -> FaqRequests.categories(reply.body())));
    }

    /**
     * Entries of a category, and how many there are in all.
     *
     * @param range which of them
     */
    public FaqContents.Message contents(long categoryId, IndexRange range) {
        return contents(Paths.GET_FAQ_CONTENTS, FaqRequests.contents(options.cmId(), categoryId, range));
    }

    /**
     * Entries that have these words, the most fitting first, and how many there are in all.
     *
     * @param range which of them
     */
    public FaqContents.Message search(String text, IndexRange range) {
        return search(text, 0, range);
    }

    /** The same within a category, itself or further down. */
    public FaqContents.Message search(String text, long categoryId, IndexRange range) {
        return contents(Paths.SEARCH_FAQ_CONTENTS, FaqRequests.search(options.cmId(), text, categoryId, range));
    }

    private FaqContents.Message contents(String path, byte[] request) {
        return RetryingCaller.uninterrupted(
                () -> caller.call(path, request, reply -> FaqRequests.contents(reply.body())));
    }
}
