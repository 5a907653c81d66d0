package dev.daybook.imports;

import dev.daybook.wire.order.OrderRow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the orders that a batch depends on in a rehearsal. An order may refer to a customer that an earlier order of
 * the file added or gave a phone or an e-mail. So those orders are loaded first, and in turn the ones that they depend
 * on. Of several orders with the same customer data the first one is enough.
 */
final class OrderDependencies implements Rehearsal<OrderRow> {
    private final List<OrderRow> kept = new ArrayList<>();
    private final Map<String, List<Integer>> places = new HashMap<>();
    private final Set<Object> told = new HashSet<>();

    @Override
    public List<OrderRow> before(List<OrderRow> batch) {
        var found = new TreeSet<Integer>();
        var seen = new HashSet<String>();
        var keys = new ArrayDeque<String>();
        batch.forEach(row -> keys.addAll(row.change().customer().keys()));
        while (!keys.isEmpty()) {
            var key = keys.remove();
            if (seen.add(key)) {
                for (var place : places.getOrDefault(key, List.of())) {
                    if (found.add(place)) {
                        keys.addAll(kept.get(place).change().customer().keys());
                    }
                }
            }
        }
        return found.stream().map(kept::get).toList();
    }

    @Override
    public void loaded(List<OrderRow> batch) {
        for (var row : batch) {
            var keys = row.change().customer().keys();
            if (!keys.isEmpty() && told.add(said(row))) {
                keys.forEach(key ->
                        places.computeIfAbsent(key, none -> new ArrayList<>()).add(kept.size()));
                kept.add(new OrderRow(row.change().with(List.of()), row.createdAt()));
            }
        }
    }

    private static Object said(OrderRow row) {
        var customer = row.change().customer();
        return List.of(customer.customerId(), customer.texts());
    }
}
