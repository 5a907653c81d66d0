package dev.daybook.domain.faq;

import java.util.List;

/**
 * A page of the matching entries.
 *
 * @param total the number of all matches
 */
public record FaqPage(List<FaqEntry> entries, long total) {
    /** No entry matches. */
    public static final FaqPage EMPTY = new FaqPage(List.of(), 0);

    public FaqPage {
        entries = List.copyOf(entries);
    }
}
