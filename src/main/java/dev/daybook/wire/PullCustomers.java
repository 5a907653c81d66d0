package dev.daybook.wire;

import dev.daybook.domain.DateRange;
import dev.daybook.domain.PageRequest;
import dev.daybook.domain.customer.CustomerFilter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;

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
    /** How many customers a page has if the request does not say. */
    public static final int DEFAULT_LIMIT = 100;

    private static final byte[] HEAD = "{\"message\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TAIL = "],\"status\":\"success\"}".getBytes(StandardCharsets.US_ASCII);

    public PullCustomers {
        ignored = List.copyOf(ignored);
    }

    /**
     * A request for a page of one day, as its caller sends it.
     *
     * @param cursor where the page begins in the server's own words; if it is empty, the offset counts
     */
    public static byte[] request(long cmId, LocalDate day, int limit, long offset, String cursor) {
        var request = JsonNodeFactory.instance.objectNode();
        request.put("cm_id", cmId);
        request.put("createStartDate", day.toString());
        request.put("createEndDate", day.toString());
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
     * @param maxLimit the most customers that a page may have
     * @throws dev.daybook.domain.ProblemException INVALID_JSON, INVALID_VALUE or RANGE_TOO_WIDE
     */
    public static PullCustomers decode(byte[] body, int maxLimit) {
        var fields = JsonBody.parse(body);
        var cmId = account(fields);
        var range = new DateRange(day(fields, "createStartDate"), day(fields, "createEndDate"));
        var page = page(fields, maxLimit);
        var allCustomerPage = fields.flag("isAllCustomerPage").orElse(false);
        var filter = CustomerFilterJson.from(fields);
        return new PullCustomers(cmId, range, page, allCustomerPage, filter, fields.ignored());
    }

    /** The answer around documents that are already rendered; each is copied once, into its place. */
    public static byte[] encode(List<byte[]> documents) {
        var length = HEAD.length + TAIL.length + Math.max(0, documents.size() - 1);
        for (var document : documents) {
            length += document.length;
        }
        var answer = ByteBuffer.allocate(length).put(HEAD);
        for (var document : documents) {
            if (answer.position() > HEAD.length) {
                answer.put((byte) ',');
            }
            answer.put(document);
        }
        return answer.put(TAIL).array();
    }

    /** The account, which must be named. */
    static long account(Fields fields) {
        var cmId = fields.number("cm_id");
        if (cmId == 0) {
            throw fields.invalid("cm_id", "the number of your account");
        }
        return cmId;
    }

    static LocalDate day(Fields fields, String name) {
        return fields.date(name).orElseThrow(() -> fields.invalid(name, "a day as YYYY-MM-DD, found nothing"));
    }

    static int limit(Fields fields, int maxLimit) {
        return Math.toIntExact(fields.number("limit", 1, maxLimit).orElse((long) Math.min(DEFAULT_LIMIT, maxLimit)));
    }

    private static PageRequest page(Fields fields, int maxLimit) {
        var limit = limit(fields, maxLimit);
        var offset = fields.number("offset");
        var after = CursorJson.read(fields, "cursor");
        if (offset > 0 && after.isPresent()) {
            throw fields.invalid("offset", "either an offset or a cursor, found both");
        }
        return new PageRequest(limit, offset, after);
    }
}
