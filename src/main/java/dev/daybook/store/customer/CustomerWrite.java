package dev.daybook.store.customer;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.customer.Contact;
import dev.daybook.domain.customer.Customer;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.CustomerUpdate;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.customer.SavedCustomer;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.ListStore;
import dev.daybook.store.account.NamedIds;
import dev.daybook.store.record.Documents;
import dev.daybook.store.record.RecordWrite;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes changes of customers with their contacts, fields and enquiries. */
final class CustomerWrite extends RecordWrite<CustomerChange, Customer, CustomerStore.Written> {
    private final Rights rights;
    private final NamedIds names;
    private final Set<Map.Entry<AccountList, String>> checked = new HashSet<>();

    CustomerWrite(Transaction transaction, Account account, Rights rights, Documents<Customer> documents) {
        super(transaction, account, CustomerTable.ROWS, documents);
        this.rights = rights;
        this.names = new NamedIds(transaction, account.cmId());
    }

    @Override
    protected String key(CustomerChange change) {
        return change.text(ProfileField.CUSTOMER_CODE);
    }

    @Override
    protected Map<String, Customer> lock(Collection<String> codes) {
        var ids = CustomerTable.idsByCode(transaction(), account().cmId(), codes);
        return CustomerTable.ROWS.lock(transaction(), account().cmId(), ids.values()).stream()
                .filter(customer -> codes.contains(customer.text(ProfileField.CUSTOMER_CODE)))
                .collect(Collectors.toMap(customer -> customer.text(ProfileField.CUSTOMER_CODE), Function.identity()));
    }

    @Override
    protected void checkLoaded(CustomerChange change) {
        change.details().listed().entrySet().stream()
                .filter(entry -> ListStore.looksLikeId(entry.getValue()) && checked.add(entry))
                .forEach(entry -> ListStore.checkId(transaction(), account().cmId(), entry.getKey(), entry.getValue()));
    }

    /**
     * Prefetches, with the next round trip, the change number, the ids and the lookups of names that a change needs.
     */
    void expect(CustomerChange change) {
        transaction().expectChange();
        if (change.customerId() == 0 && !change.update()) {
            transaction().reserveIds(leastIds(change));
        }
        change.details().listed().forEach(names::expect);
        names.expect(change.details().assignee());
    }

    /**
     * The number of ids that every new customer needs: one for itself, and one for each contact of the change. If the
     * change has no contacts, the customer's phone and e-mail become a contact.
     */
    private static int leastIds(CustomerChange change) {
        return 1 + Math.max(1, change.contacts().size());
    }

    /**
     * Reserves the ids of new customers and of their contacts in one step. A batch also reserves an id for each enquiry
     * of a new customer; a single write takes this id when it stores the enquiry.
     */
    @Override
    protected void prepare(List<Item<CustomerChange, Customer>> items, Instant now) {
        var isBatch = items.size() > 1;
        transaction()
                .reserveIds(items.stream()
                        .filter(item -> item.before().isEmpty())
                        .mapToInt(item -> leastIds(item.change())
                                + (isBatch && item.change().enquiry().isPresent() ? 1 : 0))
                        .sum());
    }

    @Override
    protected CustomerStore.Written apply(Item<CustomerChange, Customer> item, Instant now) {
        var change = item.change();
        var at = item.at(now);
        var context = new CustomerUpdate.Context(
                transaction()::takeId, names::idOrAdd, names::idOrAdd, at, rights.findsByReach());
        var result = item.before()
                .map(before -> CustomerUpdate.changed(before, change, context))
                .orElseGet(() ->
                        CustomerUpdate.added(account().cmId(), transaction().takeId(), change, context));
        var enquiryId = change.enquiry()
                .map(enquiry -> EnquiryTable.save(
                        transaction(), result.after(), enquiry, names.idOrAdd(enquiry.assignee()), at))
                .orElse(0L);
        var saved = new SavedCustomer(
                result.after().id(),
                item.before().isEmpty(),
                enquiryId,
                result.contacts().stream().map(Contact::id).toList());
        return new CustomerStore.Written(change, result, saved);
    }

    @Override
    protected Customer withTextsOf(Customer before, Customer after) {
        return after.withTextsOf(before);
    }

    @Override
    protected Customer after(CustomerStore.Written written) {
        return written.result().after();
    }

    @Override
    protected void putParts(List<CustomerStore.Written> added, List<CustomerStore.Written> changed) {
        ContactTable.ROWS.insert(transaction(), contacts(added));
        ContactTable.ROWS.upsert(transaction(), contacts(changed));
        ExtraFields.put(transaction(), account().cmId(), added, changed);
    }

    private List<ContactTable.Row> contacts(List<CustomerStore.Written> all) {
        return all.stream()
                .flatMap(written -> written.result().contacts().stream()
                        .map(contact -> new ContactTable.Row(
                                account().cmId(), written.saved().id(), contact)))
                .toList();
    }
}
