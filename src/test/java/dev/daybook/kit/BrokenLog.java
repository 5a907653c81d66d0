package dev.daybook.kit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/** Until it is closed, each attempt of a class to log an error throws an {@link Error}, as when memory is exhausted. */
public final class BrokenLog extends TurboFilter implements AutoCloseable {
    private final AtomicInteger failed = new AtomicInteger();
    private final String name;
    private final Runnable before;

    private BrokenLog(String name, Runnable before) {
        this.name = name;
        this.before = before;
    }

    /** Breaks the log of a class. */
    public static BrokenLog of(Class<?> source) {
        return of(source, () -> {});
    }

    /** Breaks the log of a class, and runs {@code before} ahead of each error, in the thread that logs the error. */
    public static BrokenLog of(Class<?> source, Runnable before) {
        var broken = new BrokenLog(source.getName(), before);
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
            before.run();
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
