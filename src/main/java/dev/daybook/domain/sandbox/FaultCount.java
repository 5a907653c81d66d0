package dev.daybook.domain.sandbox;

/**
 * A rule with what came of it.
 *
 * @param rule the rule
 * @param seen how many requests it looked at
 * @param struck how many of them it struck
 */
public record FaultCount(FaultRule rule, long seen, long struck) {}
