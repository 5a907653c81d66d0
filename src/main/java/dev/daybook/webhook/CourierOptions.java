package dev.daybook.webhook;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * How a courier goes about it.
 *
 * @param lookup gives the addresses of a name
 * @param bounds how long an attempt may take
 * @param tls makes connections with TLS; null for the platform's own
 * @param random spreads the attempts
 * @param look how long what another process put into the outbox waits at most
 */
record CourierOptions(
        Resolver.Lookup lookup, Bounds bounds, @Nullable SSLSocketFactory tls, RandomGenerator random, Duration look) {
    /** Those of a server. */
    static CourierOptions standard() {
        return new CourierOptions(
                InetAddress::getAllByName, Bounds.DEFAULT, null, new SecureRandom(), Duration.ofSeconds(10));
    }
}
