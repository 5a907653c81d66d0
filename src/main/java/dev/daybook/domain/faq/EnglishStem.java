package dev.daybook.domain.faq;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The stem of an English word by Martin Porter's second algorithm, known as "English" in Snowball: what is left when
 * endings such as "s", "ing" and "ation" are taken off. PostgreSQL has the same one, and a test compares the two; it is
 * written out here because SQLite has only its predecessor.
 */
final class EnglishStem {
    private static final Map<String, String> IRREGULAR = Map.ofEntries(
            Map.entry("skis", "ski"),
            Map.entry("skies", "sky"),
            Map.entry("idly", "idl"),
            Map.entry("gently", "gentl"),
            Map.entry("ugly", "ugli"),
            Map.entry("early", "earli"),
            Map.entry("only", "onli"),
            Map.entry("singly", "singl"),
            Map.entry("dying", "die"),
            Map.entry("lying", "lie"),
            Map.entry("tying", "tie"));

    private static final Set<String> UNCHANGED = Set.of("sky", "news", "howe", "atlas", "cosmos", "bias", "andes");

    private static final Set<String> WHOLE_WITHOUT_S =
            Set.of("inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed");

    private static final List<String> REGIONS = List.of("gener", "commun", "arsen");

    private static final Set<String> DOUBLES = Set.of("bb", "dd", "ff", "gg", "mm", "nn", "pp", "rr", "tt");

    /** Endings and what they become, each before those that it ends in. */
    private static final List<String[]> SECOND = List.of(
            new String[] {"ization", "ize"},
            new String[] {"ational", "ate"},
            new String[] {"fulness", "ful"},
            new String[] {"ousness", "ous"},
            new String[] {"iveness", "ive"},
            new String[] {"tional", "tion"},
            new String[] {"biliti", "ble"},
            new String[] {"lessli", "less"},
            new String[] {"entli", "ent"},
            new String[] {"ation", "ate"},
            new String[] {"alism", "al"},
            new String[] {"aliti", "al"},
            new String[] {"ousli", "ous"},
            new String[] {"iviti", "ive"},
            new String[] {"fulli", "ful"},
            new String[] {"enci", "ence"},
            new String[] {"anci", "ance"},
            new String[] {"abli", "able"},
            new String[] {"izer", "ize"},
            new String[] {"ator", "ate"},
            new String[] {"alli", "al"},
            new String[] {"bli", "ble"},
            new String[] {"ogi", "og"},
            new String[] {"li", ""});

    private static final List<String[]> THIRD = List.of(
            new String[] {"ational", "ate"},
            new String[] {"tional", "tion"},
            new String[] {"alize", "al"},
            new String[] {"icate", "ic"},
            new String[] {"iciti", "ic"},
            new String[] {"ative", ""},
            new String[] {"ical", "ic"},
            new String[] {"ness", ""},
            new String[] {"ful", ""});

    private static final List<String> FOURTH = List.of(
            "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize",
            "ion", "al", "er", "ic");

    private String word;
    private int first;
    private int second;

    private EnglishStem(String word) {
        this.word = word;
    }

    /** The stem of a word in lower case. */
    static String of(String word) {
        if (word.length() <= 2 || UNCHANGED.contains(word)) {
            return word;
        }
        var irregular = IRREGULAR.get(word);
        return irregular != null ? irregular : new EnglishStem(word).stem();
    }

    private String stem() {
        markConsonants();
        markRegions();
        plural();
        if (WHOLE_WITHOUT_S.contains(word)) {
            return word;
        }
        past();
        y();
        replace(SECOND);
        replace(THIRD);
        fourth();
        last();
        return word.replace('Y', 'y');
    }

    /** A y that is not a vowel becomes Y. */
    private void markConsonants() {
        var letters = word.toCharArray();
        for (var at = 0; at < letters.length; at++) {
            if (letters[at] == 'y' && (at == 0 || isVowel(letters[at - 1]))) {
                letters[at] = 'Y';
            }
        }
        word = new String(letters);
    }

