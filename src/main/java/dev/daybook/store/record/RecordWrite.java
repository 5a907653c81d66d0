package dev.daybook.store.record;

import dev.daybook.domain.StoredRecord;
import dev.daybook.domain.account.Account;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Writes changes of one kind of record, one or thousands together: rows, parts and documents. One instance serves one
 * transaction, because it caches what it looked up.
 *
 * @param <C> the requested change
 * @param <R> the record
 * @param <U> the result of a change
 */
public abstract class RecordWrite<C, R extends StoredRecord, U> {
    /**
     * How much later than {@code now} a record's last change may be, because of a race or of another server's clock.
     */
    public static final Duration LONGEST_RACE = Duration.ofMinutes(1);

    private final Transaction transaction;
    private final Account account;
    private final Supplier<ZoneId> zone;
    private final RecordTable<R> table;
    private final Documents<R> documents;

    /**
     * Holds the account: until the transaction ends, its zone does not change and it is not erased. This must be the
     * first lock of the transaction, unless the transaction holds the account already.
     */
    protected RecordWrite(Transaction transaction, Account account, RecordTable<R> table, Documents<R> documents) {
        this.transaction = transaction;
        this.account = account;
        this.zone = AccountStore.hold(transaction, account.cmId());
        this.table = table;
        this.documents = documents;
    }

    /**
     * One change.
     *
     * @param before the existing record, locked; empty to add one
     * @param createdAt the creation time, if the record is added
     */
    public record Item<C, R extends StoredRecord>(C change, Optional<R> before, Instant createdAt) {
        public Item {
            createdAt = createdAt.truncatedTo(ChronoUnit.MILLIS);
        }

        /** The time of the change: for a new record its creation time, otherwise see {@link RecordWrite#notBefore}. */
        public Instant at(Instant now) {
            return before.map(locked -> notBefore(locked, now)).orElse(createdAt);
        }
    }

    /**
     * The time of a change of a locked record: {@code now}, or the time of the record's last change if that is later
     * than {@code now}. The last change can be later because {@code now} was read before the wait for the lock, or
     * because another server's clock is ahead. If the last change is more than a minute later, its time comes from a
     * file or from a wrong clock, and {@code now} is used.
     */
    public static Instant notBefore(StoredRecord locked, Instant now) {
        var last = locked.modifiedAt();
        return last.isAfter(now) && last.isBefore(now.plus(LONGEST_RACE)) ? last : now;
    }

    /** The transaction. */
    protected final Transaction transaction() {
        return transaction;
    }

    /** The account of the records, as it was read before the lock. Its zone may be outdated: use {@link #zone}. */
    protected final Account account() {
        return account;
    }

    /**
     * The zone of the account, as it is until the transaction ends.
     *
     * @throws dev.daybook.domain.ProblemException ACCOUNT_GONE
     */
    protected final ZoneId zone() {
        return zone.get();
    }

    /** The key by which a load finds the existing record; empty if the record is always new. */
    protected abstract String key(C change);

    /**
     * Locks the existing records with these keys until the transaction ends, and returns them by key. A record that has
     * lost its key before it was locked is not among them.
     */
    protected abstract Map<String, R> lock(Collection<String> keys);

    /** Refuses, with INVALID_VALUE, values that a single write may contain but a file may not. */
    protected void checkLoaded(C change) {}

    /** The change that a load applies to an existing record, made from the change in the file. */
    protected C loaded(C change, R present) {
        return change;
    }

    /** Prepares the changes in few statements, such as by reserving ids or by saving the customers of orders. */
    protected abstract void prepare(List<Item<C, R>> items, Instant now);

    /** Applies a change to its record, by a rule of the domain. */
    protected abstract U apply(Item<C, R> item, Instant now);

    /** The record after the update. */
    protected abstract R after(U update);

    /** Writes the rows of the records' parts. */
    protected abstract void putParts(List<U> added, List<U> changed);

    /**
     * Whether a change of a load may look up rows that an earlier change of the same load has stored. If not, a
     * rehearsal stores no rows for this kind of record.
     */
    protected boolean isLookedUp() {
        return true;
    }

