package dev.daybook.wire;

import dev.daybook.domain.DaySpan;
import dev.daybook.domain.Reason;
import dev.daybook.domain.proof.DayDigest;
import dev.daybook.wire.json.Json;
import dev.daybook.wire.json.JsonBody;
import java.time.ZoneId;
import java.util.List;

/** Request and answer of the proof. The operation is Daybook's own; the vendor has nothing similar. */
public final class ProofJson {
    private ProofJson() {}

    /**
     * Reads a request for the proof. It names the first and the last day of creation of the records to prove.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_JSON, INVALID_VALUE or RANGE_TOO_WIDE
     */
    public static Request<DaySpan> decode(byte[] body) {
        var fields = JsonBody.parse(body);
        var cmId = PullJson.account(fields);
        var span = PullJson.days(fields, "startDate", "endDate");
        if (span.isLongerThan(DayDigest.MAX_DAYS)) {
            throw Reason.PROOF_TOO_WIDE.with(DayDigest.MAX_DAYS);
        }
        return new Request<>(cmId, span, fields.ignored());
    }

    /**
     * Encodes the answer: the proof of the requested days.
     *
     * @param zone the account's zone, which defines the days
     * @param maxLimit the largest page size of a pull
     * @param masking whether the caller's key masks
     * @param digests the digest of each requested day
     */
    public static byte[] encode(ZoneId zone, int maxLimit, boolean masking, List<DayDigest> digests) {
        var days = digests.stream()
                .map(digest -> new Day(
                        digest.day().toString(),
                        digest.digest().records(),
                        digest.digest().text()))
                .toList();
        return Json.success(new Proof(zone.getId(), maxLimit, masking, days));
    }

    private record Proof(String zone, int maxLimit, boolean masking, List<Day> days) {}

    private record Day(String date, long records, String digest) {}
}
