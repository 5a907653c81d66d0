package dev.daybook.console.page;

import dev.daybook.console.frame.Visit;
import dev.daybook.store.person.SessionStore;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Memory of the looks that the audit has, by session and ticket, so that a page that renews itself adds no more lines.
 * Any request can be made to look like a poll of such a page. So a poll gets a line too, unless its session has a
 * recent line for the ticket and has polled the ticket regularly since. A restarted server, or another one, does not
 * know these looks: the audit may then have one line more, never one less.
 */
final class TicketLooks {
    /** The longest pause between two polls. A page polls every 30 seconds; browsers delay the polls of hidden pages. */
    static final Duration PAUSE = Duration.ofMinutes(3);

    /** For how long one line of the audit covers polls. */
    static final Duration LONGEST = SessionStore.IDLE;

    private static final int MOST = 10_000;

    private final Map<Seen, Look> looks = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Seen, Look> eldest) {
            return size() > MOST;
        }
    };

    private record Seen(String sessionId, long cmId, long number) {}

    private record Look(Instant audited, Instant last) {
        boolean covers(Instant now) {
            return isWithin(audited, LONGEST, now) && isWithin(last, PAUSE, now);
        }

        /** Whether two times are at most this far apart, in either order: a clock set back by more covers nothing. */
        private static boolean isWithin(Instant start, Duration length, Instant now) {
            return Duration.between(start, now).abs().compareTo(length) <= 0;
        }
    }

    /** Whether a visit only renews a page whose look is in the audit. */
    synchronized boolean renews(Visit visit, long number) {
        var seen = seen(visit, number);
        var look = looks.get(seen);
        if (look == null || !visit.isPoll() || !look.covers(visit.now())) {
            return false;
        }
        looks.put(seen, new Look(look.audited(), visit.now()));
        return true;
    }

    /** Notes a look that is in the audit. */
    synchronized void audited(Visit visit, long number) {
        looks.put(seen(visit, number), new Look(visit.now(), visit.now()));
    }

    private static Seen seen(Visit visit, long number) {
        return new Seen(visit.sessionId(), visit.cmId(), number);
    }
}
