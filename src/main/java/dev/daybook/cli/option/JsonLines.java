package dev.daybook.cli.option;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.encoder.JsonEscapeUtil;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;

/**
 * The log as JSON: one object on one line for each event, with its key-values as fields. Numbers and booleans stay what
 * they are, and a stack trace is one text. Logback's own encoder would nest the key-values and make all of them texts.
 */
final class JsonLines extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = {};
    private static final int USUAL_LENGTH = 400;

    private final ThrowableProxyConverter stackTrace = new ThrowableProxyConverter();

    @Override
    public void start() {
        stackTrace.start();
        super.start();
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        var line = new StringBuilder(USUAL_LENGTH).append('{');
        text(line, "time", event.getInstant().truncatedTo(ChronoUnit.MILLIS).toString());
        text(line.append(','), "level", event.getLevel().toString());
        text(line.append(','), "logger", event.getLoggerName());
        text(line.append(','), "thread", event.getThreadName());
        text(line.append(','), "message", event.getFormattedMessage());
        if (event.getKeyValuePairs() != null) {
            event.getKeyValuePairs().forEach(pair -> value(line.append(','), pair.key, pair.value));
        }
        if (event.getThrowableProxy() != null) {
            text(line.append(','), "error", stackTrace.convert(event));
        }
        return line.append("}\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void value(StringBuilder line, String name, Object value) {
        if (value instanceof Number || value instanceof Boolean) {
            name(line, name).append(value);
        } else {
            text(line, name, String.valueOf(value));
        }
    }

    private static void text(StringBuilder line, String name, String text) {
        name(line, name)
                .append('"')
                .append(JsonEscapeUtil.jsonEscapeString(text))
                .append('"');
    }

    private static StringBuilder name(StringBuilder line, String name) {
        return line.append('"').append(JsonEscapeUtil.jsonEscapeString(name)).append("\":");
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
