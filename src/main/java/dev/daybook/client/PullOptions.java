package dev.daybook.client;

import dev.daybook.wire.PullJson;
import dev.daybook.wire.pulled.ProofAnswer;
import dev.daybook.wire.pulled.PulledKind;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What a pull asks for, and how.
 *
 * @param server the server's address
 * @param token the key, as the Authorization header has it after {@code Basic}
 * @param cmId the account
 * @param kind what kind of record
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
        PulledKind kind,
        LocalDate from,
        LocalDate to,
        int pageSize,
        int parallel,
        double rate,
        Duration timeout,
        Patience patience) {
    /** A page of the vendor's own default. */
    public static final int VENDOR_PAGE = PullJson.DEFAULT_LIMIT;

    /** The largest page that is asked for unless it is named; a page is held in memory. */
    public static final int LARGEST_PAGE = 1_000;

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
        return new PullOptions(server, token, cmId, kind, from, to, size, parallel, rate, timeout, patience);
    }

    /**
     * The same with the largest pages that the server is known to give.
     *
     * @param told what it tells of itself, empty if it is not Daybook
     */
    public PullOptions pagedAs(@SuppressWarnings("OptionalUsedAsFieldOrParameterType") Optional<ProofAnswer> told) {
        return told.map(daybook ->
                        by(daybook.maxLimit() == 0 ? LARGEST_PAGE : Math.min(LARGEST_PAGE, daybook.maxLimit())))
                .orElse(this);
    }

    /** The same of another kind of record. */
    public PullOptions of(PulledKind other) {
        return new PullOptions(server, token, cmId, other, from, to, pageSize, parallel, rate, timeout, patience);
    }

    /** The same of other days. */
    public PullOptions of(LocalDate first, LocalDate last) {
        return new PullOptions(server, token, cmId, kind, first, last, pageSize, parallel, rate, timeout, patience);
    }

    /** Hides the token from logs and error messages. */
    @Override
    public String toString() {
        return "PullOptions[" + kind + " of account " + cmId + " from " + from + " to " + to + "]";
    }
}
