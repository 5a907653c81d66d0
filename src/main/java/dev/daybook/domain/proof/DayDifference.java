package dev.daybook.domain.proof;

import java.time.LocalDate;
import java.util.List;

/**
 * How the records of one day differ between a file and an account.
 *
 * @param day the day of their creation
 * @param missing ids of records that only the account has
 * @param extra ids of records that only the file has, or that occur in the file more than once
 * @param changed ids of records whose last change differs between the file and the account
 */
public record DayDifference(LocalDate day, List<Long> missing, List<Long> extra, List<Long> changed) {
    public DayDifference {
        missing = List.copyOf(missing);
        extra = List.copyOf(extra);
        changed = List.copyOf(changed);
    }

    /**
     * Whether there is no difference after all: the digests of the day differed at first, but when the ids were
     * compared, the account had the same records as the file again.
     */
    public boolean isNone() {
        return missing.isEmpty() && extra.isEmpty() && changed.isEmpty();
    }
}
