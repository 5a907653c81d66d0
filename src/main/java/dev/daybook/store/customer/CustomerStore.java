package dev.daybook.store.customer;

import dev.daybook.domain.Phone;
import dev.daybook.domain.Reason;
import dev.daybook.domain.TextKey;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.customer.ContactChange;
import dev.daybook.domain.customer.Customer;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.CustomerQuery;
import dev.daybook.domain.customer.CustomerUpdate;
import dev.daybook.domain.customer.EnquiryChange;
import dev.daybook.domain.customer.SavedCustomer;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.Documents;
import dev.daybook.store.record.PhoneMatch;
import dev.daybook.store.record.RecordLoad;
import dev.daybook.store.record.RecordWrite;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;

/** Adds, changes and finds customers. Each change updates the customer's document in the same transaction. */
public final class CustomerStore {
    /**
     * The document of the newest of some customers. Without {@code + 0}, the database would use the index by creation,
     * and read customers from the newest on until one matches.
     */
    private static final String NEWEST = """
            SELECT d.doc FROM customer c
            JOIN customer_document d ON d.cm_id = :cmId AND d.created_at = c.created_at AND d.id = c.id
            WHERE c.cm_id = :cmId AND c.deleted_at = 0 AND c.id IN (%s)
            ORDER BY c.created_at + 0 DESC, c.id DESC LIMIT 1""";

    private final Documents<Customer> documents;

    /** Creates a store that writes each customer together with its document. */
    public CustomerStore(Documents<Customer> documents) {
        this.documents = documents;
    }

    /**
     * Performs an Add or Update Customer with all rights.
     *
     * @param now the time of the change, and of the creation of a new customer
     * @throws dev.daybook.domain.ProblemException CUSTOMER_UNKNOWN, CUSTOMER_INCOMPLETE, REFERENCE_UNKNOWN,
     *     INVALID_VALUE, CONFLICT or ACCOUNT_GONE
     */
    public SavedCustomer save(Transaction transaction, Account account, CustomerChange change, Instant now) {
        return write(transaction, account, change, Rights.ALL, now, now).saved;
    }

    /**
     * Performs an Add or Update Customer with the rights of a key.
     *
     * @throws dev.daybook.domain.ProblemException as a write with all rights does; FORBIDDEN if the change must find a
     *     customer or a contact by phone or e-mail and the key has no right to do so
     */
    public SavedCustomer save(
            Transaction transaction, Account account, CustomerChange change, Rights rights, Instant now) {
        if (!rights.findsByReach() && change.contacts().stream().anyMatch(ContactChange::matchEmailPhone)) {
            throw Reason.CONTACT_HIDDEN.with();
        }
        return write(transaction, account, change, rights, now, now).saved;
    }

    /**
     * The result of a write.
     *
     * @param result the customer after the change, and its added or changed contacts
     * @param saved the result for the caller
     */
    public record Written(CustomerChange change, CustomerUpdate result, SavedCustomer saved) {}

    /**
     * Writes a customer whose creation time may differ from {@code now}: the new customer of an imported order gets the
     * creation time of the order.
     *
     * @param createdAt the creation time, if the customer is new
     */
    public Written write(
            Transaction transaction,
            Account account,
            CustomerChange change,
            Rights rights,
            Instant createdAt,
            Instant now) {
        var write = new CustomerWrite(transaction, account, rights, documents);
        write.expect(change);
        var meant = new MeantCustomer(transaction, account.cmId(), change, rights);
        var holder = meant.holder();
        var target = meant.target(holder);
        if (holder.isPresent() && !holder.equals(target.map(CustomerTarget::id))) {
            var reason = target.isPresent() ? Reason.CUSTOMER_CODE_OF_ANOTHER : Reason.CUSTOMER_CODE_IN_USE;
            throw reason.with(holder.get());
        }
        if (target.isPresent() && !rights.changesCustomers()) {
            // The caller writes an order, and found no customer for it. Another write has added the customer since
            // then.
            throw transaction.lostRace();
        }
        var before = target.map(meant::lock);
        return write.write(new RecordWrite.Item<>(change, before, createdAt), now);
    }

