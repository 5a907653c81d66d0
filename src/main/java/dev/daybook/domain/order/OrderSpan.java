package dev.daybook.domain.order;

/** The pairs of days that orders can be asked for by. */
public enum OrderSpan {
    CREATED,
    /** Another name of the creation. */
    GENERATED,
    BOOKED
}
