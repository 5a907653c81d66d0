package dev.daybook.client.answer;

import dev.daybook.client.answer.time.VendorTime;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The fields of a pulled record, read leniently: a server may omit a key, send null, or send a number as a text. A
 * value that is missing or cannot be converted is empty; no value is refused.
 */
public final class PulledFields {
    /** Keeps the scale of amounts: {@code 0.10} differs from {@code 0.1}. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final JsonNode node;

    private PulledFields(JsonNode node) {
        this.node = node;
    }

    /**
     * Reads a record.
     *
     * @throws IllegalArgumentException if it is not a JSON object
     */
    public static PulledFields of(byte[] json) {
        try {
            var node = MAPPER.readTree(json);
            if (!node.isObject()) {
                throw new IllegalArgumentException("not a JSON object");
            }
            return new PulledFields(node);
        } catch (JacksonException malformed) {
            throw new IllegalArgumentException("not valid JSON: " + malformed.getOriginalMessage());
        }
    }

    /** The value as a text; an object or array as JSON. */
    public Optional<String> text(String name) {
        return value(name).map(value -> value.isContainer() ? value.toString() : value.asString());
    }

    /**
     * A time as a text. A calendar object is written in the vendor's format, such as {@code May 2, 2024 4:15:42 PM};
     * other values stay as they were sent.
     */
    public Optional<String> spoken(String name) {
        // The zone does not matter: a calendar object contains the local time.
        return value(name)
                .filter(JsonNode::isObject)
                .flatMap(value -> VendorTime.of(value, ZoneOffset.UTC))
                .map(VendorTime::spoken)
                .or(() -> text(name));
    }

    /**
     * A whole number, also one that is written as a text; otherwise empty. A text with an exponent, such as {@code
     * 12E5}, is not converted: it may be a hexadecimal id.
     */
    public Optional<Long> number(String name) {
        return value(name).flatMap(value -> {
            if (value.isIntegralNumber()) {
                return value.canConvertToLong() ? Optional.of(value.longValue()) : Optional.empty();
            }
            var hasExponent = value.isString()
                    && value.stringValue().toLowerCase(Locale.ROOT).contains("e");
            return hasExponent ? Optional.empty() : decimal(value).flatMap(PulledFields::whole);
        });
    }

    /** An amount, also one that is written as a text. */
    public Optional<Double> amount(String name) {
        return value(name)
                .flatMap(PulledFields::decimal)
                .map(BigDecimal::doubleValue)
                .filter(Double::isFinite);
    }

    /** An amount with all its digits, also one that is written as a text. */
    public Optional<BigDecimal> exactAmount(String name) {
        return value(name).flatMap(PulledFields::decimal);
    }

    /** A boolean, also one that is written as a text or as 0 or 1. */
    public Optional<Boolean> flag(String name) {
        return value(name)
                .filter(value -> !value.isContainer())
                .flatMap(value -> switch (value.asString().strip().toLowerCase(Locale.ROOT)) {
                    case "true", "1" -> Optional.of(true);
                    case "false", "0" -> Optional.of(false);
                    default -> Optional.empty();
                });
    }

    /** A local time in the account's zone; empty, not {@link PulledRecord#UNKNOWN}, if there is none. */
    public Optional<LocalDateTime> time(String name, ZoneId zone) {
        return value(name).flatMap(value -> VendorTime.of(value, zone));
    }

    /**
     * An instant. Empty if the field has no readable time, or if its local time is not in the years 0 to 9999. If the
     * clocks were set back and a time without an offset occurred twice, this is the earlier instant.
     */
    public Optional<Instant> instant(String name, ZoneId zone) {
        return value(name).flatMap(value -> VendorTime.instant(value, zone));
    }

    /**
     * The objects in a list; its other elements are skipped. A single object counts as a list of one object. Empty if
     * the value is missing, or is neither a list nor an object.
     */
    public Optional<List<PulledFields>> list(String name) {
        return value(name).filter(JsonNode::isContainer).map(value -> {
            var objects = new ArrayList<PulledFields>();
            for (var item : value.isArray() ? value : List.of(value)) {
                if (item.isObject()) {
                    objects.add(new PulledFields(item));
                }
            }
            return objects;
        });
    }

    /** The primary object of a list: the one that is marked as the primary contact, else the first. */
    public Optional<PulledFields> primary(String name) {
        var objects = list(name).orElse(List.of());
        return objects.stream()
                .filter(object -> object.flag("isPrimaryContact").orElse(false))
                .findFirst()
                .or(() -> objects.stream().findFirst());
    }

    /** The keys of the record. */
    public Set<String> keys() {
        return new HashSet<>(node.propertyNames());
    }

    private Optional<JsonNode> value(String name) {
        var value = node.get(name);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    private static Optional<BigDecimal> decimal(JsonNode value) {
        if (value.isNumber()) {
            return Optional.of(value.decimalValue());
        }
        if (!value.isString() || value.stringValue().length() > 40) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(value.stringValue().strip()));
        } catch (NumberFormatException text) {
            return Optional.empty();
        }
    }

    private static Optional<Long> whole(BigDecimal number) {
        try {
            return Optional.of(number.longValueExact());
        } catch (ArithmeticException other) {
            return Optional.empty();
        }
    }
}
