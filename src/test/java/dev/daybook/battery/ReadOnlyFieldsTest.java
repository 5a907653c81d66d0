package dev.daybook.battery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.kit.OpenApi;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.wire.Paths;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A write may contain any name of a column or of a field of an answer, in each of its objects and with any value. It
 * changes neither the ids of a record nor its account, its time or its totals, and an added record gets none of these
 * values. A trial is one write, which may be refused. The battery of size 1 tries all combinations.
 */
@Tag("battery-20")
class ReadOnlyFieldsTest {
    private static final long OTHER_ACCOUNT = 1_000_299;
    private static final String DAY = "2024-05-02";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final OpenApi FILE = OpenApi.load();

    private static final List<String> COLUMNS = List.of(
            "cm_id",
            "created_at",
            "createdAt",
            "changed_in",
            "version",
            "erased",
            "deleted_at",
            "ticket_number",
            "kapture_customer_id",
            "order_number",
            "creator_id",
            "last_modified",
            "api_key_id",
            "closed_at",
            "doc");

    private static final List<String> VALUES = List.of(
            "1",
            "\"1\"",
            "true",
            "\"true\"",
            "null",
            "{}",
            "[1]",
            "\"2001-01-01 00:00:00\"",
            "978307200000",
            "-1",
            "1000299",
            "{\"id\":1}");

    /**
     * A write: its path and its body. In the body, {@code %1$s} stands for the public number of the ticket,
     * {@code %2$d} for a number that no other write has.
     */
    private record Write(String path, String body) {
        String body(String ticket, int number) {
            return body.formatted(ticket, number);
        }
    }

    /** A kind of record: the schema of its answers, how to pull it, its writes, and its read-only fields. */
    private enum Kind {
        CUSTOMER(
                "Customer",
                Paths.PULL_CUSTOMERS,
                "{\"cm_id\":1000298,\"createStartDate\":\"%1$s\",\"createEndDate\":\"%1$s\",\"limit\":1}",
                List.of(
                        new Write(
                                Paths.SAVE_CUSTOMER,
                                "{\"customer_info\":{\"customer_name\":\"Asha\",\"phone\":\"9000000001\","
                                        + "\"customer_code\":\"C1\",\"update\":true},\"contact_info\":"
                                        + "[{\"contact_person\":\"Ravi\",\"phone\":\"9000000002\"}]}"),
                        new Write(
                                Paths.SAVE_CUSTOMER_OLD,
                                "{\"customer_name\":\"Asha\",\"phone\":\"9000000001\",\"customer_code\":\"C1\","
                                        + "\"update\":true}"),
                        new Write(
                                Paths.SAVE_ENQUIRY_OLD,
                                "{\"customer_name\":\"Asha\",\"phone\":\"9000000001\",\"remarks\":\"call\"}"),
                        new Write(
                                Paths.SAVE_CUSTOMER,
                                "{\"customer_info\":{\"customer_name\":\"New\",\"phone\":\"91%2$08d\"},"
                                        + "\"enquiry_info\":{\"remarks\":\"call\"}}"),
                        new Write(Paths.SAVE_CUSTOMER_OLD, "{\"customer_name\":\"New\",\"phone\":\"92%2$08d\"}")),
                "id",
                "cmId",
                "generationDate",
                "imageReferenceId",
                "deleted",
                "contacts/0/id"),
        TICKET(
                "Ticket",
                Paths.PULL_TICKETS,
                "[{\"start_date\":\"%1$s\",\"end_date\":\"%1$s\",\"limit\":1}]",
                List.of(
                        new Write(
                                Paths.UPDATE_TICKET,
                                "{\"ticket_id\":\"%1$s\",\"sub_status\":\"OP\",\"comment\":\"goes on\"}"),
                        new Write(
                                Paths.UPDATE_TICKET_OLD,
                                "[{\"ticket_id\":\"%1$s\",\"sub_status\":\"OP\",\"comment\":\"goes on\"}]"),
                        new Write(Paths.ADD_TICKET, "[{\"title\":\"New\",\"webform\":[{\"one\":1}]}]"),
                        new Write(Paths.ADD_TICKET_OLD, "[{\"title\":\"New\"}]")),
                "id",
                "taskId",
                "ticketId",
                "date",
                "generationDate"),
        ORDER(
                "Order",
                Paths.PULL_ORDERS,
                "{\"cmId\":1000298,\"createStartDate\":\"%1$s\",\"createEndDate\":\"%1$s\",\"limit\":1}",
                List.of(
                        new Write(
                                Paths.SAVE_ORDER,
                                "{\"customer_info\":{\"customer_name\":\"Asha\",\"phone\":\"9000000001\"},"
                                        + "\"order_info\":{\"erp_order_id\":\"E1\",\"update\":true}}"),
                        new Write(
                                Paths.SAVE_ORDER_OLD,
                                "{\"customer_name\":\"Asha\",\"phone\":\"9000000001\",\"erp_order_id\":\"E1\","
                                        + "\"update\":true}"),
                        new Write(
                                Paths.SAVE_ORDER,
                                "{\"customer_info\":{\"customer_name\":\"Asha\",\"phone\":\"9000000001\"},"
                                        + "\"order_info\":{\"erp_order_id\":\"N%2$d\"},\"product_details\":"
                                        + "[{\"sku_id\":\"S\",\"rate\":10,\"quantity\":2}]}"),
                        new Write(
                                Paths.SAVE_ORDER_OLD,
                                "{\"customer_name\":\"Asha\",\"phone\":\"9000000001\","
                                        + "\"erp_order_id\":\"O%2$d\"}")),
                "id",
                "cmId",
                "orderId",
                "customerId",
                "generationDate",
                "contact/id",
                "grandTotal");

