package dev.daybook.client.day;

import dev.daybook.client.answer.ProofAnswer;
import dev.daybook.client.answer.PulledKind;
import dev.daybook.domain.account.Account;
import dev.daybook.wire.PullJson;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * The options for requesting and reading pages of records.
 *
 * @param size the number of records to request per page
 * @param fixed whether the user has chosen the size. Then neither the server's largest size nor, in a resumed pull, the
 *     size of the first run replaces it
 * @param maximum the largest page size that the server has named; {@link Integer#MAX_VALUE} if it has named none. If
 *     the size is not fixed, a resumed pull uses the size of its first run, but at most this one
 * @param endIsExclusive whether the user's profile of the server says that the end date of a window does not count
 * @param strict whether to refuse answers that deviate from valid JSON or from their headers, even if they can be read
 *     without guessing
 * @param today the first day that is not over. For a pull, a day is over {@link #SETTLE_MINUTES} after its end; for a
 *     follower, after a margin of its own; for the typed client, at its end
 * @param zone the zone of the days: if the server states the window of a page, the window must begin and end with the
 *     requested days in this zone. Empty if any zone will do
 * @param masking whether the server said that the key masks: answers to such a key hide phones and e-mails. A pull
 *     continues only with a key of the same kind as its first key
 * @param zoneIsNamed whether the server named the account's zone, as Daybook does by its proof or by the windows of its
 *     pages. On other servers, the records of a day do not depend on {@code zone}, so {@code zone} may be corrected
 *     later; but the instants and offsets in files depend on it
 */
public record PageOptions(
        PulledKind kind,
        int size,
        boolean fixed,
        int maximum,
        boolean endIsExclusive,
        boolean strict,
        LocalDate today,
        Optional<ZoneId> zone,
        boolean masking,
        boolean zoneIsNamed) {
    /** The vendor's default page size. */
    public static final int VENDOR_SIZE = PullJson.DEFAULT_LIMIT;

    /**
     * The number of minutes after the end of a day until it counts as over. A server may set the creation time of a
     * record before it waits for locks and commits. So records of the last seconds of a day may appear some time after
     * its end. In Daybook these waits end much earlier.
     */
    public static final int SETTLE_MINUTES = 10;

    /** The largest page size that is chosen automatically: a page is held in memory. */
    public static final int LARGEST_SIZE = 1_000;

    /**
     * The days before the first pulled day that are requested too, as distances in days. They are requested only if it
     * is not certain that pulled days without records are really empty.
     */
    public static final List<Integer> LOOK_BACK = List.of(1, 2, 3, 7, 14, 30, 90, 365);

    public PageOptions {
        if (size < 1) {
            throw new IllegalArgumentException("the page size must be 1 or more");
        }
    }

    /** Options for pages of the vendor's size and an unknown server, with today in the vendor's zone. */
    public static PageOptions of(PulledKind kind) {
        return new PageOptions(
                kind,
                VENDOR_SIZE,
                false,
                Integer.MAX_VALUE,
                false,
                false,
                LocalDate.now(Account.DEFAULT_ZONE),
                Optional.empty(),
                false,
                false);
    }

    /** The same options with another page size. */
    public PageOptions withSize(int records) {
        return new PageOptions(
                kind, records, fixed, maximum, endIsExclusive, strict, today, zone, masking, zoneIsNamed);
    }

    /** The same options with a page size that the user has chosen. */
    public PageOptions withFixedSize(int records) {
        return new PageOptions(kind, records, true, maximum, endIsExclusive, strict, today, zone, masking, zoneIsNamed);
    }

    /**
     * The same options with what the server's proof says: that the server names the account's zone, whether the key
     * masks, and the largest page size. Unless the user has chosen a size, pages get the largest size, but at most
     * {@link #LARGEST_SIZE}; if the proof does not say the largest size, they get {@link #LARGEST_SIZE}.
     */
    public PageOptions withProof(ProofAnswer proof) {
        var most = proof.maxLimit() == 0 ? Integer.MAX_VALUE : proof.maxLimit();
        var records = fixed ? size : Math.min(LARGEST_SIZE, most);
        return new PageOptions(kind, records, fixed, most, endIsExclusive, strict, today, zone, proof.masking(), true);
    }

    /** The same options for a server that has named the account's zone, as Daybook does. */
    public PageOptions withNamedZone() {
        return new PageOptions(kind, size, fixed, maximum, endIsExclusive, strict, today, zone, masking, true);
    }

    /**
     * The same options with another value of {@code endIsExclusive}.
     *
     * @param exclusive whether the end date of a window does not count
     */
    public PageOptions withExclusiveEnd(boolean exclusive) {
        return new PageOptions(kind, size, fixed, maximum, exclusive, strict, today, zone, masking, zoneIsNamed);
    }

    /**
     * The same options with another value of {@code strict}.
     *
     * @param refuse whether to refuse answers that deviate from valid JSON or from their headers
     */
    public PageOptions withStrict(boolean refuse) {
        return new PageOptions(kind, size, fixed, maximum, endIsExclusive, refuse, today, zone, masking, zoneIsNamed);
    }

    /** The same options with {@code day} as the first day that is not over. */
    public PageOptions withToday(LocalDate day) {
        return new PageOptions(kind, size, fixed, maximum, endIsExclusive, strict, day, zone, masking, zoneIsNamed);
    }

    /**
     * The same options with the zone of the days. If the server states the window of a page, this window must begin and
     * end with the requested days in this zone.
     */
    public PageOptions withZone(ZoneId days) {
        return new PageOptions(
                kind, size, fixed, maximum, endIsExclusive, strict, today, Optional.of(days), masking, zoneIsNamed);
    }

    /** Whether a day is over, so that it gets no more records, except by an import. */
    public boolean isOver(LocalDate day) {
        return day.isBefore(today);
    }
}
