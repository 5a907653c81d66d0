package dev.daybook.store.record;

import dev.daybook.domain.Kept;
import dev.daybook.domain.account.Account;
import dev.daybook.store.Transaction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes changes of one kind of record, one or thousands together: the rows, their parts and the documents. One instance
 * serves one transaction, because it remembers what it looked up.
 *
 * @param <C> what is asked for
 * @param <R> the record
 * @param <U> what a change makes of a record
 */
public abstract class RecordWrite<C, R extends Kept, U> {
    private final Transaction transaction;
    private final Account account;
    private final RecordTable<R> table;
    private final Documents<R> documents;

    /** Writes within a transaction. */
    protected RecordWrite(Transaction transaction, Account account, RecordTable<R> table, Documents<R> documents) {
        this.transaction = transaction;
        this.account = account;
        this.table = table;
        this.documents = documents;
    }

    /**
     * One change.
     *
     * @param change what is asked for
     * @param before the record to change, kept from other writers; empty adds one
     * @param createdAt when the record was created, if it is added
     */
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    public record Item<C, R>(C change, Optional<R> before, Instant createdAt) {
        public Item {
            createdAt = createdAt.truncatedTo(ChronoUnit.MILLIS);
        }

        /** When the record changes: one that is added does so when it was created. */
        public Instant at(Instant now) {
            return before.isPresent() ? now : createdAt;
        }
    }

    /** The transaction. */
    protected final Transaction transaction() {
        return transaction;
    }

    /** The account whose records these are. */
    protected final Account account() {
        return account;
    }

    /** By what a load finds the record of a change again; empty for a record that is new in any case. */
    protected abstract String key(C change);

    /** The records with these keys, as far as they are there, kept from other writers until the transaction ends. */
    protected abstract Map<String, R> lock(Collection<String> keys);

    /** Refuses what may not stand in a file although a single write may say it. */
    protected void checkLoaded(C change) {}

    /** Looks up together what the changes need. */
    protected abstract void prepare(List<Item<C, R>> items);

    /** Makes of a record what its change says; the domain knows how. */
    protected abstract U apply(Item<C, R> item, Instant now);

    /** The record as an update leaves it. */
    protected abstract R after(U update);

    /** Writes the rows of the parts of records. */
    protected abstract void putParts(List<U> added, List<U> changed);

    /** Whether a change can make the document longer by more than a few hundred bytes. */
    protected boolean describes(C change) {
        return true;
    }

    private record Applied<C, R, U>(Item<C, R> item, U update) {
        boolean isNew() {
            return item.before.isEmpty();
        }
    }

    /** Writes changes, of which no two may be of the same record; what became of each, in their order. */
    public final List<U> write(List<Item<C, R>> items, Instant now) {
        var moment = now.truncatedTo(ChronoUnit.MILLIS);
        prepare(items);
        var all = new ArrayList<Applied<C, R, U>>();
        for (var item : items) {
            all.add(new Applied<>(item, apply(item, moment)));
        }
        var added = all.stream().filter(Applied::isNew).toList();
        var changed = all.stream().filter(each -> !each.isNew()).toList();
        table.insert(transaction, records(added));
        table.update(
                transaction,
                changed.stream()
                        .map(each -> new RecordTable.Change<>(each.item.before.orElseThrow(), after(each.update)))
                        .toList());
        putParts(updates(added), updates(changed));
        documents.insert(transaction, records(added), account.zone());
        var described =
                changed.stream().filter(each -> describes(each.item.change)).toList();
        documents.put(transaction, records(described), account.zone());
        documents.rerender(
                transaction,
                records(changed.stream()
                        .filter(each -> !describes(each.item.change))
                        .toList()),
                account.zone());
        return updates(all);
    }

    private List<R> records(List<Applied<C, R, U>> applied) {
        return applied.stream().map(each -> after(each.update)).toList();
    }

    private static <C, R, U> List<U> updates(List<Applied<C, R, U>> applied) {
        return applied.stream().map(Applied::update).toList();
    }

    /** Writes rows of a file with different keys: new records, and those whose key is there as updates; how many are new. */
    final int load(List<RecordLoad.Row<C>> rows, Instant now) {
        var keys = rows.stream()
                .map(row -> key(row.change()))
                .filter(key -> !key.isEmpty())
                .toList();
        var known = lock(keys);
        write(
                rows.stream()
                        .map(row -> new Item<>(
                                row.change(), Optional.ofNullable(known.get(key(row.change()))), row.createdAt()))
                        .toList(),
                now);
        return rows.size() - known.size();
    }
}
