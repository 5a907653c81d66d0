package dev.daybook.client.call;

import dev.daybook.client.call.ClientException.Reason;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * The attempts of one call. Limits their number, and their total time including requests that hang. The same unreadable
 * answer three times in a row ends the call.
 */
final class Attempts {
    private static final int MOST_EQUAL = 3;

    /** Limit for all unreadable answers of a call, equal or not. HTML pages that show the time, for example, differ. */
    private static final int MOST_UNREADABLE = 5;

    private static final int MOST_REFUSED = 3;

    /**
     * The time that must be left for the answer of another attempt. If a tenth of the call's time limit is less, only
     * that tenth must be left.
     */
    private static final Duration ENOUGH = Duration.ofSeconds(1);

    private final RetryPolicy policy;
    private final int most;
    private long start = System.nanoTime();
    private byte[] last = {};
    private int failures;
    private int unreadable;
    private int equal;
    private int refused;
    private int defects;
    private String unknown = "";

    /** @param most the maximum number of attempts */
    Attempts(RetryPolicy policy, int most) {
        this.policy = policy;
        this.most = most;
    }

    /**
     * Waits until the rate allows the next request. This wait does not count towards the time limit, because the server
     * did not cause it.
     *
     * @throws ClientException with the reason INTERRUPTED if the calls are closed
     */
    void await(Rate rate, HttpCalls calls) throws InterruptedException {
        var before = System.nanoTime();
        calls.pause(rate.next());
        start += System.nanoTime() - before;
    }

    /**
     * The timeout of the next request, at least a millisecond: the usual timeout, or the time that is left if that is
     * shorter. For a call with one attempt, always the usual timeout.
     */
    Duration timeout(Duration usual) {
        var left = policy.inAll().minus(elapsed());
        var atMost = policy.inAll().isZero() || left.compareTo(usual) > 0 ? usual : left;
        return atMost.toMillis() < 1 ? Duration.ofMillis(1) : atMost;
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /**
     * Why no attempt follows, as the end of a message.
     *
     * @param retryAfter the wait that the server asked for after the last attempt
     */
    String words(Optional<Duration> retryAfter) {
        var words = "given up after " + failures + (failures == 1 ? " attempt" : " attempts");
        if (failures >= most) {
            return words;
        }
        var isOnce = policy.inAll().isZero();
        var inAll = policy.inAll().toSeconds() + " seconds in all";
        var limit = isOnce ? "a call has one attempt" : "a call may take " + inAll;
        return words
                + retryAfter
                        .filter(wait -> wait.compareTo(policy.inAll()) > 0)
                        .map(wait -> ", as the server asks to wait " + wait.toSeconds() + " seconds, and " + limit)
                        .orElse(isOnce ? ", as " + limit : ", as the next one could not end within " + inAll);
    }

    /**
     * Counts an answer that cannot be read.
     *
     * @throws ClientException if the limit of equal or of unreadable answers is reached
     */
    void unreadable(Reply reply, String why) {
        equal = unreadable > 0 && Arrays.equals(reply.body(), last) ? equal + 1 : 1;
        last = reply.body();
        unreadable++;
        if (equal == MOST_EQUAL || unreadable == MOST_UNREADABLE) {
            throw new ClientException(
                    Reason.MISBEHAVED,
                    why + "; the server answered " + (equal == MOST_EQUAL ? "the same " + equal : "so " + unreadable)
                            + " times");
        }
    }

    /**
     * Counts an answer with status 200 in which the server reports a defect of its own. Older servers of the vendor may
     * send such an answer for a wrong account.
     *
     * @throws ClientException if this was the third such answer
     */
    void defectWith200(String words) {
        if (++defects == MOST_EQUAL) {
            throw new ClientException(Reason.REFUSED, words + "; the server answered so " + defects + " times");
        }
    }

    /** Notes the server's message that it does not know whether it stored the write. */
    void outcomeUnknown(String words) {
        unknown = words;
    }

    /** Whether the server answered an attempt with the message that it does not know whether it stored the write. */
    boolean isOutcomeUnknown() {
        return !unknown.isEmpty();
    }

    /**
     * The failure to throw for the call: the given one, unless the server said after any attempt that it does not know
     * whether it stored the write. In that case, a new failure with the reason UNCERTAIN.
     */
    ClientException judged(ClientException failure) {
        var words = String.valueOf(failure.getMessage());
        return unknown.isEmpty()
                ? failure
                : new ClientException(
                        Reason.UNCERTAIN, words.startsWith(unknown) ? words : unknown + "; later: " + words, failure);
    }

    /** Counts a refusal that came although an earlier call succeeded. Returns whether to retry. */
    boolean mayRetryRefusal() {
        return ++refused < MOST_REFUSED;
    }

    /**
     * Counts a failure, and says how long to wait before the next attempt.
     *
     * @param retryAfter the wait that the server asked for; if empty, the wait is that of the retry policy
     * @return empty if the maximum number of attempts is reached, or if too little time would be left for an answer.
     *     The call then ends with the last failure. Another attempt without time for its answer would make the outcome
     *     of a write uncertain
     */
    Optional<Duration> nextWait(Optional<Duration> retryAfter) {
        failures++;
        var wait = retryAfter.isPresent() ? RetryPolicy.withJitter(retryAfter.get()) : policy.waitAfter(failures);
        return failures >= most || elapsed().plus(wait).plus(enough()).compareTo(policy.inAll()) > 0
                ? Optional.empty()
                : Optional.of(wait);
    }

    private Duration enough() {
        var tenth = policy.inAll().dividedBy(10);
        return tenth.compareTo(ENOUGH) < 0 ? tenth : ENOUGH;
    }
}
