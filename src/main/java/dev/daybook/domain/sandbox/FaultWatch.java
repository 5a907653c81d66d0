package dev.daybook.domain.sandbox;

import java.util.Random;

/** A rule at work. It draws once for each request that it is about, whatever other rules do, so that it can be repeated. */
public final class FaultWatch {
    /** Spreads seeds that lie side by side, whose first draws would be nearly the same. */
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private final FaultRule rule;
    private final Random random;
    private long seen;
    private long struck;

    /** Begins with nothing seen. */
    public FaultWatch(FaultRule rule) {
        this.rule = rule;
        this.random = new Random(rule.seed() * SPREAD);
    }

    /** The rule. */
    public FaultRule rule() {
        return rule;
    }

    /** Draws for a request: whether the rule would strike it. */
    public boolean draws() {
        seen++;
        var drawn = random.nextDouble() < rule.probability();
        return drawn && rule.times().map(most -> struck < most).orElse(true);
    }

    /** Counts the request that was drawn last as struck. */
    public void strike() {
        struck++;
    }

    /** What came of it up to now. */
    public FaultCount count() {
        return new FaultCount(rule, seen, struck);
    }
}
