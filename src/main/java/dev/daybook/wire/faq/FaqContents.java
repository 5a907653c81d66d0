package dev.daybook.wire.faq;

import dev.daybook.domain.faq.FaqEntry;
import dev.daybook.domain.faq.FaqPage;
import dev.daybook.domain.faq.IndexRange;
import dev.daybook.wire.Fields;
import dev.daybook.wire.Json;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * What Get FAQ Content and Search FAQ Content have in common: the entries that they answer and the part that is wanted. The
 * vendor's page shows an entry as far as its detail; what follows is Daybook's own.
 */
public final class FaqContents {
    private static final int DEFAULT_LENGTH = 20;
    private static final int LAST_INDEX = 1_000_000_000;

    private static final DateTimeFormatter CREATED = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private FaqContents() {}

    /** Which entries are wanted: {@code start_index}, 0 if not given, up to {@code end_index}, 20 after it. */
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

    /** The answer; times are in the account's zone. */
    public static byte[] encode(FaqPage page, ZoneId zone) {
        var contents =
                page.entries().stream().map(entry -> content(entry, zone)).toList();
        return Json.MAPPER.writeValueAsBytes(new Body(new Message(contents, page.total()), "success"));
    }

    private static Content content(FaqEntry entry, ZoneId zone) {
        return new Content(
                entry.id(),
                entry.title(),
                entry.detail(),
                entry.categoryId(),
                entry.categoryName(),
                CREATED.format(entry.createdAt().atZone(zone)));
    }

    private record Body(Message message, String status) {}

    /**
     * The entries.
     *
     * @param contents those that were asked for
     * @param totalCount how many there are in all
     */
    public record Message(List<Content> contents, long totalCount) {}

    /**
     * An entry.
     *
     * @param title the question
     * @param detail the answer
     * @param createdDate in the account's zone
     */
    public record Content(
            long id, String title, String detail, long categoryId, String categoryName, String createdDate) {}
}
