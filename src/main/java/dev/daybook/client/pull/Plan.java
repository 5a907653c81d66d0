package dev.daybook.client.pull;

import dev.daybook.client.PullOptions;
import java.util.regex.Pattern;

/**
 * What a pull was begun with, on one line: all on which the bytes of its files depend. The size of pages is part of it,
 * but does not have to be repeated: a pull that goes on takes it from here.
 *
 * @param text the line
 */
record Plan(String text) {
    private static final Pattern PAGES = Pattern.compile(" by (\\d{1,9}) as ");

    static Plan of(PullOptions options, Target target) {
        return new Plan(String.join(
                " ",
                "pull 1",
                source(options),
                options.from().toString(),
                options.to().toString(),
                "by",
                Integer.toString(options.pageSize()),
                "as",
                target.described()));
    }

    /** Which records of which server. */
    static String source(PullOptions options) {
        return options.kind().plural() + " of " + options.cmId() + " at "
                + options.server().toString().replaceAll("/+$", "");
    }

    /** Whether a pull with this plan may go on with what one with the other plan has done. */
    boolean fits(Plan other) {
        return PAGES.matcher(text)
                .replaceFirst(" as ")
                .equals(PAGES.matcher(other.text).replaceFirst(" as "));
    }

    /** How many records a page has; as a fallback if the line does not say. */
    int pageSize(int fallback) {
        var pages = PAGES.matcher(text);
        return pages.find() ? Integer.parseInt(pages.group(1)) : fallback;
    }
}
