package dev.daybook.store.order;

import dev.daybook.domain.ProblemException;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.domain.order.OrderField;
import dev.daybook.domain.order.Product;
import dev.daybook.store.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Loads many orders in one transaction: new ones, and those whose id of the caller's own system is known as updates. */
public final class OrderLoad {
    private final OrderStore orders;
    private final Transaction transaction;
    private final Account account;
    private String erpId = "";
    private List<Product> lines = List.of();
    private long added;
    private long updated;
    private boolean grown;

    /** Starts a load into an account. */
    public OrderLoad(OrderStore orders, Transaction transaction, Account account) {
        this.orders = orders;
        this.transaction = transaction;
        this.account = account;
        transaction.dialect().expectGrowth(transaction.handle());
    }

    /**
     * An order to load.
     *
     * @param change what it is; it is found again by its id of the caller's own system alone
     * @param createdAt when it was created, if it is new
     * @param isLine whether its product is one more line of the order of the row before, if that has the same id
     */
    public record Row(OrderChange change, Instant createdAt, boolean isLine) {}

    /**
     * Loads rows.
     *
     * @throws ProblemException as {@link OrderStore#save} does, with the number of the row among those loaded
     */
    public void load(List<Row> rows, Instant now) {
        for (var row : rows) {
            try {
                var saved = orders.save(transaction, account, joined(row), row.createdAt, now);
                added += saved.created() ? 1 : 0;
                updated += saved.created() ? 0 : 1;
            } catch (ProblemException refused) {
                throw refused.problem().because("good row " + (added + updated + 1) + ": " + refused.detail());
            }
        }
        if (!grown) {
            grown = true;
            transaction
                    .dialect()
                    .lookAtGrowth(transaction.handle(), "customer, contact, sales_order, sales_order_document");
        }
    }

    /** A row with the lines that the rows just before it gave of the same order. */
    private OrderChange joined(Row row) {
        var change = row.change;
        var id = change.text(OrderField.ERP_ORDER_ID);
        var goesOn = row.isLine && !id.isEmpty() && id.equals(erpId);
        var all = new ArrayList<Product>(goesOn ? lines : List.of());
        all.addAll(change.products());
        erpId = row.isLine ? id : "";
        lines = List.copyOf(all);
        return change.with(lines);
    }

    /** How many orders are new. */
    public long added() {
        return added;
    }

    /** How many rows changed an order that was there. */
    public long updated() {
        return updated;
    }
}
