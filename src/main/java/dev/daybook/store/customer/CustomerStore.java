package dev.daybook.store.customer;

import dev.daybook.domain.Problem;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.customer.ContactChange;
import dev.daybook.domain.customer.Customer;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.CustomerQuery;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.customer.SavedCustomer;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.ListStore;
import dev.daybook.store.record.Documents;
import dev.daybook.store.record.RecordLoad;
import dev.daybook.store.record.RecordWrite;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Adds, changes and finds customers. Each change rewrites the customer's document in its transaction. */
public final class CustomerStore {
    private final ListStore lists;
    private final Documents<Customer> documents;

    /** Joins what a customer is written with. */
    public CustomerStore(ListStore lists, Documents<Customer> documents) {
        this.lists = lists;
        this.documents = documents;
    }

    /**
     * Does what an Add or Update Customer asks for.
     *
     * @param now when it happens, which is when a customer that it adds is created
     * @throws dev.daybook.domain.ProblemException CUSTOMER_UNKNOWN, REFERENCE_UNKNOWN, INVALID_VALUE or CONFLICT
     */
    public SavedCustomer save(Transaction transaction, Account account, CustomerChange change, Instant now) {
        return write(transaction, account, change, Rights.ALL, now, now).saved;
    }

    /**
     * The same with the rights of a key.
     *
     * @throws dev.daybook.domain.ProblemException FORBIDDEN if the change asks to find a customer or a contact by
     *     phone or e-mail, and that is none of the rights
     */
    public SavedCustomer save(
            Transaction transaction, Account account, CustomerChange change, Rights rights, Instant now) {
        if (!rights.findsByReach() && change.contacts().stream().anyMatch(ContactChange::matchEmailPhone)) {
            throw Problem.FORBIDDEN.because("Forbidden - a masking key cannot find contacts by phone or e-mail;"
                    + " name the contact with contact_id, and leave matchEmailPhone out");
        }
        return write(transaction, account, change, rights, now, now).saved;
    }

    /**
     * A customer that was written.
     *
     * @param customer the customer as it is then
     * @param saved what the caller is told
     */
    public record Written(Customer customer, SavedCustomer saved) {}

    /**
     * Writes a customer who may have been created before, as the customer of an order.
     *
     * @param createdAt when it was created, if it is new
     */
    public Written write(
            Transaction transaction,
            Account account,
            CustomerChange change,
            Rights rights,
            Instant createdAt,
            Instant now) {
        var cmId = account.cmId();
        var holder = holder(transaction, cmId, change);
        var target = target(transaction, cmId, change, rights, holder);
        if (holder.isPresent() && !holder.equals(target)) {
            throw Problem.CONFLICT.because("customer_code is in use by customer " + holder.get()
                    + "; to change that customer send \"update\": true or its customer_id");
        }
        var before = target.map(id -> require(transaction, cmId, id));
        var update = writing(transaction, account)
                .write(List.of(new RecordWrite.Item<>(change, before, createdAt)), now)
                .get(0);
        return new Written(update.result().after(), update.saved());
    }

    private CustomerWrite writing(Transaction transaction, Account account) {
        return new CustomerWrite(transaction, account, lists, documents);
    }

    /** Starts a load of many customers within a transaction. */
    public RecordLoad<CustomerChange> load(Transaction transaction, Account account) {
        return new RecordLoad<>(transaction, writing(transaction, account));
    }

    /**
     * The document of the customer that a query means, the newest if it means several.
     *
     * @param masked whether phones may be compared only as they are
     */
    public Optional<byte[]> find(Transaction transaction, long cmId, CustomerQuery query, boolean masked) {
        return CustomerMatch.newest(transaction, cmId, query, masked);
    }

    /** The customers with these ids as far as they are there, kept from other writers until the transaction ends. */
    public List<Customer> lock(Transaction transaction, long cmId, Collection<Long> ids) {
        return CustomerTable.lock(transaction, cmId, ids);
    }

    /**
     * A customer who must be there, kept from other writers until the transaction ends.
     *
     * @throws dev.daybook.domain.ProblemException CUSTOMER_UNKNOWN
     */
    public Customer require(Transaction transaction, long cmId, long id) {
        return lock(transaction, cmId, List.of(id)).stream()
                .findFirst()
                .orElseThrow(() -> Problem.CUSTOMER_UNKNOWN.because("No Data found/customer_id is missing"));
    }

    /** The ids of the customers who have one of these codes, by code. */
    public Map<String, Long> idsByCode(Transaction transaction, long cmId, Collection<String> codes) {
        return CustomerTable.idsByCode(transaction.handle(), cmId, codes);
    }

    /**
     * The customer that a change means, if it is to change one that is there.
     *
     * @throws dev.daybook.domain.ProblemException CONFLICT or FORBIDDEN
     */
    public Optional<Long> target(Transaction transaction, long cmId, CustomerChange change, Rights rights) {
        return target(transaction, cmId, change, rights, holder(transaction, cmId, change));
    }

    /** The customer who has the code that a change gives. */
    private static Optional<Long> holder(Transaction transaction, long cmId, CustomerChange change) {
        var code = change.text(ProfileField.CUSTOMER_CODE);
        return code.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(CustomerTable.idsByCode(transaction.handle(), cmId, List.of(code))
                        .get(code));
    }

    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    private static Optional<Long> target(
            Transaction transaction, long cmId, CustomerChange change, Rights rights, Optional<Long> holder) {
        if (change.customerId() == CustomerChange.OF_ENQUIRY) {
            var enquiryId = change.enquiry().orElseThrow().enquiryId();
            return Optional.of(EnquiryTable.customerOf(transaction, cmId, enquiryId)
                    .orElseThrow(() ->
                            Problem.REFERENCE_UNKNOWN.because("enquiry_id: this account has no enquiry " + enquiryId)));
        }
        if (change.customerId() != 0) {
            return Optional.of(change.customerId());
        }
        if (!change.update()) {
            return Optional.empty();
        }
        return holder.isPresent() ? holder : CustomerMatch.byReach(transaction, cmId, change, rights);
    }
}
