package dev.daybook.domain.ticket;

/**
 * The employee that a ticket is assigned to.
 *
 * @param id in the account's list, 0 for nobody
 * @param name what people call them
 */
public record Assignee(long id, String name) {
    /** Nobody. */
    public static final Assignee NOBODY = new Assignee(0, "");
}
