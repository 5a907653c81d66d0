package dev.daybook.client;

import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;

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
    private final Caller caller;

    private Client(PullOptions options, Watcher watcher) {
        this.options = options;
        this.caller = Caller.of(options, watcher);
    }

    /**
     * A client that waits as long as {@link Patience#DEFAULT} says.
     *
     * @param server the server's address
     * @param cmId the account
     * @param token the key, as the Authorization header has it after {@code Basic}
     */
    public static Client of(URI server, long cmId, String token) {
        return of(server, cmId, token, Patience.DEFAULT, Watcher.NOBODY);
    }

    /** A client with a patience of its own, and somebody who hears when it waits. */
    public static Client of(URI server, long cmId, String token, Patience patience, Watcher watcher) {
        return new Client(
                new PullOptions(
                        server,
                        token,
                        cmId,
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

    @Override
    public void close() {
        caller.close();
    }
}
