package dev.daybook.domain.sandbox;

import java.time.Duration;
import java.util.Optional;

/**
 * A rule for deliberate faults in answers.
 *
 * @param operation the name of the operation, or {@link #ANY}
 * @param status the status of a refusal; 200 for other kinds
 * @param retryAfter the {@code Retry-After} of a refusal in seconds, if any
 * @param delay how much later an answer is sent, or the time over which a slow answer is spread; zero for other kinds
 * @param probability the share of requests that get the fault, from 0 for none to 1 for all
 * @param seed the seed of the random choice: the same seed chooses the same requests
 * @param times the maximum number of faults, if limited
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
    /** The operation name that stands for all operations except those of the sandbox. */
    public static final String ANY = "*";

    public FaultRule {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("a probability is from 0 to 1, not " + probability);
        }
    }

    /** Whether this rule applies to the operation with this name. */
    public boolean covers(String name) {
        return operation.equals(ANY) || operation.equals(name);
    }
}
