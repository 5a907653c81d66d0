package dev.daybook.client;

import dev.daybook.client.ClientException.Reason;
import dev.daybook.wire.Headers;
import dev.daybook.wire.PullJson;
import dev.daybook.wire.pulled.PulledPage;
import dev.daybook.wire.pulled.PulledRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Fetches the pages of one day, one after the other. The server's own sign says whether a page is the last where it
 * gives one; else that is a page that is not full.
 */
public final class DayPull {
    /**
     * After so many pages in a row that bring nothing new, the server is said to ignore where a page begins. One or two
     * come up when records are added meanwhile that push the others on.
     */
    private static final int MOST_STALE = 3;

    /** An hour more than any zone's, for days on which the clock changes. */
    private static final Duration LEAST_OFFSET = Duration.ofHours(-13);

    private static final Duration GREATEST_OFFSET = Duration.ofHours(15);

    private final Caller caller;
    private final PullOptions options;
    private final LocalDate day;
    private final Set<Long> seen;
    private int stale;

    /**
     * A page.
     *
     * @param day whose records they are
     * @param records those that were not in an earlier page of the day
     * @param next where the next page begins, empty if this is the last
     * @param repeated how many were in an earlier page
     * @param wireBytes the size of the answer's body as it was sent
     */
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    public record Page(LocalDate day, List<PulledRecord> records, Optional<Place> next, int repeated, long wireBytes) {}

    /**
     * The pull of a day.
     *
     * @param options of the pull; the day takes the place of theirs
     * @param seen the ids of the records that are in the files already; those that come are added
     */
    public DayPull(Caller caller, PullOptions options, LocalDate day, Set<Long> seen) {
        this.caller = caller;
        this.options = options;
        this.day = day;
        this.seen = seen;
    }

    /**
     * The page at a place.
     *
     * @throws ClientException if the server refuses, is out of order for too long, or contradicts itself
     */
    public Page page(Place place) throws InterruptedException {
        var kind = options.kind();
        var request = kind.request(options.cmId(), day, options.pageSize(), place.offset(), place.cursor());
        return caller.call(kind.path(), request, reply -> page(place, reply));
    }

    private Page page(Place place, Reply reply) {
        var answer = PulledPage.read(reply.body(), options.kind().keys());
        if (answer.refusal().isPresent()) {
            throw new ClientException(
                    Reason.REFUSED, "the server says: " + answer.refusal().get());
        }
        reply.header(Headers.WINDOW).ifPresent(this::checkWindow);
        var records = answer.records();
        records.forEach(this::checkDay);
        var fresh = new ArrayList<PulledRecord>(records.size());
        for (var record : records) {
            if (seen.add(record.id())) {
                fresh.add(record);
            }
        }
        var more = more(place, reply, records.size());
        if (more) {
            checkAdvance(place, records.size(), fresh.size());
        }
        return new Page(
                day,
                fresh,
                more ? Optional.of(place.after(records.size(), reply)) : Optional.empty(),
                records.size() - fresh.size(),
                reply.wireBytes());
    }

    /**
     * Whether a page follows: as the server says, else by its cursors, else if the page is full. It counts as full from
     * the vendor's default on, because a server may take no larger limit and not say so.
     */
    private boolean more(Place place, Reply reply, int records) {
        var said = reply.header(Headers.HAS_MORE);
        return said.isPresent()
                ? Boolean.parseBoolean(said.get())
                : reply.header(Headers.NEXT_CURSOR).isPresent()
                        || (place.cursor().isEmpty()
                                && records >= Math.min(options.pageSize(), PullJson.DEFAULT_LIMIT));
    }

    private void checkAdvance(Place place, int records, int fresh) {
        if (records == 0) {
            throw new ClientException(
                    Reason.MISBEHAVED, "the server says of " + day + " that there is more, but sends nothing");
        }
        stale = fresh == 0 ? stale + 1 : 0;
        if (stale == MOST_STALE) {
            throw new ClientException(
                    Reason.MISBEHAVED,
                    "the server sends records of " + day + " again that it sent before, and no others;"
                            + " it seems to ignore where a page begins (" + place.text() + ")");
        }
    }

    /** The window that Daybook says it used begins where the day does in some zone; that of another day does not. */
    private void checkWindow(String window) {
        try {
            var start = Instant.parse(window.substring(0, Math.max(0, window.indexOf('/'))));
            var offset = Duration.between(start, day.atStartOfDay().toInstant(ZoneOffset.UTC));
            if (offset.compareTo(LEAST_OFFSET) < 0 || offset.compareTo(GREATEST_OFFSET) > 0) {
                throw new ClientException(
                        Reason.MISBEHAVED, "asked for " + day + ", the server answered for " + window);
            }
        } catch (DateTimeParseException ofAnotherKind) {
            // Then it says nothing about the day.
        }
    }

    private void checkDay(PulledRecord record) {
        var created = record.createdAt();
        if (!created.equals(PulledRecord.UNKNOWN) && !created.toLocalDate().equals(day)) {
            throw new ClientException(
                    Reason.MISBEHAVED,
                    "asked for " + day + ", the server sent " + options.kind().word() + " " + record.id() + " of "
                            + created.toLocalDate());
        }
    }
}
