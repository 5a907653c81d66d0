package dev.daybook.imports;

import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.store.Transaction;
import dev.daybook.store.imports.ImportStores;
import dev.daybook.store.record.RecordLoad;
import dev.daybook.wire.json.Fields;
import dev.daybook.wire.order.OrderRow;
import dev.daybook.wire.row.RowRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Import of orders. */
public final class OrderKind implements BatchedKind<OrderRow> {
    /**
     * Stands for the field names and amounts of one product in {@link #mayBeTooLarge}, which only adds up lengths of
     * texts. The limit allows six bytes for each character, so these 60 characters are 360 bytes.
     */
    private static final String PRODUCT = "x".repeat(60);

    /**
     * The factor by which {@link #mayBeTooLarge} multiplies the length of the JSON of an associate field. A number may
     * become 81 times as long in an order's document: {@code 1e400} has 401 digits there. The limit already allows six
     * bytes for each character.
     */
    private static final int EXPANSION = 14;

    @Override
    public List<String> fields() {
        return OrderRow.FIELDS;
    }

    @Override
    public RecordKind records() {
        return RecordKind.ORDER;
    }

    @Override
    public String keyField() {
        return "erp_order_id";
    }

    @Override
    public String key(Fields row) {
        return OrderRow.key(row);
    }

    @Override
    public OrderRow read(Fields row, RowRules rules) {
        return OrderRow.from(row, rules);
    }

    @Override
    public boolean joinsRows() {
        return true;
    }

    @Override
    public OrderRow join(List<Fields> rows, RowRules rules, boolean lastWins) {
        return OrderRow.join(rows, rules, lastWins);
    }

    /**
     * Always true: an order may name an existing customer, or a phone of several customers, and only the database can
     * check that.
     */
    @Override
    public boolean dependsOnOthers(OrderRow record, boolean mayUpdate) {
        return true;
    }

    /** Whether an order's document may exceed the maximum size. */
    static boolean mayBeTooLarge(OrderChange change) {
        var texts = new ArrayList<>(change.texts().values());
        texts.addAll(change.customer().texts().values());
        texts.addAll(change.details().attributes().values());
        for (var product : change.products()) {
            texts.addAll(List.of(product.skuId(), product.name(), product.parentName(), PRODUCT));
        }
        change.details().associates().values().forEach(json -> texts.addAll(Collections.nCopies(EXPANSION, json)));
        return BatchedKind.mayBeTooLarge(texts);
    }

    /**
     * Returns 1,000, so that one transaction needs few locks. On PostgreSQL, an import locks the phone and the e-mail
     * of each order's customer. With its default settings, PostgreSQL has room for 6,400 locks of all transactions
     * together.
     */
    @Override
    public int mostTogether() {
        return 1_000;
    }

    @Override
    public Rehearsal<OrderRow> rehearsal(ImportStores stores, Account account, Set<String> repeated) {
        var accepted = stores.orders().accepted(account);
        return new OrderDependencies(changes ->
                Pace.patiently(() -> stores.database().read(transaction -> accepted.find(transaction, changes))));
    }

    @Override
    public RecordLoad load(
            ImportStores stores, Transaction transaction, Account account, List<OrderRow> records, Instant now) {
        var rows = records.stream()
                .map(row -> new RecordLoad.Row<>(row.change(), row.createdAt().orElse(now)))
                .toList();
        return stores.orders().load(transaction, account, rows, now);
    }
}
