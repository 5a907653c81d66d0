package dev.daybook.domain.sandbox;

import java.util.Random;

/**
 * Active fault rule with its counters. It takes one random number for each matching request, even if another rule
 * strikes the request. So its choices do not depend on other rules, and a test that is repeated gets the same faults.
 */
public final class FaultWatch {
    /** Factor for the seed. Without it, the first random numbers of adjacent seeds would be nearly equal. */
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private final FaultRule rule;
    private final Random random;
    private long seen;
    private long struck;

    /** Starts with counters of zero. */
    public FaultWatch(FaultRule rule) {
        this.rule = rule;
        this.random = new Random(rule.seed() * SPREAD);
    }

    /** The rule. */
    public FaultRule rule() {
        return rule;
    }

    /**
     * Counts a request, and decides by a random number whether this rule may strike it. False after the maximum number
     * of strikes. If the request then gets this rule's fault, and not that of another rule, the caller calls {@link
     * #strike}.
     */
    public boolean draws() {
        seen++;
        var drawn = random.nextDouble() < rule.probability();
        return drawn && rule.times().map(most -> struck < most).orElse(true);
    }

    /** Counts one request that got the fault. */
    public void strike() {
        struck++;
    }

    /** The current counters. */
    public FaultCount count() {
        return new FaultCount(rule, seen, struck);
    }
}
