package dev.daybook.imports;

import dev.daybook.domain.account.Account;
import dev.daybook.store.Transaction;
import dev.daybook.store.faq.FaqLoad;
import dev.daybook.store.imports.ImportStores;
import dev.daybook.store.record.RecordLoad;
import dev.daybook.wire.faq.FaqRow;
import dev.daybook.wire.json.Fields;
import dev.daybook.wire.row.RowRules;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Import of FAQ entries. */
public final class FaqKind implements ImportKind<FaqRow> {
    private boolean replace;
    private Optional<List<RecordLoad.Deleted>> named = Optional.empty();

    /** Makes the import replace the FAQ of the account. */
    public void replace() {
        replace = true;
    }

    /**
     * Makes the import fail if it would delete an entry that is not in {@code entries}, or has changed since it was
     * listed.
     */
    public void deleteOnly(List<RecordLoad.Deleted> entries) {
        named = Optional.of(entries);
    }

    @Override
    public List<String> fields() {
        return FaqRow.FIELDS;
    }

    @Override
    public boolean keepsUnknown() {
        return false;
    }

    @Override
    public String keyField() {
        return "code, or title and category";
    }

    @Override
    public String key(Fields row) {
        return FaqRow.key(row);
    }

    @Override
    public String otherKey(Fields row) {
        return FaqRow.otherKey(row);
    }

    @Override
    public FaqRow read(Fields row, RowRules rules) {
        return FaqRow.from(row, rules);
    }

    @Override
    public RecordLoad load(
            ImportStores stores, Transaction transaction, Account account, List<FaqRow> records, Instant now) {
        return FaqLoad.begin(transaction, account.cmId(), now, replace)
                .load(records.stream().map(row -> row.change(now)).toList(), named);
    }
}
