package dev.daybook.client.day;

import dev.daybook.client.answer.PulledRecord;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.day.PageRequests.Answer;
import java.util.List;
import java.util.Optional;

/**
 * An answer with its place within the records of a day.
 *
 * @param at the start of the page, behind the overlap
 * @param overlap the number of records before this start that were requested too
 * @param before the number of records at the start of the answer that the previous page contained too
 */
record PlacedAnswer(PageCursor at, Answer answer, int overlap, int before) {
    List<PulledRecord> all() {
        return answer.page().records();
    }

    /** The records that the previous page did not contain. */
    List<PulledRecord> added() {
        return all().subList(before, all().size());
    }

    /** The number of records of the day up to the end of this answer. */
    long end() {
        return at.offset() - overlap + all().size();
    }

    /** Whether the page was requested by a cursor of the server, or the answer has one. */
    boolean isByCursor() {
        return at.isOfServer(answer.reply());
    }

    /** The server's cursor for the next page, empty if the answer has none. */
    Optional<PageCursor> cursor() {
        return at.next(answer.reply());
    }

    /** Whether more records follow, as the server states it by a header or by its cursors; empty if it does neither. */
    Optional<Boolean> saysMore() {
        return answer.hasMore().or(() -> isByCursor() ? Optional.of(cursor().isPresent()) : Optional.empty());
    }

    /**
     * The cursor of the next page: the server's, else an offset with the id of the record that the next page must begin
     * with.
     */
    PageCursor next() {
        return cursor().orElseGet(() -> {
            if (!at.server().isEmpty()) {
                throw new ClientException(Reason.MISBEHAVED, "the server says that there is more, but gives no cursor");
            }
            return new PageCursor(end(), "", all().get(all().size() - 1).id());
        });
    }
}
