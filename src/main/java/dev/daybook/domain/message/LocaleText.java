package dev.daybook.domain.message;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Texts that Java has decoded by the charset of the locale: arguments, variables and file names. No property changes
 * this charset. In an ASCII locale, such as {@code LC_ALL=C}, letters outside ASCII become U+FFFD; in a locale with
 * another charset, such as ISO-8859-1, they may become other letters.
 */
public final class LocaleText {
    /** What is wrong with a damaged text, as the second part of a sentence, with advice. */
    public static final String DAMAGED =
            "has letters that cannot be read in the locale of this process; " + LocaleText.REMEDY;

    /** Advice about letters that the locale of the process cannot express. */
    public static final String REMEDY = "set LC_ALL to one with UTF-8, such as C.UTF-8";

    private static final char LOST = '\uFFFD';

    /** The charsets that decode UTF-8 to the right letters or to U+FFFD. Other charsets decode it to wrong letters. */
    private static final Set<Charset> REPLACING = Set.of(StandardCharsets.UTF_8, StandardCharsets.US_ASCII);

    private LocaleText() {}

    /** Whether a text that was decoded in the locale of this process has lost letters, or may have wrong ones. */
    public static boolean isDamaged(String text) {
        return isDamaged(text, locale());
    }

    /**
     * Whether a text that was decoded in a locale has lost letters, or may have wrong ones.
     *
     * @param locale the charset of the locale
     */
    static boolean isDamaged(String text, Charset locale) {
        return text.indexOf(LOST) >= 0 || (!REPLACING.contains(locale) && !Blanks.isAscii(text));
    }

    /**
     * The charset by which Java has decoded the texts. On systems other than Linux always UTF-8, because letters need
     * no check there.
     */
    private static Charset locale() {
        var name = System.getProperty("sun.jnu.encoding", "UTF-8");
        return Files.exists(Path.of("/proc/self/cmdline")) && Charset.isSupported(name)
                ? Charset.forName(name)
                : StandardCharsets.UTF_8;
    }
}
