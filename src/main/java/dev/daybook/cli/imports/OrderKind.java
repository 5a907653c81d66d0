package dev.daybook.cli.imports;

import dev.daybook.domain.account.Account;
import dev.daybook.server.Stores;
import dev.daybook.store.Transaction;
import dev.daybook.store.order.OrderLoad;
import dev.daybook.wire.Fields;
import dev.daybook.wire.order.OrderRow;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** Orders in files. */
public final class OrderKind implements ImportKind<OrderRow> {
    @Override
    public List<String> fields() {
        return OrderRow.FIELDS;
    }

    @Override
    public OrderRow read(Fields row, ZoneId zone) {
        return OrderRow.from(row, zone);
    }

    @Override
    public Load<OrderRow> load(Stores stores, Transaction transaction, Account account, Instant now) {
        var load = stores.loadOrders(transaction, account);
        return Load.of(
                rows -> load.load(
                        rows.stream()
                                .map(row -> new OrderLoad.Row(
                                        row.change(), row.createdAt().orElse(now), row.isLine()))
                                .toList(),
                        now),
                load::added,
                load::updated);
    }
}
