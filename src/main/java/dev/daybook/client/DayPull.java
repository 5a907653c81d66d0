package dev.daybook.client;

import dev.daybook.client.ClientException.Reason;
import dev.daybook.wire.Paths;
import dev.daybook.wire.PullCustomers;
import dev.daybook.wire.PulledCustomer;
import dev.daybook.wire.PulledPage;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Fetches the pages of one day, one after the other. The server's own sign says whether a page is the last where it
 * gives one; else that is the page that is shorter than was asked for, or than the vendor's default, because a server may
 * take no larger limit and not say so.
 */
final class DayPull {
    private final Caller caller;
    private final long cmId;
    private final int pageSize;
    private final LocalDate day;
    private final Set<Long> seen;

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
    record Page(LocalDate day, List<PulledCustomer> records, Optional<Place> next, int repeated, long wireBytes) {}

    /**
     * The pull of a day.
     *
     * @param seen the ids of the records that are in the files already; those that come are added
     */
    DayPull(Caller caller, long cmId, int pageSize, LocalDate day, Set<Long> seen) {
        this.caller = caller;
        this.cmId = cmId;
        this.pageSize = pageSize;
        this.day = day;
        this.seen = seen;
    }

    /**
     * The page at a place.
     *
     * @throws ClientException if the server refuses, is out of order for too long, or contradicts itself
     */
    Page page(Place place) throws InterruptedException {
        var request = PullCustomers.request(cmId, day, pageSize, place.offset(), place.cursor());
        return caller.call(Paths.PULL_CUSTOMERS, request, reply -> page(place, reply));
    }

    private Page page(Place place, Reply reply) {
        var records = PulledPage.read(reply.body()).records();
        var fresh = new ArrayList<PulledCustomer>(records.size());
        for (var record : records) {
            checkDay(record);
            if (seen.add(record.id())) {
                fresh.add(record);
            }
        }
        var more = reply.header("X-Daybook-Has-More")
                .map(Boolean::parseBoolean)
                .orElse(records.size() >= Math.min(pageSize, PullCustomers.DEFAULT_LIMIT));
        if (more && fresh.isEmpty()) {
            throw new ClientException(
                    Reason.MISBEHAVED,
                    records.isEmpty()
                            ? "the server says of " + day + " that there is more, but sends nothing"
                            : "the server sends records of " + day + " again that it sent before, and no others;"
                                    + " it seems to ignore where a page begins (" + place.text() + ")");
        }
        return new Page(
                day,
                fresh,
                more ? Optional.of(place.after(records.size(), reply)) : Optional.empty(),
                records.size() - fresh.size(),
                reply.wireBytes());
    }

    private void checkDay(PulledCustomer record) {
        var created = record.createdAt();
        if (!created.equals(PulledCustomer.UNKNOWN) && !created.toLocalDate().equals(day)) {
            throw new ClientException(
                    Reason.MISBEHAVED,
                    "asked for " + day + ", the server sent customer " + record.id() + " of " + created.toLocalDate());
        }
    }
}
