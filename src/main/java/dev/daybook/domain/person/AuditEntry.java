package dev.daybook.domain.person;

import java.time.Instant;

/**
 * A line of the audit.
 *
 * @param id its number, which orders the lines of the same instant
 * @param at when it happened
 * @param personId who did it, 0 for a command or a program
 * @param who the e-mail of that person, or the admin key of the program; empty for a command
 * @param name the name of that person; empty if the name is the same as the e-mail, or if there is no person
 * @param former whether somebody else may have that e-mail by now
 * @param action what was done
 * @param recordId the affected record, key or person; 0 for none
 * @param address the address that the request came from; empty for a command
 */
public record AuditEntry(
        long id,
        Instant at,
        long personId,
        String who,
        String name,
        boolean former,
        AuditAction action,
        long recordId,
        String address) {
    /** Whether the action was done by a command, and not in the console or with an admin key. */
    public boolean isOfCommand() {
        return personId == 0 && who.isEmpty();
    }
}
