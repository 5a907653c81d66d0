package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.store.DatabaseUrl;
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
            before = server.customerCursor();
        }
        var said = Outcome.of("restored", "--database-url", url).expect(Main.DONE);
        assertEquals("", said.out());
        assertTrue(said.err().contains("refused from now on"), said::err);
        try (var server = TestServer.start(DatabaseUrl.parse(url))) {
            server.addCustomer("Asha", "9000000002");
            var refused = server.post(Paths.CUSTOMER_CHANGES, "{\"cm_id\":1000298,\"cursor\":\"" + before + "\"}");
            assertEquals(400, refused.statusCode(), refused::body);
            assertTrue(refused.body().contains("start again without a cursor"), refused::body);
            server.customerCursor();
        }
        var nowhere = Outcome.of("restored", "--database-url", "sqlite:" + url.hashCode() + "-missing.db");
        nowhere.expect(Main.FAILED);
    }
}
