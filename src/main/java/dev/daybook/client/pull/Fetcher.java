package dev.daybook.client.pull;

import dev.daybook.client.DayPull;
import dev.daybook.client.Place;
import dev.daybook.client.PullOptions;
import dev.daybook.client.call.RetryingCaller;
import dev.daybook.client.call.Watcher;
import dev.daybook.client.server.ServerKnowledge;
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
import java.util.function.Supplier;

/**
 * The pages of day after day. One day at a time, a page is only asked for once the one before it is written, so that a
 * run that is killed leaves at most one page to fetch again; with several at once, each day is a page or two ahead.
 */
final class Fetcher implements AutoCloseable {
    private static final int PAGES_AHEAD = 1;

    private final Map<LocalDate, BlockingQueue<Supplier<DayPull.Page>>> ahead = new HashMap<>();
    private final ExecutorService threads;
    private final PullOptions options;
    private final RetryingCaller caller;
    private final ServerKnowledge known;
    private LocalDate begun;
    private Optional<DayPull> current = Optional.empty();

    Fetcher(PullOptions options, ServerKnowledge known, Watcher watcher) {
        this.known = known;
        this.options = options;
        this.threads = Executors.newFixedThreadPool(options.parallel(), Fetcher::daemon);
        this.begun = options.from();
        this.caller = RetryingCaller.of(options.connection(), watcher);
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "daybook-pull");
        thread.setDaemon(true);
        return thread;
    }

    /** Begins a day, at a place in it, with the ids that are in the files already. */
    void begin(LocalDate day, Place place, Set<Long> seen) {
        if (options.parallel() == 1) {
            current = Optional.of(pull(day, seen));
            return;
        }
        begun = begun.isBefore(day) ? day : begun;
        ahead.keySet().removeIf(other -> other.isBefore(day));
        while (begun.isBefore(day.plusDays(options.parallel())) && !begun.isAfter(options.to())) {
            var isFirst = begun.equals(day);
            fetchAhead(begun, isFirst ? place : Place.START, isFirst ? seen : new HashSet<>());
            begun = begun.plusDays(1);
        }
    }

    private DayPull pull(LocalDate day, Set<Long> seen) {
        return new DayPull(caller, options, known, day, seen);
    }

    private void fetchAhead(LocalDate day, Place from, Set<Long> seen) {
        var queue = new ArrayBlockingQueue<Supplier<DayPull.Page>>(PAGES_AHEAD);
        ahead.put(day, queue);
        threads.execute(() -> {
            try {
                var pull = pull(day, seen);
                for (var place = Optional.of(from); place.isPresent(); ) {
                    var page = pull.page(place.get());
                    put(queue, () -> page);
                    place = page.next();
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException failure) {
                put(queue, () -> {
                    throw failure;
                });
            } catch (Error failure) {
                // Such as no more memory: whoever waits for the page has to hear of it too.
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

    /** Begins a day once more, without what was fetched ahead of it. */
    void again(LocalDate day) {
        ahead.remove(day);
        current = Optional.of(pull(day, new HashSet<>()));
    }

    /** Looks whether a day, or the one after it, has records; what that shows of the server is noted. */
    void look(LocalDate day) throws InterruptedException {
        pull(day, new HashSet<>()).look();
    }

    /** The next page of the day that was begun. */
    DayPull.Page page(LocalDate day, Place place) throws InterruptedException {
        var queue = ahead.get(day);
        return queue == null ? current.orElseThrow().page(place) : queue.take().get();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        caller.close();
    }
}
