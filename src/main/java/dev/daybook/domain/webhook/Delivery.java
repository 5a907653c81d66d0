package dev.daybook.domain.webhook;

/**
 * One status change that is to be posted now.
 *
 * @param webhook where to
 * @param ticket the ticket's public id
 * @param id the delivery's own id: of two of one ticket, the later change has the higher one
 * @param body what is posted
 * @param attempt which attempt this is, from 1 on
 */
public record Delivery(Webhook webhook, long ticket, long id, String body, int attempt) {}
