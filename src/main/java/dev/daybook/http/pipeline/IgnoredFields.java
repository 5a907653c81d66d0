package dev.daybook.http.pipeline;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Names fields in a header: odd characters as %XX, and not more than a header may hold. */
final class IgnoredFields {
    private static final int SHOWN = 20;
    private static final int MAX_NAME = 64;

    private IgnoredFields() {}

    static String header(List<String> fields) {
        var names = fields.stream()
                .limit(SHOWN)
                .map(name -> name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name)
                .map(name -> URLEncoder.encode(name, StandardCharsets.UTF_8))
                .collect(Collectors.joining(", "));
        return fields.size() > SHOWN ? names + ", and " + (fields.size() - SHOWN) + " more" : names;
    }
}
