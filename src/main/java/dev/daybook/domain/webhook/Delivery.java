package dev.daybook.domain.webhook;

/**
 * A status change to post now, or a test call.
 *
 * @param webhook where to post it
 * @param ticket the ticket's public number, or {@link #TEST}
 * @param id the delivery's id; of one ticket's deliveries a later change has a higher id
 * @param body the body to post
 * @param attempt the number of this attempt, from 1 on
 */
public record Delivery(Webhook webhook, long ticket, long id, String body, int attempt) {
    /** What a test call has instead of a ticket's number; no ticket has it. */
    public static final long TEST = 0;

    /** Whether it is a test call and not a status change. */
    public boolean isTest() {
        return ticket == TEST;
    }
}
