package dev.daybook.domain.ticket;

/**
 * The customer that a ticket is tagged with.
 *
 * @param customerId the customer; 0 for none
 * @param contactId its primary contact; 0 for none
 */
public record TaggedCustomer(long customerId, long contactId) {
    /** No known customer. */
    public static final TaggedCustomer NONE = new TaggedCustomer(0, 0);
}
