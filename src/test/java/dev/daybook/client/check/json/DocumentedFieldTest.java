package dev.daybook.client.check.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.kit.VendorCustomer;
import dev.daybook.kit.VendorTicket;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The check expects from every server the keys that the vendor's pages show, and no keys that only Daybook has. The
 * records of this test are written out from those pages.
 */
class DocumentedFieldTest {
    private static final LocalDateTime TIME = LocalDateTime.of(2024, 5, 2, 10, 0);

    @Test
    void theFieldsOfACustomerAreThoseOfTheVendor() {
        var customer = JsonMapper.shared().readTree(VendorCustomer.of(1, TIME).json());
        assertSame(customer, DocumentedField.of(PulledKind.CUSTOMERS));
        assertSame(
                customer.get("contacts").get(0),
                DocumentedField.of(PulledKind.CUSTOMERS.list().orElseThrow()));
    }

    @Test
    void theFieldsOfATicketAreThoseOfTheVendor() {
        var ticket = JsonMapper.shared().readTree(VendorTicket.of(1, TIME).json());
        var documented = names(DocumentedField.of(PulledKind.TICKETS));
        // The sample on the vendor's page is cut off before this key.
        documented.add("additional_info");
        assertEquals(new TreeSet<>(ticket.propertyNames()), documented);
    }

    /** A server may count and mark its updates, so a field without a value before the update is not compared. */
    @ParameterizedTest
    @CsvSource({
        "/name, '', name",
        "/customerCode, '', customerCode",
        "/contacts/0/email, '', contacts",
        "/contacts/0/phone, 9000000009, contacts",
        "/website, https://tea.example, ",
        "/isExistingCustomer, true, ",
        "/city, Pune, ",
        "/lastModificationTime/month, 5, ",
        "/undocumented, 2, "
    })
    void aValueThatAnUpdateLosesOrReplacesIsNamed(String pointer, String value, @Nullable String lost) {
        var before = (ObjectNode)
                JsonMapper.shared().readTree(VendorCustomer.of(1, TIME).json());
        before.put("customerCode", "C1").put("city", "Delhi").put("undocumented", "1");
        var after = before.deepCopy();
        var at = JsonPointer.compile(pointer);
        ((ObjectNode) after.at(at.head())).put(at.last().getMatchingProperty(), value);
        assertEquals(Stream.ofNullable(lost).toList(), lost(before, after));
    }

    @Test
    void contactsThatAnUpdateRemovesAreNamed() {
        var before = (ObjectNode)
                JsonMapper.shared().readTree(VendorCustomer.of(1, TIME).json());
        var after = before.deepCopy();
        after.putArray("contacts");
        assertEquals(List.of("contacts"), lost(before, after));
        assertEquals(List.of(), lost(after, before));
    }

    private static List<String> lost(JsonNode before, JsonNode after) {
        return DocumentedField.lost(
                PulledKind.CUSTOMERS,
                Seen.strict(before.toString()).orElseThrow(),
                Seen.strict(after.toString()).orElseThrow(),
                "city");
    }

    private static void assertSame(JsonNode record, List<DocumentedField> documented) {
        assertEquals(new TreeSet<>(record.propertyNames()), names(documented));
    }

    private static Set<String> names(Collection<DocumentedField> fields) {
        var names = new TreeSet<String>();
        fields.forEach(field -> names.add(field.name()));
        return names;
    }
}
