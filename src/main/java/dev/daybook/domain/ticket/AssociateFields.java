package dev.daybook.domain.ticket;

import dev.daybook.domain.OwnFields;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
     * replaces the whole group. One that says nothing replaces nothing, as everywhere in the API. Takes time in
     * proportion to the number of fields, because it runs inside the one writer.
     */
    public AssociateFields with(AssociateFields given) {
        if (given.list.isEmpty()) {
            return this;
        }
        var merge = new Merge();
        list.forEach(merge::put);
        given.list.forEach(merge::merge);
        return new AssociateFields(List.copyOf(merge.fields.values()));
    }

    /**
     * These fields, if they are within the bounds of one record.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE
     */
    public AssociateFields bounded() {
        OwnFields.check(
                list.size(),
                list.stream()
                        .mapToLong(field -> OwnFields.bytes(field.group(), field.name(), field.json()))
                        .sum());
        return this;
    }

    private static final class Merge {
        /** In their order; a field that is put again keeps its place. */
        private final Map<String, AssociateField> fields = new LinkedHashMap<>();

        private final Map<String, Map<String, AssociateField>> groups = new HashMap<>();

        void put(AssociateField field) {
            fields.put(key(field), field);
            group(field).put(key(field), field);
        }

        void merge(AssociateField field) {
            var group = group(field);
            if (group.containsKey(key(field))) {
                if (!field.isBlank()) {
                    put(field);
                }
            } else if (group.values().stream().limit(1).noneMatch(field::excludes)) {
                put(field);
            } else if (!field.isBlank()) {
                group.keySet().forEach(fields::remove);
                group.clear();
                put(field);
            }
        }

        /** The fields of a group: all have a name, or the one of them has none. */
        private Map<String, AssociateField> group(AssociateField field) {
            return groups.computeIfAbsent(field.group(), group -> new HashMap<>());
        }

        /** One text and not a pair of them: texts that collide in a hash table are still told apart quickly. */
        private static String key(AssociateField field) {
            return field.group().length() + ":" + field.group() + field.name();
        }
    }
}
