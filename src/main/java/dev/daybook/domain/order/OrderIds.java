package dev.daybook.domain.order;

/**
 * The lists of ids that orders can be filtered by. An order must have one of the ids of each given list, but none of
 * the ids of {@link #NOT_ASSIGNED_TO}.
 */
public enum OrderIds {
    ORDERS(true),
    CUSTOMERS(true),
    /** The vendor's older name for customers. */
    LEADS(true),
    ENQUIRIES(true),
    ZONES(false),
    /**
     * Ids of employees: an order matches if it is assigned to one of them. {@link #ASSIGNED_TO} means the same, and so
     * does {@link #CREATED_BY_OR_ASSIGNED}, because Daybook does not know who created an order.
     */
    ASSIGNED(false),
    ASSIGNED_TO(false),
    CREATED_BY_OR_ASSIGNED(false),
    NOT_ASSIGNED_TO(false);

    private final boolean naming;

    OrderIds(boolean naming) {
        this.naming = naming;
    }

    /**
     * Whether the ids are of orders, customers or enquiries. Such ids select few orders, so the days of the filter may
     * be any number of days apart.
     */
    public boolean isNaming() {
        return naming;
    }
}
