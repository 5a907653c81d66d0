package dev.daybook.wire.pulled;

/** What a server sends in place of the records when there are none. */
public enum EmptyShape {
    /** Nothing was empty yet. */
    UNKNOWN(false),
    /** {@code "message": []} with the status of a success. */
    LIST(true),
    /** A text that says that there is no data, as the message or alone, whatever the status. */
    NO_DATA_TEXT(true),
    /** Another text as the message of a success. */
    OTHER_TEXT(false),
    /** {@code "message": null}. */
    NULL(false),
    /** {@code "message": {}}. */
    EMPTY_MESSAGE(false),
    /** An object with other keys, but without a message. */
    NO_MESSAGE(false),
    /** <code>{}</code>. */
    EMPTY_OBJECT(false),
    /** {@code []} as the whole answer. */
    EMPTY_ARRAY(false),
    /** A body without a byte. */
    EMPTY_BODY(false);

    private final boolean plain;

    EmptyShape(boolean plain) {
        this.plain = plain;
    }

    /** Whether it says by itself that there is no data; a defect of the server could look like the others too. */
    public boolean isPlain() {
        return plain;
    }
}
