package dev.daybook.domain.request;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Limited resource, such as places or bytes, that is divided among owners. The first share of an owner is granted if
 * enough is free. Another share is granted only if the owner would then hold at most {@value #MOST} times the amount
 * that would stay free. So an owner with several shares holds at most three quarters of the resource, several such
 * owners hold less each, and some of the resource stays free for another owner. A lower limit for each owner is
 * possible.
 */
public final class Shares {
    private static final int MOST = 3;

    private final Map<Object, Long> held = new HashMap<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final long each;
    private long free;

    /** A resource of this size. */
    public Shares(long total) {
        this(total, total);
    }

    /**
     * A resource of this size.
     *
     * @param each the most that an owner with several shares may hold; the first share of an owner may be larger
     */
    public Shares(long total, long each) {
        this.free = total;
        this.each = each;
    }

    /** A granted share. Closing it returns it; further calls of {@code close} have no effect. */
    public final class Share implements AutoCloseable {
        private final Object owner;
        private long amount;

        private Share(Object owner) {
            this.owner = owner;
        }

        /** Runs work, then returns the share. */
        public <T> T during(Supplier<T> work) {
            try {
                return work.get();
            } finally {
                close();
            }
        }

        /**
         * Changes the amount. A larger amount is granted by the same rule as a new share of that amount, as if this
         * share did not exist. If it is not granted, this share stays as it is.
         *
         * @return whether it is granted; a smaller amount always is
         */
        public boolean resize(long other) {
            return Shares.this.resize(this, other);
        }

        @Override
        public void close() {
            resize(0);
        }
    }

    private record Waiting(Object owner, CompletableFuture<Share> granted) {}

    /** A share with the amount 0; {@link Share#resize} makes it larger. */
    public Share nothing(Object owner) {
        return new Share(owner);
    }

    /** Takes an amount if the owner may have it now; otherwise returns empty. */
    public Optional<Share> take(Object owner, long amount) {
        var share = nothing(owner);
        return resize(share, amount) ? Optional.of(share) : Optional.empty();
    }

    private synchronized boolean resize(Share share, long amount) {
        var others = held.getOrDefault(share.owner, 0L) - share.amount;
        var left = free + share.amount - amount;
        var isMore = amount > share.amount;
        if (isMore && (left < 0 || (others > 0 && others + amount > Math.min(each, MOST * left)))) {
            return false;
        }
        free = left;
        share.amount = amount;
        held.put(share.owner, others + amount);
        held.remove(share.owner, 0L);
        if (!isMore) {
            serveWaiting();
        }
        return true;
    }

    /**
     * Takes one unit and waits for it if necessary. Waiting requests of one owner are served in order; owners that
     * already hold their maximum are skipped.
     *
     * @return empty on a timeout or an interrupt
     */
    public Optional<Share> await(Object owner, Duration patience) {
        Waiting place;
        synchronized (this) {
            var now = take(owner, 1);
            if (now.isPresent()) {
                return now;
            }
            place = new Waiting(owner, new CompletableFuture<>());
            waiting.add(place);
        }
        try {
            return Optional.of(place.granted.get(patience.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException | ExecutionException late) {
            return withdraw(place);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return withdraw(place);
        }
    }

    /** The number of requests that wait in {@link #await}. */
    public synchronized int waiting() {
        return waiting.size();
    }

    private synchronized Optional<Share> withdraw(Waiting place) {
        return waiting.remove(place) ? Optional.empty() : Optional.of(place.granted.join());
    }

    private void serveWaiting() {
        for (var places = waiting.iterator(); places.hasNext() && free > 0; ) {
            var place = places.next();
            var granted = take(place.owner, 1);
            if (granted.isPresent()) {
                places.remove();
                place.granted.complete(granted.get());
            }
        }
    }
}
