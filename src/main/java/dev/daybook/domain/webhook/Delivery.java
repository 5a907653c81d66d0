package dev.daybook.domain.webhook;

/**
 * A status change to post now.
 *
 * @param webhook where to post it
 * @param ticket the ticket's public number
 * @param id the delivery's id; of one ticket's deliveries a later change has a higher id
 * @param body the body to post
 * @param attempt the number of this attempt, from 1 on
 */
public record Delivery(Webhook webhook, long ticket, long id, String body, int attempt) {}
