package dev.daybook.domain.order;

/** The amounts that an order carries beside those of its products. */
public enum OrderAmount {
    GRAND_TOTAL,
    TOTAL_PAID
}
