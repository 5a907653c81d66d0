package dev.daybook.console.frame;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.Reason;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Error page for any failure of a request. */
final class FailurePage {
    private static final Logger LOG = LoggerFactory.getLogger(FailurePage.class);

    private FailurePage() {}

    /** Refusal of a request, with its own message on the error page. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String kind;
        private final int status;

        /** @param kind the end of the message's key, such as {@code form} for {@code problem.form} */
        Refused(String kind, int status) {
            this.kind = kind;
            this.status = status;
        }
    }

    /** The page for a failure after the request was processed, or for a path that no page has. */
    static PageAnswer.Page of(Throwable failure) {
        return of(failure, true, List.of());
    }

    /** The page for a failure of a request. It gives back the texts that the person wrote. */
    static PageAnswer.Page of(Throwable failure, Context context) {
        return of(failure, HandlerType.POST.equals(context.method()), SentForm.written(context));
    }

    /**
     * The page for a failure.
     *
     * @param isForm whether the request sent a form, and so may have changed something. If it is unknown whether the
     *     change was stored, the page says so
     * @param written the texts of the form to give back
     */
    private static PageAnswer.Page of(Throwable failure, boolean isForm, List<String> written) {
        if (failure instanceof Refused refused) {
            return page(refused.kind, refused.status, Optional.empty(), "", written);
        }
        var id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        var problem = problem(failure);
        if (problem == Problem.INTERNAL) {
            LOG.atError().addKeyValue("request_id", id).setCause(failure).log("a request of the console failed");
        }
        var kind = switch (problem) {
            case NO_SUCH_PATH, ACCOUNT_GONE -> "missing";
            case FORBIDDEN -> "forbidden";
            case BODY_TOO_LARGE -> failure instanceof ProblemException ? "file" : "large";
            case UNAVAILABLE -> isForm && isOutcomeUnknown(failure) ? "unknown" : "busy";
            case INTERNAL -> "defect";
            default -> "value";
        };
        var refused = Set.of("value", "file").contains(kind) && failure instanceof ProblemException known
                ? Optional.of(known)
                : Optional.<ProblemException>empty();
        return page(kind, status(problem), refused, kind.equals("defect") ? id : "", written);
    }

    private static PageAnswer.Page page(
            String kind, int status, Optional<ProblemException> refused, String id, List<String> written) {
        return new PageAnswer.Page(
                status, "error.jte", Map.of("kind", kind, "refused", refused, "id", id, "written", written));
    }

    private static boolean isOutcomeUnknown(Throwable failure) {
        return failure instanceof ProblemException known
                && known.reason().filter(Reason.OUTCOME_UNKNOWN::equals).isPresent();
    }

    private static Problem problem(Throwable failure) {
        if (failure instanceof ProblemException known) {
            return known.problem();
        }
        if (failure instanceof HttpResponseException refused) {
            return refused.getStatus() == 413 ? Problem.BODY_TOO_LARGE : Problem.INVALID_VALUE;
        }
        return Problem.INTERNAL;
    }

    private static int status(Problem problem) {
        return switch (problem) {
            case NO_SUCH_PATH, ACCOUNT_GONE -> 404;
            case FORBIDDEN -> 403;
            case CONFLICT -> 409;
            case BODY_TOO_LARGE -> 413;
            case UNAVAILABLE -> 503;
            case INTERNAL -> 500;
            default -> 422;
        };
    }
}
