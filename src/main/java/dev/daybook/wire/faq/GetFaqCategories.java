package dev.daybook.wire.faq;

import dev.daybook.domain.faq.CategoryTree;
import dev.daybook.wire.Json;
import dev.daybook.wire.JsonBody;
import java.util.List;

/**
 * Get FAQ Category: its request, which may be without a body, and its answer. The vendor's page could not be seen; the
 * answer is what a client of the vendor's reads (checked 2026-11).
 *
 * @param cmId the account that the caller says it is of, 0 if it does not
 * @param ignored the fields that mean nothing to this operation
 */
public record GetFaqCategories(long cmId, List<String> ignored) {
    public GetFaqCategories {
        ignored = List.copyOf(ignored);
    }

    /**
     * Reads a request.
     *
     * @param body JSON, or nothing
     * @throws dev.daybook.domain.ProblemException INVALID_JSON or INVALID_VALUE
     */
    public static GetFaqCategories decode(byte[] body) {
        if (body.length == 0) {
            return new GetFaqCategories(0, List.of());
        }
        var fields = JsonBody.parse(body);
        return new GetFaqCategories(fields.number("cm_id"), fields.ignored());
    }

    /** The answer: every category after the one that it is in, which it names. */
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
     * @param parentCategoryName the name of the one that it is in, empty if it is at the top
     */
    public record Category(long id, String name, String parentCategoryName) {}
}
