package dev.daybook.http.pipeline;

import dev.daybook.domain.account.Scope;
import java.util.List;
import java.util.function.Function;

/**
 * An operation of the API.
 *
 * @param name the operation's name, for metrics, logs and the OpenAPI file
 * @param scope the scope that a key needs
 * @param paths its paths for POST, the current one first
 * @param bodyOptional whether the body may be missing, or be a form without fields
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

    /**
     * Whether a path is one of the older paths of the operation. The path must be spelled exactly as in {@link #paths}.
     */
    boolean isOlder(String path) {
        return paths.indexOf(path) > 0;
    }

    /** This operation with another handler. */
    public Route servedBy(Function<Call, Answer> other) {
        return new Route(name, scope, other, paths, bodyOptional);
    }

    /** This operation with an optional body. */
    public Route withOptionalBody() {
        return new Route(name, scope, handler, paths, true);
    }
}
