package dev.daybook.http.pipeline;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.message.RootCause;
import dev.daybook.wire.Headers;
import dev.daybook.wire.ProblemText;
import dev.daybook.wire.customer.GetCustomer;
import dev.daybook.wire.json.Json;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maps each failure to its problem, and each problem to its status and the vendor's body. This is the only place that
 * decides how an error of an API looks, except for requests that Jetty refuses: {@code server.PlainErrors} answers
 * these. {@link Pipeline} then decides whether the client gets this status or 200.
 */
public final class Failures {
    /** Failures are logged under the same logger name as requests. */
    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

    private static final String REQUEST_ID = "request_id";

    private static final OncePerMinute REASONS = new OncePerMinute(System::nanoTime);

    private Failures() {}

    /**
     * The problem that a caller gets for a failure. Unknown failures, and known ones that have a cause, are logged with
     * the id of the request; those with the problem {@code UNAVAILABLE} at most once a minute for each reason.
     */
    public static ProblemException problem(Throwable failure, String id) {
        if (failure instanceof KeyRefusal refused) {
            return refused.problem();
        }
        if (failure instanceof ProblemException known) {
            if (known.getCause() != null) {
                // While a database is down, every request gets here. So the warning is rare, and has the cause as text:
                // for an exception, the logger would write a stack trace.
                if (known.problem() != Problem.UNAVAILABLE || REASONS.isDue(ProblemText.of(known))) {
                    LOG.atWarn()
                            .addKeyValue(REQUEST_ID, id)
                            .log(
                                    "{} ({})",
                                    ProblemText.of(known),
                                    RootCause.of(known).toString());
                }
                LOG.atDebug()
                        .addKeyValue(REQUEST_ID, id)
                        .setCause(known.getCause())
                        .log("the cause of a failure");
            }
            return known;
        }
        if (failure instanceof MethodNotAllowedResponse other) {
            return Problem.METHOD_NOT_ALLOWED.because("Method not allowed - use " + methods(other));
        }
        if (failure instanceof HttpResponseException refused) {
            return of(refused);
        }
        LOG.atError().addKeyValue(REQUEST_ID, id).setCause(failure).log("a request failed");
        return Problem.INTERNAL.because("Internal Server Error - see the server's log for request " + id);
    }

    /**
     * Why the server cannot answer now, for the log line of the request; empty for other problems, whose texts may
     * repeat texts of the request.
     */
    public static String unavailable(ProblemException failure) {
        return failure.problem() == Problem.UNAVAILABLE ? ProblemText.of(failure) : "";
    }

    private static ProblemException of(HttpResponseException refused) {
        return switch (refused.getStatus()) {
            case 404 -> Problem.NO_SUCH_PATH.because("Not Found - no operation at this path; see /docs");
            case 413 -> Problem.BODY_TOO_LARGE.because("The body is too large");
            default -> Problem.INVALID_VALUE.because("Bad Request - " + refused.getMessage());
        };
    }

    /** The answer to a failed request. */
    public static Answer answer(ProblemException failure) {
        return new Answer(status(failure.problem()), body(failure), headers(failure.problem()), 0);
    }

    /** Adds the header {@code Allow} with the methods of the path; HEAD is one of them wherever GET is. */
    static Answer allowing(MethodNotAllowedResponse refused, Answer answer) {
        return answer.withHeader("Allow", methods(refused).replace("GET", "GET, HEAD"));
    }

    /** The methods that the path of the refused request allows, without HEAD. */
    private static String methods(MethodNotAllowedResponse refused) {
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
