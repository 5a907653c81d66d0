package dev.daybook.http.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.daybook.domain.Problem;
import dev.daybook.kit.SeenLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailuresTest {
    @Test
    void aFileThatTheServerCannotReadIsNotTheFaultOfTheRequest() {
        var failure = new UncheckedIOException(new IOException("the jar was replaced"));
        assertEquals(Problem.INTERNAL, Failures.problem(failure, "r-1").problem());
    }

    /** On a full disk, a line for each refused write would fill the disk of the log too. */
    @Test
    void aFailureOfTheDatabaseIsLoggedOnceAMinuteForEachReason() {
        try (var log = SeenLog.of(Pipeline.class)) {
            for (var request = 0; request < 100; request++) {
                for (var reason : List.of("a full disk of this test", "a lock of this test")) {
                    var failure = Problem.UNAVAILABLE.because(reason, new IOException("the cause"));
                    assertSame(failure, Failures.problem(failure, "r-" + request));
                }
            }
            assertEquals(
                    List.of(
                            "a full disk of this test (java.io.IOException: the cause)",
                            "a lock of this test (java.io.IOException: the cause)"),
                    log.events().stream()
                            .filter(event -> event.getLevel() == Level.WARN)
                            .map(ILoggingEvent::getFormattedMessage)
                            .toList());
        }
    }
}
