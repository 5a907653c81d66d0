package dev.daybook.webhook;

import dev.daybook.domain.request.DaemonThreads;
import dev.daybook.domain.webhook.Webhook;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Resolver of receivers' names. Each attempt resolves the name again. All addresses are refused if one is not allowed.
 * The connection uses a resolved address, never the name: a second lookup of the name could give another address.
 */
final class Resolver {
    private final Lookup lookup;
    private final Duration atMost;

    /** Running lookups, by host name. */
    private final Map<String, FutureTask<InetAddress[]>> running = new HashMap<>();

    /**
     * @param lookup resolves a name
     * @param atMost the maximum wait for a lookup; the lookup itself may take longer
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

    /**
     * The addresses of a webhook's host, at least one. Throws an {@code IOException} if the lookup fails or takes too
     * long, or if one of the addresses is not allowed.
     */
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

    /** Looks a name up, and bounds the wait: the system's lookup has no timeout. */
    private InetAddress[] look(String host) throws IOException, InterruptedException {
        try {
            return lookup(host).get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new SocketTimeoutException("the address of " + host + " was not found in time");
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof UnknownHostException unknown) {
                throw new IOException("there is no host " + host, unknown);
            }
            throw new IOException("the address of " + host + " cannot be found", failed);
        }
    }

    /**
     * Joins the running lookup of a name, or starts one. So a lookup that hangs uses one thread, not one per attempt.
     */
    private synchronized FutureTask<InetAddress[]> lookup(String host) {
        var known = running.get(host);
        if (known != null) {
            return known;
        }
        var task = new FutureTask<>(() -> {
            try {
                return lookup.addresses(host);
            } finally {
                end(host);
            }
        });
        DaemonThreads.named("webhook-lookup").newThread(task).start();
        running.put(host, task);
        return task;
    }

    private synchronized void end(String host) {
        running.remove(host);
    }
}
