package dev.daybook.imports;

import dev.daybook.domain.account.Account;
import dev.daybook.store.Transaction;
import dev.daybook.store.imports.ImportStores;
import dev.daybook.store.record.RecordLoad;
import dev.daybook.wire.json.Fields;
import dev.daybook.wire.row.RowRules;
import java.time.Instant;
import java.util.List;

/**
 * A kind of record that can be imported: its fields, how to read a row, and how to load records. All else, from the
 * file format to refused rows, is the same for every kind.
 *
 * @param <R> a record of the file
 */
public interface ImportKind<R> {
    /** The names of all fields of a row. */
    List<String> fields();

    /** Whether a record can keep the values of unknown columns, as associate fields. */
    default boolean keepsUnknown() {
        return true;
    }

    /** The field or fields that {@link #key} reads, named for messages. */
    String keyField();

    /**
     * The key of a row's record; empty if none.
     *
     * @throws dev.daybook.domain.ProblemException if the value is not a valid key
     */
    String key(Fields row);

    /**
     * A second key of a row's record; empty if none. For example, the {@link #key} of an FAQ entry with a code is the
     * code; its second key is its title within its category. A row without a code whose {@link #key} is the same title
     * and category is about the same entry. Several records may have the same second key.
     *
     * @throws dev.daybook.domain.ProblemException if the value is not a valid key
     */
    default String otherKey(Fields row) {
        return "";
    }

    /**
     * Reads a row, without the database.
     *
     * @throws dev.daybook.domain.ProblemException if the row is refused; the message never contains a value
     */
    R read(Fields row, RowRules rules);

    /** Whether several rows with the same key form one record. */
    default boolean joinsRows() {
        return false;
    }

    /**
     * Reads the rows of one record. Only for kinds with {@link #joinsRows}.
     *
     * @param lastWins whether the last row wins if rows have different values
     * @throws dev.daybook.domain.ProblemException if rows have different values and {@code lastWins} is false
     */
    default R join(List<Fields> rows, RowRules rules, boolean lastWins) {
        throw new UnsupportedOperationException("rows of this kind are not joined");
    }

    /** Loads records of a file within a transaction. */
    RecordLoad load(ImportStores stores, Transaction transaction, Account account, List<R> records, Instant now);
}
