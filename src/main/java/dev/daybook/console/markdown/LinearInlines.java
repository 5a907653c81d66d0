package dev.daybook.console.markdown;

import java.util.HashSet;
import java.util.Set;
import org.commonmark.node.Text;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Scanner;

/**
 * Parser of {@code <} and backticks, which runs before the parsers of the library. For each such character, a parser of
 * the library may read up to the end of the paragraph, so that its work would grow with the square of the length of the
 * paragraph. This parser leaves only two things to the library: possible links, such as {@code <https://a.example>},
 * and code that has an end. Other backticks and {@code <} become text: HTML is escaped anyway.
 */
final class LinearInlines implements InlineContentParser {
    /** The maximum length of a link in angle brackets, in characters. */
    private static final int LONGEST = 1_000;

    /** Lengths that no later run of backticks in the paragraph has, as an earlier search has shown. */
    private final Set<Integer> missing = new HashSet<>();

    /** Factory that creates one parser for each paragraph. */
    static final class Factory implements InlineContentParserFactory {
        @Override
        public Set<Character> getTriggerCharacters() {
            return Set.of('<', '`');
        }

        @Override
        public InlineContentParser create() {
            return new LinearInlines();
        }
    }

    @Override
    public ParsedInline tryParse(InlineParserState state) {
        var scanner = state.scanner();
        if (scanner.next('<')) {
            var behind = scanner.position();
            return mayBeLink(scanner) ? ParsedInline.none() : ParsedInline.of(new Text("<"), behind);
        }
        var length = scanner.matchMultiple('`');
        var behind = scanner.position();
        return hasEnd(scanner, length) ? ParsedInline.none() : ParsedInline.of(new Text("`".repeat(length)), behind);
    }

    /**
     * Whether {@code >} follows before a blank, another {@code <} or too many characters. False after {@code <!} and
     * {@code <?}.
     */
    private static boolean mayBeLink(Scanner scanner) {
        var first = scanner.peek();
        if (first == '?' || first == '!') {
            // The start of an HTML comment, a declaration or the like. To find its end, such as -->, the library would
            // read past the next >, maybe up to the end of the paragraph.
            return false;
        }
        for (var length = 0; length <= LONGEST; length++) {
            var letter = scanner.peek();
            if (letter == '>') {
                return true;
            }
            // At the end of the paragraph, the scanner returns the character 0, which also stops the loop here.
            if (letter <= ' ' || letter == '<') {
                return false;
            }
            scanner.next();
        }
        return false;
    }

    /**
     * Whether another run of backticks of this length follows in the paragraph. If there is none, a later run of this
     * length has no end either, so the length goes into {@link #missing}.
     */
    private boolean hasEnd(Scanner scanner, int length) {
        if (missing.contains(length)) {
            return false;
        }
        while (scanner.find('`') >= 0) {
            if (scanner.matchMultiple('`') == length) {
                return true;
            }
        }
        missing.add(length);
        return false;
    }
}
