package dev.daybook.domain.ticket;

/**
 * A value that the account keeps of a ticket beyond the vendor's fields.
 *
 * @param group the key it came under, however odd
 * @param name its name within the group; empty if the group is not an object, or one without fields
 * @param json its value as JSON
 */
public record AssociateField(String group, String name, String json) {
    /** How many characters a group's or a field's name may have. */
    public static final int MAX_NAME = 255;
}
