package dev.daybook.kit;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Counts the round trips of one thread to PostgreSQL, by the messages that the driver logs. */
public final class RoundTrips {
    private static final Logger DRIVER = Logger.getLogger("org.postgresql.core.v3.QueryExecutorImpl");

    /** The start of a line that the driver logs for a message to the server, such as {@code FE=> Execute}. */
    private static final String SENT = " FE=>";

    private RoundTrips() {}

    /** Runs the work and counts the round trips of this thread. */
    public static int of(Runnable work) {
        var listener = new Listener(Thread.currentThread());
        var level = DRIVER.getLevel();
        DRIVER.addHandler(listener);
        DRIVER.setLevel(Level.FINEST);
        DRIVER.setUseParentHandlers(false);
        try {
            work.run();
        } finally {
            DRIVER.setUseParentHandlers(true);
            DRIVER.setLevel(level);
            DRIVER.removeHandler(listener);
        }
        return listener.trips;
    }

    /** Counts how often the thread sends messages. Several messages without an answer between them count as one. */
    private static final class Listener extends Handler {
        private final Thread thread;
        private boolean sending;
        private int trips;

        Listener(Thread thread) {
            this.thread = thread;
            setLevel(Level.ALL);
        }

        @Override
        public void publish(LogRecord message) {
            if (Thread.currentThread() != thread) {
                return;
            }
            var sent = message.getMessage().startsWith(SENT);
            if (sent && !sending) {
                trips++;
            }
            sending = sent;
        }

        @Override
        public void flush() {
            // Nothing is buffered.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
