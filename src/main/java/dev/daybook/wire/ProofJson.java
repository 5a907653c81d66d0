package dev.daybook.wire;

import dev.daybook.domain.DayDigest;
import dev.daybook.domain.DaySpan;
import java.time.ZoneId;
import java.util.List;

/**
 * Proof: its request and its answer. Daybook's own; the vendor has nothing like it.
 *
 * @param cmId the account that the caller says it is of
 * @param span the days of creation
 * @param ignored the fields that mean nothing to this operation
 */
public record ProofJson(long cmId, DaySpan span, List<String> ignored) {
    public ProofJson {
        ignored = List.copyOf(ignored);
    }

    /**
     * Reads a request.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_JSON, INVALID_VALUE or RANGE_TOO_WIDE
     */
    public static ProofJson decode(byte[] body) {
        var fields = JsonBody.parse(body);
        var cmId = PullJson.account(fields);
        var span = new DaySpan(PullJson.day(fields, "startDate"), PullJson.day(fields, "endDate"));
        return new ProofJson(cmId, span, fields.ignored());
    }

    /**
     * The answer.
     *
     * @param zone the account's, in which the days are
     * @param maxLimit the most records that a page of a pull may have
     */
    public static byte[] encode(ZoneId zone, int maxLimit, List<DayDigest> digests) {
        var days = digests.stream()
                .map(digest -> new Day(
                        digest.day().toString(),
                        digest.digest().records(),
                        digest.digest().text()))
                .toList();
        return Json.MAPPER.writeValueAsBytes(new Answer(new Proof(zone.getId(), maxLimit, days), "success"));
    }

    private record Answer(Proof message, String status) {}

    private record Proof(String zone, int maxLimit, List<Day> days) {}

    private record Day(String date, long records, String digest) {}
}
