package dev.daybook.server;

import dev.daybook.store.Database;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.ticket.LateTickets;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Background thread that marks due tickets as late every few seconds. Several servers of one database may run it
 * concurrently.
 */
final class LateTicketsWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LateTicketsWatch.class);
    private static final long EVERY_SECONDS = 5;

    private final Database database;
    private final AccountStore accounts;
    private final LateTickets late;
    private final Clock clock;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = new Thread(this::watch, "late-tickets");

    private LateTicketsWatch(Database database, AccountStore accounts, LateTickets late, Clock clock) {
        this.database = database;
        this.accounts = accounts;
        this.late = late;
        this.clock = clock;
    }

    static LateTicketsWatch start(Stores stores, Clock clock) {
        var watch = new LateTicketsWatch(
                stores.database(),
                stores.accounts(),
                new LateTickets(stores.database(), stores.ticketDocuments()),
                clock);
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        try {
            while (!stopped.await(EVERY_SECONDS, TimeUnit.SECONDS)) {
                look();
            }
        } catch (InterruptedException interrupted) {
            // An interrupt is a request to stop.
        }
    }

    private void look() {
        try {
            for (var account : database.read(accounts::list)) {
                var count = late.mark(account, clock.instant());
                if (count > 0) {
                    LOG.info("{} tickets of account {} are late", count, account.cmId());
                }
            }
        } catch (Throwable failure) {
            // The next look may do better, even after an error of the virtual machine; one that throws would be the
            // last.
            LOG.warn("cannot look for late tickets", failure);
        }
    }

    /** Stops the thread after its current run. */
    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
