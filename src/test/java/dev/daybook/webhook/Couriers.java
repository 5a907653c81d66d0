package dev.daybook.webhook;

import dev.daybook.kit.HookedAccount;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLSocketFactory;

/** Starts couriers that are as quick as tests want them. */
public final class Couriers {
    /** Waits are as short as they may be. */
    static final RandomGenerator SHORTEST = () -> 0;

    /** Waits are as long as they may be. */
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

    private static final Bounds BOUNDS =
            new Bounds(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(15));

    private final Clock clock;
    private final Resolver.Lookup lookup;
    private final Bounds bounds;
    private final SSLSocketFactory tls;
    private final RandomGenerator random;
    private final Duration look;

    private Couriers(
            Clock clock,
            Resolver.Lookup lookup,
            Bounds bounds,
            SSLSocketFactory tls,
            RandomGenerator random,
            Duration look) {
        this.clock = clock;
        this.lookup = lookup;
        this.bounds = bounds;
        this.tls = tls;
        this.random = random;
        this.look = look;
    }

    /** By this clock: looking all the time, and trying again at once. */
    public static Couriers by(Clock clock) {
        return new Couriers(clock, InetAddress::getAllByName, BOUNDS, null, SHORTEST, Duration.ofMillis(20));
    }

    Couriers finding(Resolver.Lookup other) {
        return new Couriers(clock, other, bounds, tls, random, look);
    }

    Couriers within(Duration whole) {
        return new Couriers(clock, lookup, new Bounds(whole, whole, whole), tls, random, look);
    }

    Couriers trusting(SSLSocketFactory other) {
        return new Couriers(clock, lookup, bounds, other, random, look);
    }

    Couriers waiting(RandomGenerator other) {
        return new Couriers(clock, lookup, bounds, tls, other, look);
    }

    Couriers looking(Duration every) {
        return new Couriers(clock, lookup, bounds, tls, random, every);
    }

    /** Starts one. */
    public Courier start(HookedAccount account) {
        var stores = account.stores;
        return Courier.start(
                stores.database(),
                stores.webhooks(),
                stores.outbox(),
                clock,
                new SimpleMeterRegistry(),
                new CourierOptions(lookup, bounds, tls, random, look));
    }
}
