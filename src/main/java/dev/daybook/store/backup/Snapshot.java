package dev.daybook.store.backup;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.store.Database;
import dev.daybook.store.DatabaseOptions;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.Dialect;
import dev.daybook.store.RestoredChanges;
import dev.daybook.store.Transaction;
import dev.daybook.store.audit.AuditStore;
import dev.daybook.store.person.PersonStore;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * The database as of one moment, while others continue to write. On PostgreSQL it is one transaction. On SQLite it is a
 * copy by {@code VACUUM INTO}: an open transaction would let the write-ahead log grow for as long as a backup takes.
 */
public final class Snapshot {
    /** Number of rows that PostgreSQL sends at a time. It is small, because a row may have a megabyte. */
    private static final int FETCHED = 100;

    private static final String PERSON = "person";

    /** The people in the memberships, the ticket events and the audit of an account. */
    private static final String PEOPLE = """
            (%s WHERE id IN (SELECT person_id FROM membership WHERE cm_id = :cmId
             UNION SELECT person_id FROM ticket_event WHERE cm_id = :cmId
             UNION SELECT person_id FROM %s)) AS people""".formatted(PersonStore.EXPORTED, AuditStore.OWN);

    private static final String DAMAGED = "the database is damaged, and no backup was made";

    private final Transaction transaction;

    private Snapshot(Transaction transaction) {
        this.transaction = transaction;
    }

    /**
     * Takes a snapshot and works with it.
     *
     * @param copy the file for SQLite's copy; must not exist yet, and is removed by the caller
     * @throws ProblemException UNAVAILABLE if the copy cannot be written, or if the database is damaged
     */
    public static <T> T of(Database database, Path copy, Function<Snapshot, T> work) {
        try {
            return taken(database, copy, work);
        } catch (JdbiException failure) {
            throw Health.isDamage(failure) ? Problem.UNAVAILABLE.because(DAMAGED, failure) : failure;
        }
    }

    private static <T> T taken(Database database, Path copy, Function<Snapshot, T> work) {
        if (database.dialect() != Dialect.SQLITE) {
            return database.snapshot(transaction -> work.apply(new Snapshot(transaction)));
        }
        try {
            database.copyTo(copy);
        } catch (ProblemException failure) {
            throw Problem.UNAVAILABLE.because(
                    "cannot copy the database into " + copy.getParent() + ": is there as much room as it takes?",
                    failure);
        }
        try (var copied = Database.open(new DatabaseUrl.Sqlite(copy), DatabaseOptions.forCommand())) {
            return copied.read(transaction -> {
                check(transaction);
                return work.apply(new Snapshot(transaction));
            });
        }
    }

    private static void check(Transaction transaction) {
        var found = transaction
                .query("PRAGMA integrity_check(1)")
                .mapTo(String.class)
                .first();
        if (!found.equals("ok")) {
            throw Problem.UNAVAILABLE.because(DAMAGED + ": " + found);
        }
    }

    /**
     * The tables of a backup, or of the export of one account, each after the tables that it references. In an export,
     * {@code person} lacks columns that somebody added, because its rows come from {@link PersonStore#EXPORTED}.
     *
     * @param cmId the account to export; empty for a backup
     */
    public List<StoredTable> tables(OptionalLong cmId) {
        var tables = Catalogue.tables(transaction);
        return cmId.isEmpty()
                ? tables
                : tables.stream()
                        .filter(StoredTable::isExported)
                        .map(table -> table.name().equals(PERSON) ? exportedPerson(table) : table)
                        .toList();
    }

    private static StoredTable exportedPerson(StoredTable table) {
        var columns = table.columns().stream()
                .filter(column -> PersonStore.EXPORTED_COLUMNS.contains(column.name()))
                .toList();
        return new StoredTable(table.name(), columns, table.key());
    }

    /** The names of the tables and columns that a backup of these tables leaves out: see {@link Catalogue#leftOut}. */
    public List<String> leftOut(List<StoredTable> tables) {
        return Catalogue.leftOut(transaction, tables);
    }

    /**
     * The applied migrations that SQLite and PostgreSQL have in common.
     *
     * @throws ProblemException UNAVAILABLE if a newer Daybook has migrated the database: neither this Daybook nor the
     *     newer one could restore the backup
     */
    public List<String> migrations() {
        return Catalogue.migrations(transaction);
    }

    /** The dialect of the database. */
    public Dialect dialect() {
        return transaction.dialect();
    }

    /** The counters of ids and of change numbers, as of the snapshot. */
    public Counters counters() {
        var dialect = transaction.dialect();
        var lastChange = dialect.lastChange(transaction);
        return new Counters(dialect.nextId(transaction), RestoredChanges.first(transaction, lastChange), lastChange);
    }

    /** The number of rows of a table, or of one account in the table. */
    public long count(StoredTable table, OptionalLong cmId) {
        return query("count(*)", table, cmId, "").mapTo(Long.class).one();
    }

    /**
     * Reads a table's rows, or only those of one account, in the order of the primary key. A value is a {@code Long}, a
     * {@code String}, an array of bytes or null.
     */
    public void rows(StoredTable table, OptionalLong cmId, Consumer<@Nullable Object[]> each) {
        query(table.quotedColumns(), table, cmId, order(table))
                .setFetchSize(FETCHED)
                .map((row, context) -> row(row, table.columns()))
                .forEach(each);
    }

    private Query query(String columns, StoredTable table, OptionalLong cmId, String order) {
        var select = "SELECT " + columns + " FROM ";
        return cmId.isEmpty()
                ? transaction.query(select + table.quoted() + order)
                : transaction.query(select + ofAccount(table) + order, cmId.getAsLong());
    }

    /** SQL for the rows of one account in a table, to follow FROM. */
    private static String ofAccount(StoredTable table) {
        return switch (table.name()) {
            case "audit" -> AuditStore.OWN;
            case PERSON -> PEOPLE;
            default -> table.quoted() + " WHERE cm_id = :cmId";
        };
    }

    /**
     * The ORDER BY clause for the primary key of a table; empty if the table has none. Texts are ordered by their
     * bytes, so that SQLite and PostgreSQL give the same order.
     */
    private String order(StoredTable table) {
        var texts = table.columns().stream()
                .filter(column -> column.kind() == ColumnKind.TEXT)
                .map(StoredColumn::name)
                .collect(Collectors.toSet());
        var collation = transaction.dialect() == Dialect.POSTGRESQL ? " COLLATE \"C\"" : "";
        return table.key().isEmpty()
                ? ""
                : table.key().stream()
                        .map(name -> "\"" + name + "\"" + (texts.contains(name) ? collation : ""))
                        .collect(Collectors.joining(", ", " ORDER BY ", ""));
    }

    private static @Nullable Object[] row(ResultSet rows, List<StoredColumn> columns) throws SQLException {
        var values = new @Nullable Object[columns.size()];
        for (var index = 0; index < values.length; index++) {
            values[index] = value(rows, index + 1, columns.get(index).kind());
        }
        return values;
    }

    private static @Nullable Object value(ResultSet rows, int place, ColumnKind kind) throws SQLException {
        return switch (kind) {
            case WHOLE -> {
                var number = rows.getLong(place);
                yield rows.wasNull() ? null : number;
            }
            case TEXT -> rows.getString(place);
            case BYTES -> rows.getBytes(place);
        };
    }
}
