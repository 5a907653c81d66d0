package dev.daybook.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestSettings;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The warm-up of the web server. */
class WebServerTest {
    /**
     * Javalin creates this on the first request. One of two concurrent first requests got 500, a few times in a
     * thousand starts.
     */
    @Test
    void hasMadeItsPartsBeforeItsPortIsOpen() {
        var settings = TestSettings.of(TestDatabase.SQLITE.create()).settings();
        var server = WebServer.start(settings, Optional.empty(), 0, () -> false, routes -> {});
        try {
            assertTrue(server.port() > 0);
            assertTrue(server.unsafe.jsonMapper.isInitialized());
        } finally {
            server.stop();
        }
    }
}
