package dev.daybook.client.check.json;

import dev.daybook.client.answer.PulledColumn;
import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.answer.PulledList;
import dev.daybook.client.answer.RecordKeys;
import dev.daybook.client.check.json.Seen.Kind;
import dev.daybook.domain.RecordKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A field of a record according to the vendor's reference or, where the reference shows no fields, to Daybook's
 * documents.
 *
 * @param name its key
 * @param kinds the types of its values
 */
public record DocumentedField(String name, Set<Kind> kinds) {
    /**
     * The last column of a ticket that counts as documented: the documented columns are those that the vendor's page
     * shows before its sample is cut off, and after them {@code customerName} and {@code customerPhone}, which known
     * clients need.
     */
    private static final String LAST_OF_TICKET = "customerPhone";

    private static final Set<String> OBJECTS = Set.of("contact", "additional_info");

    public DocumentedField {
        kinds = Set.copyOf(kinds);
    }

    /** The fields of a kind of record, without those of the objects in its list. */
    public static List<DocumentedField> of(PulledKind kind) {
        var own = of(kind.columns());
        return kind.kind() == RecordKind.TICKET ? through(LAST_OF_TICKET, own) : withList(own, kind);
    }

    private static List<DocumentedField> through(String last, List<DocumentedField> fields) {
        var names = fields.stream().map(DocumentedField::name).toList();
        return fields.subList(0, names.indexOf(last) + 1);
    }

    private static List<DocumentedField> withList(List<DocumentedField> own, PulledKind kind) {
        var list = kind.list().stream().map(one -> new DocumentedField(one.key(), EnumSet.of(Kind.LIST)));
        return Stream.concat(own.stream(), list).toList();
    }

    /** The fields of the objects in a list. */
    public static List<DocumentedField> of(PulledList list) {
        return of(list.columns());
    }

    /**
     * The names of the fields whose value an update lost or replaced. Fields that were empty, false or 0 before the
     * update are left out: in them, a server may count or mark updates. The time of the last change is left out, too.
     * Objects that were added to a list do not count as a loss.
     *
     * @param given the field that the update sets
     */
    public static List<String> lost(PulledKind kind, Seen before, Seen after, String given) {
        var items = kind.list().map(DocumentedField::of).orElse(List.of());
        return of(kind).stream()
                .map(DocumentedField::name)
                .filter(name -> !name.equals(given) && !name.equals(RecordKeys.MODIFIED))
                .filter(name -> isLost(before.at(name), after.at(name), items))
                .toList();
    }

    private static boolean isLost(Seen before, Seen after, List<DocumentedField> ofItems) {
        if (!before.is(Kind.LIST)) {
            return hasValue(before) && !before.equals(after);
        }
        var kept = after.items();
        var items = before.items();
        return kept.size() < items.size()
                || IntStream.range(0, items.size())
                        .anyMatch(index -> ofItems.stream()
                                .map(DocumentedField::name)
                                .anyMatch(name -> isLost(
                                        items.get(index).at(name),
                                        kept.get(index).at(name),
                                        List.of())));
    }

    private static boolean hasValue(Seen value) {
        return value.is(Kind.OBJECT)
                ? !value.names().isEmpty()
                : !value.text().isBlank() && !value.text().matches("false|0+([.]0+)?");
    }

    private static List<DocumentedField> of(List<PulledColumn> columns) {
        return columns.stream()
                .map(column -> new DocumentedField(column.name(), kinds(column)))
                .toList();
    }

    private static Set<Kind> kinds(PulledColumn column) {
        return switch (column.kind()) {
            case TEXT -> EnumSet.of(OBJECTS.contains(column.name()) ? Kind.OBJECT : Kind.TEXT);
            case NUMBER -> EnumSet.of(Kind.WHOLE);
            case FLAG -> EnumSet.of(Kind.FLAG);
            case AMOUNT -> EnumSet.of(Kind.DECIMAL);
            case DECIMAL -> EnumSet.of(Kind.WHOLE, Kind.DECIMAL);
            case TIME -> EnumSet.of(Kind.TEXT, Kind.OBJECT);
        };
    }
}
