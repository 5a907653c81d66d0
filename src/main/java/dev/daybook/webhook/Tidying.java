package dev.daybook.webhook;

import dev.daybook.store.Database;
import dev.daybook.store.webhook.OldDeliveries;
import dev.daybook.store.webhook.WebhookStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Hourly deletion of old data of webhooks: deliveries and secrets that are no longer needed, and the deliveries of
 * removed webhooks. Used by one thread.
 */
final class Tidying {
    private static final Duration EVERY = Duration.ofHours(1);

    /** Stored instead of the time of the last run, so that the work is due now. */
    private static final Instant LONG_AGO = Instant.EPOCH;

    private final WebhookStore webhooks = new WebhookStore();
    private final OldDeliveries oldDeliveries = new OldDeliveries();
    private final Database database;
    private final Map<Long, Instant> tidiedAt = new HashMap<>();

    /** The accounts whose webhook was removed, but not all of its deliveries. */
    private final Set<Long> removed = new HashSet<>();

    /** The accounts that had a webhook at the start, until they are tidied for the first time. */
    private final Set<Long> fromStart = new HashSet<>();

    private Instant removedReadAt = LONG_AGO;

    Tidying(Database database) {
        this.database = database;
    }

    /**
     * Once an hour, finds accounts whose webhook was removed, but not all of its deliveries. The first call also
     * records that {@code accounts} had a webhook at the start, for {@link #tidy}.
     *
     * @param accounts the accounts that have a webhook
     */
    void findRemoved(List<Long> accounts, Instant now) {
        if (!isHourPast(removedReadAt, now)) {
            return;
        }
        if (removedReadAt.equals(LONG_AGO)) {
            accounts.forEach(cmId -> tidiedAt.put(cmId, LONG_AGO));
            fromStart.addAll(accounts);
        }
        removed.addAll(database.read(webhooks::accountsOfRemoved));
        removed.forEach(cmId -> tidiedAt.put(cmId, LONG_AGO));
        fromStart.removeAll(removed);
        removedReadAt = now;
    }

    /** The accounts that {@link #findRemoved} has found, and whose deliveries are not all deleted yet. */
    Set<Long> removed() {
        return removed;
    }

    /**
     * Deletes old data of an account once an hour. If there is much of it, each call deletes a part, so that the other
     * accounts do not wait. The first call after the start of the server also gives another day of attempts to
     * deliveries whose day of attempts ended while no server was running.
     */
    void tidy(long cmId, Instant now) {
        if (!isHourPast(tidiedAt.computeIfAbsent(cmId, isNew -> now), now)) {
            return;
        }
        var isDone = database.write(transaction -> {
            if (fromStart.contains(cmId)) {
                webhooks.giveAnotherDay(transaction, cmId, now);
            }
            webhooks.forgetFormer(transaction, cmId, now);
            return oldDeliveries.deleteSome(transaction, cmId, now);
        });
        fromStart.remove(cmId);
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
