package dev.daybook.domain.order;

/** The ranges of days that orders can be filtered by. */
public enum OrderSpan {
    CREATED,
    /** The same days as {@link #CREATED}, under the vendor's second name; a request may have both. */
    GENERATED,
    BOOKED
}
