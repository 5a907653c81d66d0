package dev.daybook.imports;

import dev.daybook.domain.customer.ProfileField;
import dev.daybook.wire.order.OrderRow;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds the orders that a batch depends on in a rehearsal. An order may refer to a customer that an earlier order of
 * the file added or gave a phone or an e-mail. So those orders are loaded first, and in turn the ones that they depend
 * on. Of the orders with a key, that is a code, a phone or an e-mail, only the first and the last one are kept: the first
 * one gave the key to its customer, the last one decides what the customer is now.
 *
 * <p>They are at most as many as the batch has, or {@value #FEW} for a small batch, because one transaction loads both:
 * its time and its locks stay those of a batch. What is left out may hide that the database will refuse an order. The first
 * order with a code is never left out: without it an order that has only the code would be refused. Only a chain of several
 * phones and e-mails of which a part is left out may look like several customers.
 */
final class OrderDependencies implements Rehearsal<OrderRow> {
    private static final int FEW = 200;

    private final Map<String, List<Kept>> byKey = new HashMap<>();
    private final Map<String, Kept> firstByCode = new HashMap<>();
    private int count;

    private record Kept(int place, OrderRow row) {}

    @Override
    public List<OrderRow> before(List<OrderRow> batch) {
        var most = Math.max(FEW, batch.size());
        var found = new TreeMap<Integer, OrderRow>();
        var keys = new ArrayDeque<String>();
        for (var row : batch) {
            keys.addAll(keys(row));
            Optional.ofNullable(firstByCode.get(code(row))).ifPresent(kept -> found.put(kept.place, kept.row));
        }
        found.values().forEach(row -> keys.addAll(keys(row)));
        var seen = new HashSet<String>();
        while (!keys.isEmpty()) {
            var key = keys.remove();
            if (seen.add(key)) {
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
            var kept = new Kept(count++, new OrderRow(row.change().with(List.of()), row.createdAt()));
            keys(row).forEach(key -> byKey.merge(key, List.of(kept), OrderDependencies::ends));
            if (!code(row).isEmpty()) {
                firstByCode.putIfAbsent(code(row), kept);
            }
        }
    }

    /** The first and the last order with a key. One with the same customer data as the order before changes nothing. */
    private static List<Kept> ends(List<Kept> before, List<Kept> next) {
        var last = before.get(before.size() - 1);
        return said(last.row).equals(said(next.get(0).row)) ? before : List.of(before.get(0), next.get(0));
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
