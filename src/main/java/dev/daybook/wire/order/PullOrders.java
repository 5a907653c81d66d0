package dev.daybook.wire.order;

import dev.daybook.domain.PageRequest;
import dev.daybook.domain.Problem;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.order.OrderFilter;
import dev.daybook.wire.Fields;
import dev.daybook.wire.JsonBody;
import dev.daybook.wire.PullJson;
import java.util.List;

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
