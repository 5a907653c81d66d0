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
 * Finds the orders of a batch that need a rehearsal, and the earlier orders that these depend on. An order may refer to
 * a customer that an earlier order of the file added, or gave a phone or an e-mail. These orders are loaded first, with
 * the orders that they depend on. For each key (a customer code, a phone or an e-mail) only the first and the last order
 * are kept: the first one gave the key to its customer, the last one decides the customer's current data.
 *
 * <p>One transaction loads these orders and those of the batch. To keep its time and its locks those of a batch, their number is
 * bounded by the size of the batch, or by {@value #FEW} if the batch is smaller. Omitted orders may hide that the
 * database will refuse an order. The first order with a code is never omitted: without it, an order that has only the
 * code would be refused. A chain of several phones and e-mails may look like several customers if a part is omitted.
 *
 * <p>Most orders have a phone of their own, so most are kept, but only the parts that identify or change the customer.
 * If these become too large, only the first order with each code is added: a server needs its memory for requests.
 */
final class OrderDependencies implements Rehearsal<OrderRow> {
    private static final int FEW = 200;

    private static final int MOST_CHARACTERS = 30_000_000;

    /** Memory that an order and its keys need besides its texts, as a number of characters. */
    private static final int OBJECTS = 100;

    /**
     * The size of the hashes of keys. After a million orders with two keys each, a new key has the hash of another one
     * in 1 of 9 cases. Its order is then rehearsed without need.
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

    /** An order, kept as long as a key leads to it. */
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
     * The state for one file.
     *
     * @param question returns the places of the changes that the database will accept for certain, unless they depend on
     *     each other
     */
    OrderDependencies(Function<List<OrderChange>, BitSet> question) {
        this.question = question;
    }

    /**
     * Excludes orders that may share a key with an earlier order of the file, those that may be too large, and the
     * orders of the batch on which these depend.
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
            // An accepted order with only a code changes nobody, so later orders do not depend on it.
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

    /** The part of an order that a later one may depend on: its customer, and the number by which the order is found. */
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
