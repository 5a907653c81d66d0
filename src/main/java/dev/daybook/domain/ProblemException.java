package dev.daybook.domain;

/**
 * A request that cannot be served, with a detail that its caller may see. The detail never holds a stored value, so that
 * it can be logged and kept.
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

    /** Which of the closed list. */
    public Problem problem() {
        return problem;
    }

    /** What, where and what to do, in words for the caller. */
    public String detail() {
        return detail;
    }
}