    /**
     * Writes many customers with all rights, in few statements if possible. Otherwise, writes them one by one: for
     * example, if a change matches several customers, or two changes match the same customer. No two changes may share
     * a code, a phone or an e-mail, and no change may have an id.
     */
    public List<Written> writeAll(
            Transaction transaction, Account account, List<RecordLoad.Row<CustomerChange>> wanted, Instant now) {
        var changes = wanted.stream().map(RecordLoad.Row::change).toList();
        var targets = CustomerTargets.find(transaction, account.cmId(), changes);
        if (targets.isEmpty()) {
            return wanted.stream()
                    .map(each -> write(transaction, account, each.change(), Rights.ALL, each.createdAt(), now))
                    .toList();
        }
        var known = CustomerTargets.lockFound(transaction, account.cmId(), changes, targets.get());
        var items = new ArrayList<RecordWrite.Item<CustomerChange, Customer>>();
        for (var place = 0; place < wanted.size(); place++) {
            items.add(new RecordWrite.Item<>(
                    changes.get(place), known.get(place), wanted.get(place).createdAt()));
        }
        return new CustomerWrite(transaction, account, Rights.ALL, documents).write(items, now);
    }

    /**
     * Locks the e-mails and phones by which a transaction will look for customers. Call this before the transaction
     * locks any customer: every write uses this order, and another order could deadlock.
     */
    public void lockReach(Transaction transaction, long cmId, List<CustomerChange> changes) {
        CustomerTargets.lock(transaction, cmId, changes);
    }

    /**
     * For each change, the ids of the existing customers that it may mean. The id in a change is ignored. If a customer
     * has the code of the change, the change means only this customer; otherwise all customers with the e-mail or phone
     * of the change. Locks nothing.
     */
    public List<List<Long>> existing(Transaction transaction, long cmId, List<CustomerChange> changes) {
        return CustomerTargets.existing(transaction, cmId, changes).stream()
                .map(targets -> targets.stream().map(CustomerTarget::id).toList())
                .toList();
    }

    /** Loads many customers: updates those whose code exists, and adds the others. */
    public RecordLoad load(
            Transaction transaction, Account account, List<RecordLoad.Row<CustomerChange>> rows, Instant now) {
        return new CustomerWrite(transaction, account, Rights.ALL, documents).load(rows, now);
    }

    /** The document of the customer that a query asks for; of the newest customer if several match; empty if none. */
    public Optional<byte[]> find(Transaction transaction, long cmId, CustomerQuery wanted) {
        if (wanted.customerId() != 0) {
            return document(transaction.query(NEWEST.formatted(":id"), cmId).bind("id", wanted.customerId()));
        }
        var email = TextKey.ofEmail(wanted.email());
        var isByEmail = !email.isEmpty();
        var found = isByEmail ? CustomerMatch.IDS_BY_EMAIL : CustomerMatch.IDS_BY_PHONE;
        var query = transaction.query(NEWEST.formatted(CustomerMatch.bounded(transaction.dialect(), found)), cmId);
        return document(
                isByEmail ? query.bind("email", email) : query.bindMap(PhoneMatch.values(Phone.of(wanted.phone()))));
    }

    private static Optional<byte[]> document(Query query) {
        return query.mapTo(String.class).findOne().map(doc -> doc.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Whether a change without a customer id means another person than the customer {@code own}: the change is {@link
     * Customer#isUnlike unlike} this customer, and names no enquiry of this customer. False if the caller may not find
     * customers by phone or e-mail, because the result would reveal whether the customer has them.
     */
    public boolean isOfAnother(Transaction transaction, CustomerChange change, Customer own, Rights rights) {
        return rights.findsByReach()
                && own.isUnlike(change)
                && change.enquiry()
                        .map(EnquiryChange::enquiryId)
                        .filter(id -> id != 0)
                        .flatMap(id -> EnquiryTable.customerOf(transaction, own.cmId(), id))
                        .filter(id -> id == own.id())
                        .isEmpty();
    }

    /**
     * Locks and returns the existing customer that a change refers to, if any.
     *
     * @throws dev.daybook.domain.ProblemException CONFLICT, FORBIDDEN, REFERENCE_UNKNOWN, CUSTOMER_UNKNOWN or
     *     CUSTOMER_INCOMPLETE
     */
    public Optional<Customer> lock(Transaction transaction, long cmId, CustomerChange change, Rights rights) {
        var meant = new MeantCustomer(transaction, cmId, change, rights);
        return meant.target(meant.holder()).map(meant::lock);
    }
}
