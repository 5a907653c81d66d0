package dev.daybook.domain.customer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FreeTextTest {
    private static final int LONGEST = 1 << 20;

    /**
     * The processor time by which other work may lengthen a measurement. A quadratic scan of 64 KiB takes much longer.
     */
    private static final long SLACK_NANOS = Duration.ofMillis(50).toNanos();

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "call 9000000001 today|call ******0001 today",
                "call 98765   43210|call *****   *3210",
                "call 98765 - 43210|call ***** - *3210",
                "call +91 (22) 1234.5678|call +** (**) ****.5678",
                "९८७६५४३२१०|******३२१०",
                "😀9000000001|😀******0001",
                "\uD835\uDFD7\uD835\uDFD8\uD835\uDFD8\uD835\uDFD8\uD835\uDFD8\uD835\uDFD8\uD835\uDFD8\uD835\uDFD9|***"
                        + "*\uD835\uDFD8\uD835\uDFD8\uD835\uDFD8\uD835\uDFD9",
                "98765\u200b43210|*****\u200b*3210",
                "call 98765&nbsp;43210|call *****&nbsp;*3210",
                "98765&#160;43210|*****&#160;*3210",
                "98765<br>43210|*****<br>*3210",
                "98765<BR />43210|*****<BR />*3210",
                "Sector 62, 201301|Sector 62, 201301",
                "98765    43210|98765    43210",
                "9000000001, 9000000002|******0001, ******0002",
                "call 123-4567|call ***-4567",
                "987&nbsp;&nbsp;&nbsp;6543210|***&nbsp;&nbsp;&nbsp;***3210",
                "+91&nbsp;98765&nbsp;43210|+**&nbsp;*****&nbsp;*3210",
                "+91&nbsp;9000000001|+**&nbsp;******0001",
                "98765 - 43210|***** - *3210",
                "98765 ---- 43210|98765 ---- 43210",
                "98765,43210|98765,43210",
                "98765&amp;43210|98765&amp;43210",
                "98765<b>43210|98765<b>43210",
                "asha@example.com|a***@example.com",
                "asha&#64;example.com|a***&#64;example.com",
                "asha&#X40;example.com;|a***&#X40;example.com;",
                "to asha&commat;example.com&nbsp;now|to a***&commat;example.com&nbsp;now",
                "https://x.example/?mail=asha%40example.com|https:/*********************%40example.com",
                "a&#64;b.in, ben%40c.in|*&#64;b.in, b**%40c.in",
                "a &#38; b, 20% of 40|a &#38; b, 20% of 40",
                "by a@b.in|by *@b.in",
                "(asha@example.com, ben@example.com)|(a***@example.com, b**@example.com)",
                "<asha@example.com>|<a***@example.com>",
                "<b>Asha</b><asha@example.com>|<b>Asha</b><a***@example.com>",
                "asha＠example.com|a***＠example.com",
                "😀sha@example.com|😀***@example.com",
                "asha@9000000001.example|a***@******0001.example",
                "9876543210@mail.example|9*********@mail.example",
                "flat 12, floor 3|flat 12, floor 3",
                "6 digits: 123456|6 digits: 123456",
                "123456abc7|123456abc7",
                "@handle and x @ y|@handle and x @ y",
                "|",
            })
    void hidesWhatLooksLikeAPhoneOrAnEmail(String text, String masked) {
        assertEquals(masked == null ? "" : masked, FreeText.masked(text == null ? "" : text));
    }

    /**
     * With regular expressions, a scan of each of these texts takes minutes or overflows the stack. Without them, it
     * takes some milliseconds.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "1",
                "1 ",
                "a@",
                "@",
                "+",
                "(",
                "1---",
                "1----",
                "a.",
                "123456 x",
                "\u200b1",
                "\uD835\uDFD7",
                "1, ",
                "1&nbsp;",
                "&#160;",
                "<br>",
                "&",
                "%40",
                "a&#64;"
            })
    void scansTheLongestTextInTime(String part) {
        var text = part.repeat(LONGEST / part.length());
        var masked = assertTimeoutPreemptively(Duration.ofMinutes(2), () -> FreeText.masked(text));
        assertFalse(masked.isEmpty());
    }

    @Property(tries = 500)
    void maskingIsIdempotent(@ForAll("texts") String text) {
        var once = FreeText.masked(text);
        assertEquals(once, FreeText.masked(once));
        assertEquals(Masking.phone(text), Masking.phone(Masking.phone(text)));
        assertEquals(Masking.email(text), Masking.email(Masking.email(text)));
    }

    @Property(tries = 500)
    void nothingIsLeftOfAPlantedPhone(
            @ForAll("texts") String before, @ForAll("phones") String phone, @ForAll("texts") String after) {
        var text = before + phone + after;
        for (var masked : List.of(FreeText.masked(text), Masking.email(text))) {
            assertFalse(masked.contains(phone.substring(0, phone.length() - 4)), masked);
            assertFalse(masked.contains(phone), masked);
        }
    }

    @Provide
    Arbitrary<String> phones() {
        return Arbitraries.of(
                "8304957261",
                "+91 83049 57261",
                "०८३०४९५७२६१",
                "(830) 495-7261",
                "830.495.7261",
                "+91 83049&nbsp;57261",
                "+91&#160;83049<br>57261",
                "+91 83049<br />57261");
    }

    @Property(tries = 500)
    void nothingIsLeftOfAPlantedEmail(
            @ForAll("texts") String before, @ForAll("signs") String sign, @ForAll("texts") String after) {
        var masked = FreeText.masked(before + "quirky.zebulon" + sign + "mail.example" + after);
        assertFalse(masked.contains("uirky"), masked);
        assertFalse(masked.contains("zebulon"), masked);
    }

    @Provide
    Arbitrary<String> signs() {
        return Arbitraries.of("@", "&#64;", "&commat;", "%40");
    }

    /**
     * In texts of 1 MiB, too, no part of a phone or e-mail is left, and four times the text takes about four times as
     * long.
     */
    @Property(tries = 10, shrinking = ShrinkingMode.OFF)
    void masksTheLongestTextsInLinearTime(@ForAll("longest") Repeated repeated) {
        var text = repeated.text();
        assertEquals(LONGEST, text.length());
        // The timeout only ends a scan that is so slow that the test would hang.
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> assertLinear(text));
        var middle = LONGEST / 2;
        var planted = text.substring(0, middle) + " 8304957261 quirky.zebulon@mail.example " + text.substring(middle);
        var masked = FreeText.masked(planted);
        for (var part : List.of("830495", "uirky", "zebulon")) {
            assertFalse(masked.contains(part), part);
        }
        assertEquals(masked, FreeText.masked(masked));
    }

    private static void assertLinear(String text) {
        for (var length = LONGEST / 256; length < LONGEST; length *= 4) {
            var allowed = 10 * nanos(text.substring(0, length)) + SLACK_NANOS;
            var longer = text.substring(0, 4 * length);
            // One of several calls is enough: compilation and other programs disturb some of them.
            assertTrue(
                    IntStream.range(0, 5).anyMatch(call -> nanos(longer) < allowed),
                    () -> longer.length() + " characters take longer than " + allowed + " ns");
        }
    }

    /** The processor time of masking a text. */
    private static long nanos(String text) {
        var start = THREADS.getCurrentThreadCpuTime();
        assertFalse(FreeText.masked(text).isEmpty());
        return THREADS.getCurrentThreadCpuTime() - start;
    }

    /** A text of 1 MiB in a form that can be printed: it begins with {@code head} and repeats {@code unit}. */
    record Repeated(String head, String unit) {
        String text() {
            return (head + unit.repeat(LONGEST / unit.length() + 1)).substring(0, LONGEST);
        }
    }

    @Provide
    Arbitrary<Repeated> longest() {
        var texts = parts().list().ofMaxSize(12).map(parts -> String.join("", parts));
        return Combinators.combine(texts, texts.filter(unit -> !unit.isEmpty())).as(Repeated::new);
    }

    /** Texts of characters in phones and e-mails, some of them long. */
    @Provide
    Arbitrary<String> texts() {
        var times = Arbitraries.frequencyOf(
                Tuple.of(60, Arbitraries.integers().between(1, 3)),
                Tuple.of(1, Arbitraries.integers().between(1_000, LONGEST / 16)));
        return Combinators.combine(parts(), times)
                .as(String::repeat)
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    private static Arbitrary<String> parts() {
        return Arbitraries.of(
                "",
                " ",
                "a",
                "b.c",
                "@",
                "@x.example",
                "1",
                "12345",
                "999999",
                "९",
                "\uD835\uDFD7",
                "+",
                "-",
                "\u2013",
                "(",
                ")",
                ",",
                ";",
                ":",
                "*",
                "\n",
                "\u00a0",
                "\u200b",
                "😀",
                "é",
                "x@y",
                "&nbsp;",
                "&#160;",
                "<br>",
                "&#64;",
                "%40",
                "&",
                "#");
    }
}
