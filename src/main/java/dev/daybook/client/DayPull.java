package dev.daybook.client;

import dev.daybook.client.PageQuestions.Answer;
import dev.daybook.client.PageQuestions.Question;
import dev.daybook.client.answer.PulledRecord;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.call.RetryingCaller;
import dev.daybook.client.server.Known;
import dev.daybook.client.server.Paging;
import dev.daybook.client.server.ServerKnowledge;
import dev.daybook.client.server.WindowEnd;
import dev.daybook.wire.Headers;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Fetches the pages of one day, one after the other, until it is established that the day is whole. The server's own
 * sign says whether a page is the last where it gives one. Otherwise pages overlap by one record, which shows whether
 * the records moved meanwhile, and the last page is the one that has nothing but that record, or is shorter than was
 * asked for by a server that was seen to give full pages.
 */
public final class DayPull {
    /**
     * After so many pages in a row that bring nothing new, the server is said to ignore where a page begins. One or two
     * come up when records are added meanwhile that push the others on.
     */
    private static final int MOST_STALE = 3;

    /** The fewest records that are asked for: the first one of a page is there already. */
    private static final int LEAST_LIMIT = 2;

    private static final String OF_ANOTHER_ZONE =
            "; its days seem to be those of another zone than the account's, so days"
                    + " that were pulled before may lack records: if that is mended, pull with --restart";

    private final PageQuestions questions;
    private final PullOptions options;
    private final ServerKnowledge known;
    private final LocalDate day;
    private final Set<Long> seen;
    private final int limit;
    private List<Long> firstPage = List.of();
    private int stale;

    /**
     * A page.
     *
     * @param day whose records they are
     * @param records those that were not in an earlier page of the day
     * @param next where the next page begins, empty if this is the last
     * @param repeated how many were in an earlier page, though they should not
     * @param wireBytes the size of the answer's body as it was sent
     */
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    public record Page(LocalDate day, List<PulledRecord> records, Optional<Place> next, int repeated, long wireBytes) {}

    /**
     * The pull of a day.
     *
     * @param options of the pull; the day takes the place of theirs
     * @param known what is known of the server; what is learned is added
     * @param seen the ids of the records that are in the files already; those that come are added
     */
    public DayPull(RetryingCaller caller, PullOptions options, ServerKnowledge known, LocalDate day, Set<Long> seen) {
        this.questions = new PageQuestions(caller, options, known);
        this.options = options;
        this.known = known;
        this.day = day;
        this.seen = seen;
        this.limit = Math.max(LEAST_LIMIT, options.pageSize());
    }

    /**
     * The page at a place.
     *
     * @throws ClientException if the server refuses, is out of order for too long, or contradicts itself; for the reason
     *     UNSTEADY if the records of the day moved since the page before, so that the day has to be pulled again
     */
    public Page page(Place place) throws InterruptedException {
        if (place.equals(Place.START)) {
            var answer = questions.first(day, limit);
            firstPage = ids(answer.page().records());
            return page(place, answer, 0);
        }
        // A server that gave no more than one record a page may give no more: then the overlap would be all.
        var overlap = place.last() != 0 && known.profile().largestPage() > 1 ? 1 : 0;
        return page(place, questions.ask(question(limit, place.offset() - overlap, place.cursor())), overlap);
    }

    /**
     * Notes what the first page of the day shows of the server, and takes none of its records. A server that refuses to
     * answer for this day shows nothing.
     *
     * @throws ClientException if the records are of another day, as where the server's days are those of another zone
     */
    public void look() throws InterruptedException {
        try {
            var records = questions.first(day, limit).page().records();
            ofDay(records);
            if (!records.isEmpty()) {
                known.gives(day);
            }
        } catch (ClientException refused) {
            if (refused.reason() != Reason.REFUSED) {
                throw refused;
            }
        }
    }

    private Question question(int most, long offset, String cursor) {
        return new Question(day, known.profile().windowEnd().endOf(day), most, offset, cursor);
    }

    private static List<Long> ids(List<PulledRecord> records) {
        return records.stream().map(PulledRecord::id).toList();
    }

    private Page page(Place place, Answer answer, int overlap) throws InterruptedException {
        var all = answer.page().records();
        var reply = answer.reply();
        var cursor = place.named(reply);
        var told = reply.header(Headers.HAS_MORE).map(Boolean::parseBoolean);
        var byCursor = cursor.isPresent() || !place.cursor().isEmpty();
        note(all.size(), byCursor, cursor.isPresent() || told.isPresent());
        if (!byCursor && place.last() != 0 && isFirstPageAgain(all, overlap)) {
            checkWhole(all);
            return new Page(day, List.of(), Optional.empty(), 0, reply.wireBytes());
        }
        var before = byCursor ? 0 : overlapping(place, all, overlap);
        var records = ofDay(all.subList(before, all.size()));
        if (!byCursor && options.isOver(day) && records.stream().anyMatch(record -> seen.contains(record.id()))) {
            throw unsteady("sent records again that it sent before");
        }
        var fresh = new ArrayList<PulledRecord>(records.size());
        for (var record : records) {
            if (seen.add(record.id())) {
                fresh.add(record);
            }
        }
        var more = told.orElseGet(() -> cursor.isPresent() || !(byCursor || isLast(all.size(), before)));
        if (more) {
            checkAdvance(place, all.size(), fresh.size());
        }
        return new Page(
                day,
                fresh,
                more ? Optional.of(cursor.orElseGet(() -> next(place, all, overlap))) : Optional.empty(),
                records.size() - fresh.size(),
                reply.wireBytes());
    }

