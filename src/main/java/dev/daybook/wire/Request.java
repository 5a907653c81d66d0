package dev.daybook.wire;

import java.util.List;

/**
 * A decoded request.
 *
 * @param cmId the account given by the caller; 0 if not given
 * @param asked the decoded body
 * @param ignored the names of the fields that its operation ignores
 */
public record Request<T>(long cmId, T asked, List<String> ignored) {
    public Request {
        ignored = List.copyOf(ignored);
    }
}
