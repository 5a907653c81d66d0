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
        assertEquals(List.of("how", "do", "i", "return", "2", "items"), Words.of("How do I return 2 items?"));
        assertEquals(List.of("e", "mail", "a", "b", "c"), Words.of("e-mail a_b/c"));
        assertEquals(List.of("dont", "customers", "x"), Words.of("don't customer’s 'x'"));
        assertEquals(List.of("dont", "customers", "x"), Words.of("don\u02bct customer\u02bcs \u02bcx\u02bc"));
        assertEquals(List.of("5", "11", "tall"), Words.of("5'11 tall"));
        assertEquals(List.of("5", "11", "tall"), Words.of("5\u02bc11 tall"));
        assertEquals(List.of(), Words.of(" \t😀 ❤️ … ﷺ".replace("ﷺ", "")));
        assertEquals(List.of(), Words.of(""));
    }

    /** In scripts without blanks, and in texts of web pages, a zero width space shows where a word ends. */
    @Example
    void endAtAZeroWidthSpace() {
        assertEquals(List.of("refund", "policy"), Words.of("refund\u200bpolicy"));
        assertEquals(List.of("refundpolicy"), Words.of("re\u00adfund\u2060po\u200cli\u200dcy"));
    }

    @Example
    void haveNoCaseAndNoAccents() {
        assertEquals(List.of("cafe", "cafe", "cafe"), Words.of("Café CAFE\u0301 cafe"));
        assertEquals(List.of("strasse", "strasse", "strasse"), Words.of("Straße STRASSE STRAẞE"));
        assertEquals(List.of("οδοσ", "οδοσ", "οδοσ"), Words.of("Οδός ΟΔΟΣ οδος"));
        assertEquals(List.of("istanbul", "istanbul"), Words.of("İstanbul Istanbul"));
        assertEquals(List.of("lodz", "oresund", "aether"), Words.of("Łódź Øresund Æther"));
        assertEquals(List.of("refund", "12", "12"), Words.of("Ｒｅｆｕｎｄ １२ १२"));
        assertEquals(List.of("الطلب"), Words.of("اَلطَّلَب"));
    }

    @Example
    void keepTheSignsOfIndicScripts() {
        assertEquals(List.of("हिन्दी", "में"), Words.of("हिन्दी में।"));
        assertEquals(List.of("பணத்தை", "எப்படி"), Words.of("பணத்தை எப்படி?"));
        assertEquals(List.of("రద్దు", "ರದ್ದು"), Words.of("రద్దు, ರದ್ದು"));
        assertEquals(Words.of("রিফান্ড"), Words.of("রিফান্ড\u200c"));
        assertEquals(1, Words.of("বাড়ি").size());
    }

    @Example
    void haveNoNuktaAndOneSpellingOfALetter() {
        assertEquals(Words.of("रिफंड"), Words.of("रिफ़ंड"));
        assertEquals(Words.of("\u0958"), Words.of("\u0915\u093c"));
        assertEquals(Words.of("क"), Words.of("\u0958"));
        assertEquals(Words.of("पांच"), Words.of("पाँच"));
        assertEquals(Words.of("ഓർഡർ"), Words.of("ഓര്\u200dഡര്\u200d"));
        assertEquals(Words.of("\u0bca"), Words.of("\u0bc6\u0bbe"));
    }

    /**
     * The dot below (U+1037) is put before a virama, also if folding makes the virama, or removes a joiner between the
     * virama and the dot.
     */
    @Example
    void haveTheirMarksInOneOrder() {
        assertEquals(Words.of("\u0d23\u0d4d\u1037"), Words.of("\u0d7a\u1037"));
        assertEquals(Words.of("\u1000\u103a\u1037"), Words.of("\u1000\u103a\u200d\u1037"));
    }

    @Example
    void areCutToSixtyFourLetters() {
        assertEquals(List.of("x".repeat(64), "y"), Words.of("x".repeat(1_000) + " y"));
        assertEquals(List.of("𝟘𝒳".repeat(0) + "0x".repeat(32)), Words.of("𝟘𝒳".repeat(40)));
    }

    @Property
    void splittingTextIntoWordsIsIdempotent(@ForAll String text) {
        var words = Words.of(text);
        assertEquals(words, Words.of(String.join(" ", words)));
        for (var word : words) {
            assertTrue(word.codePoints().allMatch(letter -> Character.isLetterOrDigit(letter) || Words.isMark(letter)));
        }
    }

    @Example
    void areAtMostThirtyTwoInASearch() {
        var words = IntStream.range(0, 32).mapToObj(number -> "w" + number).collect(Collectors.joining(" "));
        assertEquals(32, SearchWords.of(words + " W3").words().size());
        var problem = assertThrows(ProblemException.class, () -> SearchWords.of(words + " more"));
        assertEquals(Optional.of(Reason.TOO_MANY_WORDS), problem.reason());
        assertEquals(List.of(32, 33), problem.values());
    }
}
