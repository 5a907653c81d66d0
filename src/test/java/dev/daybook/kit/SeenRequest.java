package dev.daybook.kit;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A request that {@link FaultProxy} saw.
 *
 * @param number which one it was, from 1 on
 * @param at when it had come whole, since the proxy started
 * @param method its method
 * @param target its path, with the query if there is one
 * @param headers its headers, found whatever their case
 * @param body its body
 */
public record SeenRequest(
        int number, Duration at, String method, String target, Map<String, String> headers, String body) {
    static SeenRequest of(RawRequest request, int number, Duration at) {
        return new SeenRequest(number, at, request.method(), request.target(), request.headers(), request.body());
    }

    /** The same with another number. */
    SeenRequest numbered(int other) {
        return new SeenRequest(other, at, method, target, headers, body);
    }

    /** One of its headers. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** What it asks for: two requests with the same question ask for the same page. */
    public String question() {
        return method + " " + target + " " + body;
    }
}
