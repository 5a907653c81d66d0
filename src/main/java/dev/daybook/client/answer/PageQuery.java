package dev.daybook.client.answer;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The field names with which a kind of record is pulled.
 *
 * @param account the name of the account
 * @param first the name of the first day
 * @param last the name of the last day
 */
record PageQuery(String account, String first, String last) {
    /** The request for a page, as an object. */
    ObjectNode object(long cmId, LocalDate from, LocalDate to, int limit, long offset, String cursor) {
        var request = JsonNodeFactory.instance
                .objectNode()
                .put(account, cmId)
                .put(first, from.toString())
                .put(last, to.toString())
                .put("limit", Integer.toString(limit));
        return cursor.isEmpty() ? request.put("offset", Long.toString(offset)) : request.put("cursor", cursor);
    }

    /** The request for a page as bytes. */
    byte[] bytes(long cmId, LocalDate from, LocalDate to, int limit, long offset, String cursor) {
        return object(cmId, from, to, limit, offset, cursor).toString().getBytes(StandardCharsets.UTF_8);
    }
}
