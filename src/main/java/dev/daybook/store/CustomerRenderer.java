package dev.daybook.store;

import dev.daybook.domain.customer.Customer;
import java.time.ZoneId;

/** Turns a customer into its document. The store calls it within the transaction that writes the customer. */
@FunctionalInterface
public interface CustomerRenderer {
    /** The document: UTF-8 text, with all times in this zone. */
    byte[] render(Customer customer, ZoneId zone);
}
