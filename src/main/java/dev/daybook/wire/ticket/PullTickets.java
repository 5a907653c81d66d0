package dev.daybook.wire.ticket;

import dev.daybook.domain.DaySpan;
import dev.daybook.domain.Problem;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.ticket.TicketFilter;
import dev.daybook.wire.AskedPage;
import dev.daybook.wire.PullJson;
import dev.daybook.wire.Request;
import dev.daybook.wire.bytes.Pieces;
import dev.daybook.wire.json.Fields;
import dev.daybook.wire.json.JsonBody;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Request and answer of Pull Ticket by Date Range, as on the vendor's page of that name (checked 2026-11). A request
 * with a customer code may omit the dates, as one production client does.
 *
 * @param range the days of creation; empty for all
 * @param counted whether the answer includes the number of matches
 */
public record PullTickets(Optional<DaySpan> range, AskedPage page, boolean counted, TicketFilter filter) {
    /**
     * Reads a request.
     *
     * @param caller the account of the caller
     * @param maxLimit the largest page size
     * @param older whether the request came on the older path, which has another message for a missing first day
     * @throws dev.daybook.domain.ProblemException INVALID_JSON, INVALID_VALUE, RANGE_TOO_WIDE or FORBIDDEN
     */
    public static Request<PullTickets> decode(byte[] body, long caller, int maxLimit, boolean older) {
        var fields = JsonBody.parse(body);
        var cmId = fields.id("cm_id");
        var filter = filter(fields);
        var dated = filter.customerCode().isEmpty() || fields.has("start_date") || fields.has("end_date");
        if (older && dated && !fields.has("start_date")) {
            throw Problem.INVALID_VALUE.because("either start_date is null or blank");
        }
        var pull = new PullTickets(
                dated ? Optional.of(PullJson.range(fields, "start_date", "end_date")) : Optional.empty(),
                PullJson.page(RecordKind.TICKET, cmId, caller, fields, maxLimit),
                fields.has("limit"),
                filter);
        return new Request<>(cmId, pull, fields.ignored());
    }

    private static TicketFilter filter(Fields fields) {
        var status = TicketChangeJson.status(fields);
        return new TicketFilter(
                fields.code("customer_code", Fields.MAX_TEXT), status, fields.word("sub_status", Fields.MAX_TEXT));
    }

    /** Whether the request is for all tickets of its days. */
    public boolean isPlain() {
        return filter.equals(TicketFilter.NONE);
    }

    /**
     * Encodes the answer from rendered documents.
     *
     * @param total the number of matches, if requested
     */
    public static Pieces encode(List<byte[]> documents, OptionalLong total) {
        return PullJson.encode(head(total), documents);
    }

    /**
     * The answer up to the first document.
     *
     * @param total the number of matches, if requested
     */
    public static byte[] head(OptionalLong total) {
        var count = total.isPresent() ? Long.toString(total.getAsLong()) : "null";
        return ("{\"totalCount\":" + count + ",\"message\":[").getBytes(StandardCharsets.US_ASCII);
    }
}
