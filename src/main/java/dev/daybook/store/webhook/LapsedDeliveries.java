package dev.daybook.store.webhook;

import dev.daybook.domain.webhook.BackOff;
import dev.daybook.domain.webhook.Delivery;
import dev.daybook.store.Break;
import dev.daybook.store.Database;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import dev.daybook.store.webhook.OutboxView.Position;
import java.time.Instant;
import java.util.Optional;

/**
 * Gives waiting deliveries another day of attempts if their day ended while nobody attempted them: no server was
 * running, the server paused, or the receiver was gone. An account may have very many waiting deliveries, so each
 * transaction reads a part of them, and others can write in between. A test call gets no other day, because it has
 * only one attempt.
 */
public final class LapsedDeliveries {
    private static final int BATCH = 2_000;

    private static final String LAST_OF_PART = """
            SELECT ticket, id FROM webhook_delivery
            WHERE cm_id = :cmId AND (ticket, id) > (:ticket, :id) AND given_up_at = 0
            ORDER BY ticket, id LIMIT 1 OFFSET %d""".formatted(BATCH - 1);

    private static final String GIVE_ANOTHER_DAY = """
            UPDATE webhook_delivery SET give_up_at = :giveUpAt
            WHERE cm_id = :cmId AND (ticket, id) > (:ticket, :id) AND (ticket, id) <= (:lastTicket, :lastId)
            AND given_up_at = 0 AND give_up_at < :now""";

    /** The position before the first delivery that is not a test call. */
    public static final Position START = new Position(Delivery.TEST, Long.MAX_VALUE);

    private static final Position END = new Position(Long.MAX_VALUE, Long.MAX_VALUE);

    private LapsedDeliveries() {}

    /**
     * Reads the next part of an account's waiting deliveries. Those whose day of attempts has ended get another day.
     * Call this only after a time without attempts.
     *
     * @param after the end of the part before, or {@link #START}
     * @return the end of this part; empty if it was the last one
     */
    public static Optional<Position> giveSome(Transaction transaction, long cmId, Position after, Instant now) {
        var last = transaction
                .query(LAST_OF_PART, cmId)
                .bind("ticket", after.ticket())
                .bind("id", after.id())
                .map((row, context) -> new Position(row.getLong("ticket"), row.getLong("id")))
                .findOne();
        var end = last.orElse(END);
        transaction
                .update(GIVE_ANOTHER_DAY, cmId)
                .bind("ticket", after.ticket())
                .bind("id", after.id())
                .bind("lastTicket", end.ticket())
                .bind("lastId", end.id())
                .bind("now", EpochMillis.column(now))
                .bind("giveUpAt", EpochMillis.column(now.plus(BackOff.IN_ALL)))
                .execute();
        return last;
    }

    /**
     * If the receiver of an account is gone, gives another day to all its waiting deliveries whose day has ended. Call
     * this before the webhook is set again.
     */
    public static void giveIfGone(Database database, long cmId, Instant now) {
        if (database.read(transaction -> WebhookStore.goneSince(transaction, cmId))
                .isEmpty()) {
            return;
        }
        var place = Optional.of(START);
        while (place.isPresent()) {
            var after = place.get();
            place = database.write(transaction -> giveSome(transaction, cmId, after, now));
            Break.take();
        }
    }
}
