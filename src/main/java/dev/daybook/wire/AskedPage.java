package dev.daybook.wire;

import dev.daybook.domain.PageRequest;
import dev.daybook.domain.Problem;
import dev.daybook.domain.Window;
import java.util.Optional;

/**
 * The page that a request for a pull asks for. Its cursor is not checked yet against the days of the pull.
 *
 * @param limit the largest number of records
 * @param offset how many records to skip; 0 if a cursor is given
 * @param cursor the cursor to continue from, if any
 */
public record AskedPage(int limit, long offset, Optional<PullCursor> cursor) {
    /**
     * The page within the days of the pull. A cursor before these days is accepted: the page then begins with the first
     * day. A cursor within these days is accepted only if its pull began with the same day in the same zone. Any other
     * cursor is refused, because records before it would be skipped silently.
     *
     * @param days the window of the days; empty if the pull is for all days, which accepts any cursor
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if the cursor is refused
     */
    public PageRequest in(Optional<Window> days) {
        if (cursor.isPresent() && days.isPresent() && cursor.get().skipsIn(days.get())) {
            throw Problem.INVALID_VALUE.because(
                    "cursor: expected one of a pull of the same days, found one of other days");
        }
        return new PageRequest(limit, offset, cursor.map(PullCursor::position));
    }
}
