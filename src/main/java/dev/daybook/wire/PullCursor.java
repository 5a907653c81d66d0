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
    /**
     * Whether a pull of the window that continues here may skip records of the window. True if the position is after
     * the window, or if it is in the window and the earlier pages had another start.
     */
    boolean skipsIn(Window window) {
        var at = position.createdAt();
        return !at.isBefore(window.end()) || (!at.isBefore(window.start()) && !start.equals(window.start()));
    }
}
