package dev.daybook.client.pull;

import dev.daybook.client.call.RetryingCaller;
import dev.daybook.client.day.DayPull;
import dev.daybook.client.day.PageCursor;
import dev.daybook.client.server.ServerKnowledge;
import dev.daybook.domain.request.DaemonThreads;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Fetcher of the pages of a pull, day after day. With one day at a time, a page is requested after the previous one is
 * written, so that a killed run has at most one page to fetch again. With several days in parallel, one or two pages of
 * each day are prefetched.
 */
final class Fetcher implements AutoCloseable {
    private static final int PAGES_AHEAD = 1;

    private final Map<LocalDate, BlockingQueue<Supplier<DayPull.Page>>> prefetched = new HashMap<>();
    private final ExecutorService threads;
    private final PullOptions options;
    private final RetryingCaller caller;
    private final ServerKnowledge known;
    private final Predicate<LocalDate> isComplete;
    private LocalDate nextDay;
    private Optional<DayPull> current = Optional.empty();

    /**
     * @param caller makes the requests; it is not closed with the fetcher
     * @param isComplete whether a day is complete already; the pages of such a day are not prefetched, because nobody
     *     takes them
     */
    Fetcher(PullOptions options, ServerKnowledge known, RetryingCaller caller, Predicate<LocalDate> isComplete) {
        this.known = known;
        this.isComplete = isComplete;
        this.options = options;
        this.threads = Executors.newFixedThreadPool(options.parallel(), DaemonThreads.named("daybook-pull"));
        this.nextDay = options.from();
        this.caller = caller;
    }

    /**
     * Begins a day. With several days in parallel, also starts to prefetch the days after it.
     *
     * @param cursor the first page to fetch
     * @param seen the ids that are in the files already
     */
    void begin(LocalDate day, PageCursor cursor, Set<Long> seen) {
        if (options.parallel() == 1) {
            current = Optional.of(pull(day, seen));
            return;
        }
        nextDay = nextDay.isBefore(day) ? day : nextDay;
        prefetched.keySet().removeIf(other -> other.isBefore(day));
        while (nextDay.isBefore(day.plusDays(options.parallel())) && !nextDay.isAfter(options.to())) {
            var isFirst = nextDay.equals(day);
            if (!isComplete.test(nextDay)) {
                prefetch(nextDay, isFirst ? cursor : PageCursor.START, isFirst ? seen : new HashSet<>());
            }
            nextDay = nextDay.plusDays(1);
        }
    }

    private DayPull pull(LocalDate day, Set<Long> seen) {
        return new DayPull(caller, options.pages(), known, day, seen);
    }

    private void prefetch(LocalDate day, PageCursor from, Set<Long> seen) {
        var queue = new ArrayBlockingQueue<Supplier<DayPull.Page>>(PAGES_AHEAD);
        prefetched.put(day, queue);
        threads.execute(() -> {
            try {
                var pull = pull(day, seen);
                for (var cursor = Optional.of(from); cursor.isPresent(); ) {
                    var page = pull.page(cursor.get());
                    put(queue, () -> page);
                    cursor = page.next();
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException failure) {
                put(queue, () -> {
                    throw failure;
                });
            } catch (Error failure) {
                // An Error, such as OutOfMemoryError, must also reach the thread that waits for the page.
                put(queue, () -> {
                    throw failure;
                });
            }
        });
    }

    private static void put(BlockingQueue<Supplier<DayPull.Page>> queue, Supplier<DayPull.Page> page) {
        try {
            queue.put(page);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** A pull of a day from its start. It uses none of the day's pages that were fetched before. */
    DayPull anew(LocalDate day) {
        return pull(day, new HashSet<>());
    }

    /** Restarts a day and drops its prefetched pages. */
    void restartDay(LocalDate day) {
        prefetched.remove(day);
        current = Optional.of(anew(day));
    }

    /** The next page of the day that was begun. */
    DayPull.Page page(LocalDate day, PageCursor cursor) throws InterruptedException {
        var queue = prefetched.get(day);
        return queue == null ? current.orElseThrow().page(cursor) : queue.take().get();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
