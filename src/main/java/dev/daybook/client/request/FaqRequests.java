package dev.daybook.client.request;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.daybook.client.answer.AnswerFrame;
import dev.daybook.domain.faq.IndexRange;
import dev.daybook.wire.faq.FaqContents;
import dev.daybook.wire.faq.GetFaqCategories;
import dev.daybook.wire.json.Json;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Encodes the requests of the FAQ operations and decodes their answers. As on the vendor's page, a request is in an
 * array, and its numbers are sent as texts; only the number of the account is sent as a number.
 */
public final class FaqRequests {
    /** Reads a missing or null text as an empty one, and refuses a null element of a list. */
    private static final JsonMapper ANSWERS = Json.LENIENT
            .rebuild()
            .changeDefaultNullHandling(nulls -> JsonSetter.Value.construct(Nulls.AS_EMPTY, Nulls.FAIL))
            .build();

    private FaqRequests() {}

    /** The request for the categories. */
    public static byte[] categories(long cmId) {
        return RequestJson.inArray(RequestJson.object(cmId));
    }

    /** The request for a range of the entries of a category. */
    public static byte[] contents(long cmId, long categoryId, IndexRange range) {
        return RequestJson.inArray(ranged(cmId, range).put("category_id", Long.toString(categoryId)));
    }

    /**
     * The request for a range of the entries that contain these words.
     *
     * @param categoryId the category of the entries; 0 for any
     */
    public static byte[] search(long cmId, String text, long categoryId, IndexRange range) {
        var request = ranged(cmId, range).put("search_text", text);
        return RequestJson.inArray(categoryId == 0 ? request : request.put("category_id", Long.toString(categoryId)));
    }

    private static ObjectNode ranged(long cmId, IndexRange range) {
        return RequestJson.object(cmId)
                .put("start_index", Long.toString(range.start()))
                .put("end_index", Long.toString(range.end()));
    }

    /**
     * Reads the answer of Get FAQ Category.
     *
     * @throws IllegalArgumentException if the body is no such answer, or says that it is a failure
     */
    public static List<GetFaqCategories.Category> categories(byte[] body) {
        var list = AnswerFrame.readChecked(body).path("message").path("category");
        if (!list.isArray()) {
            throw new IllegalArgumentException("the answer has no categories");
        }
        return List.of(read(list, GetFaqCategories.Category[].class));
    }

    private static <T> T read(JsonNode part, Class<T> type) {
        try {
            return ANSWERS.treeToValue(part, type);
        } catch (JacksonException other) {
            throw new IllegalArgumentException(
                    "the answer has another form than expected: " + other.getOriginalMessage());
        }
    }

    /**
     * Reads the answer of Get and Search FAQ Content. Its total is -1 if the answer has none.
     *
     * @throws IllegalArgumentException if the body is no such answer, or says that it is a failure
     */
    public static FaqContents.Message contents(byte[] body) {
        var message = AnswerFrame.readChecked(body).path("message");
        if (!message.path("contents").isArray()) {
            throw new IllegalArgumentException("the answer has no contents");
        }
        var page = read(message, FaqContents.Message.class);
        return message.hasNonNull("totalCount") ? page : new FaqContents.Message(page.contents(), -1);
    }
}
