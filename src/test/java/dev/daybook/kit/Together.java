package dev.daybook.kit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/** Calls at the same time. */
public final class Together {
    private Together() {}

    /** Runs each call in a thread of its own. Returns their results in the same order. */
    public static <T> List<T> run(Collection<? extends Callable<T>> calls) throws Exception {
        return run(calls.size(), calls);
    }

    /**
     * Runs the calls in this many threads. Returns their results in the same order. If calls fail, throws an
     * ExecutionException with the failure of the first of them in this order.
     */
    public static <T> List<T> run(int threads, Collection<? extends Callable<T>> calls) throws Exception {
        var pool = Executors.newFixedThreadPool(threads);
        try {
            var results = new ArrayList<T>();
            for (var result : pool.invokeAll(calls)) {
                results.add(result.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }
}
