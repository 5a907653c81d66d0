package dev.daybook.domain.faq;

import java.util.List;

/**
 * A part of the entries that match.
 *
 * @param entries the entries
 * @param total how many match in all
 */
public record FaqPage(List<FaqEntry> entries, long total) {
    /** No entry matches. */
    public static final FaqPage EMPTY = new FaqPage(List.of(), 0);

    public FaqPage {
        entries = List.copyOf(entries);
    }
}
