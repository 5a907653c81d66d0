package dev.daybook.store.imports;

import dev.daybook.domain.RecordKind;
import java.time.Instant;

/**
 * An unfinished import of a file.
 *
 * @param id its id, unique within the deployment
 * @param digest the digest of the file and of the options that affect the meaning of its rows
 * @param file the name of the file, without its folder
 * @param total the number of records in the file
 * @param done the number of processed records, in the order of the file; {@link #REMOVING} during a removal
 * @param added how many of them were added
 * @param updated how many of them updated an existing record
 * @param lastAt the time of its last batch; before the first batch, the time of its start
 */
public record ImportRun(
        long cmId,
        long id,
        RecordKind kind,
        String digest,
        String file,
        long total,
        long done,
        long added,
        long updated,
        Instant startedAt,
        Instant lastAt) {
    /** The value of {@link #done} during a removal. */
    public static final long REMOVING = -1;

    /** Whether a removal of this import has started. */
    public boolean isBeingRemoved() {
        return done == REMOVING;
    }

    /**
     * The same import after another batch.
     *
     * @param records the number of records that the batch processed
     */
    public ImportRun after(long records, long newlyAdded, long newlyUpdated, Instant now) {
        return new ImportRun(
                cmId,
                id,
                kind,
                digest,
                file,
                total,
                done + records,
                added + newlyAdded,
                updated + newlyUpdated,
                startedAt,
                now);
    }
}
