package dev.daybook.domain.ticket;

/** The times of a ticket, without creation and last change. */
public enum TicketTime {
    /** When the ticket is due. */
    DUE,
    /** When to call the customer back. */
    CALL_BACK,
    /** When somebody last worked on the ticket. */
    FOLLOW_UP,
    /** When the ticket was completed. */
    ENDED,
    /** When the last note was added; without notes, when the ticket was created. */
    CONVERSATION
}
