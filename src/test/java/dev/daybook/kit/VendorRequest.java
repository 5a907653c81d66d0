package dev.daybook.kit;

import dev.daybook.domain.RecordKind;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The request of a pull, as {@link VendorServer} understands it.
 *
 * @param kind the kind of record
 * @param number the number of the request, from 1 on
 * @param first the first day in the request
 * @param last the last day in the request
 * @param from the first instant of the window
 * @param until the first instant after the window
 * @param limit the largest number of records
 * @param offset the number of records to skip
 */
public record VendorRequest(
        RecordKind kind,
        int number,
        LocalDate first,
        LocalDate last,
        LocalDateTime from,
        LocalDateTime until,
        int limit,
        int offset) {
    private static final int DEFAULT_LIMIT = 100;

    /**
     * Parses a body. Empty if the body is malformed or for another account, or if its last day is more than one day
     * after its first: the vendor's pages allow 24 hours between them.
     */
    static Optional<VendorRequest> read(RecordKind kind, int number, byte[] body) {
        try {
            var fields = JsonMapper.shared().readTree(body);
            return switch (kind) {
                case CUSTOMER ->
                    isOfAccount(fields, "cm_id")
                            ? read(kind, number, fields, "createStartDate", "createEndDate")
                            : Optional.empty();
                // In the sample on the vendor's page of Pull Ticket, the request is in an array.
                case TICKET ->
                    fields.isArray() && fields.size() == 1
                            ? read(kind, number, fields.get(0), "start_date", "end_date")
                            : Optional.empty();
                case ORDER ->
                    isOfAccount(fields, "cmId")
                            ? read(kind, number, fields, "createStartDate", "createEndDate")
                            : Optional.empty();
            };
        } catch (JacksonException | DateTimeException | NumberFormatException malformed) {
            return Optional.empty();
        }
    }

    private static boolean isOfAccount(JsonNode fields, String name) {
        return number(fields, name, 0) == VendorServer.CM_ID;
    }

    private static Optional<VendorRequest> read(
            RecordKind kind, int number, JsonNode fields, String first, String last) {
        var from = LocalDate.parse(fields.path(first).asString(""));
        var to = LocalDate.parse(fields.path(last).asString(""));
        var limit = number(fields, "limit", DEFAULT_LIMIT);
        var days = ChronoUnit.DAYS.between(from, to);
        return days >= 0 && days <= 1 && limit > 0
                ? Optional.of(new VendorRequest(
                        kind,
                        number,
                        from,
                        to,
                        from.atStartOfDay(),
                        to.plusDays(1).atStartOfDay(),
                        limit,
                        number(fields, "offset", 0)))
                : Optional.empty();
    }

    /** A number or a text of digits; {@code absent} for an empty text or a missing key. */
    private static int number(JsonNode fields, String name, int absent) {
        var text = fields.path(name).asString("");
        return text.isEmpty() ? absent : Integer.parseUnsignedInt(text);
    }

    /** A copy with another window. */
    public VendorRequest within(LocalDateTime start, LocalDateTime end) {
        return new VendorRequest(kind, number, first, last, start, end, limit, offset);
    }

    /** A copy with another limit and offset. */
    public VendorRequest part(int most, int skipped) {
        return new VendorRequest(kind, number, first, last, from, until, most, skipped);
    }

    boolean has(LocalDateTime instant) {
        return !instant.isBefore(from) && instant.isBefore(until);
    }

    List<VendorRecord> page(List<VendorRecord> records) {
        return records.stream().skip(offset).limit(limit).toList();
    }
}
