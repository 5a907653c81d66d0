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
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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

    private static void assertSame(JsonNode record, List<DocumentedField> documented) {
        assertEquals(new TreeSet<>(record.propertyNames()), names(documented));
    }

    private static Set<String> names(Collection<DocumentedField> fields) {
        var names = new TreeSet<String>();
        fields.forEach(field -> names.add(field.name()));
        return names;
    }
}
