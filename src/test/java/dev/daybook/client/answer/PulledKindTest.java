package dev.daybook.client.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.client.answer.PulledColumn.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each column has the kind of values that the vendor's reference gives for its field. */
class PulledKindTest {
    private static Kind kind(List<PulledColumn> columns, String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow()
                .kind();
    }

    @ParameterizedTest
    @CsvSource({
        "id, NUMBER",
        "customerLevel, NUMBER",
        "isOrganization, FLAG",
        "maxCreditAmt, AMOUNT",
        "lastModificationTime, TIME",
        "generationDate, TIME",
        "name, TEXT"
    })
    void aColumnOfACustomerHasTheKindOfItsValues(String name, Kind kind) {
        assertEquals(kind, kind(PulledKind.CUSTOMERS.columns(), name));
    }

    @Test
    void anAmountOfAnOrderKeepsAllItsDigits() {
        assertEquals(Kind.DECIMAL, kind(PulledKind.ORDERS.columns(), "grandTotal"));
    }
}
