package dev.daybook.cli.imports;

import dev.daybook.domain.account.Account;
import dev.daybook.server.Stores;
import dev.daybook.store.Transaction;
import dev.daybook.store.customer.CustomerLoad;
import dev.daybook.wire.Fields;
import dev.daybook.wire.customer.CustomerRow;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** Customers in files. */
public final class CustomerKind implements ImportKind<CustomerRow> {
    @Override
    public List<String> fields() {
        return CustomerRow.FIELDS;
    }

    @Override
    public CustomerRow read(Fields row, ZoneId zone) {
        return CustomerRow.from(row, zone);
    }

    @Override
    public Load<CustomerRow> load(Stores stores, Transaction transaction, Account account, Instant now) {
        var load = stores.load(transaction, account);
        return Load.of(
                rows -> load.load(
                        rows.stream()
                                .map(row -> new CustomerLoad.Row(
                                        row.change(), row.createdAt().orElse(now)))
                                .toList(),
                        now),
                load::added,
                load::updated);
    }
}
