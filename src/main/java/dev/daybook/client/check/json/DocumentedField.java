package dev.daybook.client.check.json;

import dev.daybook.client.answer.PulledColumn;
import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.answer.PulledList;
import dev.daybook.client.check.json.Seen.Kind;
import dev.daybook.domain.RecordKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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
     * The number of ticket fields that count as documented, the first columns of a ticket: those that the vendor's page
     * shows before its sample is cut off, then {@code customerName} and {@code customerPhone}, which known clients need.
     */
    private static final int TICKET_FIELDS = 18;

    private static final Set<String> OBJECTS = Set.of("contact", "additional_info");

    public DocumentedField {
        kinds = Set.copyOf(kinds);
    }

    /** The fields of a kind of record, without those of the objects in its list. */
    public static List<DocumentedField> of(PulledKind kind) {
        var own = of(kind.columns());
        if (kind.kind() == RecordKind.TICKET) {
            return own.subList(0, TICKET_FIELDS);
        }
        return Stream.concat(
                        own.stream(),
                        kind.list().stream().map(list -> new DocumentedField(list.key(), EnumSet.of(Kind.LIST))))
                .toList();
    }

    /** The fields of the objects in a list. */
    public static List<DocumentedField> of(PulledList list) {
        return of(list.columns());
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
