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
 * owners hold less each, and some of the resource stays free for another owner.
 */
public final class Shares {
    private static final int MOST = 3;

    private final Map<Object, Long> held = new HashMap<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long free;

    /** A resource of this size. */
    public Shares(long total) {
        this.free = total;
    }

    /** A granted share. The first call of {@code close} returns the share; later calls have no effect. */
    public final class Share implements AutoCloseable {
        private final Object owner;
        private long amount;

        private Share(Object owner, long amount) {
            this.owner = owner;
            this.amount = amount;
        }

        /** Runs work, then returns the share. */
        public <T> T during(Supplier<T> work) {
            try {
                return work.get();
            } finally {
                close();
            }
        }

        @Override
        public void close() {
            giveBack(this);
        }
    }

    private record Waiting(Object owner, CompletableFuture<Share> granted) {}

    /** Takes an amount if the owner may have it now; otherwise returns empty. */
    public synchronized Optional<Share> take(Object owner, long amount) {
        var has = held.getOrDefault(owner, 0L);
        if (amount > free || (has > 0 && has + amount > MOST * (free - amount))) {
            return Optional.empty();
        }
        free -= amount;
        held.put(owner, has + amount);
        return Optional.of(new Share(owner, amount));
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

    private synchronized Optional<Share> withdraw(Waiting place) {
        return waiting.remove(place) ? Optional.empty() : Optional.of(place.granted.join());
    }

    private synchronized void giveBack(Share share) {
        var amount = share.amount;
        share.amount = 0;
        free += amount;
        held.computeIfPresent(share.owner, (owner, has) -> has > amount ? has - amount : null);
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
