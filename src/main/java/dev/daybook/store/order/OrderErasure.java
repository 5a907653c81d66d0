package dev.daybook.store.order;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.order.Order;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.Documents;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Blanks the orders of a customer who is erased: what was ordered, paid and done stays, and nothing of the person. Each
 * gets its next version, so that those who follow the feed of changes blank theirs.
 */
public final class OrderErasure {
    private final Documents<Order> documents;

    /** Renders blanked orders by this. */
    public OrderErasure(Documents<Order> documents) {
        this.documents = documents;
    }

    /** Blanks them; after the customer itself, whose row keeps others from adding more meanwhile. */
    public void erase(Transaction transaction, Account account, long customerId, Instant now) {
        var ids = OrderTable.lockOf(transaction, account.cmId(), customerId);
        if (ids.isEmpty()) {
            return;
        }
        var moment = now.truncatedTo(ChronoUnit.MILLIS);
        var erased = OrderTable.select(transaction, account.cmId(), ids).stream()
                .map(order -> order.erased(moment))
                .toList();
        OrderFields.delete(transaction, account.cmId(), ids);
        OrderTable.put(transaction, erased);
        documents.rerender(transaction, erased, account.zone());
    }
}
