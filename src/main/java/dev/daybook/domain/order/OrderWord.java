package dev.daybook.domain.order;

/** The words that orders can be asked for by, of which an order must have one. */
public enum OrderWord {
    STATUS,
    /** Another name of the status. */
    BOOKING_STATUS,
    SUB_STATUS,
    /** Another name of the sub-status. */
    BOOKING_SUB_STATUS,
    CITY,
    STATE,
    COUNTRY,
    /** Compared as it is, case and all. */
    ERP_ORDER_ID,
    /** Compared as it is, case and all. */
    BLOCK,
    /** Compared as it is, case and all. */
    UNIT;

    /** Whether its case counts. */
    public boolean isExact() {
        return this == ERP_ORDER_ID || this == BLOCK || this == UNIT;
    }
}
