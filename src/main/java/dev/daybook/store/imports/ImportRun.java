package dev.daybook.store.imports;

import dev.daybook.domain.RecordKind;
import java.time.Instant;

/**
 * An import of a file that has begun and not ended.
 *
 * @param cmId the account
 * @param id its id, unique within the deployment
 * @param kind of what records
 * @param digest the digest of the file and of the options that decide what its rows mean
 * @param file the file's name, without its folder
 * @param total how many records the file has
 * @param done how many of them are dealt with, in the order of the file; {@link #REMOVING} while they are removed
 * @param added how many are new in the database
 * @param updated how many changed a record that was there
 * @param startedAt when it began
 * @param lastAt when its last batch was committed
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
    /** What {@link #done} is while the import is removed. */
    public static final long REMOVING = -1;

    /** Whether its removal has begun. */
    public boolean isBeingRemoved() {
        return done == REMOVING;
    }

    /**
     * The same import after another batch.
     *
     * @param records how many records of the file the batch dealt with
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
