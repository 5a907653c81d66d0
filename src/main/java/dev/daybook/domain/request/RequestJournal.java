package dev.daybook.domain.request;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The last requests of each of up to 1,000 API keys, so that the owner of a key sees what a program does wrong. With
 * more keys, the key that was not used for the longest time is dropped. Kept only in memory: the journal costs no
 * write, holds no bodies, and is empty after a restart.
 */
public final class RequestJournal {
    /** How many requests of a key are kept. */
    public static final int MOST = 100;

    private static final int KEYS = 1_000;

    private final Clock clock;
    private final Map<Long, Deque<Entry>> byKey = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * A request.
     *
     * @param at the time when it ended
     * @param operation the operation's name
     * @param status the HTTP status of the answer; for a failure its own status, even if it was sent as 200
     * @param micros the duration in microseconds
     * @param requestId the request id in the log
     * @param ignored the names of the ignored fields; empty if there are none
     * @param refusal the reason of a refusal; empty if the request was not refused
     */
    public record Entry(
            Instant at, String operation, int status, long micros, String requestId, String ignored, String refusal) {}

    public RequestJournal(Clock clock) {
        this.clock = clock;
    }

    /**
     * Keeps a request of a key.
     *
     * @param entry makes the entry from the time when the request ended
     */
    public synchronized void add(long keyId, Function<Instant, Entry> entry) {
        if (byKey.size() >= KEYS && !byKey.containsKey(keyId)) {
            byKey.remove(byKey.keySet().iterator().next());
        }
        var entries = byKey.computeIfAbsent(keyId, key -> new ArrayDeque<>());
        entries.addFirst(entry.apply(clock.instant()));
        if (entries.size() > MOST) {
            entries.removeLast();
        }
    }

    /** The last requests of a key, the newest first. */
    public synchronized List<Entry> of(long keyId) {
        var entries = byKey.get(keyId);
        return entries == null ? List.of() : Collections.unmodifiableList(new ArrayList<>(entries));
    }
}
