package dev.daybook.console.page;

import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** Renders Markdown as safe HTML: HTML in the text is escaped, and links can have only safe protocols. */
final class Markdown {
    private final Parser parser = Parser.builder().build();
    private final HtmlRenderer renderer =
            HtmlRenderer.builder().escapeHtml(true).sanitizeUrls(true).build();

    String html(String text) {
        return renderer.render(parser.parse(text));
    }
}
