package dev.daybook.domain.sandbox;

/**
 * Counters of a fault rule.
 *
 * @param seen how many requests matched the rule's operation
 * @param struck how many of them got the fault
 */
public record FaultCount(FaultRule rule, long seen, long struck) {}
