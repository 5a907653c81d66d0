package dev.daybook.wire;

import dev.daybook.domain.Problem;
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

    /**
     * Refuses a request that names another account than that of its caller.
     *
     * @param cmId the account that the request names; 0 if it names none
     * @throws dev.daybook.domain.ProblemException FORBIDDEN
     */
    public static void checkAccount(long cmId, long caller) {
        if (cmId != 0 && cmId != caller) {
            throw Problem.FORBIDDEN.because("Forbidden - this key is not of the account that cm_id names");
        }
    }
}
