package dev.daybook.domain.order;

/** The times that an order carries beside those of its creation and last change. */
public enum OrderDate {
    /** When the customer ordered, by the caller's own account. */
    BOOKING,
    EXPECTED_DELIVERY
}
