package dev.daybook.store.order;

import dev.daybook.domain.Reason;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.order.Order;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.domain.order.OrderField;
import dev.daybook.domain.order.SavedOrder;
import dev.daybook.store.Transaction;
import dev.daybook.store.customer.CustomerStore;
import dev.daybook.store.record.Documents;
import dev.daybook.store.record.RecordLoad;
import dev.daybook.store.record.RecordWrite;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * Adds and changes orders, each together with its customer. Each change updates the order's document in the same
 * transaction.
 */
public final class OrderStore {
    private final CustomerStore customers;
    private final Documents<Order> documents;
    private final BinaryOperator<String> unmasked;

    /**
     * Creates a store that writes each order together with its customer and its document.
     *
     * @param unmasked makes the new value of an associate field from its stored and its given JSON. The new value is
     *     the given one, but a part that equals the masked form of the stored part becomes the stored part
     */
    public OrderStore(CustomerStore customers, Documents<Order> documents, BinaryOperator<String> unmasked) {
        this.customers = customers;
        this.documents = documents;
        this.unmasked = unmasked;
    }

    /**
     * Performs an Add or Update Order.
     *
     * @param now the time of the change, and of the creation of a new order
     * @throws dev.daybook.domain.ProblemException ORDER_UNKNOWN, CUSTOMER_UNKNOWN, CUSTOMER_INCOMPLETE,
     *     REFERENCE_UNKNOWN, INVALID_VALUE, CONFLICT or ACCOUNT_GONE; FORBIDDEN if the customer must be found by phone
     *     or e-mail, and the key has no right to do so
     */
    public SavedOrder save(Transaction transaction, Account account, OrderChange change, Rights rights, Instant now) {
        var write = writing(transaction, account, rights, false);
        var before = target(transaction, account.cmId(), change);
        return write.write(new RecordWrite.Item<>(change, before, now), now).saved();
    }

    private OrderWrite writing(Transaction transaction, Account account, Rights rights, boolean codeNames) {
        var buyers = new OrderBuyer(customers, transaction, account, rights, codeNames);
        return new OrderWrite(transaction, account, documents, buyers, unmasked);
    }

    /**
     * Loads many orders. An order whose ERP order id exists is updated. An order may name an existing customer by the
     * customer's code alone.
     */
    public RecordLoad load(
            Transaction transaction, Account account, List<RecordLoad.Row<OrderChange>> rows, Instant now) {
        return writing(transaction, account, Rights.ALL, true).load(rows, now);
    }

    /** Returns a finder of orders of a file that a load will accept; {@link AcceptedOrders#find} has the exceptions. */
    public AcceptedOrders accepted(Account account) {
        return new AcceptedOrders(customers, account.cmId());
    }

    /**
     * Locks and returns the existing order that a change means; empty if the change adds a new order. The search by ERP
     * order id does not lock. If the order was deleted or lost this id before it was locked, the transaction has lost a
     * race and is retried.
     *
     * @throws dev.daybook.domain.ProblemException ORDER_UNKNOWN, or CONFLICT if the ERP order id belongs to another
     *     order
     */
    private static Optional<Order> target(Transaction transaction, long cmId, OrderChange change) {
        var erpId = change.text(OrderField.ERP_ORDER_ID);
        var holder = erpId.isEmpty()
                ? Optional.<Long>empty()
                : Optional.ofNullable(
                        OrderTable.idsByErpId(transaction, cmId, List.of(erpId)).get(erpId));
        if (change.orderId() == 0 && holder.isEmpty()) {
            return Optional.empty();
        }
        var id = change.orderId() == 0 && change.update() ? holder.orElseThrow() : change.orderId();
        if (holder.isPresent() && holder.get() != id) {
            var reason = id == 0 ? Reason.ORDER_NUMBER_IN_USE : Reason.ORDER_NUMBER_OF_ANOTHER;
            throw reason.with(holder.get());
        }
        var locked =
                OrderTable.ROWS.lock(transaction, cmId, List.of(id)).stream().findFirst();
        return Optional.of(
                change.orderId() == 0
                        ? locked.filter(order ->
                                        order.text(OrderField.ERP_ORDER_ID).equals(erpId))
                                .orElseThrow(transaction::lostRace)
                        : locked.orElseThrow(Reason.ORDER_UNKNOWN::with));
    }
}
