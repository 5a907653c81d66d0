package dev.daybook.wire.admin;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.wire.json.GivenValue;
import dev.daybook.wire.json.Json;
import dev.daybook.wire.json.JsonBody;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads and writes the records of the admin API. */
public final class AdminJson {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private AdminJson() {}

    /** The answer of an operation without a result: an empty object. */
    public record Done() {}

    /** Writes a request or an answer. */
    public static byte[] write(Object body) {
        return Json.MAPPER.writeValueAsBytes(body);
    }

    /**
     * Reads a request. Unlike the vendor's operations, the admin API refuses an array with one object, and unknown
     * fields: otherwise a misspelt setting would be ignored silently.
     *
     * @throws ProblemException INVALID_JSON if the body is not one object, INVALID_VALUE if a field is unknown, has
     *     another type, or is a text that a database cannot store
     */
    public static <T extends Record> T read(byte[] body, Class<T> type) {
        var object = JsonBody.objectOnly(body);
        var types = Arrays.stream(type.getRecordComponents())
                .collect(Collectors.toMap(RecordComponent::getName, RecordComponent::getGenericType));
        for (var field : object.properties()) {
            var expected = types.get(field.getKey());
            if (expected == null) {
                // Name the field only if it is a plain word: any other key may be a personal text.
                var name = WORD.matcher(field.getKey()).matches() ? " " + field.getKey() : "";
                throw Problem.INVALID_VALUE.because("unknown field" + name + "; the fields are "
                        + types.keySet().stream().sorted().collect(Collectors.joining(", ")));
            }
            check(field.getKey(), field.getValue(), expected);
        }
        return Json.LENIENT.treeToValue(object, type);
    }

    /**
     * Refuses a value whose type is not the one in the OpenAPI file. Without this check, Jackson would convert some
     * values: a number into a text, or a decimal into a whole number, which might be the number of another account.
     */
    private static void check(String path, JsonNode value, Type type) {
        var given = new GivenValue(path, value);
        if (value.isNull()) {
            return;
        }
        if (type == String.class) {
            if (!value.isString()) {
                throw given.expected("a text");
            }
            GivenValue.checkedText(path, value.stringValue());
        } else if (type == boolean.class || type == Boolean.class) {
            if (!value.isBoolean()) {
                throw given.expected("true or false");
            }
        } else if (type == long.class || type == Long.class) {
            if (!value.isIntegralNumber() || !value.canConvertToLong()) {
                var whole = "a whole number of at most 64 bits";
                throw value.isNumber()
                        ? GivenValue.invalid(path, whole + ", found another number")
                        : given.expected(whole);
            }
        } else if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            if (!value.isArray()) {
                throw given.expected("an array");
            }
            for (var i = 0; i < value.size(); i++) {
                check(path + "[" + i + "]", value.get(i), list.getActualTypeArguments()[0]);
            }
        } else {
            throw new IllegalArgumentException(path + " has a type that requests do not have yet: " + type);
        }
    }

    /**
     * Reads an answer of this version, or of a later version whose answers have more fields. Refuses an answer that
     * lacks a required value, because such an answer is not from the admin API.
     *
     * @throws ProblemException INVALID_JSON if it is not an answer of this type
     */
    public static <T extends Record> T readAnswer(byte[] body, Class<T> type) {
        try {
            var answer = Json.LENIENT.readTree(body);
            var required = Arrays.stream(type.getRecordComponents())
                    .filter(component -> !component.getAnnotatedType().isAnnotationPresent(Nullable.class))
                    .map(RecordComponent::getName);
            if (!answer.isObject() || !required.allMatch(answer::hasNonNull)) {
                throw Problem.INVALID_JSON.because("the answer is not from the admin API");
            }
            return Json.LENIENT.treeToValue(answer, type);
        } catch (JacksonException other) {
            throw Problem.INVALID_JSON.because("the answer is not from the admin API", other);
        }
    }
}
