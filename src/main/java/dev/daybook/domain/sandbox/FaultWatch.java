package dev.daybook.domain.sandbox;

import java.util.Random;

/**
 * An active fault rule. It draws once per matching request, independently of other rules, so that runs are repeatable.
 */
public final class FaultWatch {
    /** Spreads adjacent seeds, whose first random numbers would be nearly equal. */
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

    /** Counts a request and draws whether it gets the fault. */
    public boolean draws() {
        seen++;
        var drawn = random.nextDouble() < rule.probability();
        return drawn && rule.times().map(most -> struck < most).orElse(true);
    }

    /** Counts the last drawn request as struck. */
    public void strike() {
        struck++;
    }

    /** The current counters. */
    public FaultCount count() {
        return new FaultCount(rule, seen, struck);
    }
}
