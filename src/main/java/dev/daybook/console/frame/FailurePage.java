package dev.daybook.console.frame;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.Reason;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Page that says what went wrong with a request, whatever was thrown. */
final class FailurePage {
    private static final Logger LOG = LoggerFactory.getLogger(FailurePage.class);

    private FailurePage() {}

    /** Thrown for a form that may come from another site (CSRF). */
    static final class ForeignForm extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Thrown for a form, or for a part of a page, whose sender is no longer logged in. */
    static final class LoggedOut extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Thrown for a request whose sender lost the right to it while the request was processed. */
    static final class RightLost extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Thrown for a file that the server cannot store. */
    static final class NoSpace extends RuntimeException {
        private static final long serialVersionUID = 1L;
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
        var id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        var problem = problem(failure);
        if (problem == Problem.INTERNAL) {
            LOG.atError().addKeyValue("request_id", id).setCause(failure).log("a request of the console failed");
        }
        var kind = switch (problem) {
            case NO_SUCH_PATH, ACCOUNT_GONE -> "missing";
            case FORBIDDEN -> forbidden(failure);
            case BODY_TOO_LARGE -> failure instanceof ProblemException ? "file" : "large";
            case UNAVAILABLE ->
                failure instanceof NoSpace ? "space" : isForm && isOutcomeUnknown(failure) ? "unknown" : "busy";
            case TOO_MANY_REQUESTS ->
                failure instanceof TransferPlaces.HasEnough enough && enough.kind() != TransferPlaces.Kind.FORMS
                        ? enough.kind().name().toLowerCase(Locale.ROOT)
                        : "busy";
            case INTERNAL -> "defect";
            default -> "value";
        };
        var refused = Set.of("value", "file").contains(kind) && failure instanceof ProblemException known
                ? Optional.of(known)
                : Optional.<ProblemException>empty();
        return new PageAnswer.Page(
                failure instanceof LoggedOut ? 401 : status(problem),
                "error.jte",
                Map.of("kind", kind, "refused", refused, "id", kind.equals("defect") ? id : "", "written", written));
    }

    private static String forbidden(Throwable failure) {
        if (failure instanceof ForeignForm) {
            return "form";
        }
        return failure instanceof LoggedOut ? "ended" : failure instanceof RightLost ? "lost" : "forbidden";
    }

    private static boolean isOutcomeUnknown(Throwable failure) {
        return failure instanceof ProblemException known
                && known.reason().filter(Reason.OUTCOME_UNKNOWN::equals).isPresent();
    }

    private static Problem problem(Throwable failure) {
        if (failure instanceof ProblemException known) {
            return known.problem();
        }
        if (failure instanceof ForeignForm || failure instanceof LoggedOut || failure instanceof RightLost) {
            return Problem.FORBIDDEN;
        }
        if (failure instanceof NoSpace) {
            return Problem.UNAVAILABLE;
        }
        if (failure instanceof TransferPlaces.HasEnough) {
            return Problem.TOO_MANY_REQUESTS;
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
            case TOO_MANY_REQUESTS -> 429;
            case INTERNAL -> 500;
            default -> 422;
        };
    }
}
