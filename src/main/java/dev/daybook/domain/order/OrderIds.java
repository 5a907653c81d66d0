package dev.daybook.domain.order;

/** The lists of ids that orders can be filtered by. */
public enum OrderIds {
    ORDERS(true),
    CUSTOMERS(true),
    /** The vendor's older name for customers. */
    LEADS(true),
    ENQUIRIES(true),
    ZONES(false),
    /** Three names for the same: Daybook knows only the assigned employee, not who created an order. */
    ASSIGNED(false),
    ASSIGNED_TO(false),
    CREATED_BY_OR_ASSIGNED(false),
    NOT_ASSIGNED_TO(false);

    private final boolean naming;

    OrderIds(boolean naming) {
        this.naming = naming;
    }

    /** Whether it names orders or their owners, so that the filter needs no days. */
    public boolean isNaming() {
        return naming;
    }
}
