package dev.daybook.domain;

/** A named text of a record, with a limit for its length. */
public interface TextField {
    /** What a text is. This decides how it is masked for those who may not see phones and e-mails. */
    enum Kind {
        /** A name, a code, a place, a date, or a word such as a status or a queue: shown as it is. */
        PLAIN,
        PHONE,
        EMAIL,
        /** A text that people write freely: phones and e-mails in it are hidden. */
        FREE
    }

    /** The largest length in characters (UTF-16 units). */
    int maxLength();

    /** What the text is. */
    Kind kind();

    /** Whether the text says something about a person, so that an erasure of the person clears it. */
    default boolean isPersonal() {
        return true;
    }
}
