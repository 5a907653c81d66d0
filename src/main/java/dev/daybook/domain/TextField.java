package dev.daybook.domain;

/** A named text of a record, with a limit for its length. */
public interface TextField {
    /** The largest length in characters (UTF-16 units). */
    int maxLength();

    /** Whether the text says something about a person, so that an erasure of the person clears it. */
    default boolean isPersonal() {
        return true;
    }
}
