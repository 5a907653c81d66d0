package dev.daybook.store.record;

import static dev.daybook.store.record.Column.number;
import static dev.daybook.store.record.Column.time;

import dev.daybook.domain.PagePosition;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.StoredRecord;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.Query;

/**
 * The table of one kind of record. Every statement that changes a record raises its version and sets its change number,
 * which is its place in the feed.
 *
 * @param <R> the record
 */
public final class RecordTable<R extends StoredRecord> {
    private static final List<String> TAIL = List.of("deleted_at", "version", "changed_in");

    private final String name;
    private final RecordSource<R> source;
    private final List<Column<R>> key;
    private final List<Column<R>> columns;
    private final List<Column<R>> written;
    private final String into;
    private final String values;
    private final String lock;

    /**
     * @param own the columns that other kinds do not have
     * @param source reads records with their parts
     */
    public RecordTable(RecordKind kind, Columns<R> own, RecordSource<R> source) {
        this.name = TableNames.of(kind).records();
        this.source = source;
        this.columns = own.list();
        this.key = new Columns<R>()
                .kept(number("cm_id", StoredRecord::cmId), number("id", StoredRecord::id))
                .list();
        this.written = new Columns<R>()
                .all(key)
                .kept(time("created_at", StoredRecord::createdAt), time("modified_at", StoredRecord::modifiedAt))
                .all(columns)
                .list();
        this.into = name + " (" + Columns.names(written) + ", " + String.join(", ", TAIL) + ")";
        this.values = Columns.marks(written.size() + TAIL.size());
        this.lock = "SELECT id FROM " + name + " WHERE cm_id = :cmId AND id IN (<ids>) AND deleted_at = 0 ORDER BY id ";
    }

    /** The table's name. */
    public String name() {
        return name;
    }

    /** Whether a column of this name is Daybook's own; false for a column that somebody else has added to the table. */
    public boolean hasColumn(String column) {
        return TAIL.contains(column)
                || written.stream().anyMatch(own -> own.name().equals(column));
    }

    /** Locks records against other changes until the transaction ends, and returns the existing ones. */
    public List<R> lock(Transaction transaction, long cmId, Collection<Long> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        var locked = transaction
                .later(lock + transaction.dialect().forChange(), cmId)
                .bindList("ids", ids)
                .ask(row -> row.getLong(1), HashSet::new);
        return source.select(transaction, cmId, ids).stream()
                .filter(record -> locked.get().contains(record.id()))
                .toList();
    }

    /** The existing records with these ids, in the order of the ids. */
    public List<R> inOrder(Transaction transaction, long cmId, List<Long> ids) {
        return source.select(transaction, cmId, ids).stream()
                .sorted(Comparator.comparingInt(record -> ids.indexOf(record.id())))
                .toList();
    }

    /**
     * A part of a list.
     *
     * @param records the records, in the order of the list
     * @param next the position of the last of them, if more follow
     */
    public record Page<R>(List<R> records, Optional<PagePosition> next) {
        public Page {
            records = List.copyOf(records);
        }
    }

    /**
     * A page of a list.
     *
     * @param ids the query that finds the ids of the records, in the order of the list, at most {@code :limit}
     * @param limit the largest number of records
     * @param position the position of a record in the list
     */
    public Page<R> page(Transaction transaction, long cmId, Query ids, int limit, Function<R, PagePosition> position) {
        // One more than the page has, to know whether more follow.
        var found = ids.bind("limit", limit + 1).mapTo(Long.class).list();
        var records = inOrder(transaction, cmId, found.subList(0, Math.min(limit, found.size())));
        return new Page<>(
                records,
                found.size() > limit && !records.isEmpty()
                        ? Optional.of(position.apply(records.get(records.size() - 1)))
                        : Optional.empty());
    }

    /** Adds new records. */
    public void insert(Transaction transaction, Collection<R> records) {
        if (records.isEmpty()) {
            return;
        }
        // The change number is taken before the batch begins: no other statement can run during a COPY.
        var changedIn = transaction.changeNumber();
        try (var rows = transaction.insert(into, values, records.size())) {
            new RowValues(written, records, Function.identity(), RowValues.FEW)
                    .each(values ->
                            rows.addAll(values).add(0).add(1).add(changedIn).endRow());
            rows.execute();
        }
    }

    /**
     * An update of a record.
     *
     * @param before the stored record
     * @param after the record to store
     */
    public record Change<R>(R before, R after) {}

    /**
     * Updates records and raises their versions. The ids must be distinct. Sets only the columns that changed, and
     * those that are {@link Column#resolved resolved}: SQLite rewrites the indexes of every column in SET, even if its
     * value is the same.
     */
    public void update(Transaction transaction, Collection<Change<R>> changes) {
        var alike = changes.stream().collect(Collectors.groupingBy(this::changed));
        alike.forEach((changed, some) -> {
            var sets = changed.stream()
                    .map(column -> ", " + column.name() + " = ?")
                    .collect(Collectors.joining());
            var sql = "UPDATE " + name + " SET modified_at = ?, version = version + 1, changed_in = ?" + sets
                    + " WHERE cm_id = ? AND id = ?";
            var changedIn = transaction.changeNumber();
            try (var batch = transaction.batch(sql, some.size())) {
                for (var change : some) {
                    var after = change.after;
                    batch.add(EpochMillis.column(after.modifiedAt())).add(changedIn);
                    changed.forEach(column -> batch.add(column.value().apply(after)));
                    batch.add(after.cmId()).add(after.id()).endRow();
                }
                batch.execute();
            }
        });
    }

    private List<Column<R>> changed(Change<R> change) {
        return columns.stream()
                .filter(column -> column.differs(change.before, change.after))
                .toList();
    }

    /**
     * Stores the present values of the {@link Column#resolved resolved} and the {@link Column#derived derived} columns.
     * A resolved value then stays, even when it can no longer be resolved. The versions of the records stay, because
     * readers see the resolved values already, and never see the derived ones. The caller must have locked the records.
     */
    void settle(Transaction transaction, Collection<R> records) {
        Columns.settle(transaction, name, key, columns, records);
    }

    /** The assignments that erase the personal columns of a row: {@code title = '', phone = ''}. */
    public String blanks() {
        return columns.stream()
                .filter(Column::personal)
                .map(column -> column.name() + " = " + column.blank())
                .collect(Collectors.joining(", "));
    }
}
