package dev.daybook.store.order;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.order.Order;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.domain.order.OrderField;
import dev.daybook.domain.order.SavedOrder;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.ListStore;
import dev.daybook.store.account.NamedIds;
import dev.daybook.store.record.Documents;
import dev.daybook.store.record.RecordWrite;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes changes of orders with their products, attributes and associate fields, after the changes of their customers.
 */
final class OrderWrite extends RecordWrite<OrderChange, Order, OrderWrite.Update> {
    private final NamedIds names;
    private final OrderBuyer buyers;
    private final BinaryOperator<String> unmasked;
    private final Queue<ResolvedBuyer> bought = new ArrayDeque<>();

    OrderWrite(
            Transaction transaction,
            Account account,
            Documents<Order> documents,
            OrderBuyer buyers,
            BinaryOperator<String> unmasked) {
        super(transaction, account, OrderTable.ROWS, documents);
        this.names = new NamedIds(transaction, account.cmId());
        this.buyers = buyers;
        this.unmasked = unmasked;
    }

    /**
     * The result of one change.
     *
     * @param saved the result for the caller
     */
    record Update(OrderChange change, Order after, SavedOrder saved) {}

    @Override
    protected String key(OrderChange change) {
        return change.text(OrderField.ERP_ORDER_ID);
    }

    @Override
    protected Map<String, Order> lock(Collection<String> erpIds) {
        var cmId = account().cmId();
        var ids = OrderTable.idsByErpId(transaction(), cmId, erpIds).values();
        return OrderTable.ROWS.lock(transaction(), cmId, ids).stream()
                .filter(order -> erpIds.contains(order.text(OrderField.ERP_ORDER_ID)))
                .collect(Collectors.toMap(order -> order.text(OrderField.ERP_ORDER_ID), Function.identity()));
    }

    @Override
    protected void checkLoaded(OrderChange change) {
        ListStore.checkId(transaction(), account().cmId(), AccountList.ZONE, change.zone());
    }

    @Override
    protected void prepare(List<Item<OrderChange, Order>> items, Instant now) {
        bought.addAll(buyers.save(items, now));
        transaction().reserveIds((int)
                items.stream().filter(item -> item.before().isEmpty()).count());
    }

    /**
     * False, because no later row of a file looks up an order: a file has one record for each order, and no other
     * record refers to an order.
     */
    @Override
    protected boolean isLookedUp() {
        return false;
    }

    @Override
    protected Update apply(Item<OrderChange, Order> item, Instant now) {
        var change = item.change();
        var before = item.before();
        var bought = this.bought.remove();
        var order = before.orElseGet(() -> Order.blank(
                account().cmId(), transaction().takeId(), item.createdAt(), bought.buyer(), bought.zoneId()));
        var assignee = change.details().assignee();
        var context = new Order.Context(
                bought.buyer(),
                bought.enquiryId(),
                change.zone().isEmpty() ? order.zoneId() : names.idOrAdd(AccountList.ZONE, change.zone()),
                assignee.isNobody() ? order.assignedToId() : names.idOrAdd(assignee),
                item.at(now),
                unmasked);
        var after = order.with(change, context);
        var saved = new SavedOrder(
                after.id(),
                before.isEmpty(),
                after.buyer().customerId(),
                after.enquiryId(),
                bought.customerLeft(),
                bought.contactLeft());
        return new Update(change, after, saved);
    }

    @Override
    protected Order withTextsOf(Order before, Order after) {
        return after.withTextsOf(before);
    }

    @Override
    protected Order after(Update update) {
        return update.after;
    }

    @Override
    protected void putParts(List<Update> added, List<Update> changed) {
        var cmId = account().cmId();
        OrderFields.put(transaction(), cmId, added);
        OrderFields.put(transaction(), cmId, changed);
        ProductTable.insert(transaction(), added.stream().map(Update::after).toList());
        ProductTable.replace(
                transaction(),
                cmId,
                changed.stream()
                        .filter(update -> !update.change.products().isEmpty())
                        .map(Update::after)
                        .toList());
    }
}
