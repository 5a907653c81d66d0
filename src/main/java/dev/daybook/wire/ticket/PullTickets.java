package dev.daybook.wire.ticket;

import dev.daybook.domain.DateRange;
import dev.daybook.domain.PageRequest;
import dev.daybook.domain.Problem;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.ticket.TicketFilter;
import dev.daybook.domain.ticket.TicketStatus;
import dev.daybook.wire.Fields;
import dev.daybook.wire.JsonBody;
import dev.daybook.wire.Pieces;
import dev.daybook.wire.PullJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Pull Ticket by Date Range: its request and its answer, as on the vendor's page of that name (checked 2026-11). A
 * request with a customer code may leave the dates out, as one production client does.
 *
 * @param cmId the account that the caller says it is of, 0 if it does not
 * @param range the days of creation; empty for all
 * @param page which part of the answer
 * @param counted whether the answer says how many tickets there are
 * @param filter what the tickets must match
 * @param ignored the fields that mean nothing to this operation
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public record PullTickets(
        long cmId,
        Optional<DateRange> range,
        PageRequest page,
        boolean counted,
        TicketFilter filter,
        List<String> ignored) {
    private static final int MAX_TEXT = 500;

    public PullTickets {
        ignored = List.copyOf(ignored);
    }

    /**
     * Reads a request.
     *
     * @param maxLimit the most tickets that a page may have
     * @param older whether it came by the older path, whose page has its own words for a missing date
     * @throws dev.daybook.domain.ProblemException INVALID_JSON, INVALID_VALUE or RANGE_TOO_WIDE
     */
    public static PullTickets decode(byte[] body, int maxLimit, boolean older) {
        var fields = JsonBody.parse(body);
        var cmId = fields.number("cm_id");
        var filter = filter(fields);
        var dated = filter.customerCode().isEmpty() || fields.has("start_date") || fields.has("end_date");
        if (older && dated && !fields.has("start_date")) {
            throw Problem.INVALID_VALUE.because("either start_date is null or blank");
        }
        return new PullTickets(
                cmId,
                dated ? Optional.of(PullJson.range(fields, "start_date", "end_date")) : Optional.empty(),
                PullJson.page(RecordKind.TICKET, fields, maxLimit),
                fields.has("limit"),
                filter,
                fields.ignored());
    }

    private static TicketFilter filter(Fields fields) {
        var status = fields.word("status", MAX_TEXT);
        return new TicketFilter(
                fields.word("customer_code", MAX_TEXT),
                status.isEmpty()
                        ? Optional.empty()
                        : Optional.of(TicketStatus.of(status)
                                .orElseThrow(() -> fields.invalid("status", "P, C, Pending or Complete"))),
                fields.word("sub_status", MAX_TEXT));
    }

    /**
     * The answer around documents that are already rendered.
     *
     * @param total how many tickets there are, if that was asked for
     */
    public static Pieces encode(List<byte[]> documents, OptionalLong total) {
        var count = total.isPresent() ? Long.toString(total.getAsLong()) : "null";
        return PullJson.encode(
                ("{\"totalCount\":" + count + ",\"message\":[").getBytes(StandardCharsets.US_ASCII), documents);
    }
}
