package dev.daybook.domain.sandbox;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How an answer goes wrong. */
public enum FaultKind {
    /** A refusal with a status and the vendor's failed body; nothing is done. */
    STATUS,
    /** The answer is right, but late. */
    DELAY,
    /** The answer is right, but comes bit by bit. */
    TRICKLE,
    /** The connection is closed in the middle of the body; what was asked for is done. */
    CUT,
    /** The connection is closed without an answer; what was asked for is done. */
    DROP,
    /** An answer without a body; what was asked for is done. */
    EMPTY,
    /** A page of HTML, as of a portal that wants a log-in; what was asked for is done. */
    GARBAGE,
    /** The first half of the body, well delivered; what was asked for is done. */
    HALF,
    /** The page before it once more. */
    REPEAT_PAGE;

    /** The kind as it is written in rules. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The kind with this word, if there is one. */
    public static Optional<FaultKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /** All words, for a refusal to name. */
    public static String words() {
        return Arrays.stream(values()).map(FaultKind::word).collect(Collectors.joining(", "));
    }
}
