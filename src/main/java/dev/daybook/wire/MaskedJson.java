package dev.daybook.wire;

import dev.daybook.domain.customer.FreeText;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Hides phones and e-mails in JSON that people made as they liked: in its texts, its names and its numbers. */
public final class MaskedJson {
    private MaskedJson() {}

    /** A value as a masking key sees it; what nothing is hidden in stays the same. */
    public static JsonNode of(JsonNode value) {
        if (value instanceof ObjectNode object) {
            var masked = JsonNodeFactory.instance.objectNode();
            object.forEachEntry((name, entry) -> masked.set(FreeText.masked(name), of(entry)));
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
}
