package dev.daybook.wire.json;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Output of a command with {@code --json}: one object on one line. Its first field, {@code format}, is a version. The
 * version is incremented when a field is removed or changes its meaning; it stays when a field is added.
 */
public final class CommandJson {
    private static final int FORMAT = 1;

    /** Characters that could control a terminal, or hide text on it. JSON allows most of them unescaped. */
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    private final Map<String, Object> fields = new LinkedHashMap<>();

    /** Creates an object with only its format. */
    public CommandJson() {
        fields.put("format", FORMAT);
    }

    /** Adds a field: a text, a number, a boolean, or a list, map or record of these. Returns this object. */
    public CommandJson with(String name, Object value) {
        fields.put(name, value);
        return this;
    }

    @Override
    public String toString() {
        return CONTROLS.matcher(Json.MAPPER.writeValueAsString(fields)).replaceAll(found -> escaped(found.group()));
    }

    /** The JSON escape of a character, for {@code Matcher.replaceAll}: each backslash is doubled. */
    private static String escaped(String letter) {
        return letter.chars().mapToObj("\\\\u%04X"::formatted).collect(Collectors.joining());
    }
}
