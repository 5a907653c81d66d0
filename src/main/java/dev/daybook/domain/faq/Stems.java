package dev.daybook.domain.faq;

import java.lang.Character.UnicodeScript;

/** What the forms of a word have in common. */
final class Stems {
    private Stems() {}

    /** The stem of a word as {@link Words} gives it; the word itself in scripts that no stemmer is for. */
    static String of(String word) {
        var script = script(word);
        if (script == UnicodeScript.LATIN) {
            return EnglishStem.of(word);
        }
        return IndicStem.isFor(script) ? IndicStem.of(word, script) : word;
    }

    /** The script of a word's first letter. */
    private static UnicodeScript script(String word) {
        return word.codePoints()
                .filter(Character::isLetter)
                .mapToObj(UnicodeScript::of)
                .findFirst()
                .orElse(UnicodeScript.COMMON);
    }
}
