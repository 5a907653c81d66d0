package dev.daybook.http.pipeline;

import dev.daybook.domain.ProblemException;
import org.jspecify.annotations.Nullable;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The refusal of a key. Its caller gets the same answer for every wrong key; the log says why, for the operator who is
 * asked by the client's owner.
 */
public final class KeyRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String SCHEME = "Basic ";

    private final ProblemException problem;
    private final String why;
    private final long keyId;

    /**
     * The refusal of a request.
     *
     * @param problem what the caller gets
     * @param why what is wrong: the state of a known key, or one word of {@link #withoutKey}
     * @param keyId the known key, 0 if there is none
     */
    public KeyRefusal(ProblemException problem, String why, long keyId) {
        super(problem.getMessage() + " (" + why + ")");
        this.problem = problem;
        this.why = why;
        this.keyId = keyId;
    }

    /** What is wrong with a header that names no known key. */
    public static String withoutKey(@Nullable String authorization) {
        if (authorization == null) {
            return "missing";
        }
        return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) ? "unknown" : "not-basic";
    }

    /** What the caller gets. */
    public ProblemException problem() {
        return problem;
    }

    /**
     * Adds to the line of the request what is wrong, and which key it is, if that is known.
     *
     * @param keyName the name of the key's number in the line
     */
    public LoggingEventBuilder addTo(LoggingEventBuilder line, String keyName) {
        var known = keyId == 0 ? line : line.addKeyValue(keyName, keyId);
        return known.addKeyValue("refused", why);
    }
}
