package dev.daybook.client.answer;

import dev.daybook.client.answer.text.AnswerText;
import dev.daybook.client.answer.text.ServerWords;
import dev.daybook.wire.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The parts of an answer other than its records. They show whether the answer is a success, and distinguish answers
 * without records from each other. Only known words count as a success, so that a new word for a failure is never taken
 * for an empty day.
 */
public final class AnswerFrame {
    private static final Set<String> SUCCESSES = Set.of("success", "successful", "succeeded", "ok", "true", "200");

    /**
     * The statuses of a refusal: the vendor's word and similar ones. With one of them, a message that is a text says
     * why the server refuses the request.
     */
    private static final Set<String> REFUSALS = Set.of("failed", "fail", "failure", "error", "false");

    /** A status in the body that is an HTTP status of a client error, except 408 and 429, which may be temporary. */
    private static final String REFUSING = "4(?!08|29)\\d\\d";

    /**
     * The keys of counts, such as {@code totalcount}, but not {@code account}. When answers are compared, a count of 0
     * differs from any other count, because an answer with a count above 0 is not that of an empty day. All counts
     * above 0 are taken as equal, because they may be the number of requests so far.
     */
    private static final String COUNT =
            "(.*[^c])?count|total(_?(records|results|elements))?|records_?(total|filtered)|num_?found|no_?of_?records";

    private static final Set<String> NO_ERROR = Set.of("", "false", "0", "none", "null");

    private static final Set<String> STATUSES = Set.of("status", "success", "error", "errors");

    private static final Set<String> JUDGED = Set.of("message", "status", "success", "error", "errors", "totalcount");

    private final List<String> faults = new ArrayList<>();
    private final SortedMap<String, String> content = new TreeMap<>();
    private boolean succeeds;
    private boolean refuses;
    private boolean isStrange;
    private boolean hasError;

    /**
     * Reads an answer in UTF-8 that is no page of a pull. As in a page, JSON that is slightly invalid is mended.
     *
     * @throws IllegalArgumentException if it is not valid JSON even then
     */
    public static JsonNode read(byte[] body) {
        try {
            return Json.MAPPER.readTree(body);
        } catch (JacksonException malformed) {
            return mended(body)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "the answer is not valid JSON: " + malformed.getOriginalMessage()));
        }
    }

    private static Optional<JsonNode> mended(byte[] body) {
        try {
            return Optional.of(Json.MAPPER.readTree(AnswerText.mended(body).json()));
        } catch (JacksonException other) {
            return Optional.empty();
        }
    }

    /** Reads an answer as {@link #read} does. For an array of one object, returns this object. */
    public static JsonNode readSingle(byte[] body) {
        return single(read(body));
    }

    /**
     * The object in an array of one object; any other value is returned as it is. Older pages of the vendor's
     * documentation, and some clients, have certain answers in such an array.
     */
    public static JsonNode single(JsonNode answer) {
        return answer.isArray() && answer.size() == 1 && answer.path(0).isObject() ? answer.path(0) : answer;
    }

    /**
     * Reads an answer as {@link #readSingle} does, and checks it.
     *
     * @throws IllegalArgumentException if it is not valid JSON, if it contains an error, or if its status is no known
     *     word for a success
     */
    public static JsonNode readChecked(byte[] body) {
        var answer = readSingle(body);
        check(answer);
        return answer;
    }

    /** The statuses and errors of an object; none if the answer is no object. */
    public static AnswerFrame of(JsonNode answer) {
        var frame = new AnswerFrame();
        answer.properties().forEach(field -> {
            var key = field.getKey().toLowerCase(Locale.ROOT);
            if (STATUSES.contains(key)) {
                var value = field.getValue();
                frame.add(
                        key,
                        value.isNull() || (value.isContainer() && value.isEmpty())
                                ? ""
                                : value.asString(value.toString()));
            }
        });
        return frame;
    }

    /**
     * Checks the status and the errors of an answer that is no page of a pull. As in a page, only status and errors
     * decide: a record in the answer does not prove a success.
     *
     * @throws IllegalArgumentException if it contains an error, or if its status is no known word for a success
     */
    public static void check(JsonNode answer) {
        var frame = of(answer);
        if (frame.isFailure()) {
            throw frame.failure(message(answer));
        }
    }

    /** The message of an answer, empty if it has none. */
    public static String message(JsonNode answer) {
        return field(answer, "message").asString("");
    }

    /** The value of a key, also if the key begins with a capital, as {@code Message} of the vendor's older servers. */
    static JsonNode field(JsonNode answer, String name) {
        var small = answer.path(name);
        return small.isMissingNode()
                ? answer.path(name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1))
                : small;
    }

    /**
     * Whether a key, in upper or lower case, matters when a page with records is read: it is the key of the message,
     * the status, an error or the total. All other keys of such a page are ignored.
     */
    static boolean judges(String key) {
        return JUDGED.contains(key.toLowerCase(Locale.ROOT));
    }

    /**
     * Adds a key.
     *
     * @param key in lower case
     * @param value its value as text; empty if it is null, or an empty list or object
     */
    void add(String key, String value) {
        var word = value.strip();
        switch (key) {
            case "status", "success" -> status(key, word.toLowerCase(Locale.ROOT));
            case "error", "errors" -> error(key, word);
            default -> content.put(key, isExact(key, word) ? word : ServerWords.gist(word));
        }
    }

    private static boolean isExact(String key, String word) {
        return key.contains("code") || (word.equals("0") && key.matches(COUNT));
    }

    private void status(String key, String word) {
        content.put(key, word);
        if (SUCCESSES.contains(word) || (key.equals("success") && word.equals("1"))) {
            succeeds = true;
        } else if (!word.isEmpty()) {
            var isRefusal = REFUSALS.contains(word) || word.matches(REFUSING);
            refuses |= isRefusal;
            isStrange |= !isRefusal;
            faults.add(key + " " + word);
        }
    }

    private void error(String key, String word) {
        content.put(key, "");
        if (!NO_ERROR.contains(word.toLowerCase(Locale.ROOT))) {
            hasError = true;
            faults.add(key + " " + word);
        }
    }

    /** Whether a status is that of a success, and there is no failure. */
    public boolean isSuccess() {
        return succeeds && !isFailure();
    }

    /** Whether there is an error, or a status that is no known word of a success. */
    public boolean isFailure() {
        return !faults.isEmpty();
    }

    /** Whether a message that is a text can be believed: there is no error, and no status with an unknown word. */
    boolean letsTextCount() {
        return !isStrange && !hasError;
    }

    /**
     * Whether a text in {@code message} may be the reason of a refusal: the status is that of a refusal, or there is
     * neither a status nor an error.
     */
    boolean mayRefuse() {
        return !succeeds && !isStrange && (refuses || !hasError);
    }

    /**
     * The failure that the answer reports.
     *
     * @param said the server's message, empty if there is none
     */
    IllegalArgumentException failure(String said) {
        var words = String.join(", ", faults) + (said.isBlank() ? "" : ", message " + said);
        return new IllegalArgumentException("the answer is a failure: " + ServerWords.shown(words));
    }

    /**
     * Describes this answer, which has no records.
     *
     * @param shape the form of the answer
     */
    EmptyAnswer empty(EmptyShape shape) {
        return shape.isPlain() ? EmptyAnswer.of(shape) : new EmptyAnswer(shape, content.toString());
    }
}
