package dev.daybook.wire;

import dev.daybook.domain.ChangedRecord;
import dev.daybook.domain.FeedPosition;
import dev.daybook.domain.RecordKind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Changes: its request and its answer. Daybook's own; the vendor has nothing like it.
 *
 * @param cmId the account that the caller says it is of
 * @param after the position after which to go on
 * @param limit how many records at most
 * @param ignored the fields that mean nothing to this operation
 */
public record PullChanges(long cmId, FeedPosition after, int limit, List<String> ignored) {
    public PullChanges {
        ignored = List.copyOf(ignored);
    }

    /**
     * Reads a request.
     *
     * @param kind of what records
     * @param maxLimit the most records that a page may have
     * @throws dev.daybook.domain.ProblemException INVALID_JSON or INVALID_VALUE
     */
    public static PullChanges decode(RecordKind kind, byte[] body, int maxLimit) {
        var fields = JsonBody.parse(body);
        return new PullChanges(
                PullJson.account(fields),
                CursorCodec.readChange(kind, fields, "cursor").orElse(FeedPosition.START),
                PullJson.limit(fields, maxLimit),
                fields.ignored());
    }

    /** The answer, around documents that are already rendered. */
    public static byte[] encode(RecordKind kind, List<ChangedRecord> records) {
        var answer = new ByteArrayOutputStream();
        write(answer, "{\"message\":[");
        var separator = "";
        for (var changed : records) {
            var change = changed.change().name().toLowerCase(Locale.ROOT);
            write(answer, separator + "{\"change\":\"" + change + "\",\"id\":" + changed.id());
            write(answer, ",\"version\":" + changed.version() + ",\"" + kind.word() + "\":");
            changed.document().ifPresentOrElse(answer::writeBytes, () -> write(answer, "null"));
            write(answer, "}");
            separator = ",";
        }
        write(answer, "],\"status\":\"success\"}");
        return answer.toByteArray();
    }

    private static void write(ByteArrayOutputStream answer, String text) {
        answer.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
