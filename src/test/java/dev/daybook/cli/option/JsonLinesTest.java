package dev.daybook.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each event of the log is one line with one JSON object, whatever is in it. */
class JsonLinesTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final LoggerContext context = new LoggerContext();
    private final Logger logger = context.getLogger("dev.daybook.Some");

    @Test
    void keyValuePairsBecomeFieldsAndNumbersStayNumbers() {
        var event = event("request", null);
        event.addKeyValuePair(new KeyValuePair("operation", "pullCustomers"));
        event.addKeyValuePair(new KeyValuePair("status", 200));
        event.addKeyValuePair(new KeyValuePair("duration_ms", 1.25));
        event.addKeyValuePair(new KeyValuePair("masking", true));
        event.addKeyValuePair(new KeyValuePair("reason", null));
        var line = parsed(event);
        assertEquals(
                "{\"time\":\"2024-05-02T10:45:42.249Z\",\"level\":\"INFO\",\"logger\":\"dev.daybook.Some\","
                        + "\"thread\":\"main\",\"message\":\"request\",\"operation\":\"pullCustomers\",\"status\":200,"
                        + "\"duration_ms\":1.25,\"masking\":true,\"reason\":\"null\"}",
                line.toString());
    }

    /** Programs that read the log by a fixed format of the time expect three digits. */
    @Test
    void theTimeAlwaysHasMilliseconds() {
        var event = event("request", null);
        event.setInstant(Instant.parse("2024-05-02T10:45:42.000999Z"));
        assertEquals("2024-05-02T10:45:42.000Z", parsed(event).path("time").asString());
    }

    @Test
    void textsAreEscapedAndAStackTraceIsOneText() {
        var line = parsed(event("a \"b\"\n\u0001\\ é", new IllegalStateException("first\nsecond")));
        assertEquals("a \"b\"\n\u0001\\ é", line.path("message").asString());
        assertTrue(line.path("error").asString().contains("IllegalStateException: first\nsecond"), line.toString());
        assertTrue(line.path("error").asString().contains("at dev.daybook.cli.option.JsonLinesTest"), line.toString());
    }

    private LoggingEvent event(String message, @Nullable Throwable failure) {
        var event = new LoggingEvent("", logger, Level.INFO, message, failure, null);
        event.setInstant(Instant.parse("2024-05-02T10:45:42.249Z"));
        event.setThreadName("main");
        return event;
    }

    private JsonNode parsed(LoggingEvent event) {
        var lines = new LogLines.Json();
        lines.setContext(context);
        lines.start();
        var line = new String(lines.encode(event), StandardCharsets.UTF_8);
        assertTrue(line.endsWith("}\n"));
        assertFalse(line.stripTrailing().contains("\n"), line);
        return MAPPER.readTree(line);
    }
}
