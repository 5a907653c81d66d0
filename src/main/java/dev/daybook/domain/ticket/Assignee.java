package dev.daybook.domain.ticket;

/**
 * The employee that a ticket is assigned to.
 *
 * @param id the employee's id; 0 for nobody
 * @param name the display name
 */
public record Assignee(long id, String name) {
    public static final Assignee NOBODY = new Assignee(0, "");
}
