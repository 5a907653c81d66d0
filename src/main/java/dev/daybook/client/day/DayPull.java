package dev.daybook.client.day;

import dev.daybook.client.answer.PulledRecord;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.call.RetryingCaller;
import dev.daybook.client.day.PageRequests.Answer;
import dev.daybook.client.server.Paging;
import dev.daybook.client.server.ServerKnowledge;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Fetches the pages of one day in order, until the day is certainly complete. Pages that are not requested by a cursor
 * of the server overlap: the first record of a page is the last record of the previous page, unless records moved
 * between the two requests.
 *
 * <p>If the server says whether more records follow, or gives a cursor for the next page, this shows which page is the
 * last. Otherwise the last page has only the overlapping record or, if the server is known to fill its pages, fewer
 * records than the limit. If the server names a total, the day does not end before that many records.
 *
 * <p>Some servers begin pages only at multiples of the page size. Their pages are requested without an overlap.
 * Instead, the previous page is requested again, and must be unchanged.
 */
public final class DayPull {
    /** The smallest limit: because of the overlap, a page of one record would have no new record. */
    private static final int LEAST_LIMIT = 2;

    /**
     * After this many answers that send the day from its start again, with new records, its pull ends for now. Such an
     * answer shows that the answer before was not cut off. Without this limit, the pull of a busy day would not end
     * before the day is over.
     */
    private static final int MOST_GROWN = 3;

    private final PageQuestions questions;
    private final DayRecords ofDay;
    private final DayChecks checks;
    private final PageOptions options;
    private final ServerKnowledge known;
    private final LocalDate day;
    private final Set<Long> seen;
    private final int limit;
    private List<Long> previous = List.of();
    private int block;
    private int grown;

    /**
     * A page of a day.
     *
     * @param day the day of its records
     * @param records the records that were not in an earlier page of the day
     * @param next the cursor of the next page, empty if this page is the last
     * @param repeated the number of records that an earlier page contained too, apart from the overlap that {@link
     *     DayPull} describes; 0 if the server sent the day from its start again
     * @param wireBytes the size of the answer's body as it was transferred
     */
    public record Page(
            LocalDate day, List<PulledRecord> records, Optional<PageCursor> next, int repeated, long wireBytes) {}

    /**
     * @param known the knowledge about the server, to which the pull adds
     * @param seen the ids of the records that are in the files already; the pull adds new ones
     */
    public DayPull(RetryingCaller caller, PageOptions options, ServerKnowledge known, LocalDate day, Set<Long> seen) {
        this.questions = new PageQuestions(caller, options, known);
        this.ofDay = new DayRecords(questions, options, known, day);
        this.checks = new DayChecks(questions, options, known, day);
        this.options = options;
        this.known = known;
        this.day = day;
        this.seen = seen;
        this.limit = Math.max(LEAST_LIMIT, options.size());
    }

    /**
     * Fetches a page.
     *
     * @throws ClientException if the server refuses, is unavailable for too long, or contradicts itself; with the
     *     reason UNSTEADY if the records of the day moved since the page before, so that the day must be pulled again
     */
    public Page page(PageCursor cursor) throws InterruptedException {
        if (cursor.equals(PageCursor.START)) {
            return page(new PlacedAnswer(cursor, questions.first(day, limit), 0, 0));
        }
        if (block > 0) {
            return around(cursor, previous);
        }
        // There is no overlap until the server has given a page of two or more records: with an overlap, a page of one
        // record would contain only the record that was sent before.
        var overlap = cursor.last() != 0 && known.profile().largestPage() > 1 ? 1 : 0;
        Answer answer;
        try {
            answer = questions.ask(questions.question(day, limit, cursor.offset() - overlap, cursor.server()));
        } catch (ClientException refusal) {
            if (overlap > 0 || cursor.last() == 0) {
                throw refusal;
            }
            return behindTheEnd(cursor, refusal);
        }
        if (cursor.last() == 0 || cursor.isOfServer(answer.reply())) {
            return page(new PlacedAnswer(cursor, answer, overlap, 0));
        }
        var all = answer.ids();
        if (isGrown(cursor, all)) {
            return grown(cursor, answer);
        }
        if (isPageAgain(cursor, all)) {
            return overlap == 0 ? end(cursor, answer) : around(cursor, all);
        }
        if (isOutOfOrder(cursor, all, overlap)
                && new WholePage(questions, known, day, limit).isWholeInAnyOrder(previous)) {
            return end(cursor, answer);
        }
        return page(new PlacedAnswer(cursor, answer, overlap, checks.overlapping(cursor, all, overlap)));
    }

