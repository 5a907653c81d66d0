package dev.daybook.domain.order;

/**
 * What a write of an order did.
 *
 * @param id the order's id
 * @param created whether it is new
 * @param customerId the customer who ordered
 * @param enquiryId the enquiry that the order belongs to, 0 if none
 * @param customerLeft whether the customer was left as it is, because the key may not change customers
 */
public record SavedOrder(long id, boolean created, long customerId, long enquiryId, boolean customerLeft) {}
