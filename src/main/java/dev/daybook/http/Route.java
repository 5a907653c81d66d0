package dev.daybook.http;

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
 */
record Route(String name, Scope scope, Function<Call, Answer> handler, List<String> paths) {
    Route {
        paths = List.copyOf(paths);
    }
}
