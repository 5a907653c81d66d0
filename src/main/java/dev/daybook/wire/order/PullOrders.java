package dev.daybook.wire.order;

import dev.daybook.domain.PageRequest;
import dev.daybook.domain.Problem;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.order.OrderFilter;
import dev.daybook.wire.Fields;
import dev.daybook.wire.JsonBody;
import dev.daybook.wire.PullJson;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Pull Order: its request, as on the vendor's page of that name (checked 2026-11), which is cut off after the first
 * forty fields and shows no answer.
 *
 * @param cmId the account that the caller says it is of
 * @param page which part of the answer
 * @param filter what the orders must match
 * @param ignored the fields that mean nothing to this operation
 */
public record PullOrders(long cmId, PageRequest page, OrderFilter filter, List<String> ignored) {
    public PullOrders {
        ignored = List.copyOf(ignored);
    }

    /**
     * A request for a page of a window of days, as its caller sends it.
     *
     * @param cursor where the page begins in the server's own words; if it is empty, the offset counts
     */
    public static byte[] request(long cmId, LocalDate from, LocalDate to, int limit, long offset, String cursor) {
        var request = JsonNodeFactory.instance.objectNode();
        request.put("cmId", cmId);
        request.put("createStartDate", from.toString());
        request.put("createEndDate", to.toString());
        request.put("limit", Integer.toString(limit));
        if (cursor.isEmpty()) {
            request.put("offset", Long.toString(offset));
        } else {
            request.put("cursor", cursor);
        }
        return request.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a request.
     *
     * @param maxLimit the most orders that a page may have
     * @throws dev.daybook.domain.ProblemException INVALID_JSON, INVALID_VALUE or RANGE_TOO_WIDE
     */
    public static PullOrders decode(byte[] body, int maxLimit) {
        var fields = JsonBody.parse(body);
        var cmId = account(fields);
        var page = PullJson.page(RecordKind.ORDER, fields, maxLimit);
        var filter = OrderFilterJson.from(fields);
        if (filter.equals(OrderFilter.NONE)) {
            throw Problem.INVALID_VALUE.because("At least one criterion beside cmId is required, such as"
                    + " createStartDate and createEndDate, customerIds or orderIds");
        }
        return new PullOrders(cmId, page, filter, fields.ignored());
    }

    /** This page alone spells the account {@code cmId}; both spellings are taken. */
    private static long account(Fields fields) {
        var cmId = fields.number("cmId");
        var other = fields.number("cm_id");
        if (cmId != 0 && other != 0 && cmId != other) {
            throw fields.invalid("cm_id", "the same number as cmId");
        }
        if (cmId == 0 && other == 0) {
            throw fields.invalid("cmId", "the number of your account");
        }
        return cmId == 0 ? other : cmId;
    }
}
