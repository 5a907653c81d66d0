package dev.daybook.kit;

import static dev.daybook.kit.Golden.assertGolden;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.domain.account.Scope;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;

/**
 * Compares a server's answers with golden files.
 *
 * @param server the server
 */
public record GoldenAnswers(TestServer server) {
    /**
     * Posts a body, and compares the answer with this status and the golden file of this name. Returns the answer's
     * body.
     */
    public String golden(String name, int status, String path, String body) {
        var answer = server.post(path, body);
        assertEquals(status, answer.statusCode(), answer.body());
        assertGolden(name, answer.body());
        return answer.body();
    }

    /**
     * Checks the refusals that all operations share, with shared golden files.
     *
     * @param body a request that succeeds
     * @param needed the scope of the operation; all other scopes together are not enough
     */
    public void refusals(String path, String body, Scope needed) {
        var wrong = server.post(path, body, Map.of("Authorization", "Basic wrong"));
        assertEquals(401, wrong.statusCode());
        assertGolden("refusals/invalid-auth-key", wrong.body());
        var others = EnumSet.complementOf(EnumSet.of(needed, Scope.EVERYTHING));
        var token = server.addKey(TestServer.CM_ID, others, false, Instant.MAX);
        var forbidden = server.post(path, body, Map.of("Authorization", "Basic " + token));
        assertEquals(403, forbidden.statusCode());
        assertGolden("refusals/without-" + needed.label().replace(':', '-'), forbidden.body());
        assertGolden("refusals/method-not-allowed", server.get(path).body());
        golden("refusals/not-json", 400, path, "{'a': 1}");
        golden("refusals/unknown-path", 404, path + "/x", body);
    }
}
