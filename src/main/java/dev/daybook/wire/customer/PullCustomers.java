package dev.daybook.wire.customer;

import dev.daybook.domain.DaySpan;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.customer.CustomerFilter;
import dev.daybook.wire.AskedPage;
import dev.daybook.wire.PullJson;
import dev.daybook.wire.Request;
import dev.daybook.wire.json.JsonBody;

/**
 * Pull Customer by Date Range: its request, as on the vendor's page of that name (checked 2026-11).
 *
 * @param range the days of creation
 * @param allCustomerPage whether empty filters are filled from the account's saved criteria
 */
public record PullCustomers(DaySpan range, AskedPage page, boolean allCustomerPage, CustomerFilter filter) {
    /**
     * Reads a request.
     *
     * @param caller the account of the caller
     * @param maxLimit the largest page size
     * @throws dev.daybook.domain.ProblemException INVALID_JSON, INVALID_VALUE, RANGE_TOO_WIDE or FORBIDDEN
     */
    public static Request<PullCustomers> decode(byte[] body, long caller, int maxLimit) {
        var fields = JsonBody.parse(body);
        var cmId = PullJson.account(fields);
        var range = PullJson.range(fields, "createStartDate", "createEndDate");
        var page = PullJson.page(RecordKind.CUSTOMER, cmId, caller, fields, maxLimit);
        var allCustomerPage = fields.flag("isAllCustomerPage").orElse(false);
        var filter = CustomerFilterJson.from(fields);
        return new Request<>(cmId, new PullCustomers(range, page, allCustomerPage, filter), fields.ignored());
    }
}
