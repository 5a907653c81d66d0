package dev.daybook.http.pipeline;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringJoiner;

/** Formats field names for a header: percent-encoded, and at most 1 KB. */
final class IgnoredFields {
    private static final int SHOWN = 20;
    private static final int MAX_NAME = 64;

    /** The maximum size of the listed names. The rest of the 1 KB is for the number of omitted names. */
    private static final int MAX_NAMES_BYTES = 1_000;

    private IgnoredFields() {}

    static String header(List<String> fields) {
        var names = new StringJoiner(", ");
        var shown = 0;
        for (var field : fields) {
            var cut = field.length() > MAX_NAME ? field.substring(0, MAX_NAME) : field;
            var name = URLEncoder.encode(cut, StandardCharsets.UTF_8).replace("+", "%20");
            if (shown == SHOWN || names.length() + name.length() + 2 > MAX_NAMES_BYTES) {
                return names + ", and " + (fields.size() - shown) + " more";
            }
            names.add(name);
            shown++;
        }
        return names.toString();
    }
}
