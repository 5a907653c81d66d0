package dev.daybook.store.order;

import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.domain.order.OrderField;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.ListStore;
import dev.daybook.store.customer.CustomerStore;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Finds the orders that a load will accept for certain: new orders of new customers, and of existing customers that
 * they only name by code. Each of the others may be refused or not. Reads only, in a few statements.
 */
final class AcceptedOrders {
    private final CustomerStore customers;
    private final Transaction transaction;
    private final long cmId;

    AcceptedOrders(CustomerStore customers, Transaction transaction, long cmId) {
        this.customers = customers;
        this.transaction = transaction;
        this.cmId = cmId;
    }

    /** The places of these changes, which must be of distinct orders and customers. */
    BitSet find(List<OrderChange> changes) {
        var known = known(changes);
        var buyers = changes.stream().map(OrderChange::customer).toList();
        var existing = customers.existing(transaction, cmId, buyers);
        var codesMayMove = IntStream.range(0, changes.size())
                .anyMatch(place -> mayMoveCode(buyers.get(place), existing.get(place)));
        var accepted = new BitSet();
        for (var place = 0; place < changes.size(); place++) {
            var change = changes.get(place);
            var isBuyerAccepted = isNew(change.customer(), existing.get(place))
                    || (isNamed(change.customer(), existing.get(place)) && !codesMayMove);
            accepted.set(
                    place, isBuyerAccepted && !known.contains(erpId(change)) && !ListStore.looksLikeId(change.zone()));
        }
        return accepted;
    }

    /** The ERP order ids that existing orders have. */
    private Set<String> known(List<OrderChange> changes) {
        var erpIds = changes.stream()
                .map(AcceptedOrders::erpId)
                .filter(erpId -> !erpId.isEmpty())
                .toList();
        return OrderTable.idsByErpId(transaction, cmId, erpIds).keySet();
    }

    private static String erpId(OrderChange change) {
        return change.text(OrderField.ERP_ORDER_ID);
    }

    /** Whether a change adds a customer. */
    private static boolean isNew(CustomerChange change, int existing) {
        return !hasId(change) && change.update() && change.isComplete() && existing == 0;
    }

    /** Whether a change is only the code of an existing customer. */
    private static boolean isNamed(CustomerChange change, int existing) {
        return !hasId(change) && isOnlyCode(change) && existing == 1;
    }

    /** Whether a change may give its code to an existing customer with another code, which then names nobody. */
    private static boolean mayMoveCode(CustomerChange change, int existing) {
        return hasCode(change) && !isOnlyCode(change) && (hasId(change) || existing > 0);
    }

    private static boolean hasId(CustomerChange change) {
        return change.customerId() != OrderChange.NOT_NAMED;
    }

    private static boolean hasCode(CustomerChange change) {
        return change.texts().containsKey(ProfileField.CUSTOMER_CODE);
    }

    private static boolean isOnlyCode(CustomerChange change) {
        return hasCode(change) && change.ofCode(OrderChange.NOT_NAMED).isEmpty();
    }
}
