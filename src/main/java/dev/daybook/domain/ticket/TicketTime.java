package dev.daybook.domain.ticket;

/** The moments of a ticket beside its creation and its last change. */
public enum TicketTime {
    /** By when it is to be complete. */
    DUE,
    /** When the customer is to be called back. */
    CALL_BACK,
    /** When somebody last worked on it. */
    FOLLOW_UP,
    /** When it was completed. */
    ENDED,
    /** When something was last said about it. */
    CONVERSATION
}
