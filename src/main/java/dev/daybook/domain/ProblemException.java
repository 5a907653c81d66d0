package dev.daybook.domain;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Failure of a request, with a reason from the closed list or with a text for the caller. Neither contains a stored
 * value of a person, so both may be logged.
 */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Problem problem;
    private final String detail;
    private final transient Optional<Reason> reason;
    private final transient List<Object> values;

    ProblemException(Problem problem, String detail) {
        super(problem + ": " + detail);
        this.problem = problem;
        this.detail = detail;
        this.reason = Optional.empty();
        this.values = List.of();
    }

    ProblemException(Problem problem, Reason reason, Object... values) {
        super(problem + ": " + reason + " " + Arrays.toString(values));
        if (values.length != reason.size()) {
            throw new IllegalArgumentException(reason + " has " + reason.size() + " values, not " + values.length);
        }
        this.problem = problem;
        this.detail = reason + " " + Arrays.toString(values);
        this.reason = Optional.of(reason);
        this.values = List.of(values);
    }

    /** The problem, from the closed list. */
    public Problem problem() {
        return problem;
    }

    /** Throws this exception, unless its problem is one of those that the caller handles. */
    public void throwUnless(Problem... handled) {
        if (!List.of(handled).contains(problem)) {
            throw this;
        }
    }

    /** The rule of the domain that the request violates; empty if there is only a {@link #detail}. */
    public Optional<Reason> reason() {
        return reason;
    }

    /** The values of the reason, in the order given in {@link Reason}. */
    public List<Object> values() {
        return values;
    }

    /**
     * The text for the caller: what is wrong, where, and what to do. If there is a {@link #reason}, this is only its
     * name and its values; {@code wire.ProblemText} and {@code console} have the texts for the caller.
     */
    public String detail() {
        return detail;
    }
}
