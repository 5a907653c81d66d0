package dev.daybook.console.page;

import dev.daybook.console.frame.Visit;
import dev.daybook.store.person.SessionStore;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tickets that sessions look at, so that a page that renews itself is one look. Whoever sends a request can make it
 * look like such a poll. So a poll counts as a look too, unless the same session looked at the same ticket before, with
 * a line in the audit, and went on polling. A server that was restarted, or another one, knows of no look: the audit
 * has a line more then, never one less.
 */
final class TicketLooks {
    /** The longest pause between two polls. One comes every 30 seconds; browsers delay those of hidden pages. */
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

        /** A clock that was set back covers nothing. */
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
