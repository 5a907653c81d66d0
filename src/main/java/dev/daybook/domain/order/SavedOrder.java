package dev.daybook.domain.order;

/**
 * The result of a write of an order.
 *
 * @param created whether it is new
 * @param enquiryId the enquiry that it belongs to; 0 if none
 * @param customerLeft whether the customer data in the order was ignored, because the key may not change existing
 *     customers, or because the customer was deleted
 * @param contactLeft whether a given contact was not added, because the customer has the maximum number of contacts
 */
public record SavedOrder(
        long id, boolean created, long customerId, long enquiryId, boolean customerLeft, boolean contactLeft) {}
