package dev.daybook.cli.option;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Setup of the log, which goes to standard error with one line for each event. */
public final class Logging {
    /** The format of log lines. */
    public enum Format {
        auto,
        text,
        json
    }

    private Logging() {}

    /** Logs only warnings and errors, for commands whose output is for people. */
    public static void quiet() {
        start(Format.text, Level.WARN);
    }

    /** Logs warnings, errors and the events of a server. */
    public static void start(Format format) {
        start(format, Level.INFO);
    }

    private static void start(Format format, Level ours) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        var json = format == Format.json || (format == Format.auto && !Terminal.isInteractive());
        var encoder = json ? new LogLines.Json() : new LogLines.Text();
        encoder.setContext(context);
        encoder.start();
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(appender);
        context.getLogger("dev.daybook").setLevel(ours);
        // These loggers would report failures to connect or migrate, or to load native code, a second time: the command
        // prints them too.
        context.getLogger("com.zaxxer.hikari").setLevel(Level.OFF);
        context.getLogger("org.flywaydb").setLevel(Level.OFF);
        context.getLogger("org.sqlite.SQLiteJDBCLoader").setLevel(Level.OFF);
    }
}