    /**
     * A record after an update, but with the texts that it had before. If the document of this result is shorter than
     * that of {@code after}, the update makes the texts longer. Only then is the size of the document limited.
     */
    protected abstract R withTextsOf(R before, R after);

    private record Applied<C, R extends StoredRecord, U>(Item<C, R> item, U update) {
        boolean isNew() {
            return item.before.isEmpty();
        }
    }

    /** Writes one change. */
    public final U write(Item<C, R> item, Instant now) {
        return write(List.of(item), now).get(0);
    }

    /** Writes changes of distinct records. Returns their results in the same order. */
    public final List<U> write(List<Item<C, R>> items, Instant now) {
        var moment = now.truncatedTo(ChronoUnit.MILLIS);
        prepare(items, moment);
        var all = new ArrayList<Applied<C, R, U>>();
        for (var item : items) {
            all.add(new Applied<>(item, apply(item, moment)));
        }
        var added = all.stream().filter(Applied::isNew).toList();
        var changed = all.stream().filter(each -> !each.isNew()).toList();
        var rendered = documents.render(records(added), zone());
        if (!transaction.isRehearsal() || isLookedUp()) {
            putRows(added, changed);
        }
        putDocuments(rendered, changed);
        return updates(all);
    }

    private void putRows(List<Applied<C, R, U>> added, List<Applied<C, R, U>> changed) {
        table.insert(transaction, records(added));
        table.update(
                transaction,
                changed.stream()
                        .map(each -> new RecordTable.Change<>(each.item.before.orElseThrow(), after(each.update)))
                        .toList());
        putParts(updates(added), updates(changed));
    }

    private void putDocuments(RowValues added, List<Applied<C, R, U>> changed) {
        var replaced = documents.renderChanges(
                changed.stream()
                        .map(each -> change(each.item.before.orElseThrow(), after(each.update)))
                        .toList(),
                zone());
        if (transaction.isRehearsal()) {
            added.each(values -> {});
            replaced.each(values -> {});
            return;
        }
        documents.insert(transaction, added);
        documents.replace(transaction, replaced);
    }

    private Documents.Change<R> change(R before, R after) {
        return new Documents.Change<>(after, () -> withTextsOf(before, after));
    }

    private List<R> records(List<Applied<C, R, U>> applied) {
        return applied.stream().map(each -> after(each.update)).toList();
    }

    private static <C, R extends StoredRecord, U> List<U> updates(List<Applied<C, R, U>> applied) {
        return applied.stream().map(Applied::update).toList();
    }

    /**
     * Adds new records, and updates those whose key exists. If two rows have the same key, the second updates the
     * record of the first.
     *
     * @throws dev.daybook.domain.ProblemException as a single write does, and INVALID_VALUE for an unknown id of a zone
     *     or a source
     */
    public final RecordLoad load(List<RecordLoad.Row<C>> rows, Instant now) {
        transaction.dialect().expectGrowth(transaction);
        rows.forEach(row -> checkLoaded(row.change()));
        var added = 0;
        var together = new ArrayList<RecordLoad.Row<C>>();
        var keys = new LinkedHashSet<String>();
        for (var row : rows) {
            var key = key(row.change());
            if (!key.isEmpty() && !keys.add(key)) {
                added += loadTogether(together, keys, now);
                together.clear();
                keys.clear();
                keys.add(key);
            }
            together.add(row);
        }
        added += loadTogether(together, keys, now);
        return new RecordLoad(added, rows.size() - added, List.of());
    }

    /** Loads rows with distinct keys. Returns the number of new records. */
    private int loadTogether(List<RecordLoad.Row<C>> rows, Set<String> keys, Instant now) {
        var existing = lock(keys);
        write(
                rows.stream()
                        .map(row -> {
                            var present = Optional.ofNullable(existing.get(key(row.change())));
                            var change = present.map(record -> loaded(row.change(), record));
                            return new Item<>(change.orElse(row.change()), present, row.createdAt());
                        })
                        .toList(),
                now);
        return rows.size() - existing.size();
    }
}
