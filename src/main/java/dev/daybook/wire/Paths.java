package dev.daybook.wire;

/**
 * The paths of the API, once for the server and the client. Each of the vendor's operations has a current path and an
 * older one, each of Daybook's own has one.
 */
public final class Paths {
    public static final String PULL_CUSTOMERS = "/ms/customer-search/customer-search/api/v1";
    public static final String PULL_CUSTOMERS_OLD = "/select-customer-between-start-and-end-dates.html";
    public static final String SAVE_CUSTOMER = "/ms/customer/customer/api/v1/add-update";
    public static final String SAVE_CUSTOMER_OLD = "/add-update-customer-from-other-source.html";
    public static final String GET_CUSTOMER = "/search-customer-by-customer-id.html";
    public static final String GET_CUSTOMER_VERSIONED = "/search-customer-by-customer-id.html/v.2.0";
    public static final String PROOF = "/daybook/v1/proof";
    public static final String CHANGES = "/daybook/v1/customers/changes";

    private Paths() {}
}
