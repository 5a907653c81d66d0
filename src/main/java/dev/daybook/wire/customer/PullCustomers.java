package dev.daybook.wire.customer;

import dev.daybook.domain.DateRange;
import dev.daybook.domain.PageRequest;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.customer.CustomerFilter;
import dev.daybook.wire.JsonBody;
import dev.daybook.wire.PullJson;
import java.util.List;

/**
 * Pull Customer by Date Range: its request and its answer, as on the vendor's page of that name (checked 2026-11).
 *
 * @param cmId the account given by the caller
 * @param range the days of creation
 * @param page the requested page
 * @param allCustomerPage whether empty filters are filled from the account's saved criteria
 * @param filter the filter
 * @param ignored the names of the fields that this operation ignores
 */
public record PullCustomers(
        long cmId,
        DateRange range,
        PageRequest page,
        boolean allCustomerPage,
        CustomerFilter filter,
        List<String> ignored) {
    public PullCustomers {
        ignored = List.copyOf(ignored);
    }

    /**
     * Reads a request.
     *
     * @param maxLimit the largest page size
     * @throws dev.daybook.domain.ProblemException INVALID_JSON, INVALID_VALUE or RANGE_TOO_WIDE
     */
    public static PullCustomers decode(byte[] body, int maxLimit) {
        var fields = JsonBody.parse(body);
        var cmId = PullJson.account(fields);
        var range = PullJson.range(fields, "createStartDate", "createEndDate");
        var page = PullJson.page(RecordKind.CUSTOMER, fields, maxLimit);
        var allCustomerPage = fields.flag("isAllCustomerPage").orElse(false);
        var filter = CustomerFilterJson.from(fields);
        return new PullCustomers(cmId, range, page, allCustomerPage, filter, fields.ignored());
    }
}
