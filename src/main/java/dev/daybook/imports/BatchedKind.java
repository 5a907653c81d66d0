package dev.daybook.imports;

import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.store.imports.ImportStores;
import java.util.Collection;
import java.util.Set;

/**
 * A kind of record whose files are loaded batch by batch.
 *
 * @param <R> a record of the file
 */
public interface BatchedKind<R> extends ImportKind<R> {
    /**
     * Texts with at most this many characters in total always fit into a document. JSON needs at most six bytes for a
     * character, and the rest of the maximum size is enough for the other fields.
     */
    int SURE = 25_000;

    /** The kind of record in the database. */
    RecordKind records();

    /**
     * Whether the database may refuse a record because of other data or for its size, so that only a rehearsal finds
     * all errors.
     *
     * @param mayUpdate whether there may be an existing record with the same key
     */
    boolean dependsOnOthers(R record, boolean mayUpdate);

    /**
     * Whether a document with these texts may exceed the maximum size if the other fields of its record are as large as
     * they can be.
     */
    static boolean mayBeTooLarge(Collection<String> texts) {
        return texts.stream().mapToInt(String::length).sum() > SURE;
    }

    /**
     * The maximum number of records that one transaction loads on PostgreSQL, because each record may need locks there.
     * On SQLite it is always {@code Pace.MOST}.
     */
    default int mostTogether() {
        return Pace.MOST;
    }

    /**
     * Returns a new {@link Rehearsal} of one file.
     *
     * @param repeated the keys that several rows have
     */
    Rehearsal<R> rehearsal(ImportStores stores, Account account, Set<String> repeated);
}
