package dev.daybook.http;

import dev.daybook.domain.AnswerRoom;
import dev.daybook.domain.faq.CategoryTree;
import dev.daybook.domain.faq.FaqPage;
import dev.daybook.http.pipeline.Answer;
import dev.daybook.http.pipeline.Call;
import dev.daybook.store.Database;
import dev.daybook.store.faq.FaqStore;
import dev.daybook.wire.faq.FaqContents;
import dev.daybook.wire.faq.GetFaqCategories;
import dev.daybook.wire.faq.GetFaqContents;
import dev.daybook.wire.faq.SearchFaqContents;
import java.util.List;

/** Handlers of the operations on the FAQ. */
public final class FaqRoutes {
    private final Database database;

    public FaqRoutes(Database database) {
        this.database = database;
    }

    /** Get FAQ Category. */
    Answer categories(Call call) {
        var request = call.request(GetFaqCategories::decode);
        var room = AnswerRoom.endless(call.memory());
        var categories = database.read(
                transaction -> FaqStore.categories(transaction, call.account().cmId(), room));
        return Answer.ok(GetFaqCategories.encode(new CategoryTree(categories), room))
                .withRows(categories.size())
                .withIgnored(request.ignored());
    }

    /** Get FAQ Content. */
    Answer contents(Call call) {
        var request = call.request(GetFaqContents::decode);
        var asked = request.asked();
        var account = call.account();
        var room = AnswerRoom.endless(call.memory());
        var page = database.read(transaction ->
                FaqStore.contents(transaction, account.cmId(), asked.filter(account.zone()), asked.range(), room));
        return answer(call, page, request.ignored());
    }

    /** Search FAQ Content. */
    Answer search(Call call) {
        var request = call.request(SearchFaqContents::decode);
        var asked = request.asked();
        var room = AnswerRoom.endless(call.memory());
        var page = database.read(transaction -> FaqStore.search(
                transaction, call.account().cmId(), asked.search(), asked.categoryId(), asked.range(), room));
        return answer(call, page, request.ignored());
    }

    private static Answer answer(Call call, FaqPage page, List<String> ignored) {
        return Answer.ok(FaqContents.encode(page, call.account().zone()))
                .withRows(page.entries().size())
                .withIgnored(ignored);
    }
}
