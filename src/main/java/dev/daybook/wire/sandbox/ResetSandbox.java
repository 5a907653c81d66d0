package dev.daybook.wire.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Request and answer of Reset.
 *
 * @param cmId the account given by the caller; 0 if not given
 * @param ignored the names of the fields that this operation ignores
 */
public record ResetSandbox(long cmId, List<String> ignored) {
    public ResetSandbox {
        ignored = List.copyOf(ignored);
    }

    /**
     * Reads a request.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_JSON or INVALID_VALUE
     */
    public static ResetSandbox decode(byte[] body) {
        var fields = SandboxBody.parse(body);
        return new ResetSandbox(fields.number("cm_id"), fields.ignored());
    }

    /** The answer. */
    public static byte[] encode() {
        return "{\"message\":\"Sandbox Reset Successfully\",\"status\":\"success\"}"
                .getBytes(StandardCharsets.US_ASCII);
    }
}
