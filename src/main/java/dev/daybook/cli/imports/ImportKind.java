package dev.daybook.cli.imports;

import dev.daybook.domain.account.Account;
import dev.daybook.server.Stores;
import dev.daybook.store.Transaction;
import dev.daybook.wire.Fields;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A kind of record that files are imported of: what its rows may say, how one is read and how many are loaded. All the
 * rest, from the format of the file to its refused rows, is the same for every kind.
 *
 * @param <R> a row that was read
 */
public interface ImportKind<R> {
    /** The names of all fields that a row may have. */
    List<String> fields();

    /**
     * Reads a row, without the database.
     *
     * @param zone the zone of times without an offset
     * @throws dev.daybook.domain.ProblemException if the row is refused; it never echoes a value
     */
    R read(Fields row, ZoneId zone);

    /** Starts a load within a transaction, which is taken back if the file is refused after all. */
    Load<R> load(Stores stores, Transaction transaction, Account account, Instant now);

    /**
     * A load of many rows in one transaction.
     *
     * @param <R> a row that was read
     */
    interface Load<R> {
        /** A load that is done elsewhere. */
        static <R> Load<R> of(Consumer<List<R>> rows, LongSupplier added, LongSupplier updated) {
            return new Load<>() {
                @Override
                public void load(List<R> next) {
                    rows.accept(next);
                }

                @Override
                public long added() {
                    return added.getAsLong();
                }

                @Override
                public long updated() {
                    return updated.getAsLong();
                }
            };
        }

        /** Loads the next rows of the file, not more than {@link FileImport#BATCH} of them. */
        void load(List<R> rows);

        /** All rows are loaded, and none was refused unless it may be skipped. */
        default void end() {}

        /** How many records are new. */
        long added();

        /** How many rows changed a record that was there. */
        long updated();

        /** How many records are gone. */
        default long deleted() {
            return 0;
        }
    }
}
