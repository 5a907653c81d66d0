package dev.daybook.client.server;

import java.time.LocalDate;

/** Whether the end date of a window belongs to the window, and so how one day is asked for. */
public enum WindowEnd {
    /** No answer has shown it yet. */
    UNKNOWN,
    /** Day D is asked for as D to D, as the vendor's page shows. */
    INCLUSIVE,
    /** Day D is asked for as D to D+1, because D to D is empty. */
    EXCLUSIVE;

    /** The end date to send for one day. */
    public LocalDate endOf(LocalDate day) {
        return this == EXCLUSIVE ? day.plusDays(1) : day;
    }
}
