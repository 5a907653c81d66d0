package dev.daybook.imports;

import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.domain.order.OrderField;
import dev.daybook.wire.order.OrderRow;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Rehearsal of orders: finds the orders of a batch that must be tried, and the earlier orders on which these depend. An
 * order may name a customer that an earlier order of the file added. It may also name the customer by a phone or an
 * e-mail that an earlier order gave to the customer. Such earlier orders are loaded before the batch, together with the
 * orders on which they depend in turn. For each key (a customer code, a phone or an e-mail) only the first and the last
 * order are kept: the first one gave the key to its customer, the last one decides the customer's current data.
 *
 * <p>One transaction loads the earlier orders and those of the batch. It must not take much more time and locks than a
 * batch does. So there are at most as many earlier orders as orders in the batch, or {@value #FEW} if the batch is
 * smaller; others are left out. Without them, the rehearsal may not see that the database will refuse an order. It may
 * also take one customer for several, if an order that connects two phones or e-mails of this customer is left out. The
 * first order with a customer code is never left out: without it, an order that has only this code would be refused.
 *
 * <p>Most orders have a phone of their own, so most orders are kept, but only the parts that identify or change the
 * customer. If these parts become too large, an order is kept only if it is the first one with its code: a server needs
 * its memory for requests.
 */
final class OrderDependencies implements Rehearsal<OrderRow> {
    private static final int FEW = 200;

    private static final int MOST_CHARACTERS = 30_000_000;

    /** The memory that an order and its keys need in addition to the texts, as a number of characters. */
    private static final int OBJECTS = 100;

    /**
     * The number of bits of the hash of a key. After a million orders with two keys each, a new key has the same hash
     * as an earlier key in 1 of 9 cases. The order with the new key is then rehearsed without need.
     */
    private static final int HASH_BITS = 24;

    /** The golden ratio in 32 bits. A product with it spreads the hashes of similar texts. */
    private static final int SPREAD = 0x9E3779B9;

    private final Function<List<OrderChange>, BitSet> question;

    /** The hashes of the keys that earlier orders have. All keys of a large file would need too much memory. */
    private final BitSet seen = new BitSet();

    private final Map<String, List<Kept>> byKey = new HashMap<>();
    private final Map<String, Kept> firstByCode = new HashMap<>();
    private int count;
    private long characters;

    /** An earlier order that is kept in memory: it is the first or the last order with one of its keys. */
    private static final class Kept {
        private final int place;
        private final OrderRow row;
        private int keys;

        Kept(int place, OrderRow row) {
            this.place = place;
            this.row = row;
        }

        int length() {
            return OBJECTS
                    + row.change().customer().texts().values().stream()
                            .mapToInt(String::length)
                            .sum();
        }
    }

    /**
     * A rehearsal of one file.
     *
     * @param question finds the changes of a list that the database will accept for certain, provided that they do not
     *     depend on other changes of the file; returns their places in the list
     */
    OrderDependencies(Function<List<OrderChange>, BitSet> question) {
        this.question = question;
    }

    /**
     * The orders that need no rehearsal. These are the orders that the database accepts for certain, except those that
     * may share a key with an earlier order of the file, those that may be too large, and those that share a key with
     * an order of the batch that needs a rehearsal.
     */
    @Override
    public BitSet accepted(List<OrderRow> batch) {
        var accepted = question.apply(batch.stream().map(OrderRow::change).toList());
        var keys = batch.stream().map(OrderDependencies::keys).toList();
        var doubtful = new HashSet<String>();
        for (var place = 0; place < batch.size(); place++) {
            var change = batch.get(place).change();
            var hashes =
                    keys.get(place).stream().mapToInt(OrderDependencies::hash).toArray();
            if (OrderKind.mayBeTooLarge(change) || IntStream.of(hashes).anyMatch(seen::get)) {
                accepted.clear(place);
            }
            if (!accepted.get(place)) {
                doubtful.addAll(keys.get(place));
            }
            // An accepted order with only a code changes no customer, so later orders do not depend on it.
            if (!accepted.get(place) || change.customer().isComplete()) {
                IntStream.of(hashes).forEach(seen::set);
            }
        }
        for (var place = 0; place < batch.size(); place++) {
            if (!Collections.disjoint(keys.get(place), doubtful)) {
                accepted.clear(place);
            }
        }
        return accepted;
    }

    private static int hash(String key) {
        return (key.hashCode() * SPREAD) >>> (Integer.SIZE - HASH_BITS);
    }

    @Override
    public List<OrderRow> before(List<OrderRow> records, int batch) {
        var most = Math.max(FEW, batch);
        var found = new TreeMap<Integer, OrderRow>();
        var keys = new ArrayDeque<String>();
        for (var row : records) {
            keys.addAll(keys(row));
            Optional.ofNullable(firstByCode.get(code(row))).ifPresent(kept -> found.put(kept.place, kept.row));
        }
        found.values().forEach(row -> keys.addAll(keys(row)));
        var followed = new HashSet<String>();
        while (!keys.isEmpty()) {
            var key = keys.remove();
            if (followed.add(key)) {
                for (var kept : byKey.getOrDefault(key, List.of())) {
                    if (found.size() < most && found.put(kept.place, kept.row) == null) {
                        keys.addAll(keys(kept.row));
                    }
                }
            }
        }
        return List.copyOf(found.values());
    }

    @Override
    public void loaded(List<OrderRow> batch) {
        for (var row : batch) {
            var kept = new Kept(count++, ofCustomer(row));
            if (!code(row).isEmpty() && !firstByCode.containsKey(code(row))) {
                firstByCode.put(code(row), kept);
                hold(kept);
            }
            if (characters < MOST_CHARACTERS) {
                keys(row).forEach(key -> keep(key, kept));
            }
        }
    }

    /**
     * The parts of an order that a later order may depend on: its customer, and the ids by which the order is found.
     */
    private static OrderRow ofCustomer(OrderRow row) {
        var number = row.change().text(OrderField.ERP_ORDER_ID);
        Map<OrderField, String> texts = number.isEmpty() ? Map.of() : Map.of(OrderField.ERP_ORDER_ID, number);
        return new OrderRow(
                OrderChange.ofTexts(
                        row.change().orderId(),
                        row.change().update(),
                        texts,
                        row.change().customer()),
                row.createdAt());
    }

    /** Keeps the first and the last order with a key. Skips an order with the same customer data as the last one. */
    private void keep(String key, Kept next) {
        var ends = byKey.get(key);
        if (ends == null) {
            byKey.put(key, List.of(next));
            hold(next);
            return;
        }
        var last = ends.get(ends.size() - 1);
        if (!said(last.row).equals(said(next.row))) {
            byKey.put(key, List.of(ends.get(0), next));
            hold(next);
            if (ends.size() > 1) {
                release(last);
            }
        }
    }

    private void hold(Kept kept) {
        if (kept.keys++ == 0) {
            characters += kept.length();
        }
    }

    private void release(Kept kept) {
        if (--kept.keys == 0) {
            characters -= kept.length();
        }
    }

    private static Set<String> keys(OrderRow row) {
        return row.change().customer().keys();
    }

    private static String code(OrderRow row) {
        return row.change().customer().text(ProfileField.CUSTOMER_CODE);
    }

    private static Object said(OrderRow row) {
        var customer = row.change().customer();
        return List.of(customer.customerId(), customer.texts());
    }
}
