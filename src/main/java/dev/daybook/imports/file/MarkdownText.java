package dev.daybook.imports.file;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.commonmark.ext.front.matter.YamlFrontMatterBlock;
import org.commonmark.ext.front.matter.YamlFrontMatterExtension;
import org.commonmark.ext.front.matter.YamlFrontMatterVisitor;
import org.commonmark.node.Block;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * Markdown text in parts. Nothing of it is rendered or changed, except that a carriage return alone becomes a line feed.
 *
 * @param fields the values of its YAML front matter, without those that are lists
 * @param heading the source of its first heading that is not empty and not within a quote or a list; empty if it has
 *     none
 * @param rest the text without the front matter and without that heading
 * @param body the text without the front matter
 */
record MarkdownText(Map<String, String> fields, String heading, String rest, String body) {
    /** Parser of blocks only: paragraphs are not parsed, and headings keep their source. */
    private static final Parser BLOCKS = Parser.builder()
            .extensions(List.of(YamlFrontMatterExtension.create()))
            .includeSourceSpans(IncludeSourceSpans.BLOCKS)
            .inlineParserFactory(context -> (lines, block) -> block.appendChild(new Text(lines.getContent())))
            .build();

    /** The end of a line in files of old programs. The parser knows it, but here a line ends with a line feed. */
    private static final Pattern LONE_CR = Pattern.compile("\r(?!\n)");

    MarkdownText {
        fields = Map.copyOf(fields);
    }

    /** Splits a text into its parts. */
    static MarkdownText of(String file) {
        var text = LONE_CR.matcher(file.startsWith("\uFEFF") ? file.substring(1) : file)
                .replaceAll("\n");
        var first = BLOCKS.parse(text).getFirstChild();
        var fields = new HashMap<String, String>();
        var bodyStart = 0;
        if (first instanceof YamlFrontMatterBlock matter) {
            var values = new YamlFrontMatterVisitor();
            matter.accept(values);
            values.getData().forEach((name, list) -> {
                if (list.size() == 1) {
                    fields.put(name, list.get(0));
                }
            });
            bodyStart = end(text, matter);
        }
        var body = text.substring(bodyStart).strip();
        for (var block = first; block != null; block = block.getNext()) {
            if (block instanceof Heading heading && !source(heading).isEmpty()) {
                var rest = text.substring(bodyStart, start(text, heading)) + text.substring(end(text, heading));
                return new MarkdownText(fields, source(heading), rest.strip(), body);
            }
        }
        return new MarkdownText(fields, "", body, body);
    }

    private static String source(Node heading) {
        return heading.getFirstChild() instanceof Text text
                ? text.getLiteral().strip().replace('\n', ' ')
                : "";
    }

    /** The start of the first line of a block. */
    private static int start(String text, Block block) {
        return text.lastIndexOf('\n', block.getSourceSpans().get(0).getInputIndex() - 1) + 1;
    }

    /** The start of the line after a block. */
    private static int end(String text, Block block) {
        var spans = block.getSourceSpans();
        var newline = text.indexOf('\n', spans.get(spans.size() - 1).getInputIndex());
        return newline < 0 ? text.length() : newline + 1;
    }
}
