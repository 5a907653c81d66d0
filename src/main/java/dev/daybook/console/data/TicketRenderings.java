package dev.daybook.console.data;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.request.DaemonThreads;
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
 * Background work that renders the tickets of accounts again after changes of their sub-statuses in the console of this
 * server. Two accounts are rendered at a time, and the renderings of one account run one after the other. The log names
 * an account whose tickets were not all rendered.
 */
public final class TicketRenderings implements BackgroundWork {
    private static final Logger LOG = LoggerFactory.getLogger(TicketRenderings.class);
    private static final String NOT_ALL = "account {}: some tickets may still show a sub-status as it was before;"
            + " 'daybook rerender --all' renders them";

    /** The renderings that have not begun, by account. */
    private final Map<Long, CompletableFuture<Boolean>> waiting = new ConcurrentHashMap<>();

    /**
     * For each account, the rendering that was requested last. A new rendering of the account goes to the thread pool
     * only when this one has ended, so it occupies no thread while it waits.
     */
    private final Map<Long, CompletableFuture<Boolean>> last = new ConcurrentHashMap<>();

    private final ExecutorService threads = Executors.newFixedThreadPool(2, DaemonThreads.named("ticket-rendering"));
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
     * Renders an account's tickets again, and waits for the end. Shares a rendering of the account that has not begun
     * yet. A rendering that has begun is not shared, because it may have rendered some tickets before the latest
     * change.
     *
     * @return whether all tickets were rendered; if not, the log says why, unless this thread was interrupted while it
     *     waited
     * @throws TimeoutException if the rendering did not end while this method waited; the rendering continues
     */
    public boolean render(Account account) throws TimeoutException {
        var rendering = waiting.computeIfAbsent(account.cmId(), cmId -> queued(account));
        try {
            return rendering.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            // If no thread could be started, the rendering is still in the map. Remove it: the next form must try
            // again.
            waiting.remove(account.cmId(), rendering);
            return false;
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private CompletableFuture<Boolean> queued(Account account) {
        // If the server is killed, the log has this line, but no line about the end of the rendering.
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
                // If another rendering waits, the log has its announcement already. A line here would seem to be about
                // that rendering, which has not begun.
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

    @Override
    public void stop() {
        threads.shutdownNow();
        waiting.keySet().forEach(cmId -> LOG.error(NOT_ALL, cmId));
    }

    @Override
    public void awaitEnd(long deadline) {
        if (!BackgroundWork.ends(threads, deadline)) {
            LOG.warn("a rendering of tickets did not end in time");
        }
    }
}
