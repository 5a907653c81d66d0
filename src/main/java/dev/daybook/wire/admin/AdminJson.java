package dev.daybook.wire.admin;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.wire.json.GivenValue;
import dev.daybook.wire.json.Json;
import dev.daybook.wire.json.JsonBody;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.MutableCoercionConfig;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** Reads and writes the records of the admin API. */
public final class AdminJson {
    /** Refuses a decimal where a whole number is expected: a truncated one might be the number of another account. */
    private static final JsonMapper REQUESTS = Json.LENIENT
            .rebuild()
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(LogicalType.Textual, AdminJson::textOnly)
            .build();

    private AdminJson() {}

    /** Refuses a number, true or false where a text is expected, as the OpenAPI file says. */
    private static void textOnly(MutableCoercionConfig text) {
        text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    }

    /** The answer of an operation without a result: an empty object. */
    public record Done() {}

    /** Writes a request or an answer. */
    public static byte[] write(Object body) {
        return Json.MAPPER.writeValueAsBytes(body);
    }

    /**
     * Reads a request. Unlike the vendor's operations, the admin API refuses unknown fields: otherwise a misspelt
     * setting would be ignored silently.
     *
     * @throws ProblemException INVALID_JSON if the body is neither one object nor an array of exactly one,
     *     INVALID_VALUE if a field is unknown, has another type, or is a text that a database cannot store
     */
    public static <T extends Record> T read(byte[] body, Class<T> type) {
        var object = JsonBody.object(body);
        var known = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toSet());
        for (var field : object.properties()) {
            if (!known.contains(field.getKey())) {
                throw Problem.INVALID_VALUE.because("unknown field; the fields are "
                        + known.stream().sorted().collect(Collectors.joining(", ")));
            }
            if (field.getValue().isString()) {
                GivenValue.checkedText(field.getKey(), field.getValue().stringValue());
            }
        }
        try {
            return REQUESTS.treeToValue(object, type);
        } catch (JacksonException otherType) {
            // Catches every JacksonException, not only DatabindException: for a number beyond 64 bits, Jackson throws
            // another one.
            throw Problem.INVALID_VALUE.because(otherType.getPath().stream()
                            .map(JacksonException.Reference::getPropertyName)
                            .map(String::valueOf)
                            .findFirst()
                            .orElse("a field")
                    + ": a value of another type is expected");
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
