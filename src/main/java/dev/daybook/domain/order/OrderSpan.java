package dev.daybook.domain.order;

/** The ranges of days that orders can be filtered by. */
public enum OrderSpan {
    CREATED,
    /**
     * The days of creation, like {@link #CREATED}, under the vendor's second name. If a request has both, orders must
     * match both.
     */
    GENERATED,
    BOOKED
}
