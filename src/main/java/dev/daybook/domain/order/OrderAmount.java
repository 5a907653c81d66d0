package dev.daybook.domain.order;

/** The amounts of an order, without those of its products. */
public enum OrderAmount {
    GRAND_TOTAL,
    TOTAL_PAID
}
