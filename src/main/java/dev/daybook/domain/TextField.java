package dev.daybook.domain;

/** A named text of a record, with a bound on its length. */
public interface TextField {
    /** How many characters (UTF-16 units) it may have. */
    int maxLength();

    /** Whether it goes when the person is erased. */
    default boolean isPersonal() {
        return true;
    }
}