    /**
     * Finds out whether the server refused an offset only because no record follows, as some servers do. Requests the
     * page that begins one record earlier. If it has the last known record and no new one, and does not say that there
     * are more, returns an empty page. If it has new records of a day that is not over, returns it. Otherwise throws.
     */
    private Page behindTheEnd(PageCursor at, ClientException refusal) throws InterruptedException {
        if (refusal.reason() != Reason.REFUSED && refusal.reason() != Reason.NOT_FOUND) {
            throw refusal;
        }
        var before = questions.ask(questions.question(day, limit, at.offset() - 1, ""));
        var ids = before.ids();
        if (ids.contains(at.last()) && !seen.containsAll(ids) && !options.isOver(day)) {
            return page(new PlacedAnswer(at, before, 1, ids.get(0) == at.last() ? 1 : 0));
        }
        if (!ids.contains(at.last())
                || !seen.containsAll(ids)
                || before.hasMore().orElse(false)
                || before.page().total() > at.offset()) {
            throw refusal;
        }
        return new Page(day, List.of(), Optional.empty(), 0, 0);
    }

    /**
     * Fetches a page without an overlap, on a server that sends the previous page again if an overlap is requested. If
     * the answer is the previous page once more, {@link #checkLast} checks that it is the last one. On a day that is
     * not over, the answer may be the previous page, or the day from its start, with new records at the end: these are
     * the result. After any other answer, pages begin at multiples of their size. A second request, with an overlap,
     * then checks that the previous page is unchanged.
     *
     * @param before the ids of the previous page
     */
    private Page around(PageCursor at, List<Long> before) throws InterruptedException {
        var answer = questions.ask(questions.question(day, limit, at.offset(), ""));
        var found = answer.ids();
        if (isGrown(at, found)) {
            return grown(at, answer);
        }
        if (!options.isOver(day)
                && found.size() > before.size()
                && found.subList(0, before.size()).equals(before)) {
            return page(new PlacedAnswer(at, answer, before.size(), before.size()));
        }
        if (found.equals(before)) {
            try {
                checkLast(at, before);
            } catch (ClientException failure) {
                checks.checkMayHaveGrown(failure);
                questions.pause();
                return page(at);
            }
            return end(at, answer);
        }
        var again = questions.ask(questions.question(day, limit, at.offset() - 1, ""));
        if (!again.ids().equals(before)) {
            throw checks.unsteady("did not send the page before again");
        }
        block = Math.max(block, before.size());
        if (!found.isEmpty()) {
            known.learn(
                    profile -> profile.with(Paging.OFFSET),
                    "pages begin at multiples of their size, whatever offset between is asked for");
        }
        return page(new PlacedAnswer(at, answer, 0, 0));
    }

    /** Fails unless a page that the server sent again for a higher offset is the last one of the day. */
    private void checkLast(PageCursor at, List<Long> page) throws InterruptedException {
        if (at.offset() == page.size()) {
            new WholePage(questions, known, day, limit).check(page);
        } else if (page.size() >= block) {
            throw checks.unsteady("sent the page before offset " + at.offset() + " again");
        }
    }

    private Page end(PageCursor at, Answer answer) throws InterruptedException {
        if (checks.lacks(answer, at.offset())) {
            return page(at);
        }
        return new Page(day, List.of(), Optional.empty(), 0, answer.reply().wireBytes());
    }

