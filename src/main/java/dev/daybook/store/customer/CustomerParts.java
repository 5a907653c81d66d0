package dev.daybook.store.customer;

import dev.daybook.domain.customer.Customer;
import dev.daybook.domain.customer.Enquiry;
import dev.daybook.store.Transaction;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A customer with all its parts, for a page about it.
 *
 * @param attributes its attributes by number, in their order
 * @param associates its associate fields: the JSON of each, by its name, in the order of the names
 * @param enquiries its newest enquiries, the newest first
 */
public record CustomerParts(
        Customer customer, Map<Integer, String> attributes, Map<String, String> associates, List<Enquiry> enquiries) {
    /** The largest number of enquiries that are read. */
    public static final int MOST_ENQUIRIES = 100;

    public CustomerParts {
        attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
        associates = Collections.unmodifiableMap(new TreeMap<>(associates));
        enquiries = List.copyOf(enquiries);
    }

    /** Finds a customer of an account. Empty if the account has no customer with this id, or if it was deleted. */
    public static Optional<CustomerParts> find(Transaction transaction, long cmId, long id) {
        return CustomerTable.select(transaction, cmId, List.of(id)).stream()
                .findFirst()
                .map(customer -> new CustomerParts(
                        customer,
                        ExtraFields.attributes(transaction, cmId, id),
                        ExtraFields.associates(transaction, cmId, id),
                        EnquiryTable.newest(transaction, cmId, id, MOST_ENQUIRIES)));
    }
}
