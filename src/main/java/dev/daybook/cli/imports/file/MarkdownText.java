package dev.daybook.cli.imports.file;

import java.util.regex.Pattern;

/**
 * A Markdown text in two parts. Nothing of it is rendered or changed.
 *
 * @param title the text of its first heading that is marked by {@code #}, empty if it has none
 * @param rest the text without that line
 */
record MarkdownText(String title, String rest) {
    private static final Pattern HEADING = Pattern.compile(" {0,3}#{1,6}[ \\t]+(.*?)([ \\t]+#+)?[ \\t]*");
    private static final Pattern FENCE = Pattern.compile(" {0,3}(```|~~~).*");

    /** Takes a text apart. */
    static MarkdownText of(String text) {
        var lines = text.startsWith("\uFEFF") ? text.substring(1) : text;
        var fence = "";
        for (var start = 0; start < lines.length(); ) {
            var newline = lines.indexOf('\n', start);
            var end = newline < 0 ? lines.length() : newline + 1;
            var line = lines.substring(start, end).stripTrailing();
            var heading = HEADING.matcher(line);
            var mark = FENCE.matcher(line);
            if (mark.matches()) {
                fence = fence.isEmpty() ? mark.group(1) : fence.equals(mark.group(1)) ? "" : fence;
            } else if (fence.isEmpty() && heading.matches() && !heading.group(1).isBlank()) {
                return new MarkdownText(
                        heading.group(1).strip(), (lines.substring(0, start) + lines.substring(end)).strip());
            }
            start = end;
        }
        return new MarkdownText("", lines.strip());
    }
}
