package dev.daybook.domain.faq;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The stem of a word in an Indic script, by a light hand: the commonest endings of plural and case go, and whatever signs
 * stand at the end then. A stem has two letters at least. This is not a grammar; it finds "order" where "orders" or "of
 * the order" is written, and the prefixes of a search find much of the rest.
 */
final class IndicStem {
    private static final int MIN_LETTERS = 2;
    private static final Pattern JOINED = Pattern.compile("(?<=[ைு])[கசதப]்$");

    /** Endings by script, each before those that it ends in. */
    private static final Map<UnicodeScript, List<String>> ENDINGS = decomposed(Map.of(
            UnicodeScript.DEVANAGARI,
            List.of("ियाओं", "ाओं", "ाएं", "ियां", "ियों", "ना", "ने", "नी", "ता", "ते", "ती"),
            UnicodeScript.BENGALI,
            List.of(
                    "গুলোতে", "গুলোকে", "গুলোর", "গুলির", "গুলো", "গুলি", "দের", "টিকে", "টির", "টার", "টি", "টা", "কে",
                    "রা", "ের", "তে"),
            UnicodeScript.GUJARATI,
            List.of("ઓમાં", "ઓને", "ઓના", "ઓની", "ઓનો", "ઓનું", "ઓથી", "ઓ", "માં", "ને", "ના", "ની", "નો", "નું", "થી"),
            UnicodeScript.TAMIL,
            List.of(
                    "களிலிருந்து",
                    "த்திலிருந்து",
                    "ிலிருந்து",
                    "களுக்கு",
                    "த்துக்கு",
                    "த்திற்கு",
                    "ுக்கு",
                    "ிற்கு",
                    "க்கு",
                    "களில்",
                    "களின்",
                    "களால்",
                    "களை",
                    "கள்",
                    "த்தில்",
                    "த்தின்",
                    "த்தால்",
                    "த்தை",
                    "ில்",
                    "ின்",
                    "ால்",
                    "ம்"),
            UnicodeScript.TELUGU,
            List.of("లకు", "లను", "లలో", "లతో", "లు", "కు", "ను", "లో", "తో", "కి", "ని"),
            UnicodeScript.KANNADA,
            List.of("ಗಳನ್ನು", "ಗಳಲ್ಲಿ", "ಗಳಿಗೆ", "ಗಳು", "ಗಳ", "ವನ್ನು", "ನ್ನು", "ದಲ್ಲಿ", "ಲ್ಲಿ", "ಕ್ಕೆ", "ಿಗೆ"),
            UnicodeScript.MALAYALAM,
            List.of("ങ്ങളുടെ", "കളുടെ", "ങ്ങളെ", "കളെ", "ങ്ങള്", "കള്", "ത്തിന്റെ", "ിന്റെ", "ത്തില്", "ില്", "ത്തെ")));

    private IndicStem() {}

    /** The endings as words are written here: a vowel sign of two parts as its parts. */
    private static Map<UnicodeScript, List<String>> decomposed(Map<UnicodeScript, List<String>> endings) {
        var decomposed = new EnumMap<UnicodeScript, List<String>>(UnicodeScript.class);
        endings.forEach((script, list) -> decomposed.put(
                script,
                list.stream()
                        .map(ending -> Normalizer.normalize(ending, Normalizer.Form.NFKD))
                        .toList()));
        return decomposed;
    }

    /** Whether a word is for this class: its script writes vowels as signs on letters. */
    static boolean isFor(UnicodeScript script) {
        return ENDINGS.containsKey(script)
                || script == UnicodeScript.GURMUKHI
                || script == UnicodeScript.ORIYA
                || script == UnicodeScript.SINHALA;
    }

    /** The stem of a folded word of this script. */
    static String of(String word, UnicodeScript script) {
        var stem = script == UnicodeScript.TAMIL ? withoutJoin(word) : nasals(word);
        for (var ending : ENDINGS.getOrDefault(script, List.of())) {
            if (stem.endsWith(ending) && letters(stem, stem.length() - ending.length()) >= MIN_LETTERS) {
                stem = stem.substring(0, stem.length() - ending.length());
                break;
            }
        }
        var end = stem.length();
        while (end > 1 && Words.isMark(stem.codePointBefore(end))) {
            end -= Character.charCount(stem.codePointBefore(end));
        }
        return stem.substring(0, end);
    }

    /** Hindi writes an n before a consonant as a letter or as a dot. */
    private static String nasals(String word) {
        return word.replace("न्", "ं").replace("म्", "ं");
    }

    /** Tamil doubles the first consonant of the next word at the end of some case endings. */
    private static String withoutJoin(String word) {
        return JOINED.matcher(word).replaceFirst("");
    }

    private static long letters(String word, int length) {
        return word.substring(0, length)
                .codePoints()
                .filter(letter -> !Words.isMark(letter))
                .count();
    }
}
