package dev.daybook.client;

import dev.daybook.wire.PullJson;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;

/**
 * What a pull asks for, and how.
 *
 * @param server the server's address
 * @param token the key, as the Authorization header has it after {@code Basic}
 * @param cmId the account
 * @param from the first day, in the account's zone
 * @param to the last day
 * @param pageSize how many records a page has
 * @param parallel how many days are fetched at once
 * @param rate how many requests a second at most, 0 for no bound
 * @param timeout how long one call may take
 * @param patience how long it waits for a server that is out of order
 */
public record PullOptions(
        URI server,
        String token,
        long cmId,
        LocalDate from,
        LocalDate to,
        int pageSize,
        int parallel,
        double rate,
        Duration timeout,
        Patience patience) {
    /** A page of the vendor's own default. */
    public static final int VENDOR_PAGE = PullJson.DEFAULT_LIMIT;

    /** The largest page that Daybook gives, unless its operator has set another bound. */
    public static final int DAYBOOK_PAGE = 1_000;

    public PullOptions {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("the last day, " + to + ", is before the first, " + from);
        }
        if (pageSize < 1 || parallel < 1 || rate < 0) {
            throw new IllegalArgumentException("page size and parallel are 1 or more, the rate is 0 or more");
        }
    }

    /** The same with other pages. */
    public PullOptions by(int size) {
        return new PullOptions(server, token, cmId, from, to, size, parallel, rate, timeout, patience);
    }

    /** The same of other days. */
    public PullOptions of(LocalDate first, LocalDate last) {
        return new PullOptions(server, token, cmId, first, last, pageSize, parallel, rate, timeout, patience);
    }
}
