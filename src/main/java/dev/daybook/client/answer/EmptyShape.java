package dev.daybook.client.answer;

/** The forms in which servers answer when there are no records. */
public enum EmptyShape {
    /** No form is known: no empty answer was seen yet, or the answer has records or is a refusal. */
    UNKNOWN(false, "records"),
    /** {@code "message": []} with the status of a success. */
    LIST(true, "an empty list"),
    /** {@code "message": []} without a status. */
    BARE_LIST(false, "an empty list without a status"),
    /**
     * A text that says only that there is no data, as the message or as the whole answer. The status may be that of a
     * refusal.
     */
    NO_DATA_TEXT(true, "a text that says that there is no data"),
    /**
     * A text that does not clearly say that there is no data. As the message of an answer with the status of a success,
     * any such text counts. Everywhere else, a text counts only if it may mean that there is no data, such as {@code No
     * records: database offline}.
     */
    OTHER_TEXT(false, "a text in place of the records"),
    /** {@code "message": null}, or {@code null} as the whole answer. */
    NULL(false, "null in place of the records"),
    /** {@code "message": {}}. */
    EMPTY_MESSAGE(false, "an empty object in place of the records"),
    /** An object with other keys, but without a message. */
    NO_MESSAGE(false, "an object without a message"),
    /** <code>{}</code>. */
    EMPTY_OBJECT(false, "an empty object"),
    /** {@code []} as the whole answer. */
    EMPTY_ARRAY(false, "an empty array"),
    /** A body that is empty or blank. */
    EMPTY_BODY(false, "an empty body");

    private final boolean plain;
    private final String words;

    EmptyShape(boolean plain, String words) {
        this.plain = plain;
        this.words = words;
    }

    /** A description for a person. */
    public String words() {
        return words;
    }

    /** Whether this form clearly says that there is no data. The other forms may also be a defect of the server. */
    public boolean isPlain() {
        return plain;
    }
}
