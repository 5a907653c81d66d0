package dev.daybook.client;

import dev.daybook.client.answer.PulledCustomers;
import dev.daybook.client.call.RetryPolicy;
import dev.daybook.client.call.RetryingCaller;
import dev.daybook.client.call.Watcher;
import dev.daybook.domain.account.Account;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * One account of a server that speaks the API, for Java programs.
 *
 * <pre>{@code
 * try (var client = Client.of(URI.create("https://crm.example"), 1000298, token);
 *         var customers = client.customers().createdBetween(from, to)) {
 *     customers.forEach(customer -> System.out.println(customer.name()));
 * }
 * }</pre>
 */
public final class Client implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final PullOptions options;
    private final RetryingCaller caller;

    private Client(PullOptions options, Watcher watcher) {
        this.options = options;
        this.caller = RetryingCaller.of(options.connection(), watcher);
    }

    /**
     * A client that waits as long as {@link RetryPolicy#DEFAULT} says.
     *
     * @param server the server's address
     * @param cmId the account
     * @param token the key, as the Authorization header has it after {@code Basic}
     */
    public static Client of(URI server, long cmId, String token) {
        return of(server, cmId, token, RetryPolicy.DEFAULT, Watcher.NOBODY);
    }

    /** A client with a patience of its own, and somebody who hears when it waits. */
    public static Client of(URI server, long cmId, String token, RetryPolicy patience, Watcher watcher) {
        return new Client(
                new PullOptions(
                        server,
                        token,
                        cmId,
                        new PulledCustomers(),
                        LocalDate.EPOCH,
                        LocalDate.EPOCH,
                        PullOptions.VENDOR_PAGE,
                        1,
                        0,
                        TIMEOUT,
                        patience),
                watcher);
    }

    /** The account's customers. */
    public Customers customers() {
        return new Customers(caller, options);
    }

    /** The tickets of an account in the vendor's own zone, Asia/Kolkata. */
    public Tickets tickets() {
        return tickets(Account.DEFAULT_ZONE);
    }

    /**
     * The tickets of an account in another zone.
     *
     * @param zone the account's, in which the times of changes are written
     */
    public Tickets tickets(ZoneId zone) {
        return new Tickets(caller, options, zone);
    }

    /** The orders of an account in the vendor's own zone, Asia/Kolkata. */
    public Orders orders() {
        return orders(Account.DEFAULT_ZONE);
    }

    /**
     * The orders of an account in another zone.
     *
     * @param zone the account's, in which the times of changes are written
     */
    public Orders orders(ZoneId zone) {
        return new Orders(caller, options, zone);
    }

    /** The account's FAQ. */
    public Faq faq() {
        return new Faq(caller, options);
    }

    @Override
    public void close() {
        caller.close();
    }
}
