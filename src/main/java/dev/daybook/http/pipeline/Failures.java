package dev.daybook.http.pipeline;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.wire.Headers;
import dev.daybook.wire.Json;
import dev.daybook.wire.customer.GetCustomer;
import dev.daybook.wire.problem.ProblemText;
import io.javalin.http.MethodNotAllowedResponse;
import java.util.Map;

/**
 * Maps each problem to its status and the vendor's body. This is the only place that decides how an error looks. Whether
 * a client gets the status, or 200 in its place, is decided by {@link Pipeline} when it sends the answer.
 */
public final class Failures {
    private Failures() {}

    /** The answer to a failed request. */
    public static Answer answer(ProblemException failure) {
        return new Answer(status(failure.problem()), body(failure), headers(failure.problem()), 0);
    }

    /** Adds the methods that the path allows. HEAD is answered wherever GET is. */
    static Answer allowing(MethodNotAllowedResponse refused, Answer answer) {
        return answer.withHeader("Allow", methods(refused).replace("GET", "GET, HEAD"));
    }

    /** The methods that the path of a request with another one allows, without HEAD. */
    static String methods(MethodNotAllowedResponse refused) {
        return String.join(", ", refused.getDetails().values()).replace(", HEAD", "");
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
