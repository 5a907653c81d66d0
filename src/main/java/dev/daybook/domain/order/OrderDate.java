package dev.daybook.domain.order;

/** The times of an order, without creation and last change. */
public enum OrderDate {
    /** The booking date: when the customer ordered, as the caller says. */
    BOOKING,
    EXPECTED_DELIVERY
}
