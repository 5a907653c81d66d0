package dev.daybook.console.data;

import dev.daybook.domain.account.Account;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renders the tickets of accounts again in the background, after changes of their sub-statuses in the console of this
 * server: two accounts at a time, and the renderings of an account one after the other. The log names an account whose
 * tickets were not all rendered.
 */
public final class TicketRenderings implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TicketRenderings.class);
    private static final long PATIENCE_SECONDS = 10;
    private static final String NOT_ALL = "account {}: some tickets may still show a sub-status as it was before;"
            + " 'daybook rerender --all' renders them";

    /** The renderings that have not begun, by account. */
    private final Map<Long, CompletableFuture<Boolean>> waiting = new ConcurrentHashMap<>();

    /** The last rendering of each account. When it ends, the next one is queued: until then it takes no thread. */
    private final Map<Long, CompletableFuture<Boolean>> last = new ConcurrentHashMap<>();

    private final ExecutorService threads = Executors.newFixedThreadPool(2, work -> {
        var thread = new Thread(work, "ticket-rendering");
        thread.setDaemon(true);
        return thread;
    });
    private final Consumer<Account> rerenderTickets;
    private final Duration patience;

    /**
     * @param rerenderTickets renders all tickets of an account again; an interrupt ends it
     * @param patience how long {@link #render} waits
     */
    public TicketRenderings(Consumer<Account> rerenderTickets, Duration patience) {
        this.rerenderTickets = rerenderTickets;
        this.patience = patience;
    }

    /**
     * Starts a rendering of an account's tickets, unless one waits that has not begun: only a rendering that begins
     * after a change shows it in all tickets.
     *
     * @return whether all tickets were rendered; if not, the log says why
     * @throws TimeoutException if the rendering did not end while this method waited; it continues
     */
    public boolean render(Account account) throws TimeoutException {
        var rendering = waiting.computeIfAbsent(account.cmId(), cmId -> queued(account));
        try {
            return rendering.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            // It still waits if no thread could be started for it. Let the next form try again.
            waiting.remove(account.cmId(), rendering);
            return false;
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private CompletableFuture<Boolean> queued(Account account) {
        // A killed server leaves this line without the line below.
        LOG.info(
                "account {}: the tickets will be rendered after a change of a sub-status; if no line after this says"
                        + " that they were, run 'daybook rerender --all'",
                account.cmId());
        var before = last.getOrDefault(account.cmId(), CompletableFuture.completedFuture(true));
        var next = before.handleAsync((done, failure) -> run(account), threads);
        last.put(account.cmId(), next);
        return next;
    }

    private boolean run(Account account) {
        waiting.remove(account.cmId());
        try {
            rerenderTickets.accept(account);
            waiting.compute(account.cmId(), (cmId, next) -> {
                // The line of a rendering that waits comes before this one, but its change is not rendered yet.
                if (next == null) {
                    LOG.info("account {}: rendered the tickets", cmId);
                }
                return next;
            });
            return true;
        } catch (RuntimeException | Error failure) {
            LOG.error(NOT_ALL, account.cmId(), failure);
            throw failure;
        }
    }

    /** Ends the renderings. */
    @Override
    public void close() {
        threads.shutdownNow();
        waiting.keySet().forEach(cmId -> LOG.error(NOT_ALL, cmId));
        try {
            if (!threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("a rendering of tickets did not end in {} seconds", PATIENCE_SECONDS);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
