package dev.daybook.console.data;

import dev.daybook.store.record.RecordLoad;
import java.util.List;

/**
 * The result of an import or its rehearsal.
 *
 * @param rows how many rows were read
 * @param records how many records the rows form
 * @param good how many of the records were not refused
 * @param added how many were added, or would be
 * @param updated how many were updated, or would be, also those that the import left as they were
 * @param deleted the entries of the FAQ that were deleted, or would be
 * @param refused how many rows were refused
 * @param strays how many refused rows may belong to an order whose other rows are imported; it is not certain which
 *     order these refused rows name
 * @param reasons the first refused rows, with place and reason
 * @param stopped whether the import ended early, with a part of the file loaded
 */
public record ImportResult(
        long rows,
        long records,
        long good,
        long added,
        long updated,
        List<RecordLoad.Deleted> deleted,
        long refused,
        long strays,
        List<Refused> reasons,
        boolean stopped) {
    /** The largest number of deleted entries that are listed. */
    private static final int LISTED = 500;

    public ImportResult {
        deleted = List.copyOf(deleted);
        reasons = List.copyOf(reasons);
    }

    /**
     * A refused row.
     *
     * @param place its place, such as "line 3"
     * @param reason what is wrong with it; contains no value of the file
     */
    public record Refused(String place, String reason) {}

    /** The names of the first deleted entries, to be listed on a page. */
    public List<String> firstDeleted() {
        return deleted.stream().limit(LISTED).map(RecordLoad.Deleted::name).toList();
    }

    /** How many refused rows are not listed. */
    public long unlisted() {
        return refused - reasons.size();
    }

    /** Whether nothing can be imported: no record is good, or a row is refused and refused rows may not be left out. */
    public boolean isInVain(boolean skipBad) {
        return good == 0 || (refused > 0 && !skipBad);
    }
}
