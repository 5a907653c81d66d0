package dev.daybook.wire.faq;

import dev.daybook.domain.faq.FaqEntry;
import dev.daybook.domain.faq.FaqPage;
import dev.daybook.domain.faq.IndexRange;
import dev.daybook.wire.VendorTimes;
import dev.daybook.wire.bytes.Pieces;
import dev.daybook.wire.json.Fields;
import dev.daybook.wire.json.Json;
import java.time.ZoneId;
import java.util.List;

/**
 * The common parts of Get FAQ Content and Search FAQ Content: the requested range and the entries. The vendor's page
 * shows the keys of an entry up to {@code detail}; the keys after it are Daybook's own.
 */
public final class FaqContents {
    private static final int DEFAULT_LENGTH = 20;
    private static final int LAST_INDEX = 1_000_000_000;

    private FaqContents() {}

    /**
     * The requested range of indexes. {@code start_index} is included (default 0), {@code end_index} is not (default 20
     * more than the start).
     */
    static IndexRange range(Fields fields) {
        var start = fields.number("start_index", 0, LAST_INDEX).orElse(0L);
        var end = fields.number("end_index", 0, LAST_INDEX + IndexRange.MAX_LENGTH)
                .orElse(start + DEFAULT_LENGTH);
        if (end < start) {
            throw fields.invalid("end_index", "not less than start_index");
        }
        if (end - start > IndexRange.MAX_LENGTH) {
            throw fields.invalid("end_index", "at most " + IndexRange.MAX_LENGTH + " more than start_index");
        }
        return new IndexRange(start, end);
    }

    /** Encodes the answer, with times in the account's zone. */
    public static Pieces encode(FaqPage page, ZoneId zone) {
        var contents =
                page.entries().stream().map(entry -> content(entry, zone)).toList();
        return Json.largeSuccess(new Message(contents, page.total()));
    }

    private static Content content(FaqEntry entry, ZoneId zone) {
        return new Content(
                entry.id(),
                entry.title(),
                entry.detail(),
                entry.categoryId(),
                entry.categoryName(),
                VendorTimes.seconds(entry.createdAt(), zone));
    }

    /**
     * The entries.
     *
     * @param contents the requested entries
     * @param totalCount the number of all matches
     */
    public record Message(List<Content> contents, long totalCount) {}

    /**
     * An entry.
     *
     * @param title the question
     * @param detail the answer
     * @param createdDate when it was created, in the account's zone
     */
    public record Content(
            long id, String title, String detail, long categoryId, String categoryName, String createdDate) {}
}