        private final String schema;
        private final String pullPath;
        private final String pull;

        @SuppressWarnings("ImmutableEnumChecker")
        private final List<Write> writes;

        @SuppressWarnings("ImmutableEnumChecker")
        private final String[] readOnly;

        Kind(String schema, String pullPath, String pull, List<Write> writes, String... readOnly) {
            this.schema = schema;
            this.pullPath = pullPath;
            this.pull = pull;
            this.writes = writes;
            this.readOnly = readOnly;
        }

        /** The body that adds the first record. */
        private String add() {
            return switch (this) {
                case CUSTOMER ->
                    "{\"customer_info\":{\"customer_name\":\"Asha\",\"phone\":\"9000000001\",\"customer_code\":\"C1\"}}";
                case TICKET -> "{\"title\":\"Kettle\"}";
                case ORDER ->
                    "{\"customer_info\":{\"customer_name\":\"Asha\",\"phone\":\"9000000001\"},"
                            + "\"order_info\":{\"erp_order_id\":\"E1\",\"products\":[{\"sku_id\":\"S\",\"rate\":10,"
                            + "\"quantity\":2}]}}";
            };
        }

        private String addPath() {
            return switch (this) {
                case CUSTOMER -> Paths.SAVE_CUSTOMER;
                case TICKET -> Paths.ADD_TICKET;
                case ORDER -> Paths.SAVE_ORDER;
            };
        }

        /** The first record of a day, in the order of pulls. */
        JsonNode first(TestServer server, String day) {
            var answer = server.post(pullPath, pull.formatted(day));
            assertEquals(200, answer.statusCode(), answer.body());
            return JSON.readTree(answer.body()).at("/message/0");
        }

        /** The values that no write may change. */
        Map<String, String> kept(JsonNode record) {
            var kept = new TreeMap<String, String>();
            Stream.of(readOnly)
                    .forEach(field -> kept.put(field, record.at("/" + field).toString()));
            assertEquals(false, kept.containsValue(""), () -> this + " lacks a field: " + kept);
            return kept;
        }
    }

    @ParameterizedTest
    @EnumSource
    void noWriteChangesReadOnlyFields(TestDatabase database) throws Exception {
        for (var kind : Kind.values()) {
            Tally.run(Check.READ_ONLY_FIELDS, kind + " on " + database, tally -> {
                try (var server = TestServer.start(database)) {
                    server.addAccount(OTHER_ACCOUNT, ZoneOffset.UTC);
                    tryAll(kind, server, tally);
                }
            });
        }
    }

    /**
     * One write with one more field: the number of the write, the name of the field, its value, and the number of the
     * object in the body that gets it.
     */
    private record Attempt(int write, String name, String value, int object) {}

    private static void tryAll(Kind kind, TestServer server, Tally tally) {
        var added = server.post(kind.addPath(), kind.add());
        assertEquals(200, added.statusCode(), added.body());
        var record = kind.first(server, DAY);
        var before = kind.kept(record);
        var ticket = record.path("ticketId").asString("");
        var number = 0;
        for (var attempt : attempts(kind, record, new Random(tally.seed()))) {
            var write = kind.writes.get(attempt.write);
            var hostile = with(write.body(ticket, ++number), attempt);
            var status = server.post(write.path, hostile).statusCode();
            var after = kind.kept(kind.first(server, DAY));
            if (status < 500 && before.equals(after)) {
                tally.held();
            } else {
                tally.missed(status + " " + write.path + " " + hostile + ": " + before + " became " + after);
                before = after;
            }
        }
        assertEquals("", kind.first(server, "2001-01-01").toString(), "a record of another day");
        var database = server.stores.database();
        for (var table : List.of("customer", "ticket", "sales_order")) {
            var theirs = StoredValues.count(database, table + " WHERE cm_id <> " + TestServer.CM_ID);
            assertEquals(0, theirs, table + " of another account");
            var chosen = StoredValues.count(
                    database, table + " WHERE id < 1000 OR id = " + OTHER_ACCOUNT + " OR id = 978307200000");
            assertEquals(0, chosen, table + " with an id that a write has chosen");
        }
    }

    /**
     * Combinations of write, name, value and object, in random order: 150 in a normal build, all of them in a full
     * battery.
     */
    private static List<Attempt> attempts(Kind kind, JsonNode record, Random random) {
        var names = new TreeSet<>(COLUMNS);
        names.addAll(FILE.properties(kind.schema));
        names(record, names);
        var all = new ArrayList<Attempt>();
        for (var write = 0; write < kind.writes.size(); write++) {
            var objects = new ArrayList<ObjectNode>();
            objects(JSON.readTree(kind.writes.get(write).body("1", 1)), objects);
            for (var name : names) {
                for (var value : VALUES) {
                    for (var object = 0; object < objects.size(); object++) {
                        all.add(new Attempt(write, name, value, object));
                    }
                }
            }
        }
        Collections.shuffle(all, random);
        return all.subList(0, Math.min(all.size(), Tally.trials(150, all.size())));
    }

    private static void names(JsonNode node, Set<String> names) {
        names.addAll(node.propertyNames());
        node.forEach(child -> names(child, names));
    }

    /** The body with one field added to one of its objects, or replaced there. */
    private static String with(String body, Attempt attempt) {
        var root = JSON.readTree(body);
        var objects = new ArrayList<ObjectNode>();
        objects(root, objects);
        objects.get(attempt.object).set(attempt.name, JSON.readTree(attempt.value));
        return root.toString();
    }

    private static void objects(JsonNode node, List<ObjectNode> objects) {
        if (node instanceof ObjectNode object) {
            objects.add(object);
        }
        node.forEach(child -> objects(child, objects));
    }
}
