package dev.daybook.webhook;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The settings of a worker.
 *
 * @param lookup resolves a name
 * @param timeouts the maximum times of an attempt
 * @param random the source of the random waits
 * @param look the interval at which the worker polls for deliveries that other processes added
 */
record DeliveryOptions(Resolver.Lookup lookup, CallTimeouts timeouts, RandomGenerator random, Duration look) {
    /** The settings outside tests. */
    static DeliveryOptions standard() {
        return new DeliveryOptions(
                InetAddress::getAllByName, CallTimeouts.DEFAULT, new SecureRandom(), Duration.ofSeconds(10));
    }
}
