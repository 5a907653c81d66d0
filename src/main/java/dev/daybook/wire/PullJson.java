package dev.daybook.wire;

import dev.daybook.domain.DaySpan;
import dev.daybook.domain.Pack;
import dev.daybook.domain.Problem;
import dev.daybook.domain.Reason;
import dev.daybook.domain.RecordKind;
import dev.daybook.wire.bytes.GzipMember;
import dev.daybook.wire.bytes.Pieces;
import dev.daybook.wire.json.Fields;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The common parts of the requests and answers of all pulls. */
public final class PullJson {
    /** The page size if the request has none. */
    public static final int DEFAULT_LIMIT = 100;

    private static final byte[] HEAD = "{\"message\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COMMA = {','};
    private static final byte[] TAIL = "],\"status\":\"success\"}".getBytes(StandardCharsets.US_ASCII);

    private PullJson() {}

    /** Encodes the answer from rendered documents. */
    public static Pieces encode(List<byte[]> documents) {
        return encode(HEAD, documents);
    }

    /**
     * Encodes the answer from rendered documents.
     *
     * @param head the answer up to the first document
     */
    public static Pieces encode(byte[] head, List<byte[]> documents) {
        var pieces = new ArrayList<byte[]>(2 * documents.size() + 2);
        pieces.add(head);
        for (var document : documents) {
            if (pieces.size() > 1) {
                pieces.add(COMMA);
            }
            pieces.add(document);
        }
        pieces.add(TAIL);
        return Pieces.of(pieces);
    }

    /** The answer up to the first document. */
    public static byte[] head() {
        return HEAD.clone();
    }

    /**
     * Encodes the answer from packs of documents, as a member of gzip.
     *
     * @param head the answer up to the first document
     */
    public static Pieces encodePacked(byte[] head, List<Pack> packs) {
        var member = new GzipMember().add(head);
        for (var index = 0; index < packs.size(); index++) {
            if (index > 0) {
                member.add(COMMA);
            }
            member.add(packs.get(index));
        }
        return Pieces.of(member.add(TAIL).pieces());
    }

    /** The account that a request names. Refuses a request that names none. */
    public static long account(Fields fields) {
        var cmId = fields.id("cm_id");
        if (cmId == 0) {
            throw fields.invalid("cm_id", "the number of your account");
        }
        return cmId;
    }

    /** The day in a field. Refuses a request without this day. */
    public static LocalDate day(Fields fields, String name) {
        return fields.date(name).orElseThrow(() -> fields.invalid(name, "a day as YYYY-MM-DD, found nothing"));
    }

    /**
     * The days of a pull, from the fields of the first and the last day. Refuses a request without both, one whose last
     * day is before the first, and one whose days are more than one day apart.
     */
    public static DaySpan range(Fields fields, String first, String last) {
        var days = days(fields, first, last);
        if (days.isLongerThan(2)) {
            throw Reason.WINDOW_TOO_WIDE.with();
        }
        return days;
    }

    /**
     * The days from one field to another, any number of them. Refuses a request that lacks one of the fields, or whose
     * last day is before the first.
     */
    public static DaySpan days(Fields fields, String first, String last) {
        var from = day(fields, first);
        var to = day(fields, last);
        if (to.isBefore(from)) {
            throw Problem.INVALID_VALUE.because(last + " must not be before " + first);
        }
        return new DaySpan(from, to);
    }

    /**
     * The requested page size; {@link #DEFAULT_LIMIT} if the request has none.
     *
     * @param maxLimit the largest page size, at least {@link #DEFAULT_LIMIT}
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if the size is not a whole number from 1 to {@code
     *     maxLimit}
     */
    public static int limit(Fields fields, int maxLimit) {
        return Math.toIntExact(fields.number("limit", 1, maxLimit).orElse((long) DEFAULT_LIMIT));
    }

    /**
     * The requested page. Checks the account before the cursor. A request for another account may have a cursor of
     * that account, and its caller must learn that the account is wrong, not that the cursor is.
     *
     * @param cmId the account that the request names; 0 if it names none
     * @param caller the account of the caller
     * @param maxLimit the largest page size
     */
    public static AskedPage page(RecordKind kind, long cmId, long caller, Fields fields, int maxLimit) {
        var limit = limit(fields, maxLimit);
        var offset = fields.number("offset", 0, Long.MAX_VALUE).orElse(0L);
        Request.checkAccount(cmId, caller);
        var cursor = CursorCodec.read(kind, caller, fields, "cursor");
        if (offset > 0 && cursor.isPresent()) {
            throw fields.invalid("offset", "either an offset or a cursor, found both");
        }
        return new AskedPage(limit, offset, cursor);
    }
}
