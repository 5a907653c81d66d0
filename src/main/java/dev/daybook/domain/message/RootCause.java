package dev.daybook.domain.message;

import java.util.Objects;
import java.util.stream.Stream;

/** The causes of a failure. The innermost one names what happened, such as a connection that was refused. */
public final class RootCause {
    private RootCause() {}

    /** The last failure in the chain of causes; the failure itself if it has no cause. */
    public static Throwable of(Throwable failure) {
        return chain(failure).reduce(failure, (outer, inner) -> inner);
    }

    /** A failure and its causes, the root cause last. */
    public static Stream<Throwable> chain(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }
}
