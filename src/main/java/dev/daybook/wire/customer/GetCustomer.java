package dev.daybook.wire.customer;

import dev.daybook.domain.customer.CustomerQuery;
import dev.daybook.wire.JsonBody;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Get Customer: its request and its answer, as on the vendor's page of that name (checked 2026-11).
 *
 * @param cmId the account given by the caller; 0 if not given
 * @param query the query for the customer
 * @param ignored the names of the fields that this operation ignores
 */
public record GetCustomer(long cmId, CustomerQuery query, List<String> ignored) {
    private static final int MAX_TEXT = 500;

    public GetCustomer {
        ignored = List.copyOf(ignored);
    }

    /**
     * Reads a request.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_JSON or INVALID_VALUE
     */
    public static GetCustomer decode(byte[] body) {
        var fields = JsonBody.parse(body);
        var kaptureId = fields.number("kapture_customer_id");
        var customerId = fields.number("customer_id");
        var query = new CustomerQuery(
                kaptureId != 0 ? kaptureId : customerId,
                fields.word("email_id", MAX_TEXT),
                fields.word("phone", MAX_TEXT));
        return new GetCustomer(fields.number("cm_id"), query, fields.ignored());
    }

    /** Encodes the answer from a rendered document. */
    public static byte[] encode(byte[] document) {
        var answer = new ByteArrayOutputStream(document.length + 50);
        answer.writeBytes("{\"Customer Details\":".getBytes(StandardCharsets.US_ASCII));
        answer.writeBytes(document);
        answer.writeBytes(",\"status\":\"success\"}".getBytes(StandardCharsets.US_ASCII));
        return answer.toByteArray();
    }
}