    /**
     * Fetches the first page of the day only to learn about the server.
     *
     * @param answered a day for which the server has answered. If this request fails, the server may be asked for a
     *     second day, such as {@code answered}, to see whether it still answers: see {@link PageQuestions#probeFirst}
     * @return the records of the page; empty if the server refuses the request, or answers for the second day but not
     *     for the day of this pull. The reason is then reported
     * @throws ClientException if the server does not answer for the second day either, or if the records are of another
     *     day, for example because the server uses another zone
     */
    public Optional<List<PulledRecord>> look(LocalDate answered) throws InterruptedException {
        return ofDay.look(limit, answered);
    }

    /** Requests the day again if its empty answer may have been a failure. Fails if the day has records now. */
    public void confirmEmpty() throws InterruptedException {
        ofDay.confirmNone(limit);
    }

    /** Makes the page from an answer; requests the page again if it lacks records that the server has counted. */
    private Page page(PlacedAnswer placed) throws InterruptedException {
        var at = placed.at();
        var all = placed.all();
        var reply = placed.answer().reply();
        if (placed.saysMore().isEmpty() && placed.added().isEmpty() && checks.lacks(placed.answer(), placed.end())) {
            return page(at);
        }
        DayChecks.checkIds(all);
        checks.sign(at, reply);
        placed.note(known, day, limit);
        previous = placed.answer().ids();
        var records = ofDay.of(placed.added(), limit);
        var ofNextDay = placed.added().size() - records.size();
        if (!placed.isByCursor()
                && options.isOver(day)
                && records.stream().anyMatch(record -> seen.contains(record.id()))) {
            throw checks.unsteady("sent records again that it sent before");
        }
        var fresh = new ArrayList<PulledRecord>(records.size());
        for (var record : records) {
            if (seen.add(record.id())) {
                fresh.add(record);
            }
        }
        var more = placed.saysMore()
                .orElseGet(
                        () -> placed.answer().page().total() > placed.end() || !placed.isLast(known.profile(), limit));
        if (more) {
            checks.advance(at, all.size(), fresh.size() + ofNextDay);
        }
        return new Page(
                day,
                fresh,
                more ? Optional.of(placed.next()) : Optional.empty(),
                records.size() - fresh.size(),
                reply.wireBytes());
    }

    /**
     * Whether the server ignored the offset and sent the day from its start, with new records. False for a day that is
     * over.
     */
    private boolean isGrown(PageCursor at, List<Long> all) {
        return !options.isOver(day) && all.size() > at.offset() && new HashSet<>(all).containsAll(seen);
    }

    /** Makes the page from a grown answer: see {@link #isGrown}. The third such page ends the day for now. */
    private Page grown(PageCursor at, Answer answer) throws InterruptedException {
        var page = page(new PlacedAnswer(at, answer, Math.toIntExact(at.offset()), 0));
        Optional<PageCursor> next = ++grown < MOST_GROWN ? page.next() : Optional.empty();
        return new Page(day, page.records(), next, 0, page.wireBytes());
    }

    /** Whether the server ignored the offset and sent the previous page again, not only the overlapping record. */
    private boolean isPageAgain(PageCursor at, List<Long> all) {
        if (all.isEmpty() || (all.size() == 1 && known.profile().largestPage() > 1)) {
            return false;
        }
        return previous.isEmpty()
                ? all.get(all.size() - 1) == at.last() && seen.containsAll(all)
                : all.equals(previous);
    }

    /**
     * Whether the first page may already be the whole day, on a server that changes the order of records from request
     * to request. True only if the day is over, and the second page was requested with an overlap, does not begin with
     * the last record of the first page, and has no new record. A new record would show that the first page is only a
     * part of the day. Without an overlap, an empty second page is the normal end of a day.
     */
    private boolean isOutOfOrder(PageCursor at, List<Long> all, int overlap) {
        return overlap == 1
                && at.offset() == previous.size()
                && options.isOver(day)
                && (all.isEmpty() || all.get(0) != at.last())
                && new HashSet<>(previous).containsAll(all);
    }
}
