package dev.daybook.kit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Watches the whole log for texts that a test plants. It keeps only the events that contain such a text, so it can
 * watch for hours.
 */
public final class LogWatch implements AutoCloseable {
    private final Map<Logger, @Nullable Level> usual = new HashMap<>();
    private final Queue<String> found = new ConcurrentLinkedQueue<>();
    private final AtomicLong warnings = new AtomicLong();
    private final Watch watch;

    private LogWatch(Pattern planted) {
        this.watch = new Watch(planted);
        watch.start();
        logger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(watch);
    }

    /** Starts to watch the log for texts that match this pattern, until the watch is closed. */
    public static LogWatch of(Pattern planted) {
        return new LogWatch(planted);
    }

    /** Makes a logger and the loggers below it write events of this level and above, until the watch is closed. */
    public LogWatch from(String name, Level level) {
        var logger = logger(name);
        usual.put(logger, logger.getLevel());
        logger.setLevel(level);
        return this;
    }

    /**
     * Takes the events of a logger, of this level and above, until the watch is closed. Only the watch gets these
     * events, so that thousands of them do not fill the output of the build.
     */
    public LogWatch takingFrom(String name, Level level) {
        from(name, level);
        var logger = logger(name);
        logger.setAdditive(false);
        logger.addAppender(watch);
        return this;
    }

    /** Takes the next event that contains a planted text; null if there is none. */
    public @Nullable String poll() {
        return found.poll();
    }

    /** The events that contain a planted text and were not polled. */
    public List<String> found() {
        return List.copyOf(found);
    }

    /** The number of warnings and errors so far, with or without a planted text. */
    public long warnings() {
        return warnings.get();
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    private final class Watch extends AppenderBase<ILoggingEvent> {
        private final Pattern planted;

        Watch(Pattern planted) {
            this.planted = planted;
        }

        @Override
        protected void append(ILoggingEvent event) {
            var failure = event.getThrowableProxy();
            if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
                warnings.incrementAndGet();
            }
            var text = event.getFormattedMessage()
                    + event.getKeyValuePairs()
                    + (failure == null ? "" : ThrowableProxyUtil.asString(failure));
            if (planted.matcher(text).find()) {
                found.add(text);
            }
        }
    }

    @Override
    public void close() {
        logger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(watch);
        usual.forEach((logger, level) -> {
            logger.detachAppender(watch);
            logger.setAdditive(true);
            logger.setLevel(level);
        });
    }
}
