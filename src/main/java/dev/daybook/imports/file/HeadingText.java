package dev.daybook.imports.file;

import dev.daybook.domain.message.Blanks;
import java.util.Set;
import org.commonmark.node.Code;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * Text of a heading of Markdown without its markup: {@code How to pay} for {@code **How** to [pay](x)}. HTML stays, as
 * on the pages of the console, because {@code <name>} may be a word.
 */
final class HeadingText {
    /** Parser for a heading's text: without block types, all of it is one paragraph. */
    private static final Parser INLINES =
            Parser.builder().enabledBlockTypes(Set.of()).build();

    /** The longest source that is parsed: the parser's work may grow with the square of the length. */
    private static final int MAX_PARSED = 10_000;

    private HeadingText() {}

    /**
     * The text of the heading with this source; the source itself if it has no text, or is longer than {@link
     * #MAX_PARSED}.
     */
    static String of(String source) {
        var text = new StringBuilder();
        if (source.length() <= MAX_PARSED) {
            var paragraph = INLINES.parse(source);
            for (var node = paragraph.getFirstChild(); node != null; node = next(node)) {
                text.append(own(node));
            }
        }
        return Blanks.isBlank(text.toString()) ? source.replace('\n', ' ') : Blanks.strip(text.toString());
    }

    private static String own(Node node) {
        if (node instanceof Text text) {
            return text.getLiteral();
        }
        if (node instanceof Code code) {
            return code.getLiteral();
        }
        if (node instanceof HtmlInline html) {
            return html.getLiteral();
        }
        return node instanceof SoftLineBreak || node instanceof HardLineBreak ? " " : "";
    }

    /**
     * The next node in the order of the text; null after the last one. Not recursive: elements may be nested deeply.
     */
    private static @Nullable Node next(Node node) {
        if (node.getFirstChild() != null) {
            return node.getFirstChild();
        }
        Node at = node;
        while (at != null && at.getNext() == null) {
            at = at.getParent();
        }
        return at == null ? null : at.getNext();
    }
}
