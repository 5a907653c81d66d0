package dev.daybook.domain.customer;

import dev.daybook.domain.Reason;

/**
 * The query of Get Customer. The id decides; without an id, the e-mail; without an e-mail that can identify somebody,
 * the phone. A text such as N/A is no such e-mail. If all three are missing, the constructor refuses with
 * CUSTOMER_NOT_NAMED.
 *
 * @param customerId the id; 0 if not given
 * @param email a contact's e-mail; empty if not given
 * @param phone a contact's phone; empty if not given
 */
public record CustomerQuery(long customerId, String email, String phone) {
    public CustomerQuery {
        if (customerId == 0 && email.isEmpty() && phone.isEmpty()) {
            throw Reason.CUSTOMER_NOT_NAMED.with();
        }
    }

    /** Whether the customer is searched by a phone or an e-mail. Masking hides such values. */
    public boolean asksForHidden() {
        return customerId == 0;
    }
}
