package dev.daybook.domain.proof;

import java.time.LocalDate;

/**
 * The digest of the records of one day.
 *
 * @param day the day of their creation, in the account's zone
 * @param digest their digest
 */
public record DayDigest(LocalDate day, PullDigest digest) {
    /** The largest number of days of one proof: a leap year. */
    public static final int MAX_DAYS = 366;
}
