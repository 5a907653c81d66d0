package dev.daybook.domain.webhook;

import java.time.Instant;

/**
 * A replaced secret, which still signs together with the new one for some time.
 *
 * @param until the first instant at which it no longer signs
 */
public record FormerSecret(Secret secret, Instant until) {}
