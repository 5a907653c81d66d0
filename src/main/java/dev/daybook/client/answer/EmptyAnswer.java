package dev.daybook.client.answer;

import dev.daybook.client.answer.text.ServerWords;

/**
 * What an answer without records says.
 *
 * @param shape its form
 * @param content its keys, status and texts, without the parts that differ from day to day: answers that say the same
 *     for different days have equal contents. Empty if the form clearly says that there is no data, or if the answer is
 *     null, an empty array or an empty body
 */
public record EmptyAnswer(EmptyShape shape, String content) {
    /** The value for answers that are not empty answers: those with records, and refusals. */
    public static final EmptyAnswer NONE = new EmptyAnswer(EmptyShape.UNKNOWN, "");

    /**
     * An answer with this form whose content is empty: the form is clear, or the answer has nothing else to compare.
     */
    static EmptyAnswer of(EmptyShape shape) {
        return new EmptyAnswer(shape, "");
    }

    /** A description for a person, with the gist of what the server says. */
    public String words() {
        return shape.words() + (content.length() > 2 ? ": " + ServerWords.shown(content) : "");
    }

    /** Whether the answer clearly says that there is no data. Other answers may also be a defect of the server. */
    public boolean isPlain() {
        return shape.isPlain();
    }
}
