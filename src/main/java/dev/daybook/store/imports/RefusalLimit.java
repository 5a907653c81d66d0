package dev.daybook.store.imports;

import dev.daybook.domain.Reason;
import dev.daybook.store.Transaction;
import java.util.SortedMap;

/**
 * Limits how many records of one import the database may refuse: a continued import reads the reasons of all refusals
 * into memory, and the end of an import deletes all refusals in one transaction.
 */
public final class RefusalLimit {
    /** The largest number of records that the database may refuse. */
    public static final int MOST = 100_000;

    private static final long UNKNOWN = -1;

    private long stored = UNKNOWN;

    /** Creates the limit for one import. The first {@link #check} counts the refusals that are stored already. */
    public RefusalLimit() {}

    /**
     * Checks that the stored refusals and these new ones together are within the limit. Queries the number of stored
     * refusals only the first time.
     *
     * @param refused why the database refused records, by position in the file; not yet stored
     * @throws dev.daybook.domain.ProblemException CONFLICT if they are too many; then the import must stop
     */
    public void check(Transaction transaction, ImportRun run, SortedMap<Long, String> refused) {
        if (refused.isEmpty()) {
            return;
        }
        if (stored == UNKNOWN) {
            stored = ImportRuns.countRefusals(transaction, run);
        }
        if (stored + refused.size() > MOST) {
            throw Reason.TOO_MANY_REFUSED.with(
                    run.id(), MOST, refused.values().iterator().next());
        }
    }

    /** Adds the number of refusals that a committed batch has stored. */
    public void add(int refusals) {
        if (stored != UNKNOWN) {
            stored += refusals;
        }
    }
}
