package dev.daybook.domain.person;

import java.time.Instant;

/**
 * Something that a person or a command does, as the audit is to keep it.
 *
 * @param cmId the account, 0 if none is concerned
 * @param personId who does it, 0 for a command
 * @param address the address that the request comes from, empty for a command
 * @param at when
 */
public record Act(long cmId, long personId, String address, Instant at) {
    /** Something that a command does, which has no person and no address. */
    public static Act ofCommand(long cmId, Instant at) {
        return new Act(cmId, 0, "", at);
    }
}
