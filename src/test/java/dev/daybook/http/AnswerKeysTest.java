package dev.daybook.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.kit.Golden;
import dev.daybook.kit.Leaves;
import dev.daybook.wire.customer.CustomerJson;
import dev.daybook.wire.order.OrderJson;
import dev.daybook.wire.ticket.TicketJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The pages of {@code docs/api} on the three pulls name exactly the keys of the records that answers contain. The
 * golden files of the documents show these keys; {@code cli.EveryValueTest} keeps the files true.
 */
class AnswerKeysTest {
    private static final Pattern QUOTED = Pattern.compile("`(\\w+)`");

    /** Keys that are not stored, although their value is not empty: it is the constant that the vendor's page shows. */
    private static final List<String> CONSTANTS_OF_CUSTOMERS = List.of("companyStatus", "currentStatus");

    @Test
    void theTableOfATicketHasItsKeysInTheirOrder() throws IOException {
        var documented = part("pull-ticket.md", "### The ticket\n", "\n## ")
                .lines()
                .filter(line -> line.startsWith("| `"))
                .flatMap(line -> words(line.split("\\|", -1)[1]))
                .toList();
        var document = Golden.version("documents/ticket", TicketJson.FORMAT);
        assertEquals(List.copyOf(document.propertyNames()), documented);
    }

    @Test
    void theSampleOfAnOrderHasItsKeysInTheirOrder() throws IOException {
        var sample = JsonMapper.shared().readTree(part("pull-order.md", "```json\n", "```"));
        var document = Golden.version("documents/order", OrderJson.FORMAT);
        // The sample has no own fields, whose names are the account's.
        assertEquals(keys(document, "additional_info"), keys(sample, "additional_info"));
    }

    @Test
    void thePageOfCustomersListsTheKeysThatAreStored() throws IOException {
        var documented = words(part("pull-customer.md", "Daybook stores and shows ", ". The other keys"))
                .toList();
        var document = Golden.version("documents/customer", CustomerJson.FORMAT);
        var stored = new ArrayList<>(document.propertyNames());
        stored.removeAll(Leaves.empty(Leaves.of(document)));
        stored.removeAll(CONSTANTS_OF_CUSTOMERS);
        assertEquals(stored, documented);
    }

    private static Stream<String> words(String text) {
        return QUOTED.matcher(text).results().map(word -> word.group(1));
    }

    private static String part(String page, String from, String to) throws IOException {
        var text = Files.readString(Path.of("docs/api", page));
        var start = text.indexOf(from) + from.length();
        return text.substring(start, text.indexOf(to, start));
    }

    /** The keys of an object, and those of the objects in it, but not those within {@code except}. */
    private static Collection<String> keys(JsonNode node, String except) {
        var keys = new ArrayList<String>();
        for (var property : node.properties()) {
            keys.add(property.getKey());
            if (!property.getKey().equals(except)) {
                var value = property.getValue();
                keys(value.isArray() ? value.get(0) : value, except)
                        .forEach(key -> keys.add(property.getKey() + "." + key));
            }
        }
        return keys;
    }
}
