package dev.daybook.wire;

import dev.daybook.domain.PagePosition;
import dev.daybook.domain.Window;
import java.time.Instant;

/**
 * A cursor of a pull: the pull has returned the records from {@code start} to {@code position}.
 *
 * @param start the start of the pull's window
 * @param position the position of the last record of the page
 */
public record PullCursor(Instant start, PagePosition position) {
    /** Whether a pull of the window that continues from here would skip records that no earlier page had. */
    boolean skipsIn(Window window) {
        var at = position.createdAt();
        return !at.isBefore(window.end()) || (!at.isBefore(window.start()) && !start.equals(window.start()));
    }
}
