package dev.daybook.wire.sandbox;

import dev.daybook.wire.Fields;
import dev.daybook.wire.JsonBody;
import java.nio.charset.StandardCharsets;

/** The body of a request to the sandbox. All fields are optional, and so is the body. */
final class SandboxBody {
    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.US_ASCII);

    private SandboxBody() {}

    static Fields parse(byte[] body) {
        return JsonBody.parse(body.length == 0 ? NOTHING : body);
    }
}
