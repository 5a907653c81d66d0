package dev.daybook.domain.customer;

import dev.daybook.domain.Reason;

/**
 * The kind of a customer. An individual is never an organisation; either may be a channel partner.
 *
 * @param channelPartner whether it sells for the account
 */
public record CustomerFlags(boolean organization, boolean individual, boolean channelPartner) {
    /** The flags of a customer if none are given: an organisation, as in the vendor's sample. */
    public static final CustomerFlags DEFAULT = new CustomerFlags(true, false, false);

    public CustomerFlags {
        if (organization && individual) {
            throw Reason.CUSTOMER_OF_TWO_KINDS.with();
        }
    }
}
