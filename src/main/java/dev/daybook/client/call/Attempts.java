package dev.daybook.client.call;

import dev.daybook.client.call.ClientException.Reason;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * The attempts of one call: how much time is left for them, calls that hang included, and which answers another attempt
 * may still change. What a server answers three times in a row without a difference does not pass by waiting.
 */
final class Attempts {
    private static final int MOST_EQUAL = 3;

    /** Answers of different bytes, such as pages of HTML with the time in them. */
    private static final int MOST_UNREADABLE = 5;

    private static final int MOST_REFUSED = 3;

    private final long start = System.nanoTime();
    private final RetryPolicy patience;
    private byte[] last = {};
    private int failures;
    private int unreadable;
    private int equal;
    private int refused;

    Attempts(RetryPolicy patience) {
        this.patience = patience;
    }

    /** How long the next attempt may take. */
    Duration forAttempt(Duration timeout) {
        var left = patience.inAll().minus(elapsed());
        var atMost = patience.inAll().isZero() || left.compareTo(timeout) > 0 ? timeout : left;
        return atMost.toMillis() < 1 ? Duration.ofMillis(1) : atMost;
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** How often it failed. */
    int failures() {
        return failures;
    }

    /**
     * After an answer that cannot be read.
     *
     * @throws ClientException if another attempt would bring the same
     */
    void unreadable(Reply sent, String why) {
        equal = unreadable > 0 && Arrays.equals(sent.body(), last) ? equal + 1 : 1;
        last = sent.body();
        unreadable++;
        if (equal == MOST_EQUAL || unreadable == MOST_UNREADABLE) {
            throw new ClientException(
                    Reason.MISBEHAVED,
                    why + "; the server answered " + (equal == MOST_EQUAL ? "the same " : "so ") + unreadable
                            + " times");
        }
    }

    /** After a refusal of a server that answered before: whether it may be a slip of the server. */
    boolean mayPass() {
        return ++refused < MOST_REFUSED;
    }

    /**
     * How long to wait for the next attempt.
     *
     * @param told how long the server asks to wait
     * @return empty if there is no time left
     */
    Optional<Duration> next(@SuppressWarnings("OptionalUsedAsFieldOrParameterType") Optional<Duration> told) {
        failures++;
        var wait = told.isPresent() ? RetryPolicy.asTold(told.get()) : patience.afterFailures(failures);
        return elapsed().plus(wait).compareTo(patience.inAll()) > 0 ? Optional.empty() : Optional.of(wait);
    }
}
