package dev.daybook.store;

import dev.daybook.domain.Problem;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.customer.ContactMerge;
import dev.daybook.domain.customer.Customer;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.CustomerFlags;
import dev.daybook.domain.customer.CustomerQuery;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.customer.SavedCustomer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Adds, changes and finds customers. Each change rewrites the customer's document in its transaction. */
public final class CustomerStore {
    private final ListStore lists;
    private final EnquiryTable enquiries;
    private final DocumentTable documents;

    /** Joins what a customer is written with. */
    public CustomerStore(ListStore lists, DocumentTable documents) {
        this.lists = lists;
        this.enquiries = new EnquiryTable(lists);
        this.documents = documents;
    }

    /**
     * Does what an Add or Update Customer asks for.
     *
     * @param now when it happens, which is when a customer that it adds is created
     * @throws dev.daybook.domain.ProblemException CUSTOMER_UNKNOWN, REFERENCE_UNKNOWN, INVALID_VALUE or CONFLICT
     */
    public SavedCustomer save(Transaction transaction, Account account, CustomerChange change, Instant now) {
        var moment = now.truncatedTo(ChronoUnit.MILLIS);
        var target = target(transaction, account.cmId(), change);
        checkCode(transaction, account.cmId(), change, target);
        return target.isPresent()
                ? update(transaction, account, target.get(), change, moment)
                : add(transaction, account, change, moment);
    }

    /**
     * The document of the customer that a query means, the newest if it means several.
     *
     * @param masked whether phones may be compared only as they are
     */
    public Optional<byte[]> find(Transaction transaction, long cmId, CustomerQuery query, boolean masked) {
        return CustomerMatch.newest(transaction, cmId, query, masked);
    }

    private static Optional<Long> target(Transaction transaction, long cmId, CustomerChange change) {
        if (change.customerId() != 0) {
            return Optional.of(change.customerId());
        }
        return change.update() ? CustomerMatch.target(transaction, cmId, change) : Optional.empty();
    }

    private static void checkCode(Transaction transaction, long cmId, CustomerChange change, Optional<Long> target) {
        var code = change.text(ProfileField.CUSTOMER_CODE);
        var holder = CustomerTable.idByCode(transaction.handle(), cmId, code);
        if (holder.isPresent() && !holder.equals(target)) {
            throw Problem.CONFLICT.because("customer_code is in use by customer " + holder.get()
                    + "; to change that customer send \"update\": true or its customer_id");
        }
    }

    private SavedCustomer add(Transaction transaction, Account account, CustomerChange change, Instant now) {
        var handle = transaction.handle();
        var cmId = account.cmId();
        var id = transaction.takeId();
        var contacts = ContactMerge.of(List.of(), change, transaction::takeId, now);
        var blank = new Customer(cmId, id, now, now, CustomerFlags.DEFAULT, Map.of(), 0, 0, 0, contacts.after());
        var customer = assigned(transaction, blank, change)
                .with(change.texts(), change.flags().ofNew(), now);
        CustomerTable.insert(handle, customer, sources(transaction, cmId, Map.of(), change));
        contacts.added().forEach(contact -> ContactTable.insert(handle, cmId, id, contact));
        var enquiryId = finish(transaction, account, id, change, now);
        return new SavedCustomer(id, true, enquiryId, contacts.ids());
    }

    private SavedCustomer update(
            Transaction transaction, Account account, long id, CustomerChange change, Instant now) {
        var handle = transaction.handle();
        var cmId = account.cmId();
        var sources = CustomerTable.lock(transaction, cmId, id)
                .orElseThrow(() -> Problem.CUSTOMER_UNKNOWN.because("No Data found/customer_id is missing"));
        var before = CustomerTable.select(handle, cmId, List.of(id)).get(0);
        var contacts = ContactMerge.of(before.contacts(), change, transaction::takeId, now);
        var customer = assigned(transaction, before, change)
                .with(change.texts(), change.flags().applyTo(before.flags()), now);
        CustomerTable.update(handle, customer, sources(transaction, cmId, sources, change));
        contacts.added().forEach(contact -> ContactTable.insert(handle, cmId, id, contact));
        contacts.changed().forEach(contact -> ContactTable.update(handle, cmId, id, contact));
        var enquiryId = finish(transaction, account, id, change, now);
        return new SavedCustomer(id, false, enquiryId, contacts.ids());
    }

    /** Writes what hangs on the customer, then its document from all that is there now; the enquiry's id or 0. */
    private long finish(Transaction transaction, Account account, long id, CustomerChange change, Instant now) {
        var handle = transaction.handle();
        var cmId = account.cmId();
        ExtraFields.putAttributes(handle, cmId, id, change.attributes());
        ExtraFields.putAssociates(handle, cmId, id, 0, change.associates());
        var enquiryId = change.enquiry()
                .map(enquiry -> enquiries.save(transaction, cmId, id, enquiry, now))
                .orElse(0L);
        documents.put(handle, CustomerTable.select(handle, cmId, List.of(id)).get(0), account.zone());
        return enquiryId;
    }

    private Customer assigned(Transaction transaction, Customer before, CustomerChange change) {
        var zone = change.listed().get(AccountList.ZONE);
        var zoneId = zone == null ? before.zoneId() : lists.idOf(transaction, before.cmId(), AccountList.ZONE, zone);
        var assignedToId = change.assignee().isNobody()
                ? before.assignedToId()
                : lists.idOf(transaction, before.cmId(), change.assignee());
        return before.assigned(zoneId, assignedToId);
    }

    private Map<AccountList, Long> sources(
            Transaction transaction, long cmId, Map<AccountList, Long> before, CustomerChange change) {
        var sources = new EnumMap<AccountList, Long>(AccountList.class);
        sources.putAll(before);
        change.listed().forEach((list, name) -> {
            if (list != AccountList.ZONE) {
                sources.put(list, lists.idOf(transaction, cmId, list, name));
            }
        });
        return sources;
    }
}
