package dev.daybook.client.day;

import dev.daybook.client.answer.PulledRecord;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.call.Reply;
import dev.daybook.client.day.PageRequests.Answer;
import dev.daybook.client.server.Known;
import dev.daybook.client.server.ServerKnowledge;
import dev.daybook.wire.Headers;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;

/** Checks that the answers for one day do not contradict each other. */
final class DayChecks {
    /**
     * The number of pages in a row without a new record after which the server counts as ignoring the offset. One or
     * two such pages are normal if new records shift the existing ones between two requests.
     */
    private static final int MOST_STALE = 3;

    /**
     * On a day that is not over, the server contradicts itself if this many answers in a row, without a new record
     * between them, name a total above the number of records that it has sent. On a past day, one such answer is
     * enough.
     */
    private static final int MOST_COUNTED = 3;

    private final PageQuestions questions;
    private final PageOptions options;
    private final ServerKnowledge known;
    private final LocalDate day;
    private int stale;
    private long lacking = -1;
    private int counted;

    DayChecks(PageQuestions questions, PageOptions options, ServerKnowledge known, LocalDate day) {
        this.questions = questions;
        this.options = options;
        this.known = known;
        this.day = day;
    }

    /**
     * Checks that the server's total for the day is not above the number of records that it has sent. On a day that is
     * not over, the total may be higher for a moment: a record is created after the server reads the page and before it
     * counts. Then this method pauses and returns true. It fails if the day is over, or if the total is still too high
     * after a few requests.
     *
     * @return whether to request the page again now
     */
    boolean lacks(Answer answer, long sent) throws InterruptedException {
        if (answer.page().total() <= sent) {
            return false;
        }
        counted = sent > lacking ? 1 : counted + 1;
        lacking = Math.max(lacking, sent);
        if (options.isOver(day) || counted == MOST_COUNTED) {
            throw new ClientException(
                    Reason.MISBEHAVED,
                    "the server says that " + day + " has " + answer.page().total() + " "
                            + options.kind().plural() + ", but sends " + sent
                            + "; the same command asks for this day again");
        }
        questions.pause();
        return true;
    }

    /**
     * Checks that a page that was requested by a server's cursor shows whether more records follow, by a header or by a
     * cursor for the next page. A page with neither ends the day if the server is known to send no such header. If
     * other answers of this run have the header, the check fails, because the page may come from a gateway. If no page
     * of this run has shown yet whether the server sends the header, the day is pulled again. This happens when a run
     * continues from the cursor of an earlier run.
     */
    void sign(PageCursor at, Reply reply) {
        var byHeader = reply.header(Headers.HAS_MORE).isPresent();
        if (byHeader || at.next(reply).isPresent()) {
            known.signs(byHeader);
        } else if (!at.server().isEmpty() && known.signing() == Known.YES) {
            throw new ClientException(
                    Reason.MISBEHAVED,
                    "the server says whether more records follow, but not of a page of " + day + " behind its cursor");
        } else if (!at.server().isEmpty() && known.signing() == Known.UNKNOWN) {
            throw new ClientException(
                    Reason.UNSTEADY,
                    "nothing shows whether more records of " + day + " follow behind the cursor of an earlier run");
        }
    }

    /**
     * Checks that records with the same id in a page are equal. The pull keeps one record of each id, so a different
     * record would be lost.
     */
    static void checkIds(List<PulledRecord> page) {
        var byId = new HashMap<Long, PulledRecord>();
        for (var record : page) {
            var other = byId.putIfAbsent(record.id(), record);
            if (other != null && !Arrays.equals(other.json(), record.json())) {
                throw new ClientException(
                        Reason.MISBEHAVED,
                        "two records have the id " + record.id() + ", with different contents in one page of the"
                                + " server, so that nothing shows whether they are one record");
            }
        }
    }

    /**
     * Checks that the pull advances: a page that is not the last one must have records, and at most two such pages in a
     * row may be without new records.
     *
     * @param records the number of records in the page
     * @param others the number of those records that no earlier page contained, or that are of the next day
     * @throws ClientException if the pull does not advance
     */
    void advance(PageCursor at, int records, int others) {
        if (records == 0) {
            throw new ClientException(
                    Reason.MISBEHAVED, "the server says of " + day + " that there is more, but sends nothing");
        }
        stale = others == 0 ? stale + 1 : 0;
        if (stale == MOST_STALE) {
            throw new ClientException(
                    Reason.MISBEHAVED,
                    "the server sends records of " + day + " again that it sent before, and no others;"
                            + " it seems to ignore where a page begins (" + at.text() + ")");
        }
    }

    /**
     * Returns if the cause of a failed check may be a record that was created between two requests; then the caller
     * must request the page again. Otherwise throws the given failure. Such a record is possible only on a day that is
     * not over. Without new records, this method returns at most twice in a row.
     */
    void checkMayHaveGrown(ClientException failure) {
        if (failure.reason() != Reason.MISBEHAVED || options.isOver(day) || ++stale == MOST_STALE) {
            throw failure;
        }
    }

    /**
     * Counts the records at the start of a page that were also in the previous page. With an overlap, there is 1, or
     * more if records moved on a day that is not over. Without an overlap, the page must be empty, and there are 0.
     *
     * @param all the ids of the page's records
     * @throws ClientException in all other cases: records moved in another way, or the server gives one record on each
     *     page
     */
    int overlapping(PageCursor at, List<Long> all, int overlap) {
        if (overlap == 0 && all.isEmpty()) {
            return 0;
        }
        if (overlap == 0) {
            throw unsteady("gave one record on each page, or records moved");
        }
        var found = all.indexOf(at.last());
        if (found == 0 || (found > 0 && !options.isOver(day))) {
            return found + 1;
        }
        throw unsteady("did not continue with the record that came last");
    }

    /**
     * The error for records that moved between two pages. Also notes in the profile that the server's order is not
     * stable.
     */
    ClientException unsteady(String what) {
        known.learn(profile -> profile.ordered(Known.NO), "the records of " + day + " moved while they were paged");
        return new ClientException(
                Reason.UNSTEADY,
                "the server " + what + " while " + day + " was paged: records were added or deleted during the"
                        + " pull, or its order is not stable; a --page-size of more than the day's records may help");
    }
}
