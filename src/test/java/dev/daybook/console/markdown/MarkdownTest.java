package dev.daybook.console.markdown;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.faq.FaqChange;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.commonmark.internal.InlineParserImpl;
import org.commonmark.parser.InlineParser;
import org.commonmark.parser.Parser;
import org.commonmark.parser.SourceLine;
import org.commonmark.parser.SourceLines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("jdk")
class MarkdownTest {
    private static final int LONGEST = FaqChange.MAX_DETAIL;

    /**
     * How often the parser may read each character, not counting the text between brackets. For each length of a run of
     * backticks, the parser searches the text once for the closing run, and a text can have runs of 223 different
     * lengths.
     */
    private static final int READS = 300;

    private static final List<String> SPECIAL = List.of(
            ("<|>|<a:|<a@b.|<b c='|<b c=\"| c|<div | d=e|<?|<!--|<!a |<![CDATA[|</|[|![|]|](|[]: |[a]: |(|)|*|**|_|"
                            + "`|``|~~~|#|=|-|- |> |1. |&|&#1|\\|!|\"|'|a|a | |    |\t|\n|\n\n|é|🙂|\u2028|https://a.example/")
                    .split("\\|"));

    private static final Pattern LOCAL_IMAGE = Pattern.compile("<img [^>]*src=\"(?!data:image/)");

    private final AtomicLong reads = new AtomicLong();
    private final Markdown counting = new Markdown(Parser.builder().inlineParserFactory(context -> {
        var inlines = new InlineParserImpl(context);
        return (InlineParser) (lines, block) -> {
            var counted = SourceLines.empty();
            lines.getLines()
                    .forEach(line -> counted.addLine(
                            SourceLine.of(new Counted(line.getContent(), reads), line.getSourceSpan())));
            inlines.parse(counted, block);
        };
    }));

