package dev.daybook.wire.order;

import dev.daybook.domain.Problem;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.order.OrderFilter;
import dev.daybook.wire.AskedPage;
import dev.daybook.wire.PullJson;
import dev.daybook.wire.Request;
import dev.daybook.wire.json.Fields;
import dev.daybook.wire.json.JsonBody;

/**
 * Request of Pull Order, as on the vendor's page of that name (checked 2026-11). The page ends after the first forty
 * fields and shows no answer.
 */
public record PullOrders(AskedPage page, OrderFilter filter) {
    /**
     * Reads a request.
     *
     * @param caller the account of the caller
     * @param maxLimit the largest page size
     * @throws dev.daybook.domain.ProblemException INVALID_JSON, INVALID_VALUE, RANGE_TOO_WIDE or FORBIDDEN
     */
    public static Request<PullOrders> decode(byte[] body, long caller, int maxLimit) {
        var fields = JsonBody.parse(body);
        var cmId = account(fields);
        var page = PullJson.page(RecordKind.ORDER, cmId, caller, fields, maxLimit);
        var filter = OrderFilterJson.from(fields);
        if (filter.equals(OrderFilter.NONE)) {
            throw Problem.INVALID_VALUE.because("At least one criterion beside cmId is required, such as"
                    + " createStartDate and createEndDate, customerIds or orderIds");
        }
        return new Request<>(cmId, new PullOrders(page, filter), fields.ignored());
    }

    /** The account. Only this operation of the vendor spells it {@code cmId}; {@code cm_id} is accepted too. */
    private static long account(Fields fields) {
        var cmId = fields.id("cmId");
        var other = fields.id("cm_id");
        if (cmId != 0 && other != 0 && cmId != other) {
            throw fields.invalid("cm_id", "the same number as cmId");
        }
        if (cmId == 0 && other == 0) {
            throw fields.invalid("cmId", "the number of your account");
        }
        return cmId == 0 ? other : cmId;
    }
}
