package dev.daybook.wire;

import java.util.List;

/**
 * A decoded request.
 *
 * @param cmId the account that the request names; 0 if it names none
 * @param asked the decoded body
 * @param ignored the names of the request's fields that the operation ignores
 */
public record Request<T>(long cmId, T asked, List<String> ignored) {
    public Request {
        ignored = List.copyOf(ignored);
    }
}
