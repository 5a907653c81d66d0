package dev.daybook.store.faq;

import dev.daybook.domain.faq.Words;
import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.bn.BengaliStemmer;
import org.apache.lucene.analysis.te.TeluguStemmer;
import org.tartarus.snowball.SnowballStemmer;
import org.tartarus.snowball.ext.EnglishStemmer;
import org.tartarus.snowball.ext.HindiStemmer;
import org.tartarus.snowball.ext.TamilStemmer;

/**
 * Stems of words, by the script of the word. The stemmers are those of the libraries Snowball and Lucene. Some scripts
 * have no stemmer in these libraries, or one that leaves common endings or strips too much. For these scripts, an
 * ending from a list is stripped first. ADR 20 has the figures.
 */
final class Stems {
    /**
     * Endings to strip before the stemmer runs, because the stemmer of the script leaves them, strips too much (Latin),
     * or is missing.
     */
    private static final Map<UnicodeScript, Pattern> ENDINGS = Map.of(
            // "adding" becomes "add", as in newer versions of Snowball. The stemmer of this version makes it "ad".
            UnicodeScript.LATIN,
            Pattern.compile("(?<=^[aeo](?:bb|dd|ff|gg|mm|nn|pp|rr|tt))(?:ed|ing)(?:ly)?$"),
            UnicodeScript.BENGALI,
            ending("(?:গুলি|গুলো|টি|টা)(?:র|তে|কে)?|(?<=[ািী])[রয]"),
            UnicodeScript.TELUGU,
            ending("ల(?:కు|ను|లో|తో)?|్లో|కు|తో|ాన్ని"),
            UnicodeScript.GUJARATI,
            ending("ઓ?(?:માં|ને|ના|ની|નો|નું|થી)|ઓ"),
            UnicodeScript.KANNADA,
            ending("ಗಳ(?:ನ್ನು|ಲ್ಲಿ|ಿಗೆ|ು)?|ವ?ನ್ನು|ದ?ಲ್ಲಿ|ಕ್ಕೆ|ಿಗೆ"),
            UnicodeScript.MALAYALAM,
            ending("(?:ങ്ങ|ക)(?:ളുടെ|ളെ|ള്)|(?:ത്ത)?ി(?:ന്റെ|ല്)|ത്തെ"));

    /**
     * Scripts in which the vowel signs at the end of a stem are removed. Tamil is missing, because its stemmer handles
     * vowel signs.
     */
    private static final Set<UnicodeScript> SIGNS_GO = EnumSet.of(
            UnicodeScript.DEVANAGARI,
            UnicodeScript.BENGALI,
            UnicodeScript.TELUGU,
            UnicodeScript.GUJARATI,
            UnicodeScript.KANNADA,
            UnicodeScript.MALAYALAM,
            UnicodeScript.GURMUKHI,
            UnicodeScript.ORIYA,
            UnicodeScript.SINHALA);

    private Stems() {}

    /** The pattern of a word that ends with one of these endings, after at least two letters. */
    private static Pattern ending(String endings) {
        return Pattern.compile(
                "(?<=\\p{L}\\p{M}{0,4}\\p{L}\\p{M}{0,4})(?:" + Normalizer.normalize(endings, Form.NFC) + ")$");
    }

    /**
     * The stem of a word. The word must be folded, as {@link Words} returns it; the stem has the same Unicode form. A
     * word is its own stem if there are no rules for its script.
     */
    static String of(String word) {
        var script = script(word);
        // Words arrive decomposed (NFKD). The stemmers expect a vowel sign of two parts as one character, so they get
        // composed text (NFC).
        var stem = Normalizer.normalize(word, Form.NFC);
        var ending = ENDINGS.get(script);
        if (ending != null) {
            stem = ending.matcher(stem).replaceFirst("");
        }
        stem = switch (script) {
            case LATIN -> snowball(new EnglishStemmer(), stem);
            case DEVANAGARI -> nasals(snowball(new HindiStemmer(), stem));
            case TAMIL -> snowball(new TamilStemmer(), stem);
            case BENGALI -> lucene(new BengaliStemmer()::stem, stem);
            case TELUGU -> lucene(new TeluguStemmer()::stem, stem);
            default -> stem;
        };
        if (SIGNS_GO.contains(script)) {
            stem = withoutSigns(stem);
        }
        return stem.isEmpty() ? word : Normalizer.normalize(stem, Form.NFKD);
    }

    private static String snowball(SnowballStemmer stemmer, String word) {
        stemmer.setCurrent(word);
        stemmer.stem();
        return stemmer.getCurrent();
    }

    private static String lucene(InPlace stemmer, String word) {
        var letters = word.toCharArray();
        return new String(letters, 0, stemmer.stem(letters, letters.length));
    }

    /** A stemmer that works in an array of letters and returns how many of them remain. */
    private interface InPlace {
        int stem(char[] letters, int length);
    }

    /**
     * Replaces the nasal letters na and ma without a vowel (न्, म्) by the nasal dot (anusvara). Hindi spells words
     * both ways: हिन्दी, हिंदी.
     */
    private static String nasals(String stem) {
        return stem.replace("न्", "ं").replace("म्", "ं");
    }

    private static String withoutSigns(String stem) {
        var end = stem.length();
        while (end > 1 && Words.isMark(stem.codePointBefore(end))) {
            end -= Character.charCount(stem.codePointBefore(end));
        }
        return stem.substring(0, end);
    }

    /** The script of the first letter; COMMON if the word has no letter. */
    private static UnicodeScript script(String word) {
        return word.codePoints()
                .filter(Character::isLetter)
                .mapToObj(UnicodeScript::of)
                .findFirst()
                .orElse(UnicodeScript.COMMON);
    }
}
