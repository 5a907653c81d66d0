package dev.daybook.store.customer;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.AccountList;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Loads many customers in one transaction: new ones, and those whose code is known already as updates. */
public final class CustomerLoad {
    private final CustomerWrite write;
    private final Transaction transaction;
    private final ListStore lists;
    private final Set<Map.Entry<AccountList, String>> checked = new HashSet<>();
    private final long cmId;
    private long added;
    private long updated;

    /** Starts a load into an account. */
    public CustomerLoad(ListStore lists, Documents<Customer> documents, Transaction transaction, Account account) {
        this.write = new CustomerWrite(transaction, account, lists, documents);
        this.lists = lists;
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

    /**
     * Loads rows; of two with the same code the later one is an update of the earlier.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE for a zone or a source by an id that there is not
     */
    public void load(List<Row> rows, Instant now) {
        for (var row : rows) {
            row.change.listed().entrySet().stream()
                    .filter(entry -> ListStore.looksLikeId(entry.getValue()) && checked.add(entry))
                    .forEach(entry -> lists.checkId(transaction, cmId, entry.getKey(), entry.getValue()));
        }
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
        updated += known.size();
        added += rows.size() - known.size();
    }
}
