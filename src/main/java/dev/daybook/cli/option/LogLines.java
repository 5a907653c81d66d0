package dev.daybook.cli.option;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.encoder.JsonEscapeUtil;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/** Encoder of the log: writes one line for each event with its key-values. */
abstract class LogLines extends EncoderBase<ILoggingEvent> {
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
    public byte[] footerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        var trace = event.getThrowableProxy() == null ? "" : stackTrace.convert(event);
        var line = new StringBuilder(USUAL_LENGTH);
        write(line, event, trace);
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Writes the line of an event; the stack trace is empty if there is none. */
    abstract void write(StringBuilder line, ILoggingEvent event, String trace);

    /**
     * The log as text for people, with the key-values at the end of a line, and a stack trace below it. Logback's
     * patterns would do the same, but take longer to load, and every command starts with this format.
     */
    static final class Text extends LogLines {
        private static final int LEVEL_WIDTH = 5;

        private final DateTimeFormatter time =
                DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

        @Override
        void write(StringBuilder line, ILoggingEvent event, String trace) {
            var level = event.getLevel().toString();
            line.append(time.format(event.getInstant()))
                    .append(' ')
                    .append(level)
                    .append(" ".repeat(Math.max(0, LEVEL_WIDTH - level.length())))
                    .append(' ')
                    .append(event.getLoggerName()
                            .substring(event.getLoggerName().lastIndexOf('.') + 1))
                    .append(": ")
                    .append(event.getFormattedMessage());
            if (event.getKeyValuePairs() != null) {
                event.getKeyValuePairs()
                        .forEach(pair ->
                                line.append(' ').append(pair.key).append('=').append(pair.value));
            }
            line.append(System.lineSeparator()).append(trace);
        }
    }

    /**
     * The log as JSON: an object on each line, with the key-values as fields. Numbers and booleans stay what they are,
     * and a stack trace is one text. Logback's own encoder would nest the key-values and make all of them texts.
     */
    static final class Json extends LogLines {
        /** Always three digits after the second: collectors read the time by one fixed format. */
        private final DateTimeFormatter time =
                new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

        @Override
        void write(StringBuilder line, ILoggingEvent event, String trace) {
            text(line.append('{'), "time", time.format(event.getInstant()));
            text(line.append(','), "level", event.getLevel().toString());
            text(line.append(','), "logger", event.getLoggerName());
            text(line.append(','), "thread", event.getThreadName());
            text(line.append(','), "message", event.getFormattedMessage());
            if (event.getKeyValuePairs() != null) {
                event.getKeyValuePairs().forEach(pair -> value(line.append(','), pair.key, pair.value));
            }
            if (!trace.isEmpty()) {
                text(line.append(','), "error", trace);
            }
            line.append("}\n");
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
            return line.append('"')
                    .append(JsonEscapeUtil.jsonEscapeString(name))
                    .append("\":");
        }
    }
}
