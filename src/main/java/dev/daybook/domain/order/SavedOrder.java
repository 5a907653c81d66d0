package dev.daybook.domain.order;

/**
 * What a write of an order did.
 *
 * @param id the order's id
 * @param created whether it is new
 * @param customerId the customer who ordered
 * @param enquiryId the enquiry that the order belongs to, 0 if none
 */
public record SavedOrder(long id, boolean created, long customerId, long enquiryId) {}
