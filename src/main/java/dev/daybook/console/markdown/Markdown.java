package dev.daybook.console.markdown;

import dev.daybook.domain.faq.FaqChange;
import java.util.List;
import java.util.Optional;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.DefaultUrlSanitizer;
import org.commonmark.renderer.html.HtmlRenderer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renderer of Markdown as safe HTML: HTML in the text is escaped, and links can have only safe protocols. The work is
 * bounded. A text that would need more work, or that cannot be rendered, is shown as it was written.
 */
public final class Markdown {
    /**
     * The longest HTML in characters. A short text may become very long HTML: it can define a long address once and use
     * it in many links.
     */
    static final int MAX_HTML = 16 * FaqChange.MAX_DETAIL;

    /**
     * The largest number of opening brackets in a text that is rendered. The library copies the text between each pair
     * of brackets, so more brackets could be too much work.
     */
    private static final int MAX_BRACKETS = 1_000;

    /** The deepest nesting of lists and quotes; each list counts twice. Deeper lists and quotes become text. */
    private static final int MAX_BLOCKS = 40;

    /**
     * The deepest nesting of elements that is rendered, because the renderer is recursive. A text with deeper nesting
     * is shown as plain text.
     */
    private static final int MAX_DEPTH = 100;

    /**
     * The protocols of links. The library's default also allows {@code data}: such a link holds a page, which could
     * look like a page of the console.
     */
    private static final List<String> PROTOCOLS = List.of("http", "https", "mailto");

    private static final Logger LOG = LoggerFactory.getLogger(Markdown.class);

    private final Parser parser;
    private final HtmlRenderer renderer = HtmlRenderer.builder()
            .escapeHtml(true)
            .sanitizeUrls(true)
            .urlSanitizer(new DefaultUrlSanitizer(PROTOCOLS))
            .nodeRendererFactory(Images::new)
            .build();

    /** A renderer; it can be used by several threads. */
    public Markdown() {
        this(Parser.builder());
    }

    /** A renderer with this parser, to which it adds the limits of this class. */
    Markdown(Parser.Builder parser) {
        this.parser = parser.maxOpenBlockParsers(MAX_BLOCKS)
                .customInlineContentParserFactory(new LinearInlines.Factory())
                .build();
    }

    /** The text as HTML. */
    public String html(String text) {
        return rendered(text).orElseGet(() -> plain(text));
    }

    private Optional<String> rendered(String text) {
        if (text.length() > FaqChange.MAX_DETAIL
                || text.chars().filter(letter -> letter == '[').count() > MAX_BRACKETS) {
            return Optional.empty();
        }
        try {
            var document = parser.parse(text);
            if (isTooDeep(document)) {
                return Optional.empty();
            }
            var html = new BoundedHtml(MAX_HTML);
            renderer.render(document, html);
            return Optional.of(html.toString());
        } catch (BoundedHtml.TooLong much) {
            return Optional.empty();
        } catch (RuntimeException | StackOverflowError failure) {
            // A defect of the library must not break the page: a person needs the page to change the entry.
            LOG.warn("Markdown is shown as plain text: {}", failure.getClass().getName());
            return Optional.empty();
        }
    }

    /** Whether an element is too deep. Not recursive, because a recursion could overflow the stack. */
    private static boolean isTooDeep(Node document) {
        var depth = 0;
        var node = document;
        while (true) {
            if (node.getFirstChild() != null) {
                node = node.getFirstChild();
                depth++;
                if (depth > MAX_DEPTH) {
                    return true;
                }
            } else {
                while (node.getNext() == null) {
                    if (depth == 0) {
                        return false;
                    }
                    node = node.getParent();
                    depth--;
                }
                node = node.getNext();
            }
        }
    }

    /** The text as it was written, escaped. */
    private String plain(String text) {
        var paragraph = new Paragraph();
        paragraph.appendChild(new Text(text));
        return "<div class=\"said\">" + renderer.render(paragraph) + "</div>";
    }
}
