package dev.daybook.client.answer;

import dev.daybook.client.answer.text.ServerWords;

/**
 * The statement of an answer without records.
 *
 * @param shape its form
 * @param content its keys, status and texts in a form that is equal for two answers that say the same of different
 *     days; empty if the form alone says that there is no data
 */
public record EmptyAnswer(EmptyShape shape, String content) {
    /** Stands for an answer that has records, or is a failure. */
    public static final EmptyAnswer NONE = new EmptyAnswer(EmptyShape.UNKNOWN, "");

    /** An answer whose form is its whole content. */
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
