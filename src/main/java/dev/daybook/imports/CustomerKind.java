package dev.daybook.imports;

import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.customer.ContactChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.ListStore;
import dev.daybook.store.imports.ImportStores;
import dev.daybook.store.record.RecordLoad;
import dev.daybook.wire.customer.CustomerRow;
import dev.daybook.wire.json.Fields;
import dev.daybook.wire.row.RowRules;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Import of customers. */
public final class CustomerKind implements BatchedKind<CustomerRow> {
    @Override
    public List<String> fields() {
        return CustomerRow.FIELDS;
    }

    @Override
    public RecordKind records() {
        return RecordKind.CUSTOMER;
    }

    @Override
    public String keyField() {
        return "customer_code";
    }

    @Override
    public String key(Fields row) {
        return CustomerRow.key(row);
    }

    /**
     * True if only the database can check the row. This is so if the row gives a zone or a source by its id, if it may
     * add a contact or associate fields to a customer that may have the maximum number of them already, or if the
     * customer may be too large.
     */
    @Override
    public boolean dependsOnOthers(CustomerRow record, boolean mayUpdate) {
        var change = record.change();
        var details = change.details();
        var isMerged = mayUpdate
                && !change.text(ProfileField.CUSTOMER_CODE).isEmpty()
                && (change.contacts().stream().anyMatch(ContactChange::isNamed)
                        || !details.associates().isEmpty());
        return isMerged
                || BatchedKind.mayBeTooLarge(change.texts().values())
                || details.listed().values().stream().anyMatch(ListStore::looksLikeId);
    }

    @Override
    public CustomerRow read(Fields row, RowRules rules) {
        return CustomerRow.from(row, rules);
    }

    @Override
    public Rehearsal<CustomerRow> rehearsal(ImportStores stores, Account account, Set<String> repeated) {
        return new Rehearsal.OfKeys<>(
                repeated, row -> row.change().texts().getOrDefault(ProfileField.CUSTOMER_CODE, ""));
    }

    @Override
    public RecordLoad load(
            ImportStores stores, Transaction transaction, Account account, List<CustomerRow> records, Instant now) {
        var rows = records.stream()
                .map(row -> new RecordLoad.Row<>(row.change(), row.createdAt().orElse(now)))
                .toList();
        return stores.customers().load(transaction, account, rows, now);
    }
}
