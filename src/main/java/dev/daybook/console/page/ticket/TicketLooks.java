package dev.daybook.console.page.ticket;

import dev.daybook.console.frame.Visit;
import dev.daybook.store.person.SessionStore;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Memory of the latest line of the audit, and of the latest poll, for each ticket page of a session. The page renews
 * itself by polls, and not every poll should add a line to the audit. But any request can be made to look like a poll.
 * So a poll also adds a line, unless the audit has a recent line of the same session and ticket, and the session has
 * polled the ticket regularly since that line. After a restart, or on another server, this memory is empty: the audit
 * may then get one line too many, never one too few.
 */
final class TicketLooks {
    /**
     * The longest pause between two regular polls. A page polls every 30 seconds; browsers delay the polls of hidden
     * pages.
     */
    static final Duration PAUSE = Duration.ofMinutes(3);

    /** The longest time for which a line of the audit also covers later polls. */
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

        /**
         * Whether {@code start} and {@code now} are at most {@code length} apart, in either order: {@code start} is
         * later if the clock was set back in between. If the clock was set back by more than {@code length}, the next
         * poll gets a line of its own in the audit.
         */
        private static boolean isWithin(Instant start, Duration length, Instant now) {
            return Duration.between(start, now).abs().compareTo(length) <= 0;
        }
    }

    /** Whether a visit is only a poll that needs no line of its own in the audit. If so, remembers the poll's time. */
    synchronized boolean renews(Visit visit, long number) {
        var seen = seen(visit, number);
        var look = looks.get(seen);
        if (look == null || !visit.isPoll() || !look.covers(visit.now())) {
            return false;
        }
        looks.put(seen, new Look(look.audited(), visit.now()));
        return true;
    }

    /** Remembers that the audit now has a line for this visit to the page of a ticket. */
    synchronized void audited(Visit visit, long number) {
        looks.put(seen(visit, number), new Look(visit.now(), visit.now()));
    }

    private static Seen seen(Visit visit, long number) {
        return new Seen(visit.sessionId(), visit.cmId(), number);
    }
}
