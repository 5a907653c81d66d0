package dev.daybook.domain.order;

/** The lists of ids that orders can be asked for by. */
public enum OrderIds {
    ORDERS(true),
    CUSTOMERS(true),
    /** The vendor's older word for customers. */
    LEADS(true),
    ENQUIRIES(true),
    ZONES(false),
    /** Three names of the same: nobody but who is assigned is known to have made an order. */
    ASSIGNED(false),
    ASSIGNED_TO(false),
    CREATED_BY_OR_ASSIGNED(false),
    NOT_ASSIGNED_TO(false);

    private final boolean naming;

    OrderIds(boolean naming) {
        this.naming = naming;
    }

    /** Whether it names orders, or whose they are, so that the days between them do not matter. */
    public boolean isNaming() {
        return naming;
    }
}
