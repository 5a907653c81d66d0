package dev.daybook.wire.json;

import dev.daybook.domain.customer.FreeText;
import dev.daybook.domain.customer.Masking;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Masks records for masking keys: hides phones and e-mails wherever they occur. */
public final class MaskedJson {
    private static final String OWN_FIELDS = "additional_info";

    private MaskedJson() {}

    /** Masks a phone of a record. The record must have a text for the key. */
    public static void phone(ObjectNode record, String key) {
        record.put(key, Masking.phone(record.get(key).stringValue()));
    }

    /** Masks an e-mail address of a record. The record must have a text for the key. */
    public static void email(ObjectNode record, String key) {
        record.put(key, Masking.email(record.get(key).stringValue()));
    }

    /** Masks phones and e-mails in free texts. The record must have a text for each key. */
    public static void texts(ObjectNode record, List<String> keys) {
        keys.forEach(key -> record.put(key, FreeText.masked(record.get(key).stringValue())));
    }

    /** Masks phones and e-mails in associate fields: in texts, names and numbers. */
    public static void own(ObjectNode record) {
        record.set(OWN_FIELDS, of(record.get(OWN_FIELDS)));
    }

    /**
     * A masked copy of a value; values without a phone or e-mail stay the same. If several names of fields are equal
     * after masking, a number is added to all but the first one.
     */
    public static JsonNode of(JsonNode value) {
        if (value instanceof ObjectNode object) {
            var masked = JsonNodeFactory.instance.objectNode();
            var names = new FreeText.Names(object.propertyNames());
            object.forEachEntry((name, entry) -> masked.set(names.shown(name), of(entry)));
            return masked;
        }
        if (value instanceof ArrayNode array) {
            var masked = JsonNodeFactory.instance.arrayNode();
            array.forEach(item -> masked.add(of(item)));
            return masked;
        }
        if (!value.isString() && !value.isNumber()) {
            return value;
        }
        var text = value.asString();
        var masked = FreeText.masked(text);
        return masked.equals(text) ? value : StringNode.valueOf(masked);
    }

    /**
     * The JSON of a given value with its masked parts restored: a part that equals the masked form of the stored part
     * becomes the stored part, and a masked name the stored name. A client with a masking key may send back the masked
     * values that it got.
     *
     * @param stored the JSON of the stored value
     * @param given the JSON of the given value
     */
    public static String unmasked(String stored, String given) {
        if (given.indexOf('*') < 0) {
            return given;
        }
        var known = JsonBody.value(stored);
        return unmasked(known, of(known), JsonBody.value(given)).toString();
    }

    private static JsonNode unmasked(JsonNode stored, JsonNode masked, JsonNode given) {
        if (masked.equals(given)) {
            return stored;
        }
        if (stored.isObject() && given instanceof ObjectNode object) {
            var whole = JsonNodeFactory.instance.objectNode();
            var names = new FreeText.Names(stored.propertyNames());
            object.forEachEntry((name, value) -> {
                var meant = names.meant(name);
                whole.set(meant, unmasked(stored.path(meant), masked.path(names.shown(meant)), value));
            });
            return whole;
        }
        if (stored.isArray() && given instanceof ArrayNode array) {
            var whole = JsonNodeFactory.instance.arrayNode();
            array.forEach(item -> whole.add(unmasked(stored.path(whole.size()), masked.path(whole.size()), item)));
            return whole;
        }
        return given;
    }
}
