package dev.daybook.store.order;

import dev.daybook.domain.Reason;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.order.Order;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.domain.order.OrderField;
import dev.daybook.domain.order.SavedOrder;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.ListStore;
import dev.daybook.store.customer.CustomerStore;
import dev.daybook.store.record.Documents;
import dev.daybook.store.record.RecordLoad;
import dev.daybook.store.record.RecordWrite;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Adds and changes orders, each together with its customer. Each change updates the order's document in the same
 * transaction.
 */
public final class OrderStore {
    private final ListStore lists;
    private final CustomerStore customers;
    private final Documents<Order> documents;

    /** Uses these to write orders. */
    public OrderStore(ListStore lists, CustomerStore customers, Documents<Order> documents) {
        this.lists = lists;
        this.customers = customers;
        this.documents = documents;
    }

    /**
     * Performs an Add or Update Order with all rights.
     *
     * @param now the time of the change, and of the creation of a new order
     * @throws dev.daybook.domain.ProblemException ORDER_UNKNOWN, CUSTOMER_UNKNOWN, CUSTOMER_INCOMPLETE,
     *     REFERENCE_UNKNOWN, INVALID_VALUE or CONFLICT
     */
    public SavedOrder save(Transaction transaction, Account account, OrderChange change, Instant now) {
        return save(transaction, account, change, Rights.ALL, now, now);
    }

    /** The same with the rights of a key. */
    public SavedOrder save(Transaction transaction, Account account, OrderChange change, Rights rights, Instant now) {
        return save(transaction, account, change, rights, now, now);
    }

    /**
     * The same for an order that may have an earlier creation time.
     *
     * @param createdAt the creation time, if the order is new
     */
    public SavedOrder save(
            Transaction transaction, Account account, OrderChange change, Instant createdAt, Instant now) {
        return save(transaction, account, change, Rights.ALL, createdAt, now);
    }

    private SavedOrder save(
            Transaction transaction,
            Account account,
            OrderChange change,
            Rights rights,
            Instant createdAt,
            Instant now) {
        var before = target(transaction, account.cmId(), change);
        return writing(transaction, account, rights, false)
                .write(List.of(new RecordWrite.Item<>(change, before, createdAt)), now)
                .get(0)
                .saved();
    }

    private OrderWrite writing(Transaction transaction, Account account, Rights rights, boolean codeNames) {
        var buyers = new OrderBuyer(customers, transaction, account, rights, codeNames);
        return new OrderWrite(transaction, account, lists, documents, buyers);
    }

    /** Starts a load of many orders within a transaction. A code alone is enough to name an existing customer. */
    public RecordLoad<OrderChange> load(Transaction transaction, Account account) {
        return new RecordLoad<>(transaction, writing(transaction, account, Rights.ALL, true));
    }

    /** Locks and returns the existing order of a change; empty if the change adds a new order. */
    private static Optional<Order> target(Transaction transaction, long cmId, OrderChange change) {
        var erpId = change.text(OrderField.ERP_ORDER_ID);
        var holder = (erpId.isEmpty() ? List.<Long>of() : OrderTable.idsByErpId(transaction, cmId, List.of(erpId)))
                .stream().findFirst();
        if (change.orderId() == 0 && holder.isEmpty()) {
            return Optional.empty();
        }
        var id = change.orderId() == 0 && change.update() ? holder.orElseThrow() : change.orderId();
        if (holder.isPresent() && holder.get() != id) {
            throw Reason.ORDER_NUMBER_IN_USE.with(holder.get());
        }
        return Optional.of(OrderTable.lock(transaction, cmId, List.of(id)).stream()
                .findFirst()
                .orElseThrow(Reason.ORDER_UNKNOWN::with));
    }
}
