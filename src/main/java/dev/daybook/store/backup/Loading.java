package dev.daybook.store.backup;

import dev.daybook.domain.Problem;
import dev.daybook.store.RestoredChanges;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.faq.FaqStore;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Loads the rows of a backup into an empty database, in one transaction: in the end the database is either complete or
 * still empty.
 *
 * <p>The feed of changes restarts. Every change number is raised by the same amount, beyond all numbers that followers
 * can have seen. So the order of changes and the batches of unfinished imports stay correct, and every cursor from
 * before the restore is refused.
 */
public final class Loading {
    private static final String CHANGED_IN = "changed_in";
    private static final String CHANGES_FROM = "changes_from";

    private final Transaction transaction;
    private final Counters counters;
    private final List<StoredTable> tables;
    private final long beginning;
    private final long nextId;
    private final long shift;

    /**
     * @param madeAt the time of the backup, or an earlier time; the first new id is very probably above all ids that
     *     were used since then
     * @param now the current time, from which the feed of changes begins anew
     * @throws dev.daybook.domain.ProblemException CONFLICT if the database is not empty
     */
    public Loading(Transaction transaction, Counters counters, Instant madeAt, Instant now) {
        this.transaction = transaction;
        this.counters = counters;
        this.tables = Catalogue.tables(transaction);
        this.beginning = RestoredChanges.beyond(counters.lastChange(), now);
        this.nextId = RestoredChanges.idBeyond(counters.nextId(), madeAt, now);
        this.shift = Math.subtractExact(beginning, counters.firstChange());
        transaction.dialect().lockOut(transaction, "account");
        requireEmpty(transaction);
        // Packs may be left if somebody emptied the other tables by TRUNCATE, which runs no trigger.
        transaction.update("DELETE FROM packed_day").execute();
        transaction.update("DELETE FROM pack").execute();
    }

    /**
     * Refuses a database that has rows, also in tables that this Daybook does not know. Also refuses a database that
     * has tables, but not Daybook's: it belongs to another program, and must not be migrated.
     *
     * @throws dev.daybook.domain.ProblemException CONFLICT if the database has rows, or is of another program
     */
    public static void requireEmpty(Transaction transaction) {
        Catalogue.filled(transaction).ifPresent(table -> {
            throw Problem.CONFLICT.because("the database is not empty: it has rows in " + table
                    + "; restore into a new one, by another --data or --database-url");
        });
        Catalogue.ofAnotherProgram(transaction).ifPresent(table -> {
            throw Problem.CONFLICT.because("the database is of another program: it has the table " + table
                    + "; restore into a new database, by another --data or --database-url");
        });
    }

    /** The tables, each after the tables that it references. */
    public List<StoredTable> tables() {
        return tables;
    }

    /** The applied migrations that SQLite and PostgreSQL have in common. */
    public List<String> migrations() {
        return Catalogue.migrations(transaction);
    }

    /**
     * Adds rows to a table. Leaves out the values of columns that the table does not have.
     *
     * @param table the table in the database
     * @param saved the table in the backup, with at least the columns of {@code table}; the values of a row are in the
     *     order of the columns of {@code saved}
     */
    public void add(StoredTable table, StoredTable saved, List<@Nullable Object[]> rows) {
        var columns = table.columns();
        var places = columns.stream().mapToInt(saved.columns()::indexOf).toArray();
        var into = table.quoted() + " (" + table.quotedColumns() + ")";
        var marks = String.join(", ", Collections.nCopies(places.length, "?"));
        try (var batch = transaction.insert(into, marks, rows.size())) {
            for (var row : rows) {
                for (var index = 0; index < places.length; index++) {
                    batch.add(renewed(columns.get(index).name(), row[places[index]]));
                }
                batch.endRow();
            }
            batch.execute();
        }
    }

    private @Nullable Object renewed(String column, @Nullable Object value) {
        return switch (column) {
            case CHANGED_IN -> value == null ? null : Math.addExact((Long) value, shift);
            case CHANGES_FROM -> beginning;
            default -> value;
        };
    }

    /**
     * Ends all login links and sessions, sets the counters, builds the search index and updates the planner statistics.
     * Call it once, after the last row.
     */
    public void finish() {
        RestoredChanges.endLogins(transaction);
        var dialect = transaction.dialect();
        dialect.setNextId(transaction, nextId);
        dialect.setLastChange(transaction, Math.addExact(shift, counters.lastChange()));
        AccountStore.numbers(transaction).forEach(cmId -> FaqStore.reindex(transaction, cmId));
        // Once, because it rewrites the index of all accounts.
        FaqStore.tidy(transaction);
        dialect.lookAtGrowth(
                transaction, tables.stream().map(StoredTable::quoted).collect(Collectors.joining(", ")));
    }
}
