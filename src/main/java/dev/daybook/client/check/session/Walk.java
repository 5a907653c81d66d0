package dev.daybook.client.check.session;

import dev.daybook.wire.Headers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * The ids of the records of a day, paged by offset with a limited number of requests.
 *
 * @param ids the distinct ids in the order of the pages
 * @param whole whether these are all records of the day; false if a page failed, if the limit of pages was reached
 *     before the end, or if a page has only records of earlier pages, because then the server may ignore the offset
 */
public record Walk(List<String> ids, boolean whole) {
    private static final int MOST_PAGES = 10;

    public Walk {
        ids = List.copyOf(ids);
    }

    /**
     * Requests page after page of a day, at most {@value #MOST_PAGES}, until a page has no new records, or says that
     * none follow.
     */
    public static Walk of(Session server, Day day) throws InterruptedException {
        var ids = new ArrayList<String>();
        var seen = new HashSet<String>();
        var page = day.answer();
        var offset = 0;
        for (var pages = 1; ; pages++) {
            var fresh = day.ids(page).stream().filter(seen::add).toList();
            ids.addAll(fresh);
            offset += page.records().size();
            var isLast = page.header(Headers.HAS_MORE).orElse("").equals("false");
            if (fresh.isEmpty() || isLast) {
                var isRepeated = !isLast && !page.records().isEmpty();
                return new Walk(ids, !isRepeated && (page.isSuccess() || page.saysNoData()));
            }
            if (pages == MOST_PAGES) {
                return new Walk(ids, false);
            }
            page = server.ask(day, day.draft().with("offset", Integer.toString(offset)));
        }
    }

    /** The number of different records that the pages had. */
    public int size() {
        return ids.size();
    }

    /** The number of records: {@code 120}, or {@code at least 1000}. */
    public String counted() {
        return whole ? Integer.toString(size()) : "at least " + size();
    }
}
