package dev.daybook.domain.sandbox;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Kinds of faults in an answer. */
public enum FaultKind {
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
    REPEAT_PAGE;

    /** The name of the kind in rules. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The kind with this name, if there is one. */
    public static Optional<FaultKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /** All names, for an error message. */
    public static String words() {
        return Arrays.stream(values()).map(FaultKind::word).collect(Collectors.joining(", "));
    }
}
