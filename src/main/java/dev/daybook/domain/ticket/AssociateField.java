package dev.daybook.domain.ticket;

import java.util.regex.Pattern;

/**
 * A value that the account keeps of a ticket beyond the vendor's fields.
 *
 * @param group the key it came under, however odd
 * @param name its name within the group; empty if the group is not an object, or one without fields
 * @param json its value as JSON
 */
public record AssociateField(String group, String name, String json) {
    private static final Pattern BLANK = Pattern.compile("\\[*+(?:null|\"[ \u00a0]*+\"|\\{})?+]*+");

    /** How many characters a group's or a field's name may have. */
    public static final int MAX_NAME = 255;

    /** Whether only one of them can be: of one group, the one with a name, the other the whole group. */
    boolean excludes(AssociateField other) {
        return group.equals(other.group) && name.isEmpty() != other.name.isEmpty();
    }

    /** Whether it says nothing: null, a blank text, or an object or array of nothing. */
    public boolean isBlank() {
        return BLANK.matcher(json).matches();
    }
}
