package dev.daybook.wire.row;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.domain.ProblemException;
import dev.daybook.domain.ticket.AssociateField;
import dev.daybook.domain.ticket.AssociateFields;
import dev.daybook.kit.WireWords;
import dev.daybook.wire.customer.CustomerRow;
import dev.daybook.wire.faq.FaqRow;
import dev.daybook.wire.json.Fields;
import dev.daybook.wire.order.OrderRow;
import dev.daybook.wire.ticket.TicketRow;
import java.io.IOException;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The list of fields that an import has, which its help prints, names exactly the columns that are read. A column with
 * another name is refused as unknown. The test tries each name that occurs in the sources of
 * {@code wire}. A column counts as read if, for one of several values, the row is refused, or the column is neither
 * ignored nor kept as an associate field.
 */
class RowFieldsTest {
    private static final RowRules RULES = new RowRules(ZoneId.of("Asia/Kolkata"), Optional.empty(), true);

    /** Values of several kinds, each of which the test tries in a column. */
    private static final List<String> VALUES =
            List.of("1", "true", "2024-05-02 10:00:00", "Pending", "low", "[{\"sku_id\":\"1\"}]", "{\"a\":\"1\"}");

    /**
     * A kind of file.
     *
     * @param valid a row that is valid
     * @param kept reads a row and returns the names of the columns that are kept as associate fields
     */
    private record Kind(
            String noun, List<String> fields, Map<String, String> valid, Function<Fields, Collection<String>> kept) {
        @Override
        public String toString() {
            return noun;
        }
    }

    static Stream<Kind> kinds() {
        return Stream.of(
                new Kind(
                        "customers",
                        CustomerRow.FIELDS,
                        Map.of("name", "A", "phone", "1"),
                        row -> CustomerRow.from(row, RULES)
                                .change()
                                .details()
                                .associates()
                                .keySet()),
                new Kind(
                        "tickets",
                        TicketRow.FIELDS,
                        Map.of("title", "T"),
                        row -> groups(TicketRow.from(row, RULES).change().associates())),
                new Kind(
                        "orders",
                        OrderRow.FIELDS,
                        Map.of("customer_name", "A", "phone", "1"),
                        row -> OrderRow.from(row, RULES)
                                .change()
                                .details()
                                .associates()
                                .keySet()),
                new Kind("faq", FaqRow.FIELDS, Map.of("title", "T", "detail", "D", "category", "C"), row -> {
                    FaqRow.from(row, RULES);
                    return row.ignored();
                }));
    }

    private static List<String> groups(AssociateFields fields) {
        return fields.list().stream().map(AssociateField::group).toList();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theFieldsAreExactlyTheColumnsThatAreRead(Kind kind) throws IOException {
        assertDoesNotThrow(() -> kind.kept.apply(FileRow.ofTexts(kind.valid)));
        var read = Stream.concat(WireWords.all().stream(), kind.fields.stream())
                .filter(name -> VALUES.stream().anyMatch(value -> isRead(kind, name, value)))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(kind.fields), read);
    }

    private static boolean isRead(Kind kind, String name, String value) {
        var row = new HashMap<>(kind.valid);
        row.put(name, value);
        try {
            return !kind.kept.apply(FileRow.ofTexts(row)).contains(name);
        } catch (ProblemException refused) {
            return true;
        }
    }
}
