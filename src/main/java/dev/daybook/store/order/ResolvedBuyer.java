package dev.daybook.store.order;

import dev.daybook.domain.customer.Customer;
import dev.daybook.domain.order.Buyer;
import dev.daybook.domain.order.Order;
import java.util.Optional;

/**
 * The buyer of an order, ready to be stored.
 *
 * @param buyer the customer with the contact
 * @param enquiryId the enquiry that the order belongs to; 0 if none
 * @param zoneId the customer's zone, or the order's own zone if the customer was deleted; 0 if none
 * @param customerLeft whether what the order says about its customer was left out: the key may not change an existing
 *     customer, or the customer was deleted
 * @param contactLeft whether the contact of the change was not added, because the customer has too many contacts
 */
record ResolvedBuyer(Buyer buyer, long enquiryId, long zoneId, boolean customerLeft, boolean contactLeft) {
    /** The buyer that an order keeps, because its customer was deleted. */
    static ResolvedBuyer ofDeleted(Order order) {
        return new ResolvedBuyer(order.buyer(), order.enquiryId(), order.zoneId(), true, false);
    }

    /** The buyer with this customer. An order that had the same customer before keeps its contact and its enquiry. */
    static ResolvedBuyer of(Customer customer, Optional<Order> before) {
        return of(customer, before, 0, 0);
    }

    /**
     * The buyer of an order after a change.
     *
     * @param before the order before the change; empty for a new order
     * @param contactId the contact; 0 to keep that of an order that already had this customer, otherwise the primary
     *     one
     * @param enquiryId the enquiry; 0 to keep that of an order that already had this customer, otherwise none
     */
    static ResolvedBuyer of(Customer customer, Optional<Order> before, long contactId, long enquiryId) {
        var same = before.filter(order -> order.buyer().customerId() == customer.id());
        var contact = contactId != 0
                ? contactId
                : same.map(order -> order.buyer().contactId()).orElse(0L);
        var enquiry = enquiryId != 0 ? enquiryId : same.map(Order::enquiryId).orElse(0L);
        return new ResolvedBuyer(Buyer.of(customer, contact), enquiry, customer.zoneId(), false, false);
    }

    ResolvedBuyer withCustomerLeft() {
        return new ResolvedBuyer(buyer, enquiryId, zoneId, true, contactLeft);
    }

    ResolvedBuyer withContactLeft(boolean left) {
        return new ResolvedBuyer(buyer, enquiryId, zoneId, customerLeft, left);
    }
}
