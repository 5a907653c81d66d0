package dev.daybook.domain.faq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.ProblemException;
import dev.daybook.domain.Reason;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Tag;

/** How a text is split into words. */
@Tag("jdk")
class WordsTest {
    @Example
    void areRunsOfLettersDigitsAndMarks() {
        assertEquals(List.of("how", "do", "i", "return", "2", "items"), words("How do I return 2 items?"));
        assertEquals(List.of("e", "mail", "a", "b", "c"), words("e-mail a_b/c"));
        assertEquals(List.of("dont", "customers", "x"), words("don't customer’s 'x'"));
        assertEquals(List.of("dont", "customers", "x"), words("don\u02bct customer\u02bcs \u02bcx\u02bc"));
        assertEquals(List.of("5", "11", "tall"), words("5'11 tall"));
        assertEquals(List.of("5", "11", "tall"), words("5\u02bc11 tall"));
        assertEquals(List.of(), words(" \t😀 ❤️ … ﷺ".replace("ﷺ", "")));
        assertEquals(List.of(), words(""));
    }

    @Example
    void ofAHyphenatedWordStayTogether() {
        assertEquals(
                List.of(List.of("an"), List.of("e", "mail"), List.of("up", "to", "date")),
                Words.of("an E-mail - up\u2010to\u2011date"));
        assertEquals(
                List.of(List.of("a"), List.of("b"), List.of("c"), List.of("d"), List.of("e")),
                Words.of("-a--b- c-\u0301 d\u2013e-"));
        assertEquals(Optional.of("email"), Words.joined(List.of("e", "mail")));
        assertEquals(Optional.of("covid19"), Words.joined(List.of("covid", "19")));
        assertEquals(Optional.empty(), Words.joined(List.of("email")));
        assertEquals(Optional.empty(), Words.joined(List.of("5", "10")));
        assertEquals(Optional.of("𝒳".repeat(64)), Words.joined(List.of("𝒳".repeat(40), "𝒳".repeat(40))));
    }

    /** In scripts without blanks, and in texts of web pages, a zero width space shows where a word ends. */
    @Example
    void endAtAZeroWidthSpace() {
        assertEquals(List.of("refund", "policy"), words("refund\u200bpolicy"));
        assertEquals(List.of("refundpolicy"), words("re\u00adfund\u2060po\u200cli\u200dcy"));
    }

    @Example
    void haveNoCaseAndNoAccents() {
        assertEquals(List.of("cafe", "cafe", "cafe"), words("Café CAFE\u0301 cafe"));
        assertEquals(List.of("strasse", "strasse", "strasse"), words("Straße STRASSE STRAẞE"));
        assertEquals(List.of("οδοσ", "οδοσ", "οδοσ"), words("Οδός ΟΔΟΣ οδος"));
        assertEquals(List.of("istanbul", "istanbul"), words("İstanbul Istanbul"));
        assertEquals(List.of("lodz", "oresund", "aether"), words("Łódź Øresund Æther"));
        assertEquals(List.of("refund", "12", "12"), words("Ｒｅｆｕｎｄ １२ १२"));
        assertEquals(List.of("الطلب"), words("اَلطَّلَب"));
    }

    @Example
    void keepTheSignsOfIndicScripts() {
        assertEquals(List.of("हिन्दी", "में"), words("हिन्दी में।"));
        assertEquals(List.of("பணத்தை", "எப்படி"), words("பணத்தை எப்படி?"));
        assertEquals(List.of("రద్దు", "ರದ್ದು"), words("రద్దు, ರದ್ದು"));
        assertEquals(words("রিফান্ড"), words("রিফান্ড\u200c"));
        assertEquals(1, words("বাড়ি").size());
    }

    @Example
    void haveNoNuktaAndOneSpellingOfALetter() {
        assertEquals(words("रिफंड"), words("रिफ़ंड"));
        assertEquals(words("\u0958"), words("\u0915\u093c"));
        assertEquals(words("क"), words("\u0958"));
        assertEquals(words("पांच"), words("पाँच"));
        assertEquals(words("ഓർഡർ"), words("ഓര്\u200dഡര്\u200d"));
        assertEquals(words("\u0bca"), words("\u0bc6\u0bbe"));
    }

    /**
     * The dot below (U+1037) is put before a virama, also if folding makes the virama, or removes a joiner between the
     * virama and the dot.
     */
    @Example
    void haveTheirMarksInOneOrder() {
        assertEquals(words("\u0d23\u0d4d\u1037"), words("\u0d7a\u1037"));
        assertEquals(words("\u1000\u103a\u1037"), words("\u1000\u103a\u200d\u1037"));
    }

    @Example
    void areCutToSixtyFourLetters() {
        assertEquals(List.of("x".repeat(64), "y"), words("x".repeat(1_000) + " y"));
        assertEquals(List.of("𝟘𝒳".repeat(0) + "0x".repeat(32)), words("𝟘𝒳".repeat(40)));
    }

    @Property
    void splittingTextIntoWordsIsIdempotent(@ForAll String text) {
        var words = words(text);
        assertEquals(words, words(String.join(" ", words)));
        for (var word : words) {
            assertTrue(word.codePoints().allMatch(letter -> Character.isLetterOrDigit(letter) || Words.isMark(letter)));
        }
    }

    @Example
    void areAtMostThirtyTwoInASearch() {
        var words = IntStream.range(0, 32).mapToObj(number -> "w" + number).collect(Collectors.joining(" "));
        assertEquals(32, SearchWords.of(words + " W3").words().size());
        assertEquals(1, SearchWords.of("a-".repeat(500)).words().size());
        assertEquals(2, SearchWords.of("e-mail E-Mail mail").words().size());
        var mixed = IntStream.range(1, 12).mapToObj(number -> "a-b-c" + "-a".repeat(number));
        var combined = mixed.collect(Collectors.joining(" "));
        assertThrows(ProblemException.class, () -> SearchWords.of(combined));
        var problem = assertThrows(ProblemException.class, () -> SearchWords.of(words + " more"));
        assertEquals(Optional.of(Reason.TOO_MANY_WORDS), problem.reason());
        assertEquals(List.of(32, 33), problem.values());
    }

    /** The words; a hyphenated one as several. */
    private static List<String> words(String text) {
        return Words.of(text).stream().flatMap(List::stream).toList();
    }
}
