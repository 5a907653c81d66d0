package dev.daybook.webhook;

import dev.daybook.kit.HookedAccount;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** Starts workers with the short intervals that tests need. */
public final class DeliveryWorkers {
    /** Makes waits as short as possible. */
    static final RandomGenerator SHORTEST = () -> 0;

    /** Makes waits as long as possible. */
    static final RandomGenerator LONGEST = new RandomGenerator() {
        @Override
        public long nextLong() {
            return Long.MAX_VALUE;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    };

    private static final CallTimeouts TIMEOUTS =
            new CallTimeouts(Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(60));

    private final Clock clock;
    private final Resolver.Lookup lookup;
    private final RandomGenerator random;
    private final Duration look;
    private final UnaryOperator<Instant> notAhead;

    private DeliveryWorkers(
            Clock clock,
            Resolver.Lookup lookup,
            RandomGenerator random,
            Duration look,
            UnaryOperator<Instant> notAhead) {
        this.clock = clock;
        this.lookup = lookup;
        this.random = random;
        this.look = look;
        this.notAhead = notAhead;
    }

    /** Workers with this clock that poll all the time and retry immediately. */
    public static DeliveryWorkers by(Clock clock) {
        return new DeliveryWorkers(
                clock, InetAddress::getAllByName, SHORTEST, Duration.ofMillis(20), UnaryOperator.identity());
    }

    DeliveryWorkers finding(Resolver.Lookup other) {
        return new DeliveryWorkers(clock, other, random, look, notAhead);
    }

    DeliveryWorkers waiting(RandomGenerator other) {
        return new DeliveryWorkers(clock, lookup, other, look, notAhead);
    }

    DeliveryWorkers looking(Duration every) {
        return new DeliveryWorkers(clock, lookup, random, every, notAhead);
    }

    /** Workers that delete nothing that is not old by this time too. */
    DeliveryWorkers provenBy(UnaryOperator<Instant> other) {
        return new DeliveryWorkers(clock, lookup, random, look, other);
    }

    /** Starts a worker. */
    public DeliveryWorker start(HookedAccount account) {
        return start(account, new SimpleMeterRegistry());
    }

    /** Starts a worker with the registry of its metrics. */
    DeliveryWorker start(HookedAccount account, MeterRegistry registry) {
        var stores = account.stores;
        return DeliveryWorker.start(
                stores.database(),
                stores.outbox().wakeUp(),
                clock,
                notAhead,
                registry,
                new DeliveryOptions(lookup, TIMEOUTS, random, look));
    }
}
