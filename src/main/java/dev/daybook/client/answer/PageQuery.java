package dev.daybook.client.answer;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The field names in a request that pulls one kind of record.
 *
 * @param account the field for the account
 * @param first the field for the first day
 * @param last the field for the last day
 * @param inArray whether the request is sent in an array, as the vendor's clients do for tickets
 */
public record PageQuery(String account, String first, String last, boolean inArray) {
    /**
     * The request for a page of a window of days.
     *
     * @param from the date to send as the first day
     * @param to the date to send as the last day
     * @param cursor the server's cursor for the page; if it is empty, the offset is sent
     */
    public byte[] request(long cmId, LocalDate from, LocalDate to, int limit, long offset, String cursor) {
        var request = JsonNodeFactory.instance
                .objectNode()
                .put(account, cmId)
                .put(first, from.toString())
                .put(last, to.toString())
                .put("limit", Integer.toString(limit));
        if (cursor.isEmpty()) {
            request.put("offset", Long.toString(offset));
        } else {
            request.put("cursor", cursor);
        }
        return (inArray ? "[" + request + "]" : request.toString()).getBytes(StandardCharsets.UTF_8);
    }
}
