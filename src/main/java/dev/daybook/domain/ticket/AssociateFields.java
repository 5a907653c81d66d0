package dev.daybook.domain.ticket;

import dev.daybook.domain.AssociateFieldLimits;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.customer.FreeText;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/**
 * The associate fields of a ticket, in the order of their arrival.
 *
 * @param list the fields; the fields of a group need not be adjacent
 */
public record AssociateFields(List<AssociateField> list) {
    public static final AssociateFields NONE = new AssociateFields(List.of());

    public AssociateFields {
        list = List.copyOf(list);
    }

    /**
     * Merges given fields into these. A given field replaces the field with the same group and name. A given field
     * without a name replaces all fields of its group; a given field with a name replaces the field of its group that
     * has no name. A blank field replaces nothing, as everywhere in the API; it is added if there is no field that it
     * would replace. The time must stay linear in the number of fields, because this method runs during a write, and
     * other writes may wait for this write.
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
     * These fields, which a client has sent, with masked texts replaced: a group, a name or a value that is only the
     * masked form of a stored one becomes the stored one.
     *
     * @param stored the fields of the ticket before the change
     * @param unmasked makes the value of a field from the JSON of its stored value and of its given value
     */
    AssociateFields unmasked(AssociateFields stored, BinaryOperator<String> unmasked) {
        if (list.isEmpty() || stored.list.isEmpty()) {
            return this;
        }
        var byKey = new HashMap<String, AssociateField>();
        stored.list.forEach(field -> byKey.put(Merge.key(field), field));
        return new AssociateFields(named(stored).stream()
                .map(field -> Optional.ofNullable(byKey.get(Merge.key(field)))
                        .map(known -> new AssociateField(
                                field.group(), field.name(), unmasked.apply(known.json(), field.json())))
                        .orElse(field))
                .toList());
    }

    /** These given fields. Each masked group or name is replaced by the stored one that it stands for. */
    private List<AssociateField> named(AssociateFields stored) {
        if (list.stream().noneMatch(field -> (field.group() + field.name()).indexOf('*') >= 0)) {
            return list;
        }
        var groups = new FreeText.Names(
                stored.list.stream().map(AssociateField::group).toList());
        var names = stored.list.stream()
                .collect(Collectors.groupingBy(
                        AssociateField::group,
                        Collectors.collectingAndThen(
                                Collectors.mapping(AssociateField::name, Collectors.toList()), FreeText.Names::new)));
        return list.stream()
                .map(field -> {
                    var group = groups.meant(field.group());
                    var name = Optional.ofNullable(names.get(group)).map(known -> known.meant(field.name()));
                    return new AssociateField(group, name.orElse(field.name()), field.json());
                })
                .toList();
    }

    /**
     * Merges given fields into these within the limits of a record. If the result exceeds the limits, the given blank
     * fields are left out: forms send their empty fields with every update, and these must not make the update fail.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if the limits are exceeded even without these fields
     */
    public AssociateFields withBounded(AssociateFields given) {
        if (given.list.isEmpty()) {
            return this;
        }
        try {
            return with(given).bounded();
        } catch (ProblemException full) {
            var filled = given.list.stream().filter(field -> !field.isBlank()).toList();
            return with(new AssociateFields(filled)).bounded();
        }
    }

    /**
     * Returns these fields if they are within the limits of a record.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if they exceed the limits
     */
    public AssociateFields bounded() {
        AssociateFieldLimits.check(
                list.size(),
                list.stream()
                        .mapToLong(field -> AssociateFieldLimits.bytes(field.group(), field.name(), field.json()))
                        .sum());
        return this;
    }

    private static final class Merge {
        /** The fields by key, in the order of their arrival; a new value of a field keeps the place of the old one. */
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

        /** The fields in the group of a field: either all have a name, or there is only one, without a name. */
        private Map<String, AssociateField> group(AssociateField field) {
            return groups.computeIfAbsent(field.group(), group -> new HashMap<>());
        }

        /**
         * The key of a field, made from group and name. It is a String because callers choose the names: a HashMap with
         * Strings as keys stays fast even if the hashes of many keys collide, a HashMap with pairs does not.
         */
        private static String key(AssociateField field) {
            return field.group().length() + ":" + field.group() + field.name();
        }
    }
}
