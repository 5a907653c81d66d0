package dev.daybook.client.server;

import java.time.LocalDate;

/** Whether a window includes its end date, and so how one day is requested. */
public enum WindowEnd {
    /** No answer has shown it yet. */
    UNKNOWN,
    /** Day D is requested as D to D, as in the vendor's reference. */
    INCLUSIVE,
    /** Day D is requested as D to D+1, because D to D is empty. */
    EXCLUSIVE;

    /** The end date to send for one day. {@code UNKNOWN} gives the same as {@code INCLUSIVE}. */
    public LocalDate endOf(LocalDate day) {
        return this == EXCLUSIVE ? day.plusDays(1) : day;
    }
}
