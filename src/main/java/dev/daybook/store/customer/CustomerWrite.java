package dev.daybook.store.customer;

import dev.daybook.domain.Problem;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.customer.Contact;
import dev.daybook.domain.customer.ContactMerge;
import dev.daybook.domain.customer.Customer;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.CustomerFlags;
import dev.daybook.domain.customer.SavedCustomer;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.ListStore;
import dev.daybook.store.account.NamedIds;
import dev.daybook.store.record.Documents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes changes of customers, one or thousands together: their rows, contacts, fields and enquiries, and the documents
 * of what they are then. One instance serves one transaction, because it remembers the ids of names.
 */
final class CustomerWrite {
    private final Transaction transaction;
    private final Account account;
    private final NamedIds names;
    private final EnquiryTable enquiries;
    private final Documents<Customer> documents;

    CustomerWrite(Transaction transaction, Account account, ListStore lists, Documents<Customer> documents) {
        this.transaction = transaction;
        this.account = account;
        this.names = new NamedIds(lists, transaction, account.cmId());
        this.enquiries = new EnquiryTable(lists);
        this.documents = documents;
    }

    /**
     * One change.
     *
     * @param change what is asked for
     * @param target the customer to change; empty adds one
     * @param createdAt when it was created, if it is added
     */
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    record Item(CustomerChange change, Optional<Long> target, Instant createdAt) {}

    private record Written(CustomerTable.Row row, List<Contact> contacts, SavedCustomer saved) {}

    /**
     * Writes changes, of which no two may have the same target.
     *
     * @return what became of each, in their order
     * @throws dev.daybook.domain.ProblemException CUSTOMER_UNKNOWN, REFERENCE_UNKNOWN or INVALID_VALUE
     */
    List<SavedCustomer> write(List<Item> items, Instant now) {
        var cmId = account.cmId();
        var targets = items.stream().map(Item::target).flatMap(Optional::stream).toList();
        var sources = CustomerTable.lock(transaction, cmId, targets);
        var before = CustomerTable.select(transaction, cmId, targets).stream()
                .collect(Collectors.toMap(Customer::id, Function.identity()));
        reserveIds(items);
        var written = new ArrayList<Written>();
        for (var item : items) {
            if (item.target.isEmpty()) {
                written.add(add(item));
            } else {
                var id = item.target.get();
                var customer = Optional.ofNullable(before.get(id))
                        .orElseThrow(() -> Problem.CUSTOMER_UNKNOWN.because("No Data found/customer_id is missing"));
                written.add(change(item.change, customer, sources.getOrDefault(id, Map.of()), now));
            }
        }
        put(written.stream().filter(each -> !each.saved.created()).toList(), false);
        // A copy pays from some rows on; a single customer is put like any other.
        put(written.stream().filter(each -> each.saved.created()).toList(), items.size() > 1);
        return written.stream().map(Written::saved).toList();
    }

    private void put(List<Written> written, boolean fresh) {
        if (written.isEmpty()) {
            return;
        }
        CustomerTable.put(transaction, written.stream().map(Written::row).toList(), fresh);
        ContactTable.put(
                transaction,
                account.cmId(),
                written.stream().collect(Collectors.toMap(each -> each.saved.id(), Written::contacts)),
                fresh);
        documents.put(
                transaction, written.stream().map(each -> each.row.customer()).toList(), account.zone(), fresh);
    }

    /** Takes the ids of many new customers and their contacts at once; a single one takes no more than it needs. */
    private void reserveIds(List<Item> items) {
        if (items.size() > 1) {
            transaction.reserveIds(items.stream()
                    .filter(item -> item.target.isEmpty())
                    .mapToInt(item -> 2 + item.change.contacts().size())
                    .sum());
        }
    }

    private Written add(Item item) {
        var blank = Customer.blank(account.cmId(), transaction.takeId(), item.createdAt);
        return write(item.change, blank, item.change.flags().ofNew(), Map.of(), true, item.createdAt);
    }

    private Written change(CustomerChange change, Customer before, Map<AccountList, Long> sources, Instant now) {
        return write(change, before, change.flags().applyTo(before.flags()), sources, false, now);
    }

    private Written write(
            CustomerChange change,
            Customer before,
            CustomerFlags flags,
            Map<AccountList, Long> sources,
            boolean created,
            Instant now) {
        var cmId = account.cmId();
        var id = before.id();
        var contacts = ContactMerge.of(before.contacts(), change, transaction::takeId, now);
        var customer = assigned(before, change).with(change.texts(), flags, now).with(contacts.after());
        var listed = sources(sources, change);
        ExtraFields.putAttributes(transaction, cmId, id, change.attributes());
        ExtraFields.putAssociates(transaction, cmId, id, 0, change.associates(), created);
        var enquiryId = 0L;
        if (change.enquiry().isPresent()) {
            var enquiry = change.enquiry().get();
            customer = enquiry.enquiryId() == 0 ? customer.withEnquiry() : customer;
            enquiryId = enquiries.save(transaction, cmId, id, enquiry, now);
        }
        var saved = new SavedCustomer(
                id,
                created,
                enquiryId,
                contacts.written().stream().map(Contact::id).toList());
        return new Written(new CustomerTable.Row(customer, listed), contacts.written(), saved);
    }

    private Customer assigned(Customer before, CustomerChange change) {
        var zone = change.listed().get(AccountList.ZONE);
        return before.assigned(
                zone == null ? before.zoneId() : names.of(AccountList.ZONE, zone),
                change.assignee().isNobody() ? before.assignedToId() : names.of(change.assignee()));
    }

    private Map<AccountList, Long> sources(Map<AccountList, Long> before, CustomerChange change) {
        var sources = new EnumMap<AccountList, Long>(AccountList.class);
        sources.putAll(before);
        change.listed().forEach((list, name) -> {
            if (list != AccountList.ZONE) {
                sources.put(list, names.of(list, name));
            }
        });
        return sources;
    }
}
