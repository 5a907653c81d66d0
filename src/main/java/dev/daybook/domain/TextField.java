package dev.daybook.domain;

/** A named text of a record, with a limit for its length. */
public interface TextField {
    /** The largest length in characters (UTF-16 units). */
    int maxLength();

    /** Whether it is erased with the person. */
    default boolean isPersonal() {
        return true;
    }
}
