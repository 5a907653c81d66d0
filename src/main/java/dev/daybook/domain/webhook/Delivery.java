package dev.daybook.domain.webhook;

/**
 * A status change to post now, or a test call.
 *
 * @param webhook where to post it
 * @param ticket the ticket's public number, or {@link #TEST}
 * @param id the delivery's id; later changes of the same ticket have higher ids
 * @param body the body to post
 * @param attempt the number of this attempt, from 1 on
 */
public record Delivery(Webhook webhook, long ticket, long id, String body, int attempt) {
    /** The ticket number of a test call. No ticket has this number. */
    public static final long TEST = 0;

    /** Whether this is a test call and not a status change. */
    public boolean isTest() {
        return ticket == TEST;
    }
}
