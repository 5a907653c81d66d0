package dev.daybook.http.pipeline;

import dev.daybook.domain.account.Scope;
import java.util.List;
import java.util.function.Function;

/**
 * One operation of the API.
 *
 * @param name the operation's name, for figures, logs and the OpenAPI file
 * @param scope what a key must be allowed to do
 * @param handler serves it
 * @param paths where it answers to POST: the current path first
 * @param bodyOptional whether a request may come without a body, or with a form that has no fields
 */
public record Route(
        String name, Scope scope, Function<Call, Answer> handler, List<String> paths, boolean bodyOptional) {
    public Route {
        paths = List.copyOf(paths);
    }

    /** An operation that must have a body. */
    public Route(String name, Scope scope, Function<Call, Answer> handler, List<String> paths) {
        this(name, scope, handler, paths, false);
    }

    /** Whether a path is one of those where older integrations look for the operation. */
    boolean isOlder(String path) {
        return paths.indexOf(path) > 0;
    }

    /** The same, but served by another. */
    public Route servedBy(Function<Call, Answer> other) {
        return new Route(name, scope, other, paths, bodyOptional);
    }

    /** The same, but a request may come without a body. */
    public Route withOptionalBody() {
        return new Route(name, scope, handler, paths, true);
    }
}
