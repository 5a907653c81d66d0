package dev.daybook.domain;

import java.time.LocalDate;

/**
 * What the records of one day come to.
 *
 * @param day the day of their creation, in the account's zone
 * @param digest the digest of them
 */
public record DayDigest(LocalDate day, PullDigest digest) {}
