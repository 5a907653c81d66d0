package dev.daybook.webhook;

import dev.daybook.domain.webhook.Webhook;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Resolver of receivers' names, once for each attempt. It refuses all addresses if one is not allowed. The connection
 * uses an address from here, never the name: a second lookup of the name could give another address.
 */
final class Resolver {
    private final Lookup lookup;
    private final Duration atMost;

    /**
     * Creates a resolver.
     *
     * @param lookup resolves a name
     * @param atMost the maximum time of a lookup
     */
    Resolver(Lookup lookup, Duration atMost) {
        this.lookup = lookup;
        this.atMost = atMost;
    }

    /** Lookup of a name's addresses. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    /** The addresses of a webhook's host; all are allowed. */
    List<InetAddress> addresses(Webhook webhook) throws IOException, InterruptedException {
        var host = webhook.url().getHost();
        var addresses = List.of(look(host));
        for (var address : addresses) {
            if (!webhook.allowPrivate() && !PublicAddresses.isPublic(address)) {
                throw new IOException("not allowed: " + host + " has the address " + address.getHostAddress()
                        + ", which is not public");
            }
        }
        if (addresses.isEmpty()) {
            throw new UnknownHostException(host);
        }
        return addresses;
    }

    /** Bounds the system's lookup, which has no timeout; a hanging one is abandoned. */
    private InetAddress[] look(String host) throws IOException, InterruptedException {
        var task = new FutureTask<>(() -> lookup.addresses(host));
        var thread = new Thread(task, "webhook-lookup");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new SocketTimeoutException("the address of " + host + " was not found in time");
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof UnknownHostException unknown) {
                throw new IOException("there is no host " + host, unknown);
            }
            throw new IOException("the address of " + host + " cannot be found", failed);
        }
    }
}
