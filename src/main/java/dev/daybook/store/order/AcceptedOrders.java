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
import java.util.Map;
import java.util.Optional;

/**
 * Finds orders of one file that a load will accept. {@link #find} describes two cases in which a load may still refuse
 * one of them. The found orders are new orders that add a new customer, and new orders that only name an existing
 * customer by code. The database may accept or refuse each of the other orders. Writes nothing, and needs a few
 * statements for each batch.
 */
public final class AcceptedOrders {
    /**
     * The number of last bits of an id that {@link #changed} keeps. Sixteen million consecutive ids differ in these
     * bits. If a changed customer has the same bits as another customer, the other one counts as changed too. Then
     * {@link #find} may leave out orders that a load will accept.
     */
    private static final int ID_BITS = 24;

    private final CustomerStore customers;
    private final long cmId;

    /**
     * The existing customers that earlier orders of the import may change, each by the last {@link #ID_BITS} bits of
     * its id. If a later order names such a customer by code, a load may refuse it, because an earlier order may have
     * changed the code.
     */
    private final BitSet changed = new BitSet();

    AcceptedOrders(CustomerStore customers, long cmId) {
        this.customers = customers;
        this.cmId = cmId;
    }

    /**
     * Finds the changes that a load will accept. A load may still refuse one of them in two cases that are not noticed
     * here: another write comes first, or another change of the file has the same customer code, phone or e-mail.
     *
     * @param changes the next changes of the file, each small enough for a document
     * @return the places of the found changes in {@code changes}
     */
    public BitSet find(Transaction transaction, List<OrderChange> changes) {
        var buyersByErpId = buyers(transaction, changes);
        var existing = customers.existing(
                transaction, cmId, changes.stream().map(OrderChange::customer).toList());
        for (var place = 0; place < changes.size(); place++) {
            var change = changes.get(place);
            var buyer = Optional.ofNullable(buyersByErpId.get(erpId(change)));
            if (buyer.isPresent() || !isOnlyCode(change.customer())) {
                buyer.ifPresent(this::mayChange);
                existing.get(place).forEach(this::mayChange);
                if (change.customer().hasId()) {
                    mayChange(change.customer().customerId());
                }
            }
        }
        var accepted = new BitSet();
        for (var place = 0; place < changes.size(); place++) {
            var change = changes.get(place);
            accepted.set(
                    place,
                    !buyersByErpId.containsKey(erpId(change))
                            && !ListStore.looksLikeId(change.zone())
                            && isAccepted(change.customer(), existing.get(place)));
        }
        return accepted;
    }

    /** The customer ids of the existing orders with the ERP order ids of the changes, by ERP order id. */
    private Map<String, Long> buyers(Transaction transaction, List<OrderChange> changes) {
        var erpIds = changes.stream()
                .map(AcceptedOrders::erpId)
                .filter(erpId -> !erpId.isEmpty())
                .toList();
        return OrderTable.buyersByErpId(transaction, cmId, erpIds);
    }

    private static String erpId(OrderChange change) {
        return change.text(OrderField.ERP_ORDER_ID);
    }

    /**
     * Whether a change adds a new customer, or only names by code an existing customer that no order of the file
     * changes.
     *
     * @param existing the ids of the existing customers that the change may mean
     */
    private boolean isAccepted(CustomerChange change, List<Long> existing) {
        if (change.hasId() || !change.update()) {
            return false;
        }
        return change.isComplete()
                ? existing.isEmpty()
                : isOnlyCode(change) && existing.size() == 1 && !changed.get(bits(existing.get(0)));
    }

    private void mayChange(long id) {
        changed.set(bits(id));
    }

    private static boolean isOnlyCode(CustomerChange change) {
        return !change.hasId()
                && change.texts().containsKey(ProfileField.CUSTOMER_CODE)
                && change.withIdOfCode(CustomerChange.NOT_NAMED).isEmpty();
    }

    private static int bits(long id) {
        return (int) (id & ((1L << ID_BITS) - 1));
    }
}
