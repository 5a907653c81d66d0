package dev.daybook.store.customer;

import dev.daybook.domain.Reason;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Adds, changes and finds customers. Each change updates the customer's document in the same transaction. */
public final class CustomerStore {
    private final ListStore lists;
    private final Documents<Customer> documents;

    /** Uses these to write customers. */
    public CustomerStore(ListStore lists, Documents<Customer> documents) {
        this.lists = lists;
        this.documents = documents;
    }

    /**
     * Performs an Add or Update Customer with all rights.
     *
     * @param now the time of the change, and of the creation of a new customer
     * @throws dev.daybook.domain.ProblemException CUSTOMER_UNKNOWN, REFERENCE_UNKNOWN, INVALID_VALUE or CONFLICT
     */
    public SavedCustomer save(Transaction transaction, Account account, CustomerChange change, Instant now) {
        return write(transaction, account, change, Rights.ALL, now, now).saved;
    }

    /**
     * The same with the rights of a key.
     *
     * @throws dev.daybook.domain.ProblemException also FORBIDDEN, if the change needs to find a customer or a contact
     *     by phone or e-mail and the key has no right to that
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
     * @param customer the customer after the write
     * @param saved the result for the caller
     */
    public record Written(Customer customer, SavedCustomer saved) {}

    /**
     * Writes a customer that may have an earlier creation time, such as the customer of an order.
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
        var cmId = account.cmId();
        var write = new CustomerWrite(transaction, account, lists, documents);
        write.expect(change);
        var holder = holder(transaction, cmId, change);
        var target = target(transaction, cmId, change, rights, holder);
        if (holder.isPresent() && !holder.equals(target)) {
            throw Reason.CUSTOMER_CODE_IN_USE.with(holder.get());
        }
        var before = target.map(id -> require(transaction, cmId, id));
        var update = write.write(List.of(new RecordWrite.Item<>(change, before, createdAt)), now)
                .get(0);
        return new Written(update.result().after(), update.saved());
    }

    /**
     * A customer to write.
     *
     * @param createdAt the creation time, if the customer is new
     */
    public record Wanted(CustomerChange change, Instant createdAt) {}

    /**
     * Writes many customers with all rights, in few statements. No two may have a code, a phone or an e-mail in common, and
     * none an id.
     */
    public List<Written> writeAll(Transaction transaction, Account account, List<Wanted> wanted, Instant now) {
        var targets = CustomerTargets.find(
                transaction, account.cmId(), wanted.stream().map(Wanted::change).toList());
        if (targets.isEmpty()) {
            return wanted.stream()
                    .map(each -> write(transaction, account, each.change, Rights.ALL, each.createdAt, now))
                    .toList();
        }
        var ids = targets.get().stream().flatMap(Optional::stream).toList();
        var known = lock(transaction, account.cmId(), ids).stream()
                .collect(Collectors.toMap(Customer::id, Function.identity()));
        var items = new ArrayList<RecordWrite.Item<CustomerChange, Customer>>();
        for (var place = 0; place < wanted.size(); place++) {
            var before = targets.get()
                    .get(place)
                    .map(id -> Optional.ofNullable(known.get(id)).orElseThrow(Reason.CUSTOMER_UNKNOWN::with));
            items.add(new RecordWrite.Item<>(wanted.get(place).change, before, wanted.get(place).createdAt));
        }
        return new CustomerWrite(transaction, account, lists, documents)
                .write(items, now).stream()
                        .map(update -> new Written(update.result().after(), update.saved()))
                        .toList();
    }

    /** Starts a load of many customers within a transaction. */
    public RecordLoad<CustomerChange> load(Transaction transaction, Account account) {
        return new RecordLoad<>(transaction, new CustomerWrite(transaction, account, lists, documents));
    }

    /**
     * The document of the customer that matches a query; the newest if several match.
     *
     * @param masked whether phones must match exactly
     */
    public Optional<byte[]> find(Transaction transaction, long cmId, CustomerQuery query, boolean masked) {
        return CustomerMatch.newest(transaction, cmId, query, masked);
    }

    /** Locks the existing customers with these ids until the transaction ends, and returns them. */
    public List<Customer> lock(Transaction transaction, long cmId, Collection<Long> ids) {
        return CustomerTable.lock(transaction, cmId, ids);
    }

    /**
     * Locks a customer until the transaction ends, and returns it.
     *
     * @throws dev.daybook.domain.ProblemException CUSTOMER_UNKNOWN if it is missing
     */
    public Customer require(Transaction transaction, long cmId, long id) {
        return lock(transaction, cmId, List.of(id)).stream().findFirst().orElseThrow(Reason.CUSTOMER_UNKNOWN::with);
    }

    /** The ids of the customers with one of these codes, by code. */
    public Map<String, Long> idsByCode(Transaction transaction, long cmId, Collection<String> codes) {
        return CustomerTable.idsByCode(transaction, cmId, codes);
    }

    /**
     * The existing customer that a change refers to, if any.
     *
     * @throws dev.daybook.domain.ProblemException CONFLICT or FORBIDDEN
     */
    public Optional<Long> target(Transaction transaction, long cmId, CustomerChange change, Rights rights) {
        return target(transaction, cmId, change, rights, holder(transaction, cmId, change));
    }

    /** The customer with the code of the change. */
    private static Optional<Long> holder(Transaction transaction, long cmId, CustomerChange change) {
        var code = change.text(ProfileField.CUSTOMER_CODE);
        return code.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(CustomerTable.idsByCode(transaction, cmId, List.of(code))
                        .get(code));
    }

    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    private static Optional<Long> target(
            Transaction transaction, long cmId, CustomerChange change, Rights rights, Optional<Long> holder) {
        if (change.customerId() == CustomerChange.OF_ENQUIRY) {
            var enquiryId = change.enquiry().orElseThrow().enquiryId();
            return Optional.of(EnquiryTable.customerOf(transaction, cmId, enquiryId)
                    .orElseThrow(() -> Reason.ENQUIRY_UNKNOWN.with(enquiryId)));
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
