package dev.daybook.store.customer;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.customer.Customer;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.ListStore;
import dev.daybook.store.record.Documents;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Loads many customers in one transaction: new ones, and those whose code is known already as updates. */
public final class CustomerLoad {
    /** How many rows go to the database at once; ten thousand is where more brought no more speed. */
    public static final int BATCH = 10_000;

    private final CustomerWrite write;
    private final Transaction transaction;
    private final long cmId;
    private long added;
    private long updated;

    /** Starts a load into an account. */
    public CustomerLoad(ListStore lists, Documents<Customer> documents, Transaction transaction, Account account) {
        this.write = new CustomerWrite(transaction, account, lists, documents);
        this.transaction = transaction;
        this.cmId = account.cmId();
        transaction.dialect().expectGrowth(transaction.handle());
    }

    /**
     * A customer to load.
     *
     * @param change what it is; it is found again by its customer code alone
     * @param createdAt when it was created, if it is new
     */
    public record Row(CustomerChange change, Instant createdAt) {
        private String code() {
            return change.text(ProfileField.CUSTOMER_CODE);
        }
    }

    /** Loads rows; at best {@link #BATCH} of them at a time. */
    public void load(List<Row> rows, Instant now) {
        var together = new ArrayList<Row>();
        var codes = new HashSet<String>();
        for (var row : rows) {
            if (!row.code().isEmpty() && !codes.add(row.code())) {
                write(together, now);
                together.clear();
                codes.clear();
                codes.add(row.code());
            }
            together.add(row);
        }
        write(together, now);
    }

    /** How many customers are new. */
    public long added() {
        return added;
    }

    /** How many customers were there before. */
    public long updated() {
        return updated;
    }

    /** Writes rows with different codes. */
    private void write(List<Row> rows, Instant now) {
        var codes = rows.stream().map(Row::code).filter(code -> !code.isEmpty()).toList();
        var known = CustomerTable.idsByCode(transaction.handle(), cmId, codes);
        var items = rows.stream()
                .map(row -> new CustomerWrite.Item(
                        row.change,
                        Optional.ofNullable(known.get(row.code())),
                        row.createdAt.truncatedTo(ChronoUnit.MILLIS)))
                .toList();
        write.write(items, now.truncatedTo(ChronoUnit.MILLIS));
        var first = added + updated < BATCH;
        updated += known.size();
        added += rows.size() - known.size();
        if (first && added + updated >= BATCH) {
            transaction.dialect().lookAtGrowth(transaction.handle(), "customer, contact, customer_document");
        }
    }
}