    private void note(int records, boolean byCursor, boolean tells) {
        if (records > 0) {
            known.page(day, limit, records);
        }
        if (byCursor) {
            known.learn(profile -> profile.with(Paging.CURSOR), "pages go on from a cursor that the server gives");
        }
        if (tells) {
            known.learn(profile -> profile.tellingMore(Known.YES), "the server says whether more records follow");
        }
    }

    /** The place behind a page, with the record that the next one has to begin with. */
    private static Place next(Place place, List<PulledRecord> all, int overlap) {
        if (!place.cursor().isEmpty()) {
            throw new ClientException(Reason.MISBEHAVED, "the server says that there is more, but gives no cursor");
        }
        return new Place(
                place.offset() - overlap + all.size(),
                "",
                all.get(all.size() - 1).id());
    }

    private boolean isLast(int records, int before) {
        var profile = known.profile();
        return records == before
                || profile.paging() == Paging.NONE
                || (records < limit && profile.fullPages() == Known.YES);
    }

    /** Whether the offset had no effect. A page of one record is also what is expected behind that record. */
    private boolean isFirstPageAgain(List<PulledRecord> all, int overlap) {
        return !all.isEmpty() && all.size() > overlap && ids(all).equals(firstPage);
    }

    /** A server that ignores offsets has given the whole day if it ignores limits too. */
    private void checkWhole(List<PulledRecord> all) throws InterruptedException {
        var fewer = all.size() - 1;
        if (all.size() > limit
                || fewer == 0
                || ids(questions.ask(question(fewer, 0, "")).page().records()).equals(firstPage)) {
            if (fewer > 0) {
                known.learn(
                        profile -> profile.with(Paging.NONE),
                        "the server gives the whole day, whatever limit and offset are asked for");
            }
            return;
        }
        throw new ClientException(
                Reason.MISBEHAVED,
                "the server sends the first page of " + day + " again, whatever offset is asked for: it seems to ignore"
                        + " where a page begins, so a day that is longer than a page cannot be pulled; a --page-size of"
                        + " more than the day's records may help");
    }

    /** How many records of a page are there already: the last one before it, if nothing moved. */
    private int overlapping(Place place, List<PulledRecord> all, int overlap) {
        if (place.last() == 0 || (overlap == 0 && all.isEmpty())) {
            return 0;
        }
        if (overlap == 0) {
            throw unsteady("gave one record on each page, or records moved");
        }
        if (!all.isEmpty() && all.get(0).id() == place.last()) {
            return 1;
        }
        var found = ids(all).indexOf(place.last());
        if (found > 0 && !options.isOver(day)) {
            return found + 1;
        }
        throw unsteady("did not go on with the record that came last");
    }

    private ClientException unsteady(String what) {
        known.learn(profile -> profile.ordered(Known.NO), "the records of " + day + " moved while they were paged");
        return new ClientException(
                Reason.UNSTEADY,
                "the server " + what + " while " + day + " was paged: records were added or deleted meanwhile, or its"
                        + " order is not stable; a --page-size of more than the day's records may help");
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

    /** A window that ends with the first instant of the next day has the records of that instant, which are the next day's. */
    private List<PulledRecord> ofDay(List<PulledRecord> records) {
        var next = day.plusDays(1).atStartOfDay();
        var isExclusive = known.profile().windowEnd() == WindowEnd.EXCLUSIVE;
        if (!isExclusive
                || records.stream().noneMatch(record -> record.createdAt().equals(next))) {
            records.forEach(this::checkDay);
            return records;
        }
        var own = records.stream()
                .filter(record -> !record.createdAt().equals(next))
                .toList();
        own.forEach(this::checkDay);
        return own;
    }

    private void checkDay(PulledRecord record) {
        if (record.hasTime() && !record.createdAt().toLocalDate().equals(day)) {
            throw new ClientException(
                    Reason.MISBEHAVED,
                    "asked for " + day + ", the server sent " + options.kind().word() + " " + record.id() + " of "
                            + record.createdAt().toLocalDate() + (isNextTo(record) ? OF_ANOTHER_ZONE : ""));
        }
    }

    private boolean isNextTo(PulledRecord record) {
        return Math.abs(ChronoUnit.DAYS.between(day, record.createdAt().toLocalDate())) == 1;
    }
}
