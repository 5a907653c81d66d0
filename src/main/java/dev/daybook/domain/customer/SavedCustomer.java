package dev.daybook.domain.customer;

import java.util.List;

/**
 * The result of a write of a customer.
 *
 * @param created whether it is new
 * @param enquiryId the enquiry that was added or changed; 0 if none
 * @param contactIds the contacts that were added or changed
 */
public record SavedCustomer(long id, boolean created, long enquiryId, List<Long> contactIds) {
    public SavedCustomer {
        contactIds = List.copyOf(contactIds);
    }
}
