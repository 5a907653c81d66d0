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
 * @param cmId the account that the caller says it is of
 * @param range the days of creation
 * @param page which part of the answer
 * @param allCustomerPage whether the account's saved criteria fill in the filters that are empty here
 * @param filter what the customers must match
 * @param ignored the fields that mean nothing to this operation
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
     * @param maxLimit the most customers that a page may have
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
