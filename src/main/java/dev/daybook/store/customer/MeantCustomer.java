package dev.daybook.store.customer;

import dev.daybook.domain.ProblemException;
import dev.daybook.domain.Reason;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.customer.Customer;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.store.Transaction;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The existing customer that a change means. It is found by the id of the customer or of an enquiry, else by the
 * customer code, else by phone or e-mail.
 */
record MeantCustomer(Transaction transaction, long cmId, CustomerChange change, Rights rights) {
    private static final int SHOWN_IDS = 10;

    /** The id of the customer with the code of the change; empty if there is none, or if the change has no code. */
    Optional<Long> holder() {
        var code = change.text(ProfileField.CUSTOMER_CODE);
        return code.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(CustomerTable.idsByCode(transaction, cmId, List.of(code))
                        .get(code));
    }

    /**
     * The customer that the change means; empty if the change adds one. Does not lock the customer.
     *
     * @param holder the result of {@link #holder}
     * @throws ProblemException REFERENCE_UNKNOWN if the change names its customer by an unknown enquiry;
     *     CUSTOMER_INCOMPLETE if the change names its customer by a code that no customer has, and lacks the data of a
     *     new customer; FORBIDDEN if only a phone or an e-mail could identify the customer, and the caller may not
     *     search by them; CONFLICT if several customers match
     */
    Optional<CustomerTarget> target(Optional<Long> holder) {
        if (change.customerId() == CustomerChange.OF_ENQUIRY) {
            var id = EnquiryTable.customerOf(transaction, cmId, enquiryId()).orElseThrow(this::unknown);
            return Optional.of(new CustomerTarget(id, CustomerTarget.Key.ID));
        }
        if (change.customerId() == CustomerChange.OF_CODE && holder.isEmpty()) {
            change.requireComplete();
        }
        if (change.hasId()) {
            return Optional.of(new CustomerTarget(change.customerId(), CustomerTarget.Key.ID));
        }
        if (!change.update()) {
            return Optional.empty();
        }
        return holder.isPresent()
                ? holder.map(id -> new CustomerTarget(id, CustomerTarget.Key.CODE))
                : byReach().map(id -> new CustomerTarget(id, CustomerTarget.Key.REACH));
    }

    private long enquiryId() {
        return change.enquiry().orElseThrow().enquiryId();
    }

    /**
     * The refusal if no customer has the id in the change, or no enquiry has the enquiry id in it. A deleted customer
     * counts as missing.
     */
    private ProblemException unknown() {
        return change.customerId() == CustomerChange.OF_ENQUIRY
                ? Reason.ENQUIRY_UNKNOWN.with(enquiryId())
                : Reason.CUSTOMER_UNKNOWN.with();
    }

    /**
     * Locks the phone and the e-mail of the change, and finds the only customer that has one of them; empty if there is
     * none. Used if neither an id nor a code finds a customer. If the caller may not search in this way, searches
     * nothing: returns empty for a change with a code, and throws CUSTOMER_HIDDEN for a change without one. Throws
     * CUSTOMER_AMBIGUOUS if several customers match.
     */
    private Optional<Long> byReach() {
        if (!rights.findsByReach()) {
            if (change.text(ProfileField.CUSTOMER_CODE).isEmpty()) {
                throw Reason.CUSTOMER_HIDDEN.with();
            }
            return Optional.empty();
        }
        CustomerTargets.lock(transaction, cmId, List.of(change));
        var ids = CustomerTargets.read(transaction, cmId, List.of(change)).of(change);
        if (ids.size() > 1) {
            var shown = ids.stream().limit(SHOWN_IDS).map(String::valueOf).collect(Collectors.joining(", "));
            throw Reason.CUSTOMER_AMBIGUOUS.with(ids.size() > SHOWN_IDS ? shown + " and more" : shown);
        }
        return ids.stream().findFirst();
    }

    /**
     * Locks and returns the customer that was found for the change. Another write may have deleted or changed it before
     * the lock:
     *
     * <ul>
     *   <li>It was found by id, and is deleted: throws CUSTOMER_UNKNOWN, or ENQUIRY_UNKNOWN for the id of an enquiry.
     *   <li>It was found by code, e-mail or phone, and is deleted: the transaction has lost a race, and is retried.
     *   <li>It no longer has the code, e-mail or phone by which it was found: searches again. If the search finds
     *       another customer or none, the transaction has lost a race, and is retried.
     * </ul>
     */
    Customer lock(CustomerTarget found) {
        var locked = CustomerTable.ROWS.lock(transaction, cmId, List.of(found.id())).stream()
                .findFirst();
        if (found.key() == CustomerTarget.Key.ID) {
            return locked.orElseThrow(this::unknown);
        }
        // The customer was found by its stored keys. isStill computes the keys anew. The results may differ if
        // another version of Daybook stored the keys. So if isStill finds a difference, a new search decides: it uses
        // the stored keys.
        return locked.filter(customer ->
                        found.isStill(customer, change) || target(holder()).equals(Optional.of(found)))
                .orElseThrow(transaction::lostRace);
    }
}
