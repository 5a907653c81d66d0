package dev.daybook.client;

import dev.daybook.client.answer.ProofAnswer;
import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.call.Connection;
import dev.daybook.client.call.RetryPolicy;
import dev.daybook.client.server.ServerProfile;
import dev.daybook.domain.account.Account;
import dev.daybook.wire.PullJson;
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
 * @param profile what is known of the server beforehand
 * @param strict whether to refuse answers that are not valid JSON, though they can be read without guessing
 * @param today the day that it is in the account's zone; that day and later ones are not over
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
        RetryPolicy patience,
        ServerProfile profile,
        boolean strict,
        LocalDate today) {
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

    /** Options of a server of which nothing is known, on the day that it is in the vendor's own zone. */
    public PullOptions(
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
            RetryPolicy patience) {
        this(
                server,
                token,
                cmId,
                kind,
                from,
                to,
                pageSize,
                parallel,
                rate,
                timeout,
                patience,
                ServerProfile.NOTHING,
                false,
                LocalDate.now(Account.DEFAULT_ZONE));
    }

    private PullOptions with(PulledKind other, LocalDate first, LocalDate last, int size) {
        return new PullOptions(
                server, token, cmId, other, first, last, size, parallel, rate, timeout, patience, profile, strict,
                today);
    }

    /** The connection to the server. */
    public Connection connection() {
        return new Connection(server, token, cmId, rate, timeout, patience);
    }

    /** The same with other pages. */
    public PullOptions by(int size) {
        return with(kind, from, to, size);
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
        return with(other, from, to, pageSize);
    }

    /** The same of other days. */
    public PullOptions of(LocalDate first, LocalDate last) {
        return with(kind, first, last, pageSize);
    }

    /** The same with one attempt for each call, which may take so long. */
    public PullOptions once(Duration atMost) {
        return new PullOptions(
                server,
                token,
                cmId,
                kind,
                from,
                to,
                pageSize,
                parallel,
                rate,
                atMost.compareTo(timeout) < 0 ? atMost : timeout,
                new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ZERO),
                profile,
                strict,
                today);
    }

    /** The same with what is known of the server, how strictly its answers are read, and which day it is. */
    public PullOptions knowing(ServerProfile known, boolean strictly, LocalDate day) {
        return new PullOptions(
                server, token, cmId, kind, from, to, pageSize, parallel, rate, timeout, patience, known, strictly, day);
    }

    /** Whether a day is over, so that no record is created in it any more. */
    public boolean isOver(LocalDate day) {
        return day.isBefore(today);
    }

    /** Hides the token from logs and error messages. */
    @Override
    public String toString() {
        return "PullOptions[" + kind + " of account " + cmId + " from " + from + " to " + to + "]";
    }
}
