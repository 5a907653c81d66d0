package dev.daybook.domain.order;

/**
 * The kinds of words, such as statuses, that orders can be filtered by. An order must have one of the given words of
 * each given kind.
 */
public enum OrderWord {
    STATUS,
    /** Another name for the status. */
    BOOKING_STATUS,
    SUB_STATUS,
    /** Another name for the sub-status. */
    BOOKING_SUB_STATUS,
    CITY,
    STATE,
    COUNTRY,
    /** Compared exactly, including case. */
    ERP_ORDER_ID,
    /** Compared exactly, including case. */
    BLOCK,
    /** Compared exactly, including case. */
    UNIT;

    /** Whether the word must equal that of the order exactly, including case. */
    public boolean isExact() {
        return this == ERP_ORDER_ID || this == BLOCK || this == UNIT;
    }
}
