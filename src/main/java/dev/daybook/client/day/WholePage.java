package dev.daybook.client.day;

import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.day.PageRequests.Question;
import dev.daybook.client.server.Known;
import dev.daybook.client.server.Paging;
import dev.daybook.client.server.ServerKnowledge;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;

/**
 * Finds out whether the first page of a day is the whole day, on servers whose offsets cannot show it: they send the
 * same page for each offset, or their order is not stable.
 *
 * @param limit the limit of the page's request
 */
record WholePage(PageQuestions questions, ServerKnowledge known, LocalDate day, int limit) {
    /** The number of days that are added on each side of a day, to get a longer page. */
    private static final int DAYS_AROUND = 15;

    /**
     * Checks that a page is the whole day, on a server that sends this page again for each offset.
     *
     * @param page the ids of the page, 2 or more
     * @throws ClientException if the day may have more records
     */
    void check(List<Long> page) throws InterruptedException {
        var size = page.size();
        var part = ids(size - 1, 0);
        if (size > limit || part.equals(page)) {
            checkNotCut(size);
            if (known.profile().paging() != Paging.OFFSET) {
                known.learn(
                        profile -> profile.with(Paging.NONE),
                        "the server gives the whole day, whatever limit and offset are asked for");
            }
        } else if (!part.equals(page.subList(0, size - 1)) || size == limit || !isAll(page)) {
            throw new ClientException(
                    Reason.MISBEHAVED,
                    "the server sends the first page of " + day + " again for the offsets " + (size - 1) + " and "
                            + size + ": it seems to ignore where a page begins, "
                            + (size == limit
                                    ? "so a day that is longer than a page cannot be pulled; a --page-size of more than"
                                            + " the day's records may help"
                                    : "and gives " + size + " records where " + limit + " are asked for; nothing shows"
                                            + " whether the day has more"));
        }
    }

    /**
     * Checks that the page was not cut off. A page of the requested limit, or of the vendor's default size, may be only
     * the beginning of the day. It is accepted only if the server is able to send a longer page.
     */
    private void checkNotCut(int size) throws InterruptedException {
        if ((size == limit || size == PageOptions.VENDOR_SIZE) && !isShort(size)) {
            throw new ClientException(
                    Reason.MISBEHAVED,
                    "the server sends " + size + " records of " + day + ", whatever limit and offset are asked for: as"
                            + " many as a page may have, and no page has more, so that nothing shows whether the day"
                            + " has more; a pull that begins with a day of more records may show it");
        }
    }

    /**
     * Whether the page is the whole day. Requests a page that begins with the last record of {@code page}: the answer
     * must be this record, and nothing more. If the answer is the beginning of {@code page} instead, the server ignores
     * where a page begins. Then {@code page} counts as the whole day only if the server is able to send a longer page.
     *
     * <p>If {@code page} has two records, the limit of this request is 1, so the answer does not show whether a record
     * follows. Another request, for a page behind {@code page}, must then give no records.
     */
    private boolean isAll(List<Long> page) throws InterruptedException {
        var most = page.size() - 1;
        var rest = ids(most, most);
        if (rest.equals(page.subList(0, most))) {
            return isShort(page.size());
        }
        return rest.equals(page.subList(most, page.size()))
                && (most > 1 || ids(1, page.size()).isEmpty());
    }

    /**
     * Whether a page is the whole day, on a server whose order is not stable. The page must be shorter than the limit.
     * The server must be able to send a longer page, because otherwise it may have cut this one off. And a second
     * request must give the same records: it would give others if the day had more records than the page.
     */
    boolean isWholeInAnyOrder(List<Long> page) throws InterruptedException {
        if (page.size() >= limit) {
            return false;
        }
        var again = ids(limit, 0);
        var isWhole =
                again.size() == page.size() && new HashSet<>(again).equals(new HashSet<>(page)) && isShort(page.size());
        if (isWhole) {
            known.learn(
                    profile -> profile.ordered(Known.NO),
                    "the order of records changes from call to call; a page that is shorter than others, with the same"
                            + " records twice, is the whole day");
        }
        return isWhole;
    }

    /**
     * Whether the server can send a page with more than this number of records: an earlier page had more, or a page of
     * several days has more.
     */
    private boolean isShort(int size) throws InterruptedException {
        return known.profile().largestPage() > size
                || isLonger(size, day, day.plusDays(1))
                || isLonger(size, day.minusDays(1), day)
                || isLonger(size, day.minusDays(DAYS_AROUND), day.plusDays(DAYS_AROUND));
    }

    private boolean isLonger(int size, LocalDate from, LocalDate to) throws InterruptedException {
        var question = new Question(from, to, limit, 0, "");
        var answered = questions.question(day, limit, 0, "");
        var answer = questions.probe(question, answered).answer();
        var records = answer.map(found -> found.page().records().size()).orElse(0);
        if (records > size) {
            known.page(day, limit, records);
        }
        return records > size;
    }

    private List<Long> ids(int most, long offset) throws InterruptedException {
        return questions.ask(questions.question(day, most, offset, "")).ids();
    }
}
