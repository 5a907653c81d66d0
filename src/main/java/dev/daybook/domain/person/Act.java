package dev.daybook.domain.person;

import java.time.Instant;

/**
 * An act for the audit: who acts, from which address and when. The actor is a person, a command, or a program with an
 * admin key.
 *
 * @param cmId the account, 0 if the act concerns none
 * @param personId the person, 0 for a command or a program
 * @param adminKeyId the admin key of the program, 0 for a person or a command
 * @param address the address that the request comes from, empty for a command
 * @param at the time of the act
 */
public record Act(long cmId, long personId, long adminKeyId, String address, Instant at) {
    /** An act of a person. */
    public Act(long cmId, long personId, String address, Instant at) {
        this(cmId, personId, 0, address, at);
    }

    /** An act of a command, which has no person and no address. */
    public static Act ofCommand(long cmId, Instant at) {
        return new Act(cmId, 0, 0, "", at);
    }

    /** An act of a program with an admin key. */
    public static Act ofAdminKey(long cmId, long adminKeyId, String address, Instant at) {
        return new Act(cmId, 0, adminKeyId, address, at);
    }
}
