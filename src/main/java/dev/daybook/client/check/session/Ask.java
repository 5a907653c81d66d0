package dev.daybook.client.check.session;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.check.json.Draft;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request as a value. {@link Session#ask} caches answers, so that equal requests are usually sent only once.
 *
 * @param method the HTTP method
 * @param path the path, with a query if it has one
 * @param body the body; empty for none
 * @param headers the headers that differ from a usual request; a header with an empty value is omitted
 * @param once whether to repeat the request only if the server says that it did not begin to process the request
 */
public record Ask(String method, String path, String body, Map<String, String> headers, boolean once) {
    public Ask {
        headers = Map.copyOf(headers);
    }

    /** A POST with a body. */
    public static Ask post(String path, String body) {
        return new Ask("POST", path, body, Map.of(), false);
    }

    /**
     * A pull in the form of the reference's sample: for tickets a list with one object, for other records the object.
     */
    public static Ask pull(PulledKind kind, Draft draft) {
        return post(kind.path(), kind.query().inArray() ? draft.listed() : draft.json());
    }

    /**
     * The same request, but repeated only if the server says that it did not begin to process the request. After
     * another failure, the server may have executed a write, or may still be working at a heavy request.
     */
    public Ask sentOnce() {
        return new Ask(method, path, body, headers, true);
    }

    /** Whether the request has the key of the check, and not another one or none. */
    boolean hasKey() {
        return !headers.containsKey("Authorization");
    }

    /** The path without its query. */
    String pathOnly() {
        return path.split("\\?", 2)[0];
    }

    /** The same request with another HTTP method. */
    public Ask withMethod(String other) {
        return new Ask(other, path, body, headers, once);
    }

    /** The same request to another path. */
    public Ask withPath(String other) {
        return new Ask(method, other, body, headers, once);
    }

    /** The same request with another body. */
    public Ask withBody(String other) {
        return new Ask(method, path, other, headers, once);
    }

    /** The same request with another value of a header. */
    public Ask with(String header, String value) {
        var changed = new TreeMap<>(headers);
        changed.put(header, value);
        return new Ask(method, path, body, changed, once);
    }

    /** The same request without a header that each request has otherwise. */
    public Ask without(String header) {
        return with(header, "");
    }
}
