package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.wire.Headers;
import dev.daybook.wire.Paths;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** After {@code daybook restored} no older cursor is accepted, and the feed starts again with every record. */
class RestoredCommandTest {
    @ParameterizedTest
    @EnumSource
    void theRestoredCommandMakesEarlierCursorsInvalid(TestDatabase database) throws InterruptedException {
        var url = database.newUrl();
        String before;
        try (var server = TestServer.start(DatabaseUrl.parse(url))) {
            server.addCustomer("Asha", "9000000001");
            before = cursor(server);
        }
        var said = Outcome.of("restored", "--database-url", url).expect(Main.DONE);
        assertEquals("", said.out());
        assertTrue(said.err().contains("refused from now on"), said::err);
        try (var server = TestServer.start(DatabaseUrl.parse(url))) {
            server.addCustomer("Asha", "9000000002");
            var refused = server.post(Paths.CUSTOMER_CHANGES, "{\"cm_id\":1000298,\"cursor\":\"" + before + "\"}");
            assertEquals(400, refused.statusCode(), refused::body);
            assertTrue(refused.body().contains("start again without a cursor"), refused::body);
            cursor(server);
        }
        var nowhere = Outcome.of("restored", "--database-url", "sqlite:" + url.hashCode() + "-missing.db");
        nowhere.expect(Main.FAILED);
    }

    /** The cursor after all settled changes. On PostgreSQL, the method waits until other transactions have ended. */
    private static String cursor(TestServer server) throws InterruptedException {
        for (var attempt = 0; attempt < 1_000; attempt++) {
            var page = server.post(Paths.CUSTOMER_CHANGES, "{\"cm_id\":1000298}");
            if (!page.body().contains("\"message\":[]")) {
                return page.headers().firstValue(Headers.NEXT_CURSOR).orElseThrow();
            }
            Thread.sleep(10);
        }
        throw new AssertionError("the feed shows nothing");
    }
}
