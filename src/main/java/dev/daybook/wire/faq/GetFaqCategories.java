package dev.daybook.wire.faq;

import dev.daybook.domain.faq.CategoryTree;
import dev.daybook.wire.Json;
import dev.daybook.wire.JsonBody;
import java.util.List;

/**
 * Request and answer of Get FAQ Category. The request may have no body. The vendor's page was not accessible; the
 * answer has what a client of the vendor reads (checked 2026-11).
 *
 * @param cmId the account given by the caller; 0 if not given
 * @param ignored the names of the fields that this operation ignores
 */
public record GetFaqCategories(long cmId, List<String> ignored) {
    public GetFaqCategories {
        ignored = List.copyOf(ignored);
    }

    /**
     * Reads a request.
     *
     * @param body JSON, or empty
     * @throws dev.daybook.domain.ProblemException INVALID_JSON or INVALID_VALUE
     */
    public static GetFaqCategories decode(byte[] body) {
        if (body.length == 0) {
            return new GetFaqCategories(0, List.of());
        }
        var fields = JsonBody.parse(body);
        return new GetFaqCategories(fields.number("cm_id"), fields.ignored());
    }

    /** Encodes the answer: every category after its parent, whose name it has. */
    public static byte[] encode(CategoryTree categories) {
        var list = categories.depthFirst().stream()
                .map(category -> new Category(category.id(), category.name(), categories.parentName(category)))
                .toList();
        return Json.MAPPER.writeValueAsBytes(new Body(new Message(list), "success"));
    }

    private record Body(Message message, String status) {}

    private record Message(List<Category> category) {}

    /**
     * A category.
     *
     * @param parentCategoryName the name of its parent; empty at the top
     */
    public record Category(long id, String name, String parentCategoryName) {}
}
