package dev.daybook.wire;

/**
 * The paths of the API, shared by server and client. Most of the vendor's operations have a current and an older path;
 * each of Daybook's own operations has one path.
 */
public final class Paths {
    public static final String PULL_CUSTOMERS = "/ms/customer-search/customer-search/api/v1";
    public static final String PULL_CUSTOMERS_OLD = "/select-customer-between-start-and-end-dates.html";
    public static final String SAVE_CUSTOMER = "/ms/customer/customer/api/v1/add-update";
    public static final String SAVE_CUSTOMER_OLD = "/add-update-customer-from-other-source.html";
    /** Enquiry Push has only an older path: in the current API, an enquiry is sent together with its customer. */
    public static final String SAVE_ENQUIRY_OLD = "/add-update-enquiry-from-other-source.html";

    public static final String GET_CUSTOMER = "/search-customer-by-customer-id.html";
    public static final String GET_CUSTOMER_VERSIONED = "/search-customer-by-customer-id.html/v.2.0";
    public static final String ADD_TICKET = "/add-ticket-from-other-source.html/v.2.0";
    public static final String ADD_TICKET_OLD = "/add-ticket-from-other-source.html";
    public static final String UPDATE_TICKET = "/update-ticket-from-other-source.html/v.2.0";
    public static final String UPDATE_TICKET_OLD = "/update-ticket-from-other-source.html";
    public static final String GET_TICKET = "/search-ticket-by-ticket-id.html/v.2.0";
    public static final String GET_TICKET_OLD = "/search-ticket-by-ticket-id.html";
    public static final String PULL_TICKETS = "/select-ticket-between-start-and-end-dates.html/v.2.0";
    public static final String PULL_TICKETS_OLD = "/select-ticket-between-start-and-end-dates.html";
    public static final String SAVE_ORDER = "/ms/customer/order/api/v1/add-update";
    public static final String SAVE_ORDER_OLD = "/add-update-order-from-other-source.html";
    public static final String PULL_ORDERS = "/ms/customer-search/order-search/api/v1/pull-internal";
    public static final String GET_FAQ_CONTENTS = "/get-faq-contents.html";
    public static final String GET_FAQ_CATEGORIES = "/get-all-faq-categories.html";
    public static final String SEARCH_FAQ_CONTENTS = "/search-faq-contents.html";
    public static final String PROOF_OF_CUSTOMERS = "/daybook/v1/proof";
    public static final String CUSTOMER_CHANGES = "/daybook/v1/customers/changes";
    public static final String PROOF_OF_TICKETS = "/daybook/v1/tickets/proof";
    public static final String TICKET_CHANGES = "/daybook/v1/tickets/changes";
    public static final String PROOF_OF_ORDERS = "/daybook/v1/orders/proof";
    public static final String ORDER_CHANGES = "/daybook/v1/orders/changes";
    public static final String SANDBOX_RESET = "/daybook/v1/sandbox/reset";
    public static final String SANDBOX_CLOCK = "/daybook/v1/sandbox/clock";
    public static final String SANDBOX_FAULTS = "/daybook/v1/sandbox/faults";

    private Paths() {}
}
