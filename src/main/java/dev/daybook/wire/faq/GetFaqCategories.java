package dev.daybook.wire.faq;

import dev.daybook.domain.AnswerRoom;
import dev.daybook.domain.faq.CategoryTree;
import dev.daybook.wire.Request;
import dev.daybook.wire.bytes.Pieces;
import dev.daybook.wire.json.Json;
import dev.daybook.wire.json.JsonBody;
import java.util.List;

/**
 * Request and answer of Get FAQ Category. The request may have no body. The vendor's page was not accessible; the
 * answer has the fields that a client of the vendor reads (checked 2026-11).
 */
public record GetFaqCategories() {
    /**
     * Reads a request.
     *
     * @param body JSON, or empty
     * @throws dev.daybook.domain.ProblemException INVALID_JSON or INVALID_VALUE
     */
    public static Request<GetFaqCategories> decode(byte[] body) {
        var fields = JsonBody.parseIfAny(body);
        return new Request<>(fields.id("cm_id"), new GetFaqCategories(), fields.ignored());
    }

    /**
     * Encodes the answer: every category after its parent, with the name of the parent.
     *
     * @param room the remaining size of the answer. The categories were subtracted from it when they were read. The
     *     names of their parents are subtracted here, because a long name may be written many times, once for each
     *     subcategory
     */
    public static Pieces encode(CategoryTree categories, AnswerRoom room) {
        var list = categories.depthFirst().stream()
                .map(category -> {
                    var parentName = categories.parentName(category);
                    room.takeText(parentName);
                    return new Category(category.id(), category.name(), parentName);
                })
                .toList();
        return Json.largeSuccess(new Message(list));
    }

    private record Message(List<Category> category) {}

    /**
     * A category.
     *
     * @param parentCategoryName the name of its parent; empty at the top
     */
    public record Category(long id, String name, String parentCategoryName) {}
}
