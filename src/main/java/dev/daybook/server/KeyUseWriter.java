package dev.daybook.server;

import dev.daybook.store.account.KeyUses;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Background thread that stores the last use of each key, once a minute and when the server stops. */
final class KeyUseWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyUseWriter.class);
    private static final long EVERY_SECONDS = 60;

    private final KeyUses uses;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "key-uses");

    private KeyUseWriter(KeyUses uses) {
        this.uses = uses;
    }

    static KeyUseWriter start(KeyUses uses) {
        var writer = new KeyUseWriter(uses);
        writer.thread.setDaemon(true);
        writer.thread.start();
        return writer;
    }

    private void run() {
        try {
            while (!stopped.await(EVERY_SECONDS, TimeUnit.SECONDS)) {
                flush();
            }
        } catch (InterruptedException interrupted) {
            // An interrupt is a request to stop.
        }
    }

    private void flush() {
        try {
            uses.flush();
        } catch (Throwable failure) {
            // The next attempt is in a minute.
            LOG.warn("cannot store when keys were last used: {}", failure.toString());
        }
    }

    /** Stores the last uses and stops the thread. */
    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        flush();
    }
}
