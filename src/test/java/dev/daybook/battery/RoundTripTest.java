package dev.daybook.battery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.wire.Paths;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A customer's texts in any script are the same in Get and Pull as they were added. A trial is one customer. */
@Tag("battery-14")
class RoundTripTest {
    /** The name that each field of Add Customer has in answers. */
    private static final Map<String, String> FIELDS = Map.of(
            "customer_name", "name",
            "address", "address",
            "city", "city",
            "state", "state",
            "country", "country",
            "pincode", "pinCode",
            "type", "customerType",
            "customer_code", "customerCode");

    private static final JsonMapper JSON = JsonMapper.shared();

    @ParameterizedTest
    @EnumSource
    void everyWrittenTextIsReadBackUnchanged(TestDatabase database) throws Exception {
        Tally.run(Check.GOLDEN_ANSWERS, "round trip on " + database, tally -> {
            var random = new Random(tally.seed());
            try (var server = TestServer.start(database)) {
                for (var number = 0; number < Tally.trials(30, 100); number++) {
                    roundTrip(server, number, random);
                    tally.held();
                }
            }
        });
    }

    private static void roundTrip(TestServer server, int number, Random random) {
        var texts = new TreeMap<String, String>();
        for (var field : FIELDS.keySet()) {
            if (field.equals("customer_name") || random.nextInt(3) > 0) {
                texts.put(field, text(random));
            }
        }
        texts.computeIfPresent("customer_code", (field, text) -> text + " " + number);
        var info = JSON.createObjectNode();
        texts.forEach(info::put);
        info.put("phone", Integer.toString(900_000_000 + number));
        var body = JSON.createObjectNode();
        body.set("customer_info", info);
        var added = server.post(Paths.SAVE_CUSTOMER, body.toString());
        assertEquals(200, added.statusCode(), added.body());
        var id = JSON.readTree(added.body()).get("kapture_customer_id").stringValue();
        var got = server.post(Paths.GET_CUSTOMER, "{\"customer_id\":\"" + id + "\"}");
        var pulled = server.post(
                Paths.PULL_CUSTOMERS,
                "{\"cm_id\":1000298,\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\",\"customer_id\":\""
                        + id + "\"}");
        compare(texts, JSON.readTree(pulled.body()).at("/message/0"), pulled.body());
        compare(texts, found(JSON.readTree(got.body())), got.body());
    }

    /** The object with the customer's fields in an answer of Get Customer: the answer itself, or an object in it. */
    private static JsonNode found(JsonNode answer) {
        var holder = answer.findParent("customerCode");
        return holder == null ? answer : holder;
    }

    private static void compare(Map<String, String> sent, JsonNode shown, String body) {
        sent.forEach((field, text) ->
                assertEquals(text, shown.path(FIELDS.get(field)).asString(), () -> field + " in " + body));
    }

    /** A text with letters of any script and characters that JSON escapes; it neither begins nor ends with a blank. */
    private static String text(Random random) {
        var text = new StringBuilder("x");
        for (var length = random.nextInt(30); length > 0; length--) {
            int letter;
            do {
                letter = random.nextInt(3) == 0 ? random.nextInt(0x20000) : 32 + random.nextInt(95);
            } while (!Character.isDefined(letter)
                    || Character.getType(letter) == Character.SURROGATE
                    || Character.isISOControl(letter));
            text.appendCodePoint(letter);
        }
        return text.append('x').toString();
    }
}
