package dev.daybook.domain.person;

import java.time.Instant;

/**
 * Something that a person does, a command, or a program with an admin key, as the audit is to keep it.
 *
 * @param cmId the account, 0 if none is concerned
 * @param personId who does it, 0 for a command or a program
 * @param adminKeyId the admin key of the program, 0 for a person or a command
 * @param address the address that the request comes from, empty for a command
 * @param at when
 */
public record Act(long cmId, long personId, long adminKeyId, String address, Instant at) {
    /** Something that a person does. */
    public Act(long cmId, long personId, String address, Instant at) {
        this(cmId, personId, 0, address, at);
    }

    /** Something that a command does, which has no person and no address. */
    public static Act ofCommand(long cmId, Instant at) {
        return new Act(cmId, 0, 0, "", at);
    }

    /** Something that a program does with an admin key. */
    public static Act ofAdminKey(long cmId, long adminKeyId, String address, Instant at) {
        return new Act(cmId, 0, adminKeyId, address, at);
    }
}
