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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
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
        return save(transaction, account, change, Rights.ALL, now, now);
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
        return save(transaction, account, change, rights, now, now);
    }

    /**
     * The same of a customer that may have been created before.
     *
     * @param createdAt when it was created, if it is new
     */
    public SavedCustomer save(
            Transaction transaction,
            Account account,
            CustomerChange change,
            Rights rights,
            Instant createdAt,
            Instant now) {
        var target = target(transaction, account.cmId(), change, rights);
        checkCode(transaction, account.cmId(), change, target);
        var write = new CustomerWrite(transaction, account, lists, documents);
        var item = new CustomerWrite.Item(change, target, createdAt.truncatedTo(ChronoUnit.MILLIS));
        return write.write(List.of(item), now.truncatedTo(ChronoUnit.MILLIS)).get(0);
    }

    /**
     * The document of the customer that a query means, the newest if it means several.
     *
     * @param masked whether phones may be compared only as they are
     */
    public Optional<byte[]> find(Transaction transaction, long cmId, CustomerQuery query, boolean masked) {
        return CustomerMatch.newest(transaction, cmId, query, masked);
    }

    /** A customer as it is, kept from other writers until the transaction ends; empty if it is not there. */
    public Optional<Customer> lock(Transaction transaction, long cmId, long id) {
        CustomerTable.lock(transaction, cmId, List.of(id));
        return CustomerTable.select(transaction, cmId, List.of(id)).stream().findFirst();
    }

    /** The id of the customer with a code, if there is one. */
    public Optional<Long> idByCode(Transaction transaction, long cmId, String code) {
        return CustomerTable.idByCode(transaction.handle(), cmId, code);
    }

    /**
     * The customer that a change means, if it is to change one that is there.
     *
     * @throws dev.daybook.domain.ProblemException CONFLICT or FORBIDDEN
     */
    public Optional<Long> target(Transaction transaction, long cmId, CustomerChange change, Rights rights) {
        if (change.customerId() == CustomerChange.OF_ENQUIRY) {
            var enquiryId = change.enquiry().orElseThrow().enquiryId();
            return Optional.of(EnquiryTable.customerOf(transaction, cmId, enquiryId)
                    .orElseThrow(() ->
                            Problem.REFERENCE_UNKNOWN.because("enquiry_id: this account has no enquiry " + enquiryId)));
        }
        if (change.customerId() != 0) {
            return Optional.of(change.customerId());
        }
        return change.update() ? CustomerMatch.target(transaction, cmId, change, rights) : Optional.empty();
    }

    private static void checkCode(Transaction transaction, long cmId, CustomerChange change, Optional<Long> target) {
        var code = change.text(ProfileField.CUSTOMER_CODE);
        var holder = CustomerTable.idByCode(transaction.handle(), cmId, code);
        if (holder.isPresent() && !holder.equals(target)) {
            throw Problem.CONFLICT.because("customer_code is in use by customer " + holder.get()
                    + "; to change that customer send \"update\": true or its customer_id");
        }
    }
}
