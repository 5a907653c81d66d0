package dev.daybook.wire;

import dev.daybook.domain.ChangedRecord;
import dev.daybook.domain.FeedPosition;
import dev.daybook.domain.RecordKind;
import dev.daybook.wire.json.JsonBody;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Request and answer of the feed of changes. The operation is Daybook's own; the vendor has nothing similar.
 *
 * @param after the position to continue after
 * @param limit the largest number of records
 */
public record PullChanges(FeedPosition after, int limit) {
    /**
     * Reads a request.
     *
     * @param caller the account of the caller
     * @param maxLimit the largest page size
     * @throws dev.daybook.domain.ProblemException INVALID_JSON, INVALID_VALUE or FORBIDDEN
     */
    public static Request<PullChanges> decode(RecordKind kind, byte[] body, long caller, int maxLimit) {
        var fields = JsonBody.parse(body);
        var cmId = PullJson.account(fields);
        // Check the account before the cursor: a request for another account may have a cursor of that account, and its
        // caller must learn that the account is wrong, not that the cursor is.
        Request.checkAccount(cmId, caller);
        var after = CursorCodec.readChange(kind, caller, fields, "cursor").orElse(FeedPosition.START);
        var limit = PullJson.limit(fields, maxLimit);
        return new Request<>(cmId, new PullChanges(after, limit), fields.ignored());
    }

    /** Encodes the answer from rendered documents; a deleted record has null instead of a document. */
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
