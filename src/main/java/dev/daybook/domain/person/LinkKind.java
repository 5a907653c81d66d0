package dev.daybook.domain.person;

/** Purpose of a link that the program prints. */
public enum LinkKind {
    /** To become the first operator. */
    SET_UP,
    /** To choose a password. */
    PASSWORD,
    /** To log in to a demo. */
    DEMO
}
