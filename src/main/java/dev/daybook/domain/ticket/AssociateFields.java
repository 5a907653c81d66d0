package dev.daybook.domain.ticket;

import java.util.ArrayList;
import java.util.List;

/**
 * The associate fields of a ticket, in the order in which they came.
 *
 * @param list the fields; the fields of a group need not be side by side
 */
public record AssociateFields(List<AssociateField> list) {
    /** None at all. */
    public static final AssociateFields NONE = new AssociateFields(List.of());

    public AssociateFields {
        list = List.copyOf(list);
    }

    /**
     * These fields with others: a field that is given replaces the one of its name, and a group that is not an object
     * replaces the whole group. One that says nothing replaces nothing, as everywhere in the API.
     */
    public AssociateFields with(AssociateFields given) {
        var all = new ArrayList<>(list);
        for (var field : given.list) {
            var index = indexOf(all, field);
            if (index >= 0) {
                all.set(index, field.isBlank() ? all.get(index) : field);
            } else if (!field.isBlank() || all.stream().noneMatch(field::excludes)) {
                all.removeIf(field::excludes);
                all.add(field);
            }
        }
        return new AssociateFields(all);
    }

    private static int indexOf(List<AssociateField> fields, AssociateField wanted) {
        for (var index = 0; index < fields.size(); index++) {
            var field = fields.get(index);
            if (field.group().equals(wanted.group()) && field.name().equals(wanted.name())) {
                return index;
            }
        }
        return -1;
    }
}
