package dev.daybook.http.pipeline;

import dev.daybook.domain.ProblemException;
import dev.daybook.domain.account.KeyState;
import org.jspecify.annotations.Nullable;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The refusal of a key. The caller gets the same answer for every wrong key. Only the log has the reason, so that an
 * operator can help the owner of the client.
 */
public final class KeyRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemException problem;
    private final String why;
    private final long keyId;

    private KeyRefusal(ProblemException problem, String why, long keyId) {
        super(problem.getMessage() + " (" + why + ")");
        this.problem = problem;
        this.why = why;
        this.keyId = keyId;
    }

    /**
     * The refusal of a known key.
     *
     * @param problem the problem that the caller gets
     */
    public static KeyRefusal of(ProblemException problem, KeyState state, long keyId) {
        return new KeyRefusal(problem, state.label(), keyId);
    }

    /** The refusal of a request whose Authorization header is missing or names no known key. */
    public static KeyRefusal withoutKey(ProblemException problem, @Nullable String authorization) {
        var why = authorization == null ? "missing" : ApiKeys.isBasic(authorization) ? "unknown" : "not-basic";
        return new KeyRefusal(problem, why, 0);
    }

    /** The problem that the caller gets. */
    public ProblemException problem() {
        return problem;
    }

    /**
     * Adds the reason and, if known, the key's number to the log line of the request.
     *
     * @param keyName the field of the line for the key's number
     */
    public LoggingEventBuilder addTo(LoggingEventBuilder line, String keyName) {
        var known = keyId == 0 ? line : line.addKeyValue(keyName, keyId);
        return known.addKeyValue("refused", why);
    }
}
