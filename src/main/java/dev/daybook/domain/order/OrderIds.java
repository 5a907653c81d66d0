package dev.daybook.domain.order;

/**
 * The lists of ids that orders can be filtered by: an order must have one of the ids of each list, but none of {@link
 * #NOT_ASSIGNED_TO}.
 */
public enum OrderIds {
    ORDERS(true),
    CUSTOMERS(true),
    /** The vendor's older name for customers. */
    LEADS(true),
    ENQUIRIES(true),
    ZONES(false),
    /**
     * This list and the next two have ids of assigned employees: even {@link #CREATED_BY_OR_ASSIGNED}, because Daybook
     * does not know who created an order.
     */
    ASSIGNED(false),
    ASSIGNED_TO(false),
    CREATED_BY_OR_ASSIGNED(false),
    NOT_ASSIGNED_TO(false);

    private final boolean naming;

    OrderIds(boolean naming) {
        this.naming = naming;
    }

    /** Whether the ids are of orders, customers or enquiries, so that the filter needs no days. */
    public boolean isNaming() {
        return naming;
    }
}
