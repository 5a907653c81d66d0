package dev.daybook.kit;

import dev.daybook.wire.Paths;
import java.util.List;

/**
 * An operation of the vendor's reference.
 *
 * @param path its current path
 * @param page the file in docs/api that documents it
 */
public record VendorOperation(String name, String path, String page) {
    /** All operations of the vendor's reference. */
    public static final List<VendorOperation> ALL = List.of(
            new VendorOperation("Add Ticket", Paths.ADD_TICKET, "add-ticket.md"),
            new VendorOperation("Update Ticket", Paths.UPDATE_TICKET, "update-ticket.md"),
            new VendorOperation("Get Ticket", Paths.GET_TICKET, "get-ticket.md"),
            new VendorOperation("Pull Ticket", Paths.PULL_TICKETS, "pull-ticket.md"),
            new VendorOperation("Get FAQ Content", Paths.GET_FAQ_CONTENTS, "get-faq-content.md"),
            new VendorOperation("Get FAQ Category", Paths.GET_FAQ_CATEGORIES, "get-faq-category.md"),
            new VendorOperation("Search FAQ Content", Paths.SEARCH_FAQ_CONTENTS, "search-faq-content.md"),
            new VendorOperation("Add Order", Paths.SAVE_ORDER, "add-update-order.md"),
            new VendorOperation("Update Order", Paths.SAVE_ORDER, "add-update-order.md"),
            new VendorOperation("Pull Order", Paths.PULL_ORDERS, "pull-order.md"),
            new VendorOperation("Add Customer", Paths.SAVE_CUSTOMER, "add-update-customer.md"),
            new VendorOperation("Update Customer", Paths.SAVE_CUSTOMER, "add-update-customer.md"),
            new VendorOperation("Get Customer", Paths.GET_CUSTOMER, "get-customer.md"),
            new VendorOperation("Pull Customer", Paths.PULL_CUSTOMERS, "pull-customer.md"));
}
