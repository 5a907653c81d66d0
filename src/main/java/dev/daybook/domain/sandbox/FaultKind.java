package dev.daybook.domain.sandbox;

import dev.daybook.domain.message.Labelled;

/** Kinds of faults in an answer. A rule names its kind by the label. */
public enum FaultKind implements Labelled {
    /** A refusal with a status and the vendor's failed body; the request is not executed. */
    STATUS,
    /** The correct answer, sent late. */
    DELAY,
    /** The correct answer, sent slowly. */
    TRICKLE,
    /** The connection is closed in the middle of the body; the request is executed. */
    CUT,
    /** The connection is closed without an answer; the request is executed. */
    DROP,
    /** An answer without a body; the request is executed. */
    EMPTY,
    /** An HTML page, as from a log-in portal; the request is executed. */
    GARBAGE,
    /** The first half of the body, as a complete answer; the request is executed. */
    HALF,
    /**
     * The page that the key last got from this operation, sent again; the request is not executed. Without such a page,
     * the rule has no effect.
     */
    REPEAT_PAGE
}
