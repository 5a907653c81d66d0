package dev.daybook.domain.webhook;

import java.time.Instant;

/**
 * A secret that was replaced, and signs beside the new one for a while.
 *
 * @param secret the secret
 * @param until the first instant at which it no longer signs
 */
public record FormerSecret(Secret secret, Instant until) {}
