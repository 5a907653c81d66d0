package dev.daybook.imports.file;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.message.Blanks;
import dev.daybook.domain.message.ByteOrderMark;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.commonmark.node.Block;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * Markdown text in parts. Nothing of it is rendered. Only a few things change: the heading loses its markup, a carriage
 * return alone becomes a line feed, and a byte order mark, blank lines before a part and all blanks at its end are
 * removed.
 *
 * @param fields the fields of an entry that its YAML front matter sets, without those that are blank
 * @param heading the {@link HeadingText} of its first heading that is not empty and not within a quote or a list; empty
 *     if it has none
 * @param rest the text without the front matter and without that heading
 * @param body the text without the front matter
 */
record MarkdownText(Map<String, String> fields, String heading, String rest, String body) {
    /** Parser of blocks only: the text in paragraphs is not parsed, and headings keep their source. */
    private static final Parser BLOCKS = Parser.builder()
            .includeSourceSpans(IncludeSourceSpans.BLOCKS)
            .inlineParserFactory(context -> (lines, block) -> block.appendChild(new Text(lines.getContent())))
            .build();

    /** The end of a line in files of old programs. The parser accepts it, but this class expects a line feed. */
    private static final Pattern LONE_CR = Pattern.compile("\r(?!\n)");

    private static final Pattern MATTER_START = Pattern.compile("(?d)(?:\\s*\n)?---(?:[ \t\r].*)?(?:\n|\\z)");

    private static final Pattern MATTER_END = Pattern.compile("(?dm)^(?:---|[.]{3})(?:[ \t\r].*)?$");

    /** A line with a field of an entry. Other keys, such as tags, are ignored, whatever they hold. */
    private static final Pattern FIELD = Pattern.compile("(?s)([\"']?)(title|category|author|created_at)\\1\\s*:(.*)");

    /**
     * A one-line value of YAML: in single or double quotation marks, or plain. A plain value must not begin with a
     * character that has a meaning in YAML, such as {@code [} or {@code &}. A comment may follow. The possessive groups
     * prevent a stack overflow on long values.
     */
    private static final Pattern VALUE = Pattern.compile("(?s)(?:'((?:[^']|'')*+)'\\s*+"
            + "|\"((?:[^\"\\\\]|\\\\[\"\\\\/])*+)\"\\s*+|([^\\[\\]{},#&*!|>'\"%@`].*?)?)(?:(?<!\\S)#.*)?");

    MarkdownText {
        fields = Map.copyOf(fields);
    }

    /**
     * Splits a text into its parts.
     *
     * @throws ProblemException INVALID_VALUE if its front matter has no end or does not begin with a key, or if a field
     *     comes twice or is not one line of plain text
     */
    static MarkdownText of(String file) {
        var text = LONE_CR.matcher(ByteOrderMark.removed(file)).replaceAll("\n");
        var start = MATTER_START.matcher(text);
        if (!start.lookingAt()) {
            return of(Map.of(), text);
        }
        var end = MATTER_END.matcher(text);
        if (!end.find(start.end())) {
            throw Problem.INVALID_VALUE.because("expected a line --- at the end of its front matter");
        }
        return of(fields(text.substring(start.end(), end.start())), text.substring(end.end()));
    }

    private static MarkdownText of(Map<String, String> fields, String text) {
        var body = Blanks.stripLines(text);
        for (var block = BLOCKS.parse(text).getFirstChild(); block != null; block = block.getNext()) {
            if (block instanceof Heading heading && !source(heading).isEmpty()) {
                var rest = text.substring(0, start(text, heading)) + text.substring(end(text, heading));
                return new MarkdownText(fields, HeadingText.of(source(heading)), Blanks.stripLines(rest), body);
            }
        }
        return new MarkdownText(fields, "", body, body);
    }

    /**
     * The fields in YAML, without a YAML parser: only keys that are not indented are found. A value of several lines is
     * refused, because its first line alone would be a wrong title that nobody notices.
     */
    private static Map<String, String> fields(String matter) {
        var fields = new HashMap<String, String>();
        var field = "";
        var hasKey = false;
        // Comment lines are removed first: they may begin in any column, and would change the common indentation.
        var lines = matter.lines()
                .filter(line -> !line.isBlank() && !line.strip().startsWith("#"))
                .collect(Collectors.joining("\n"));
        for (var line : lines.stripIndent().lines().toList()) {
            var key = FIELD.matcher(line);
            if (key.matches()) {
                field = key.group(2);
                if (fields.put(field, value(field, key.group(3).strip())) != null) {
                    throw notOneLine(field);
                }
            } else if (line.indexOf(':') > 0 && line.charAt(0) != '-' && !Character.isWhitespace(line.charAt(0))) {
                field = "";
            } else if (!field.isEmpty()) {
                throw notOneLine(field);
            } else if (!hasKey) {
                throw Problem.INVALID_VALUE.because("expected lines such as 'title: How do I pay?' after its first line"
                        + " ---; if that is a rule, write ***");
            }
            hasKey = true;
        }
        fields.values().removeIf(String::isBlank);
        return fields;
    }

    private static String value(String field, String text) {
        var value = VALUE.matcher(text);
        if (!value.matches()) {
            throw notOneLine(field);
        }
        if (value.group(1) != null) {
            return value.group(1).replace("''", "'");
        }
        if (value.group(2) != null) {
            return value.group(2).replaceAll("\\\\(.)", "$1");
        }
        var plain = value.group(3) == null ? "" : value.group(3).strip();
        return plain.equals("~") || plain.equals("null") ? "" : plain;
    }

    private static ProblemException notOneLine(String field) {
        return Problem.INVALID_VALUE.because(field + ": expected one line in the front matter, plain text, or in"
                + " quotation marks without escapes such as \\n");
    }

    private static String source(Node heading) {
        return heading.getFirstChild() instanceof Text text ? text.getLiteral().strip() : "";
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