    private void markRegions() {
        first = REGIONS.stream()
                .filter(word::startsWith)
                .mapToInt(String::length)
                .findFirst()
                .orElseGet(() -> region(0));
        second = region(first);
    }

    /** Where what follows the first vowel and the consonant after it begins. */
    private int region(int from) {
        for (var at = from + 1; at < word.length(); at++) {
            if (!isVowel(word.charAt(at)) && isVowel(word.charAt(at - 1))) {
                return at + 1;
            }
        }
        return word.length();
    }

    private void plural() {
        if (word.endsWith("sses")) {
            cut(2);
        } else if (word.endsWith("ied") || word.endsWith("ies")) {
            cut(word.length() > 4 ? 2 : 1);
        } else if (word.endsWith("s") && !word.endsWith("us") && !word.endsWith("ss") && hasVowel(word.length() - 2)) {
            cut(1);
        }
    }

    private void past() {
        for (var ending : List.of("eedly", "ingly", "edly", "eed", "ing", "ed")) {
            if (word.endsWith(ending)) {
                var start = word.length() - ending.length();
                if (ending.startsWith("ee")) {
                    if (start >= first) {
                        word = word.substring(0, start) + "ee";
                    }
                } else if (hasVowel(start)) {
                    word = word.substring(0, start);
                    restore();
                }
                return;
            }
        }
    }

    /** After an "ed" or "ing" that went: the e that it hid, or one letter of two. */
    private void restore() {
        if (word.endsWith("at") || word.endsWith("bl") || word.endsWith("iz")) {
            word += "e";
        } else if (word.length() > 1 && DOUBLES.contains(word.substring(word.length() - 2))) {
            // Not of "add", "egg" and "off".
            if (word.length() != 3 || "aeo".indexOf(word.charAt(0)) < 0) {
                cut(1);
            }
        } else if (first >= word.length() && endsShort(word.length())) {
            word += "e";
        }
    }

    private void y() {
        var last = word.length() - 1;
        if (last > 1 && (word.charAt(last) == 'y' || word.charAt(last) == 'Y') && !isVowel(word.charAt(last - 1))) {
            word = word.substring(0, last) + "i";
        }
    }

    private void replace(List<String[]> endings) {
        for (var ending : endings) {
            if (word.endsWith(ending[0])) {
                var start = word.length() - ending[0].length();
                if (start >= first && mayGo(ending[0], start)) {
                    word = word.substring(0, start) + ending[1];
                }
                return;
            }
        }
    }

    private boolean mayGo(String ending, int start) {
        return switch (ending) {
            case "ogi" -> start > 0 && word.charAt(start - 1) == 'l';
            case "li" -> start > 0 && "cdeghkmnrt".indexOf(word.charAt(start - 1)) >= 0;
            case "ative" -> start >= second;
            default -> true;
        };
    }

    private void fourth() {
        for (var ending : FOURTH) {
            if (word.endsWith(ending)) {
                var start = word.length() - ending.length();
                if (start >= second
                        && (!ending.equals("ion") || (start > 0 && "st".indexOf(word.charAt(start - 1)) >= 0))) {
                    word = word.substring(0, start);
                }
                return;
            }
        }
    }

    private void last() {
        var last = word.length() - 1;
        if (word.endsWith("e")) {
            if (last >= second || (last >= first && !endsShort(last))) {
                cut(1);
            }
        } else if (word.endsWith("ll") && last >= second) {
            cut(1);
        }
    }

    /** Whether the first letters end in a syllable that is short. */
    private boolean endsShort(int length) {
        if (length < 2 || isVowel(word.charAt(length - 1)) || !isVowel(word.charAt(length - 2))) {
            return false;
        }
        return length == 2 || ("wxY".indexOf(word.charAt(length - 1)) < 0 && !isVowel(word.charAt(length - 3)));
    }

    private boolean hasVowel(int length) {
        return word.chars().limit(Math.max(0, length)).anyMatch(letter -> isVowel((char) letter));
    }

    private void cut(int letters) {
        word = word.substring(0, word.length() - letters);
    }

    private static boolean isVowel(char letter) {
        return "aeiouy".indexOf(letter) >= 0;
    }
}
