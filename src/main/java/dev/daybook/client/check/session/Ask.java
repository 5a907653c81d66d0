package dev.daybook.client.check.session;

import java.util.Map;
import java.util.TreeMap;

/**
 * One request, as a value: equal requests get the answer that is known already.
 *
 * @param method the HTTP method
 * @param path the path, with a query if it has one
 * @param body the body, empty for none
 * @param headers the headers by which it differs from a plain call; one with an empty value is left out
 */
public record Ask(String method, String path, String body, Map<String, String> headers) {
    public Ask {
        headers = Map.copyOf(headers);
    }

    public static Ask post(String path, String body) {
        return new Ask("POST", path, body, Map.of());
    }

    public Ask by(String other) {
        return new Ask(other, path, body, headers);
    }

    public Ask at(String other) {
        return new Ask(method, other, body, headers);
    }

    public Ask saying(String other) {
        return new Ask(method, path, other, headers);
    }

    public Ask with(String header, String value) {
        var changed = new TreeMap<>(headers);
        changed.put(header, value);
        return new Ask(method, path, body, changed);
    }

    public Ask without(String header) {
        return with(header, "");
    }
}
