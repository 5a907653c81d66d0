package dev.daybook.domain.person;

import java.time.Instant;

/**
 * Something that a person does, as the audit is to keep it.
 *
 * @param cmId the account, 0 if none is concerned
 * @param personId who does it
 * @param address the address that the request comes from
 * @param at when
 */
public record Act(long cmId, long personId, String address, Instant at) {}
