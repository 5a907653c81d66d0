package dev.daybook.domain.person;

/** Purpose of a link to the console, by which a person logs in or chooses a password. */
public enum LinkKind {
    /** To become the first operator. */
    SET_UP,
    /** To choose a password. */
    PASSWORD,
    /** To log in to a demo. */
    DEMO
}
