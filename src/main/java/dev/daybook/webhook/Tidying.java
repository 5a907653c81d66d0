package dev.daybook.webhook;

import dev.daybook.domain.webhook.BackOff;
import dev.daybook.store.Database;
import dev.daybook.store.webhook.LapsedDeliveries;
import dev.daybook.store.webhook.OldDeliveries;
import dev.daybook.store.webhook.OutboxView;
import dev.daybook.store.webhook.WebhookStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Hourly deletion of old data of webhooks: deliveries and secrets that are no longer needed, and the deliveries of
 * removed webhooks. After the start or a pause of the server, this class also gives another day of attempts to
 * deliveries whose day of attempts ended in the meantime. Used by one thread.
 */
final class Tidying {
    private static final Duration EVERY = Duration.ofHours(1);

    /**
     * If {@link #look} is not called for longer than this, the server has paused. It is longer than any wait between
     * two attempts at a delivery.
     */
    private static final Duration PAUSE = BackOff.MOST.multipliedBy(2);

    /** Stored instead of the time of the last run, so that the work is due now. */
    private static final Instant LONG_AGO = Instant.EPOCH;

    private final Database database;
    private final UnaryOperator<Instant> notAhead;
    private final Map<Long, Instant> tidiedAt = new HashMap<>();

    /** The accounts whose webhook was removed, but whose deliveries are not all deleted yet. */
    private final Set<Long> removed = new HashSet<>();

    /**
     * The accounts that may have lapsed deliveries. A delivery has lapsed if its day of attempts ended while this
     * server delivered nothing; it gets another day. An account is added at the start, after a pause, and after the
     * work for it has failed for a long time. The value is the position of the last delivery handled.
     */
    private final Map<Long, OutboxView.Position> lapsed = new HashMap<>();

    /**
     * For each account whose work fails, the time since which every attempt has failed, for example because the
     * database takes no writes.
     */
    private final Map<Long, Instant> failing = new HashMap<>();

    private Instant removedReadAt = LONG_AGO;
    private Instant calledAt = LONG_AGO;

    /** @param notAhead replaces a time of the clock by an earlier one if the clock may be ahead */
    Tidying(Database database, UnaryOperator<Instant> notAhead) {
        this.database = database;
        this.notAhead = notAhead;
    }

    /**
     * Whether {@link #look} was not called for a long time: the server has just started, the machine was suspended, or
     * the database did not answer. Then {@link #look} must be called before any attempt.
     */
    boolean isAfterPause(Instant now) {
        return now.isAfter(calledAt.plus(PAUSE));
    }

    /**
     * Records that the server is running. If {@link #isAfterPause}, as in the first call, also records for {@link
     * #tidy} that all {@code accounts} may have lapsed deliveries. Once an hour, also finds accounts whose webhook was
     * removed, but whose deliveries are not all deleted yet.
     *
     * @param accounts the accounts that have a webhook
     */
    void look(List<Long> accounts, Instant now) {
        if (isAfterPause(now)) {
            accounts.forEach(cmId -> tidiedAt.put(cmId, LONG_AGO));
            accounts.forEach(cmId -> lapsed.put(cmId, LapsedDeliveries.START));
        }
        calledAt = now;
        if (!isHourPast(removedReadAt, now)) {
            return;
        }
        removed.addAll(database.read(WebhookStore::accountsOfRemoved));
        removed.forEach(cmId -> tidiedAt.put(cmId, LONG_AGO));
        lapsed.keySet().removeAll(removed);
        failing.keySet().removeAll(removed);
        removedReadAt = now;
    }

    /**
     * Records that the work for an account failed. If the work keeps failing for a long time, {@link #tidy} assumes
     * that deliveries of the account have lapsed, as after a pause of the server.
     */
    void failed(long cmId, Instant now) {
        failing.putIfAbsent(cmId, now);
    }

    /**
     * Records that the work for an account no longer fails, even if no delivery was due, or another server took those
     * due.
     */
    void worked(long cmId) {
        failing.remove(cmId);
    }

    /** The accounts that {@link #look} has found, and whose deliveries are not all deleted yet. */
    Set<Long> removed() {
        return removed;
    }

    /**
     * Deletes old data of an account once an hour. If there is much of it, each call deletes a part, so that the other
     * accounts do not wait.
     *
     * <p>After the start or a pause of the server, or a long failure of the account's work, the calls first give
     * another day of attempts to deliveries whose day has ended. Each call handles a part of them.
     *
     * @return whether deliveries of the account may be attempted; false while some of them may still need another day,
     *     because a failed attempt would be their last
     */
    boolean tidy(long cmId, Instant now) {
        if (failing.getOrDefault(cmId, Instant.MAX).isBefore(now.minus(PAUSE))) {
            lapsed.putIfAbsent(cmId, LapsedDeliveries.START);
        }
        var after = lapsed.get(cmId);
        if (after != null) {
            var place = database.write(transaction -> LapsedDeliveries.giveSome(transaction, cmId, after, now));
            if (place.isPresent()) {
                lapsed.put(cmId, place.get());
                return false;
            }
            lapsed.remove(cmId);
        }
        if (isHourPast(tidiedAt.computeIfAbsent(cmId, isNew -> now), now)) {
            deleteOld(cmId, now);
        }
        return true;
    }

    private void deleteOld(long cmId, Instant now) {
        var proven = notAhead.apply(now);
        var isDone = database.write(transaction -> {
            WebhookStore.forgetFormer(transaction, cmId, proven);
            return OldDeliveries.deleteSome(transaction, cmId, proven);
        });
        tidiedAt.put(cmId, isDone ? now : LONG_AGO);
        if (isDone) {
            removed.remove(cmId);
        }
    }

    private static boolean isHourPast(Instant last, Instant now) {
        // If the last time is later than now, the clock was set back.
        return now.isBefore(last) || !now.isBefore(last.plus(EVERY));
    }
}
