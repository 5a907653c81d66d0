package dev.daybook.kit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The events that a logger and the loggers below it write while this object is open. */
public final class SeenLog implements AutoCloseable {
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final Logger logger;
    private final @Nullable Level usual;

    private SeenLog(String name) {
        logger = (Logger) LoggerFactory.getLogger(name);
        usual = logger.getLevel();
        appender.start();
        logger.addAppender(appender);
    }

    /** Begins to collect the events of this class's logger. */
    public static SeenLog of(Class<?> source) {
        return new SeenLog(source.getName());
    }

    /** Begins to collect the events of the loggers of this package. */
    public static SeenLog of(String name) {
        return new SeenLog(name);
    }

    /** Begins to collect the events of all loggers. */
    public static SeenLog ofAll() {
        return new SeenLog(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    /** Makes the logger write events of this level and above, until this object is closed. */
    public SeenLog from(Level level) {
        logger.setLevel(level);
        return this;
    }

    /** The events until now. Other threads may add more. */
    public List<ILoggingEvent> events() {
        synchronized (appender) {
            return List.copyOf(appender.list);
        }
    }

    /** All events as text: messages, key-values and stack traces. */
    public String text() {
        return events().stream().map(SeenLog::text).collect(Collectors.joining("\n"));
    }

    private static String text(ILoggingEvent event) {
        var failure = event.getThrowableProxy();
        return event.getFormattedMessage()
                + event.getKeyValuePairs()
                + (failure == null ? "" : ThrowableProxyUtil.asString(failure));
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setLevel(usual);
    }
}
