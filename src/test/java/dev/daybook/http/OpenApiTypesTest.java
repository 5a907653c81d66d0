package dev.daybook.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The OpenAPI file has what generators of clients need to choose types. */
class OpenApiTypesTest {
    private static final JsonNode FILE = read();

    private static JsonNode read() {
        try (var stream = OpenApiTypesTest.class.getResourceAsStream("/openapi/openapi.json")) {
            return JsonMapper.shared().readTree(Objects.requireNonNull(stream));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Without a format, generators for Java, C# or Go choose 32 bits, which ids and times in milliseconds exceed. */
    @Test
    void everyWholeNumberHasAFormatOrABound() {
        var open = new TreeSet<String>();
        collect("paths", FILE.get("paths"), open);
        for (var part : List.of("schemas", "parameters", "responses", "requestBodies", "headers")) {
            collect(part, FILE.at("/components/" + part), open);
        }
        assertEquals(Set.of(), open);
    }

    /**
     * Otherwise a generated type has only the named fields, or none, and a program cannot send or read the account's
     * own fields.
     */
    @Test
    void everyPlaceForFieldsOfOnesOwnAllowsThem() {
        for (var schema : List.of(
                "AddTicketRequest",
                "UpdateTicketRequest",
                "SaveCustomerRequest",
                "FlatCustomerRequest",
                "SaveEnquiryRequest",
                "SaveOrderRequest",
                "FlatOrderRequest",
                "CustomerInfo",
                "EnquiryInfo",
                "OrderInfo",
                "CustomerInfo/properties/additional_fields",
                "CustomerInfo/properties/associate_fields",
                "EnquiryInfo/properties/additional_fields",
                "EnquiryInfo/properties/associate_fields",
                "OrderInfo/properties/additional_fields",
                "OrderInfo/properties/associate_fields",
                "WriteTicketAnswer/properties/Additional_details",
                "GotTicket/properties/additional_info",
                "Ticket/properties/additional_info",
                "Order/properties/additional_info")) {
            var allowed = FILE.at("/components/schemas/" + schema + "/additionalProperties");
            assertTrue(allowed.asBoolean(false), schema);
        }
    }

    private static void collect(String place, JsonNode node, Set<String> open) {
        if (isWholeNumber(node.path("type"))
                && !node.has("format")
                && node.path("maximum").asLong(Long.MAX_VALUE) > Integer.MAX_VALUE) {
            open.add(place);
        }
        if (node.isObject()) {
            node.forEachEntry((name, part) -> {
                if (!name.equals("example") && !name.equals("examples")) {
                    collect(place + "/" + name, part, open);
                }
            });
        } else {
            node.forEach(part -> collect(place, part, open));
        }
    }

    private static boolean isWholeNumber(JsonNode type) {
        return type.isArray()
                ? type.valueStream().anyMatch(OpenApiTypesTest::isWholeNumber)
                : type.asString("").equals("integer");
    }
}
