package dev.daybook.http.pipeline;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.wire.Headers;
import dev.daybook.wire.Json;
import dev.daybook.wire.customer.GetCustomer;
import dev.daybook.wire.problem.ProblemText;
import java.util.Map;

/** Maps each problem to its status and the vendor's body. This is the only place that decides how an error looks. */
public final class Failures {
    private final boolean alwaysOk;

    /**
     * Sets the status of failures.
     *
     * @param alwaysOk whether all failures have status 200, for integrations that expect it
     */
    public Failures(boolean alwaysOk) {
        this.alwaysOk = alwaysOk;
    }

    /** The answer to a failed request. */
    public Answer answer(ProblemException failure) {
        var status = alwaysOk ? 200 : status(failure.problem());
        return new Answer(status, body(failure), headers(failure.problem()), 0);
    }

    private static byte[] body(ProblemException failure) {
        return switch (failure.problem()) {
            case CUSTOMER_NOT_FOUND -> GetCustomer.noSuchCustomer();
            case ACCOUNT_GONE -> Json.failed(ApiKeys.REFUSED);
            default -> Json.failed(ProblemText.of(failure));
        };
    }

    private static Map<String, String> headers(Problem problem) {
        return switch (problem) {
            case TOO_MANY_REQUESTS, UNAVAILABLE -> Map.of(Headers.RETRY_AFTER, "1");
            default -> Map.of();
        };
    }

    static int status(Problem problem) {
        return switch (problem) {
            case INVALID_JSON, INVALID_VALUE, RANGE_TOO_WIDE, CUSTOMER_INCOMPLETE, TICKET_INCOMPLETE -> 400;
            case INVALID_AUTH_KEY, ACCOUNT_GONE -> 401;
            case FORBIDDEN -> 403;
            case CUSTOMER_UNKNOWN, TICKET_UNKNOWN, ORDER_UNKNOWN, CUSTOMER_NOT_FOUND, REFERENCE_UNKNOWN, NO_SUCH_PATH ->
                404;
            case METHOD_NOT_ALLOWED -> 405;
            case CONFLICT -> 409;
            case BODY_TOO_LARGE -> 413;
            case UNSUPPORTED_CONTENT_TYPE -> 415;
            case TOO_MANY_REQUESTS -> 429;
            case INTERNAL -> 500;
            case UNAVAILABLE -> 503;
        };
    }
}
