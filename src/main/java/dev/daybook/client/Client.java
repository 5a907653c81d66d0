package dev.daybook.client;

import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.Connection;
import dev.daybook.client.call.RetryPolicy;
import dev.daybook.client.call.RetryingCaller;
import dev.daybook.client.call.Watcher;
import dev.daybook.domain.account.Account;
import java.net.URI;
import java.time.ZoneId;

/**
 * Client for one account of a server that speaks the API, for Java programs.
 *
 * <pre>{@code
 * try (var client = Client.of(URI.create("https://crm.example"), 1000298, token);
 *         var customers = client.customers().createdBetween(from, to)) {
 *     customers.forEach(customer -> System.out.println(customer.name()));
 * }
 * }</pre>
 *
 * <p>Several threads may use a client at the same time. A stream fetches its pages while it is read, so read it in one
 * thread, and before the client is closed.
 */
public final class Client implements AutoCloseable {
    private final RetryingCaller caller;

    private Client(RetryingCaller caller) {
        this.caller = caller;
    }

    /**
     * A client that retries as {@link RetryPolicy#DEFAULT} says.
     *
     * @param server the server's address
     * @param cmId the number of the account
     * @param token the key: the part of the Authorization header after {@code Basic}
     */
    public static Client of(URI server, long cmId, String token) {
        return of(Connection.to(server, cmId, token), Watcher.NOBODY);
    }

    /**
     * A client on this connection, with its rate, timeout and retry policy. The watcher is notified of each wait before
     * a retry, but not of waits for the rate.
     */
    public static Client of(Connection connection, Watcher watcher) {
        return new Client(new RetryingCaller(connection, watcher));
    }

    /** The customers of an account in the vendor's own zone, Asia/Kolkata. */
    public Customers customers() {
        return customers(Account.DEFAULT_ZONE);
    }

    /**
     * The customers of an account in another zone.
     *
     * @param zone the account's zone, which decides whether a day is over. Nothing checks that the server uses this
     *     zone
     */
    public Customers customers(ZoneId zone) {
        return new Customers(caller, zone);
    }

    /** The tickets of an account in the vendor's own zone, Asia/Kolkata. */
    public Tickets tickets() {
        return tickets(Account.DEFAULT_ZONE);
    }

    /**
     * The tickets of an account in this zone. When clocks are set back, an hour occurs twice. A call-back time in the
     * second of these hours is stored as the same local time in the first one, because the API has no form of a
     * call-back time with an offset.
     *
     * @param zone the account's zone, in which the times of a change are sent, and which decides whether a day is over.
     *     Nothing checks that the server uses this zone
     */
    public Tickets tickets(ZoneId zone) {
        return new Tickets(caller, zone);
    }

    /** The orders of an account in the vendor's own zone, Asia/Kolkata. */
    public Orders orders() {
        return orders(Account.DEFAULT_ZONE);
    }

    /**
     * The orders of an account in another zone.
     *
     * @param zone the account's zone, in which the times of a change are sent, and which decides whether a day is over.
     *     Nothing checks that the server uses this zone
     */
    public Orders orders(ZoneId zone) {
        return new Orders(caller, zone);
    }

    /** The account's FAQ. */
    public Faq faq() {
        return new Faq(caller);
    }

    /**
     * Closes the client. Calls that are running in other threads end at once with a {@link ClientException}: reads with
     * the reason INTERRUPTED, writes with UNCERTAIN if they may have been sent. Later calls, also those of a stream
     * that is read further, throw an {@link IllegalStateException}.
     */
    @Override
    public void close() {
        caller.close();
    }
}
