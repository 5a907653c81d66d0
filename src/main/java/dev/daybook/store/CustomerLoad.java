package dev.daybook.store;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.customer.Contact;
import dev.daybook.domain.customer.ContactMerge;
import dev.daybook.domain.customer.Customer;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.CustomerFlags;
import dev.daybook.domain.customer.ProfileField;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Loads many customers in one transaction: new ones in batches, those whose code is known already as updates. One
 * instance serves one transaction, because it remembers the ids of lists.
 */
public final class CustomerLoad {
    /** How many rows go to the database at once; ten thousand is where more brought no more speed. */
    public static final int BATCH = 10_000;

    private final Map<AccountList, Map<String, Long>> listed = new EnumMap<>(AccountList.class);
    private final Map<EmployeeName, Long> employees = new HashMap<>();
    private final ListStore lists;
    private final CustomerStore customers;
    private final DocumentTable documents;
    private final Transaction transaction;
    private final Account account;
    private long added;
    private long updated;

    /** Starts a load into an account. */
    public CustomerLoad(
            ListStore lists,
            CustomerStore customers,
            DocumentTable documents,
            Transaction transaction,
            Account account) {
        this.lists = lists;
        this.customers = customers;
        this.documents = documents;
        this.transaction = transaction;
        this.account = account;
    }

    /**
     * A customer to load.
     *
     * @param change what it is; it is found again by its customer code alone
     * @param createdAt when it was created, if it is new
     */
    public record Row(CustomerChange change, Instant createdAt) {}

    private record Prepared(Customer customer, Map<AccountList, Long> sources) {}

    /** Loads rows; at best {@link #BATCH} of them at a time. */
    public void load(List<Row> rows, Instant now) {
        var known = known(rows);
        var fresh = new ArrayList<Row>();
        var codes = new HashSet<String>();
        for (var row : rows) {
            var code = row.change.text(ProfileField.CUSTOMER_CODE);
            if (known.containsKey(code)) {
                update(row, known.get(code), now);
            } else if (!code.isEmpty() && !codes.add(code)) {
                add(fresh);
                fresh.clear();
                update(
                        row,
                        CustomerTable.idByCode(transaction.handle(), account.cmId(), code)
                                .orElseThrow(),
                        now);
            } else {
                fresh.add(row);
            }
        }
        add(fresh);
    }

    /** How many customers are new. */
    public long added() {
        return added;
    }

    /** How many customers were there before. */
    public long updated() {
        return updated;
    }

    private Map<String, Long> known(List<Row> rows) {
        var codes = rows.stream()
                .map(row -> row.change.text(ProfileField.CUSTOMER_CODE))
                .filter(code -> !code.isEmpty())
                .toList();
        return CustomerTable.idsByCode(transaction.handle(), account.cmId(), codes);
    }

    private void update(Row row, long id, Instant now) {
        customers.save(transaction, account, row.change.of(id), now);
        updated++;
    }

    private void add(List<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        var handle = transaction.handle();
        var cmId = account.cmId();
        var ids = transaction
                .takeIds(rows.stream()
                        .mapToInt(row -> 2 + row.change.contacts().size())
                        .sum())
                .iterator();
        var customerBatch = handle.prepareBatch(CustomerTable.INSERT);
        var contactBatch = handle.prepareBatch(ContactTable.INSERT);
        var documentBatch = handle.prepareBatch(DocumentTable.PUT);
        var contactCount = 0;
        for (var row : rows) {
            var prepared = prepare(row, ids);
            var customer = prepared.customer;
            CustomerTable.bind(customerBatch, customer, prepared.sources).add();
            for (Contact contact : customer.contacts()) {
                ContactTable.bind(contactBatch, cmId, customer.id(), contact).add();
                contactCount++;
            }
            documents.bind(documentBatch, customer, account.zone()).add();
            ExtraFields.putAttributes(handle, cmId, customer.id(), row.change.attributes());
            ExtraFields.putAssociates(handle, cmId, customer.id(), 0, row.change.associates());
        }
        customerBatch.execute();
        if (contactCount > 0) {
            contactBatch.execute();
        }
        documentBatch.execute();
        added += rows.size();
    }

    private Prepared prepare(Row row, Iterator<Long> ids) {
        var change = row.change;
        var created = row.createdAt.truncatedTo(ChronoUnit.MILLIS);
        var id = ids.next();
        var contacts = ContactMerge.of(List.of(), change, ids::next, created);
        var customer = new Customer(
                        account.cmId(),
                        id,
                        created,
                        created,
                        CustomerFlags.DEFAULT,
                        Map.of(),
                        0,
                        0,
                        0,
                        contacts.after())
                .with(change.texts(), change.flags().ofNew(), created)
                .assigned(
                        Optional.ofNullable(change.listed().get(AccountList.ZONE))
                                .map(name -> idOf(AccountList.ZONE, name))
                                .orElse(0L),
                        employees.computeIfAbsent(
                                change.assignee(), name -> lists.idOf(transaction, account.cmId(), name)));
        var sources = new EnumMap<AccountList, Long>(AccountList.class);
        change.listed().forEach((list, name) -> sources.put(list, idOf(list, name)));
        return new Prepared(customer, sources);
    }

    private long idOf(AccountList list, String name) {
        return listed.computeIfAbsent(list, key -> new HashMap<>())
                .computeIfAbsent(name, key -> lists.idOf(transaction, account.cmId(), list, key));
    }
}
