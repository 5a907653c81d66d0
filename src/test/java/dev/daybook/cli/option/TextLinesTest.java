package dev.daybook.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.KeyValuePair;

/** A log line in the form of a text has the same bytes as a line that Logback makes with a pattern. */
class TextLinesTest {
    private static final String PATTERN =
            "%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg%replace( %kvp{NONE}){'^ $', ''}%n";

    private final LoggerContext context = new LoggerContext();

    @ParameterizedTest
    @CsvSource({
        "dev.daybook.Some, INFO, plain",
        "Some, ERROR, 'with {} and % and \u0905'",
        "a.b.c.Some, TRACE, ''",
        "dev.daybook.Some$Inner, WARN, 'two\nlines'"
    })
    void aTextLineEqualsTheOutputOfTheLogbackPattern(String logger, String level, String message) {
        assertSame(event(logger, Level.valueOf(level), message, null));
        var event = event(logger, Level.valueOf(level), message, new IllegalStateException("first\nsecond"));
        event.addKeyValuePair(new KeyValuePair("operation", "pullCustomers"));
        event.addKeyValuePair(new KeyValuePair("duration_ms", 1.25));
        event.addKeyValuePair(new KeyValuePair("reason", null));
        assertSame(event);
    }

    @Test
    void aTextLineHasLevelLoggerMessageAndFields() {
        var event = event("dev.daybook.Some", Level.WARN, "a write took long", null);
        event.addKeyValuePair(new KeyValuePair("status", 200));
        assertEquals(" WARN  Some: a write took long status=200\n", text(event).substring("10:45:42.249".length()));
    }

    private void assertSame(LoggingEvent event) {
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        assertEquals(new String(encoder.encode(event), StandardCharsets.UTF_8), text(event));
    }

    private String text(LoggingEvent event) {
        var lines = new LogLines.Text();
        lines.setContext(context);
        lines.start();
        return new String(lines.encode(event), StandardCharsets.UTF_8);
    }

    private LoggingEvent event(String logger, Level level, String message, @Nullable Throwable failure) {
        var event = new LoggingEvent("", context.getLogger(logger), level, message, failure, null);
        event.setInstant(Instant.parse("2024-05-02T10:45:42.249Z"));
        return event;
    }
}
