package dev.daybook.wire.sandbox;

import dev.daybook.wire.Request;
import dev.daybook.wire.json.Json;
import dev.daybook.wire.json.JsonBody;

/** Request and answer of the sandbox operation Reset. */
public record ResetSandbox() {
    /**
     * Reads a request.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_JSON or INVALID_VALUE
     */
    public static Request<ResetSandbox> decode(byte[] body) {
        var fields = JsonBody.parseIfAny(body);
        return new Request<>(fields.id("cm_id"), new ResetSandbox(), fields.ignored());
    }

    /** The answer. */
    public static byte[] encode() {
        return Json.success("Sandbox Reset Successfully");
    }
}
