package dev.daybook.console.page;

import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** Turns Markdown into HTML that is safe to show: HTML in it is shown as text, and links lead nowhere but to the web. */
final class Markdown {
    private final Parser parser = Parser.builder().build();
    private final HtmlRenderer renderer =
            HtmlRenderer.builder().escapeHtml(true).sanitizeUrls(true).build();

    /** The HTML of a text. */
    String html(String text) {
        return renderer.render(parser.parse(text));
    }
}
