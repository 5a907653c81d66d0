package dev.daybook.store.order;

import dev.daybook.domain.Problem;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.domain.order.OrderField;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.ListStore;
import dev.daybook.store.customer.CustomerStore;
import java.time.Instant;
import java.util.List;

/** Loads many orders in one transaction: new ones, and those whose id of the caller's own system is known as updates. */
public final class OrderLoad {
    private final OrderStore orders;
    private final CustomerStore customers;
    private final ListStore lists;
    private final Transaction transaction;
    private final Account account;
    private long added;
    private long updated;

    /** Starts a load into an account. */
    public OrderLoad(
            OrderStore orders, CustomerStore customers, ListStore lists, Transaction transaction, Account account) {
        this.orders = orders;
        this.customers = customers;
        this.lists = lists;
        this.transaction = transaction;
        this.account = account;
        transaction.dialect().expectGrowth(transaction.handle());
    }

    /**
     * An order to load.
     *
     * @param change what it is; it is found again by its id of the caller's own system alone
     * @param createdAt when it was created, if it is new
     */
    public record Row(OrderChange change, Instant createdAt) {}

    /**
     * Loads orders.
     *
     * @throws dev.daybook.domain.ProblemException as {@link OrderStore#save} does, and INVALID_VALUE for a zone by an id
     *     that there is not
     */
    public void load(List<Row> rows, Instant now) {
        for (var row : rows) {
            lists.checkId(transaction, account.cmId(), AccountList.ZONE, row.change.zone());
            var saved = orders.save(transaction, account, ofKnown(row.change), row.createdAt, now);
            added += saved.created() ? 1 : 0;
            updated += saved.created() ? 0 : 1;
        }
    }

    /** A code alone is enough to name a customer who is there. */
    private OrderChange ofKnown(OrderChange change) {
        var customer = change.customer();
        var code = customer.text(ProfileField.CUSTOMER_CODE);
        if (customer.customerId() != OrderChange.NOT_NAMED || code.isEmpty() || customer.isComplete()) {
            return change;
        }
        var known = customers.idByCode(transaction, account.cmId(), code);
        if (known.isPresent()) {
            return change.with(customer.ofCode(known.get()));
        }
        if (OrderTable.idByErpId(transaction, account.cmId(), change.text(OrderField.ERP_ORDER_ID))
                .isEmpty()) {
            throw Problem.CUSTOMER_UNKNOWN.because(
                    "customer_code: expected the code of a customer who is there; to make"
                            + " a new one, give customer_name and a phone or an email");
        }
        return change;
    }

    /** How many orders are new. */
    public long added() {
        return added;
    }

    /** How many orders were there before. */
    public long updated() {
        return updated;
    }
}
