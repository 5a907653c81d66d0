package dev.daybook.domain.person;

/** What a link that the program prints is for. */
public enum LinkKind {
    /** To become the first operator. */
    SET_UP,
    /** To choose a password. */
    PASSWORD,
    /** To be logged in, in a demo. */
    DEMO
}
