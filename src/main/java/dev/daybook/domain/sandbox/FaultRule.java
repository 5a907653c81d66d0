package dev.daybook.domain.sandbox;

import java.time.Duration;
import java.util.Optional;

/**
 * A rule by which answers go wrong.
 *
 * @param operation whose answers: an operation's name, or {@link #ANY}
 * @param kind how they go wrong
 * @param status of a refusal: its status
 * @param retryAfter of a refusal: how many seconds it says to wait, if it says so
 * @param delay of a late or slow answer: how long it takes
 * @param probability how many of the requests it strikes, from 0 for none to 1 for all
 * @param seed from which it is drawn which ones: the same seed strikes the same ones
 * @param times how often it strikes at most, if there is a bound
 */
public record FaultRule(
        String operation,
        FaultKind kind,
        int status,
        Optional<Integer> retryAfter,
        Duration delay,
        double probability,
        long seed,
        Optional<Long> times) {
    /** Every operation but those of the sandbox itself. */
    public static final String ANY = "*";

    public FaultRule {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("a probability is from 0 to 1, not " + probability);
        }
    }

    /** Whether it is about this operation. */
    public boolean covers(String name) {
        return operation.equals(ANY) || operation.equals(name);
    }
}
