package dev.daybook.domain.order;

/** The ranges of days that orders can be filtered by. */
public enum OrderSpan {
    CREATED,
    /** Another name for the creation. */
    GENERATED,
    BOOKED
}
