package dev.daybook.domain.faq;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The words of a text, in the form in which they are compared: case and accents do not count, nor do the forms in which
 * Unicode can write one letter. A word is a run of letters, digits and their marks. The vowel signs of Indic scripts are
 * such marks and part of the word; what goes are the marks that any script may take (accents, the vowels of Arabic) and
 * the nukta, the dot that people leave out as often as they write it.
 */
public final class Words {
    /** The most characters of a word that count, so that both databases can keep it. */
    static final int MAX_LENGTH = 64;

    private static final int APOSTROPHE = '\'';
    private static final int CURLY_APOSTROPHE = 0x2019;

    private Words() {}

    /** The words of a text, in order, repeated ones again. */
    public static List<String> of(String text) {
        var words = new ArrayList<String>();
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
                end(word, words);
                length = 0;
            }
        }
        end(word, words);
        return words;
    }

    private static void end(StringBuilder word, List<String> words) {
        // A mark without a letter, such as one that shows how an emoji is to be drawn, is not a word.
        if (word.codePoints().anyMatch(Character::isLetterOrDigit)) {
            words.add(word.toString());
        }
        word.setLength(0);
    }

    private static String fold(String text) {
        var plain = new StringBuilder(text.length());
        Normalizer.normalize(text, Normalizer.Form.NFKD).codePoints().forEach(letter -> plain(letter, plain));
        // Some letters meet only in upper case, and the capital of one of them has no way there but by the small one.
        return plain.toString()
                .toLowerCase(Locale.ROOT)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT)
                .replace('ς', 'σ');
    }

    /** Appends what counts of a letter, if anything. */
    private static void plain(int letter, StringBuilder plain) {
        if (letter < 0x80) {
            plain.append((char) letter);
        } else if (Character.getType(letter) == Character.DECIMAL_DIGIT_NUMBER) {
            plain.append((char) ('0' + Character.digit(letter, 10)));
        } else if (!isDropped(letter)) {
            switch (letter) {
                case 'ø', 'Ø' -> plain.append('o');
                case 'đ', 'Đ' -> plain.append('d');
                case 'ł', 'Ł' -> plain.append('l');
                case 'æ', 'Æ' -> plain.append("ae");
                case 'œ', 'Œ' -> plain.append("oe");
                // The bindu with a moon is a matter of fonts: people write the plain one.
                case 0x0901 -> plain.appendCodePoint(0x0902);
                // Malayalam's letters without a vowel have two spellings.
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
            // Joiners, soft hyphens and the like.
            case Character.FORMAT -> true;
            default -> false;
        };
    }

    /** The dots that make another syllable of a Japanese one. */
    private static boolean isVoicing(int letter) {
        return letter == 0x3099 || letter == 0x309A;
    }

    private static boolean isNukta(int letter) {
        return switch (letter) {
            case 0x093C, 0x09BC, 0x0A3C, 0x0ABC, 0x0B3C, 0x0C3C, 0x0CBC -> true;
            default -> false;
        };
    }

    /** Whether a letter is a mark, such as a vowel sign or an accent. */
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

    private static boolean isLetterAt(String text, int at) {
        return at < text.length() && Character.isLetter(text.codePointAt(at));
    }
}
