package dev.daybook.wire.order;

import dev.daybook.domain.customer.Masking;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Hides phones and e-mails in what people wrote freely: whatever looks like one is taken for one, because a masking key
 * must rather see too little. A phone has seven digits or more, with what stands between the digits of a phone.
 */
final class MaskedTexts {
    private static final Pattern EMAIL = Pattern.compile("[^\\s@<>(),;:\"]+@[^\\s@<>(),;:\"]+");
    private static final Pattern PHONE = Pattern.compile("\\+?\\d(?:[ ()./-]{0,2}\\d){6,}");

    private MaskedTexts() {}

    static String of(String text) {
        var withoutEmails = EMAIL.matcher(text).replaceAll(found -> hiddenEmail(found.group()));
        return PHONE.matcher(withoutEmails).replaceAll(found -> Masking.phone(found.group()));
    }

    static JsonNode of(JsonNode value) {
        if (value instanceof ObjectNode object) {
            var masked = JsonNodeFactory.instance.objectNode();
            object.forEachEntry((name, entry) -> masked.set(of(name), of(entry)));
            return masked;
        }
        if (value instanceof ArrayNode array) {
            var masked = JsonNodeFactory.instance.arrayNode();
            array.forEach(item -> masked.add(of(item)));
            return masked;
        }
        if (value.isString()) {
            return StringNode.valueOf(of(value.stringValue()));
        }
        var text = value.isNumber() ? value.asString() : "";
        return of(text).equals(text) ? value : StringNode.valueOf(of(text));
    }

    /** A replacement must not have a dollar or a backslash of its own. */
    private static String hiddenEmail(String email) {
        return java.util.regex.Matcher.quoteReplacement(Masking.email(email));
    }
}
