package dev.daybook.domain.faq;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Splitter of texts into folded words: case, accents and the different Unicode forms of a letter do not matter. A word
 * is a run of letters, digits and their marks; an apostrophe inside a word is removed. The vowel signs of Indic scripts
 * are marks and stay. This class drops the marks that belong to no single script in Unicode, such as accents and the
 * vowels of Arabic, except the Japanese voicing marks. It also drops the nukta, a dot that is often omitted.
 *
 * <p>A hyphen ends a word, but many words are written with and without it. So the words between hyphens stay together,
 * and {@link #joined} gives the word without the hyphens.
 */
public final class Words {
    /**
     * The longest word in characters. The rest of a longer word is ignored, so that both databases can store the word.
     */
    static final int MAX_LENGTH = 64;

    private static final int APOSTROPHE = '\'';
    private static final int CURLY_APOSTROPHE = 0x2019;

    /** Folding also turns the non-breaking hyphen (U+2011) into this one. */
    private static final int HYPHEN = 0x2010;

    /**
     * Separates words in scripts without blanks, and in texts of web pages. Unicode does not count it as white space.
     */
    private static final int ZERO_WIDTH_SPACE = 0x200B;

    private Words() {}

    /**
     * The words of a text, in order, with repetitions. Each is a list of its parts; a word without a hyphen has one
     * part.
     */
    public static List<List<String>> of(String text) {
        var all = new ArrayList<List<String>>();
        var parts = new ArrayList<String>();
        var word = new StringBuilder();
        var length = 0;
        var folded = fold(text);
        for (var at = 0; at < folded.length(); ) {
            var letter = folded.codePointAt(at);
            at += Character.charCount(letter);
            if (isPart(letter)) {
                if (length++ < MAX_LENGTH) {
                    word.appendCodePoint(letter);
                }
            } else if (!isApostrophe(letter) || !isLetterAt(folded, at)) {
                end(word, parts);
                length = 0;
                if (!isHyphen(letter) || !isLetterOrDigitAt(folded, at)) {
                    end(parts, all);
                }
            }
        }
        end(word, parts);
        end(parts, all);
        return all;
    }

    private static void end(List<String> parts, List<List<String>> all) {
        if (!parts.isEmpty()) {
            all.add(List.copyOf(parts));
            parts.clear();
        }
    }

    /**
     * The hyphenated word with these parts as one word, such as "email" for "e" and "mail"; empty if there is only one
     * part. Empty also without letters, because 5-10 is not 510.
     */
    public static Optional<String> joined(List<String> parts) {
        var joined = String.join("", parts);
        if (parts.size() == 1 || joined.codePoints().noneMatch(Character::isLetter)) {
            return Optional.empty();
        }
        var letters = Math.min(MAX_LENGTH, joined.codePointCount(0, joined.length()));
        return Optional.of(joined.substring(0, joined.offsetByCodePoints(0, letters)));
    }

    private static void end(StringBuilder word, List<String> words) {
        // A mark without a letter is not a word; for example one that selects how an emoji is drawn.
        if (word.codePoints().anyMatch(Character::isLetterOrDigit)) {
            words.add(word.toString());
        }
        word.setLength(0);
    }

    private static String fold(String text) {
        var plain = new StringBuilder(text.length());
        Normalizer.normalize(text, Normalizer.Form.NFKD).codePoints().forEach(letter -> plain(letter, plain));
        // Normalize again: two marks may now be neighbours, because the letter between them was dropped or replaced,
        // and need Unicode's order. Change to upper case, because some letters are equal only there. Before that,
        // change to lower case, because the capital sharp s (U+1E9E) becomes SS only from its lower case.
        return Normalizer.normalize(plain, Normalizer.Form.NFKD)
                .toLowerCase(Locale.ROOT)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT)
                .replace('ς', 'σ');
    }

    /** Appends the folded letter, or nothing if it is dropped. */
    private static void plain(int letter, StringBuilder plain) {
        if (letter < 0x80) {
            plain.append((char) letter);
        } else if (Character.getType(letter) == Character.DECIMAL_DIGIT_NUMBER) {
            plain.append((char) ('0' + Character.digit(letter, 10)));
        } else if (letter == ZERO_WIDTH_SPACE) {
            plain.append(' ');
        } else if (!isDropped(letter)) {
            switch (letter) {
                // For Unicode, this apostrophe (U+02BC) of some keyboards is a letter.
                case 0x02BC -> plain.append('\'');
                case 'ø', 'Ø' -> plain.append('o');
                case 'đ', 'Đ' -> plain.append('d');
                case 'ł', 'Ł' -> plain.append('l');
                case 'æ', 'Æ' -> plain.append("ae");
                case 'œ', 'Œ' -> plain.append("oe");
                // People write the bindu (U+0902) also for the candrabindu (U+0901).
                case 0x0901 -> plain.appendCodePoint(0x0902);
                // The Malayalam letters without a vowel (chillu) have two spellings.
                case 0x0D7A -> plain.append("ണ്");
                case 0x0D7B -> plain.append("ന്");
                case 0x0D7C -> plain.append("ര്");
                case 0x0D7D -> plain.append("ല്");
                case 0x0D7E -> plain.append("ള്");
                case 0x0D7F -> plain.append("ക്");
                default -> plain.appendCodePoint(letter);
            }
        }
    }

    private static boolean isDropped(int letter) {
        return switch (Character.getType(letter)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK ->
                (UnicodeScript.of(letter) == UnicodeScript.INHERITED && !isVoicing(letter)) || isNukta(letter);
            // Joiners, soft hyphens and similar characters.
            case Character.FORMAT -> true;
            default -> false;
        };
    }

    /** Whether a mark is a voicing mark, which turns a Japanese syllable into another one: ka into ga, ha into pa. */
    private static boolean isVoicing(int letter) {
        return letter == 0x3099 || letter == 0x309A;
    }

    private static boolean isNukta(int letter) {
        return switch (letter) {
            case 0x093C, 0x09BC, 0x0A3C, 0x0ABC, 0x0B3C, 0x0C3C, 0x0CBC -> true;
            default -> false;
        };
    }

    /** Whether a character is a mark, such as a vowel sign or an accent. */
    public static boolean isMark(int letter) {
        return switch (Character.getType(letter)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> false;
        };
    }

    private static boolean isPart(int letter) {
        return Character.isLetterOrDigit(letter) || isMark(letter);
    }

    private static boolean isApostrophe(int letter) {
        return letter == APOSTROPHE || letter == CURLY_APOSTROPHE;
    }

    private static boolean isHyphen(int letter) {
        return letter == '-' || letter == HYPHEN;
    }

    private static boolean isLetterOrDigitAt(String text, int at) {
        return at < text.length() && Character.isLetterOrDigit(text.codePointAt(at));
    }

    private static boolean isLetterAt(String text, int at) {
        return at < text.length() && Character.isLetter(text.codePointAt(at));
    }
}
