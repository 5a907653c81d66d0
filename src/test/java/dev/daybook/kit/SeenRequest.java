package dev.daybook.kit;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A request that {@link FaultProxy} saw.
 *
 * @param number its number, from 1 on
 * @param at the time from the start of the proxy until the request was complete
 * @param method its method
 * @param target its path with the query, if there is one
 * @param headers its headers, case-insensitive
 * @param body its body
 */
public record SeenRequest(
        int number, Duration at, String method, String target, Map<String, String> headers, String body) {
    static SeenRequest of(RawRequest request, int number, Duration at) {
        return new SeenRequest(number, at, request.method(), request.target(), request.headers(), request.body());
    }

    /** A copy with another number. */
    SeenRequest numbered(int other) {
        return new SeenRequest(other, at, method, target, headers, body);
    }

    /** One of its headers. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The request as a text: two requests with the same text ask for the same page. */
    public String question() {
        return method + " " + target + " " + body;
    }
}