    /** A line that counts how often its characters are read. */
    private record Counted(CharSequence text, AtomicLong reads) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            reads.incrementAndGet();
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            reads.addAndGet(end - start);
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            reads.addAndGet(text.length());
            return text.toString();
        }
    }

    private static String filled(String part) {
        return part.repeat(LONGEST / part.length());
    }

    /** Texts for which a simple parser takes quadratic time, overflows the stack or fills the memory. */
    static List<String> hostile() {
        return List.of(
                filled("<"),
                filled("<a:"),
                "<".repeat(LONGEST - 1) + ">",
                "<a@b" + ".a".repeat(LONGEST / 2 - 4) + ">",
                filled("<b c='"),
                filled("</b "),
                filled("\\``"),
                IntStream.range(1, 223).mapToObj("`"::repeat).collect(Collectors.joining("a")),
                filled("[a](<b"),
                filled("[a]: <b"),
                filled("> "),
                filled("- "),
                filled("1. "),
                "![".repeat(8_000) + "]".repeat(8_000),
                "[".repeat(10_000) + "[a](b)".repeat(2_500),
                "![".repeat(4_000) + "a" + "](b)".repeat(4_000),
                "*".repeat(12_000) + "a" + "*".repeat(12_000),
                "[a]: " + "x".repeat(12_000) + "\n\n" + "[a]".repeat(900),
                "[a]: " + "x".repeat(12_000) + "\n\n" + "[a]".repeat(4_000));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void hostileTextIsRenderedWithBoundedWork(String text) {
        check(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "**a** <https://a.example/?b=c>|<p><strong>a</strong> <a rel=\"nofollow\" href=\"https://a.example/?b=c\">https://a.example/?b=c</a></p>",
                "<asha@shop.example>|<p><a rel=\"nofollow\" href=\"mailto:asha@shop.example\">asha@shop.example</a></p>",
                "a < b <c> <d e='f'> <!-- g -->|<p>a &lt; b &lt;c&gt; &lt;d e='f'&gt; &lt;!-- g --&gt;</p>",
                "`a` ``b`c`` \\`d` e`|<p><code>a</code> <code>b`c</code> `d<code> e</code></p>",
                "<script>alert(1)</script>|<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
                "[a](javascript:b)|<p><a rel=\"nofollow\" href=\"\">a</a></p>",
            })
    void markdownIsRenderedAndHtmlEscaped(String text, String html) {
        assertEquals(html + "\n", new Markdown().html(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "![a *b*](/console/1001/audit.csv)|a b",
                "![a](audit.csv)|a",
                "![a](//other.example/b.png)|a",
                "![a](\\\\other.example/b.png)|a",
                "![a](javascript:b)|a",
                "![a](data:text/html;base64,PHA+)|a",
                "![a](data:image/svg+xml;base64,PHN2Zz4=)|a",
                "![a & b](https://other.example/b.png)"
                        + "|<a rel=\"nofollow\" href=\"https://other.example/b.png\">a &amp; b</a>",
                "![](https://other.example/b.png)"
                        + "|<a rel=\"nofollow\" href=\"https://other.example/b.png\">https://other.example/b.png</a>",
                "[![a](https://other.example/b.png)](https://c.example)"
                        + "|<a rel=\"nofollow\" href=\"https://c.example\">a</a>",
                "![a \"b\"](data:image/png;base64,iVBO)|<img src=\"data:image/png;base64,iVBO\" alt=\"a &quot;b&quot;\" />",
            })
    void onlyAnEmbeddedImageIsRenderedAsAnImage(String text, String html) {
        assertEquals("<p>" + html + "</p>\n", new Markdown().html(text));
    }

    /** The content of a {@code data:} link could be a page that looks like one of the console's. */
    @ParameterizedTest
    @ValueSource(strings = {"[a](data:text/html;base64,PHA+)", "<data:text/html,a>", "[a](DATA:text/html,a)"})
    void noLinkContainsAPage(String text) {
        var html = new Markdown().html(text);
        assertTrue(html.contains(" href=\"\""), html);
    }

    @Test
    void textThatIsTooCostlyToRenderIsShownAsWritten() {
        var text = "[<b>\n".repeat(2_000);
        assertEquals(
                "<div class=\"said\"><p>" + text.replace("<", "&lt;").replace(">", "&gt;") + "</p>\n</div>",
                new Markdown().html(text));
        var longer = "*a* ".repeat(LONGEST / 4) + "*b*";
        assertTrue(new Markdown().html(longer).contains("<p>*a* *a*"));
        var deep = "*a **b ".repeat(300) + "b** a*".repeat(300);
        assertTrue(new Markdown().html(deep).startsWith("<div class=\"said\"><p>*a **b"));
    }

    @Provide
    static Arbitrary<String> special() {
        var motif = Arbitraries.of(SPECIAL).list().ofMinSize(1).ofMaxSize(6).map(parts -> String.join("", parts));
        var repeated = Combinators.combine(motif, Arbitraries.of(1, 10, 100, 1_000, LONGEST))
                .as((part, times) -> part.repeat(Math.min(times, LONGEST / part.length())));
        return repeated.list().ofMinSize(1).ofMaxSize(4).map(parts -> {
            var text = String.join("", parts);
            return text.substring(0, Math.min(LONGEST, text.length()));
        });
    }

    @Property(tries = 200)
    void anyTextIsRenderedWithBoundedWork(@ForAll("special") String text) {
        check(text);
    }

    private void check(String text) {
        reads.set(0);
        var html = counting.html(text);
        var brackets = text.chars().filter(letter -> letter == '[').count();
        var most = (READS + brackets) * LONGEST;
        assertTrue(reads.get() <= most, () -> reads.get() + " reads of " + text.length() + " characters");
        assertFalse(LOCAL_IMAGE.matcher(html).find(), html);
        assertTrue(html.length() <= Markdown.MAX_HTML, () -> html.length() + " characters of HTML");
    }
}
