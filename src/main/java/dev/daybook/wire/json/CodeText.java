package dev.daybook.wire.json;

import dev.daybook.domain.Problem;
import dev.daybook.domain.message.NumberText;

/** Restores the digits of codes, ids and phones that a program has written as floating-point numbers. */
public final class CodeText {
    private CodeText() {}

    /**
     * The text with its {@linkplain NumberText#restored digits restored}.
     *
     * @param path the path of the field, for the refusal
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if a {@linkplain NumberText#isShortened spreadsheet has
     *     shortened} the number
     */
    public static String restored(String path, String text) {
        if (NumberText.isShortened(text)) {
            throw Problem.INVALID_VALUE.because(
                    path + ": a spreadsheet has shortened this number; format the column as text and export again");
        }
        return NumberText.restored(text);
    }
}
