package dev.daybook.kit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/** Makes the errors that a class logs fail with an {@link Error} until it is closed, as they do without memory. */
public final class BrokenLog extends TurboFilter implements AutoCloseable {
    private final AtomicInteger failed = new AtomicInteger();
    private final String name;

    private BrokenLog(String name) {
        this.name = name;
    }

    /** Breaks the log of a class. */
    public static BrokenLog of(Class<?> source) {
        var broken = new BrokenLog(source.getName());
        context().addTurboFilter(broken);
        return broken;
    }

    /** The number of errors that were not logged. */
    public int failed() {
        return failed.get();
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }

    @Override
    public FilterReply decide(
            Marker marker, Logger logger, Level level, String format, Object[] values, Throwable failure) {
        if (level.equals(Level.ERROR) && logger.getName().equals(name)) {
            failed.incrementAndGet();
            throw new StackOverflowError("a log that is broken, by a test");
        }
        return FilterReply.NEUTRAL;
    }

    @Override
    public void close() {
        context().getTurboFilterList().remove(this);
    }
}
