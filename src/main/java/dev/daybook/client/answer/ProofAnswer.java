package dev.daybook.client.answer;

import dev.daybook.domain.proof.PullDigest;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneRulesException;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Daybook's proof: the digests of the records of some days.
 *
 * @param zoneName the account's zone
 * @param maxLimit the largest page size, 0 if the server does not say
 * @param masking whether the key is a masking key; false if the server, an earlier Daybook, does not say
 * @param days the digest of each day
 */
public record ProofAnswer(String zoneName, int maxLimit, boolean masking, SortedMap<LocalDate, PullDigest> days) {
    /**
     * The body of the request for the proof of the days from {@code from} to {@code to}, both included: at most {@link
     * dev.daybook.domain.proof.DayDigest#MAX_DAYS} days.
     */
    public static byte[] request(long cmId, LocalDate from, LocalDate to) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("cm_id", cmId)
                .put("startDate", from.toString())
                .put("endDate", to.toString())
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads the answer to {@link #request}.
     *
     * @throws IllegalArgumentException if the body is no proof
     */
    public static ProofAnswer read(byte[] body) {
        try {
            var message = AnswerFrame.read(body).path("message");
            var days = new TreeMap<LocalDate, PullDigest>();
            for (var day : message.path("days")) {
                days.put(
                        LocalDate.parse(day.path("date").asString()),
                        PullDigest.of(
                                day.path("records").asLong(), day.path("digest").asString()));
            }
            return new ProofAnswer(
                    zone(message.path("zone").asString()),
                    message.path("maxLimit").asInt(0),
                    message.path("masking").asBoolean(false),
                    days);
        } catch (JacksonException | DateTimeException | NumberFormatException malformed) {
            throw new IllegalArgumentException("the answer is not a proof: " + malformed.getMessage());
        }
    }

    /** Returns a zone's name, even if this Java does not know it. Throws an exception if the name is malformed. */
    private static String zone(String name) {
        try {
            return ZoneId.of(name).getId();
        } catch (ZoneRulesException newer) {
            return name;
        }
    }

    /**
     * The account's zone.
     *
     * @throws IllegalArgumentException if this Java does not know it, because the server has newer time zone data
     */
    public ZoneId zone() {
        try {
            return ZoneId.of(zoneName);
        } catch (ZoneRulesException newer) {
            throw new IllegalArgumentException(
                    "this Java does not know the account's time zone, " + zoneName
                            + "; update it, or name a zone with the same days by --zone",
                    newer);
        }
    }
}
