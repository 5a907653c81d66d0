package dev.daybook.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestSettings;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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

    @Test
    void aRehearsalLeavesNoThreads() throws Exception {
        var settings = TestSettings.of(TestDatabase.SQLITE.create()).settings();
        var before = threads();
        WebServer.rehearse(settings);
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!before.containsAll(threads()) && System.nanoTime() < deadline) {
            Thread.sleep(10);
        }
        assertEquals(Set.of(), difference(threads(), before));
    }

    /** The start that follows fails for the same reason, and reports it. */
    @Test
    void aFailedPreparationIsSilent() {
        var settings = TestSettings.of(TestDatabase.SQLITE.create())
                .corsOrigin("no origin")
                .settings();
        Preparation.begin(settings).join();
        assertThrows(RuntimeException.class, () -> WebServer.rehearse(settings));
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("http"))
                .collect(Collectors.toSet());
    }

    private static Set<String> difference(Set<String> some, Set<String> others) {
        var rest = new TreeSet<>(some);
        rest.removeAll(others);
        return rest;
    }
}
