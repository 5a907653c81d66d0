package dev.daybook.client.day;

import dev.daybook.client.answer.PulledRecord;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.day.PageRequests.Answer;
import dev.daybook.client.server.Known;
import dev.daybook.client.server.Paging;
import dev.daybook.client.server.ServerKnowledge;
import dev.daybook.client.server.ServerProfile;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * An answer with its place within the records of a day.
 *
 * @param at the start of the page, after the overlap
 * @param overlap how many records before this start the answer has, too
 * @param before how many records at the start of the answer were also in the previous page; 0 also if they may be at
 *     other places in the answer
 */
record PlacedAnswer(PageCursor at, Answer answer, int overlap, int before) {
    List<PulledRecord> all() {
        return answer.page().records();
    }

    /** The records of the answer without the first {@code before} ones. */
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

    /** Whether the number of records alone shows that this page is the last one of the day. */
    boolean isLast(ServerProfile profile, int limit) {
        var records = all().size();
        return added().isEmpty()
                || (profile.paging() == Paging.NONE && records != limit && records < profile.largestPage())
                || (records < limit && profile.fullPages() == Known.YES);
    }

    /** Adds what this answer shows to the knowledge about the server. */
    void note(ServerKnowledge known, LocalDate day, int limit) {
        if (!all().isEmpty()) {
            known.page(day, limit, all().size());
        }
        if (isByCursor()) {
            known.learn(profile -> profile.with(Paging.CURSOR), "pages continue from a cursor that the server gives");
        }
        if (cursor().isPresent() || answer.hasMore().isPresent()) {
            known.learn(profile -> profile.tellingMore(Known.YES), "the server says whether more records follow");
        }
    }

    /**
     * The cursor of the next page: the server's, else an offset and the id of the last record of this answer.
     *
     * @throws ClientException if this page was requested by a cursor, and the answer has none
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
