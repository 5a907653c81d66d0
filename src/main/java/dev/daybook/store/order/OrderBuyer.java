package dev.daybook.store.order;

import dev.daybook.domain.Problem;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.customer.Customer;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.EnquiryChange;
import dev.daybook.domain.order.Buyer;
import dev.daybook.domain.order.Order;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.store.Transaction;
import dev.daybook.store.customer.CustomerStore;
import java.time.Instant;
import java.util.Optional;

/** Finds or makes the customer of an order, and the enquiry, in the order's transaction. */
final class OrderBuyer {
    private final CustomerStore customers;

    OrderBuyer(CustomerStore customers) {
        this.customers = customers;
    }

    /**
     * Who ordered.
     *
     * @param buyer the customer with the contact
     * @param enquiryId the enquiry that the order belongs to, 0 if none
     * @param zoneId the customer's zone, 0 if none
     * @param customerLeft whether the customer was there and could not be changed
     */
    record Bought(Buyer buyer, long enquiryId, long zoneId, boolean customerLeft) {}

    /**
     * Does what an order says of its customer.
     *
     * @param rights what the key may do; a customer that is new is made by any key, because an order needs one
     * @param before the order as it was, if it is there
     * @param createdAt when the customer was created, if it is new
     * @throws dev.daybook.domain.ProblemException as {@link CustomerStore#save} does
     */
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    Bought save(
            Transaction transaction,
            Account account,
            CustomerChange change,
            Rights rights,
            Optional<Order> before,
            Instant createdAt,
            Instant now) {
        var cmId = account.cmId();
        var own = before.flatMap(
                order -> customers.lock(transaction, cmId, order.buyer().customerId()));
        var named = change.customerId() != OrderChange.NOT_NAMED;
        if (before.isPresent() && !named && change.isEmpty()) {
            return unchanged(before.get(), own);
        }
        if (named && change.isEmpty()) {
            var customer = customers
                    .lock(transaction, cmId, change.customerId())
                    .orElseThrow(() -> Problem.CUSTOMER_UNKNOWN.because("No Data found/customer_id is missing"));
            return bought(customer, before, 0, 0, false);
        }
        var id = named ? change.customerId() : own.map(Customer::id).orElse(0L);
        var asked = rights.findsByReach() ? change.of(id) : change.of(id).withoutMatching();
        if (!rights.changesCustomers()) {
            var known = customers.target(transaction, cmId, asked, rights);
            if (known.isPresent()) {
                var customer = customers
                        .lock(transaction, cmId, known.get())
                        .orElseThrow(() -> Problem.CUSTOMER_UNKNOWN.because("No Data found/customer_id is missing"));
                return bought(customer, before, 0, 0, true);
            }
        }
        var saved = customers.save(transaction, account, withEnquiryOf(asked, before, id), rights, createdAt, now);
        var customer = customers.lock(transaction, cmId, saved.id()).orElseThrow();
        var contactId = change.contacts().isEmpty() || saved.contactIds().isEmpty()
                ? 0
                : saved.contactIds().get(0);
        return bought(customer, before, contactId, saved.enquiryId(), false);
    }

    /** The customer may be gone meanwhile; then the order goes on to say who it was. */
    private static Bought unchanged(Order order, Optional<Customer> customer) {
        return customer.map(known -> bought(known, Optional.of(order), 0, 0, false))
                .orElseGet(() -> new Bought(order.buyer(), order.enquiryId(), order.zoneId(), false));
    }

    private static Bought bought(
            Customer customer, Optional<Order> before, long contactId, long enquiryId, boolean left) {
        var same = before.filter(order -> order.buyer().customerId() == customer.id());
        var contact = contactId != 0
                ? contactId
                : same.map(order -> order.buyer().contactId()).orElse(0L);
        var enquiry = enquiryId != 0 ? enquiryId : same.map(Order::enquiryId).orElse(0L);
        return new Bought(Buyer.of(customer, contact), enquiry, customer.zoneId(), left);
    }

    /** What is said of an enquiry without its id is said of the order's own, if it has one. */
    private static CustomerChange withEnquiryOf(CustomerChange change, Optional<Order> before, long customerId) {
        var own = before.filter(order -> order.buyer().customerId() == customerId)
                .map(Order::enquiryId)
                .orElse(0L);
        return change.enquiry()
                .filter(enquiry -> enquiry.enquiryId() == 0 && own != 0)
                .map(enquiry ->
                        change.with(new EnquiryChange(own, enquiry.texts(), enquiry.assignee(), enquiry.associates())))
                .orElse(change);
    }
}
