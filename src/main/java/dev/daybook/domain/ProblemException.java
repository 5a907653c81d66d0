package dev.daybook.domain;

/**
 * A request that failed, with a detail for its caller. The detail never contains a stored value, so it may be logged.
 */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Problem problem;
    private final String detail;

    ProblemException(Problem problem, String detail) {
        super(problem + ": " + detail);
        this.problem = problem;
        this.detail = detail;
    }

    /** The problem, from the closed list. */
    public Problem problem() {
        return problem;
    }

    /** Text for the caller: what is wrong, where, and what to do. */
    public String detail() {
        return detail;
    }
}
