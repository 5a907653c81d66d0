package dev.daybook.cli.imports;

import dev.daybook.domain.account.Account;
import dev.daybook.server.Stores;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.RecordLoad;
import dev.daybook.wire.Fields;
import dev.daybook.wire.RowRules;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * A kind of record that files are imported of: what its rows may say, how one is read and how many are loaded. All the
 * rest, from the format of the file to its refused rows, is the same for every kind.
 *
 * @param <R> a record that was read
 */
public interface ImportKind<R> {
    /** The names of all fields that a row may have. */
    List<String> fields();

    /** What {@link #key} is called in a file. */
    String keyField();

    /**
     * By what a row's record is found again, empty for nothing.
     *
     * @throws dev.daybook.domain.ProblemException if it is no such key
     */
    String key(Fields row);

    /**
     * Reads a row, without the database.
     *
     * @throws dev.daybook.domain.ProblemException if the row is refused; it never echoes a value
     */
    R read(Fields row, RowRules rules);

    /** Whether several rows with the same key are one record. */
    default boolean joinsRows() {
        return false;
    }

    /**
     * Reads the rows of one record.
     *
     * @param lastWins whether the last row counts where they contradict each other
     * @throws dev.daybook.domain.ProblemException if they do, otherwise
     */
    default R join(List<Fields> rows, RowRules rules, boolean lastWins) {
        throw new UnsupportedOperationException("rows of this kind are not joined");
    }

    /** Starts a load within a transaction. */
    Load<R> load(Stores stores, Transaction transaction, Account account, Instant now);

    /**
     * A load of many records in one transaction.
     *
     * @param <R> a record that was read
     */
    interface Load<R> {
        /** A load of records by the store, which takes each as a row. */
        static <R, C> Load<R> of(RecordLoad<C> load, Function<R, RecordLoad.Row<C>> row, Instant now) {
            return new Load<>() {
                @Override
                public void load(List<R> records) {
                    load.load(records.stream().map(row).toList(), now);
                }

                @Override
                public long added() {
                    return load.added();
                }

                @Override
                public long updated() {
                    return load.updated();
                }
            };
        }

        /** Loads the next records of the file. */
        void load(List<R> records);

        /** All records are loaded, and none was refused unless it may be skipped. */
        default void end() {}

        /** How many records are new. */
        long added();

        /** How many records were there before. */
        long updated();

        /** What the records are called that are gone. */
        default List<String> deleted() {
            return List.of();
        }
    }
}
