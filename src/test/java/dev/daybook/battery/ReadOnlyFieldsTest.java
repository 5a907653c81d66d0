package dev.daybook.battery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.wire.Paths;
import java.time.ZoneOffset;
import java.util.ArrayList;
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
 * An update may contain any name of a column or of a field in an answer, anywhere in its body and with any value. It
 * changes neither the ids of a record nor its account, its time or its totals. A trial is one update, which may be
 * refused.
 */
@Tag("battery-20")
class ReadOnlyFieldsTest {
    private static final long OTHER_ACCOUNT = 1_000_299;
    private static final String DAY = "2024-05-02";
    private static final JsonMapper JSON = JsonMapper.shared();

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

    /** A kind of record: how to add, update and pull it, and its read-only fields. */
    private enum Kind {
        CUSTOMER(
                Paths.SAVE_CUSTOMER,
                "{\"customer_info\":{\"customer_name\":\"Asha\",\"phone\":\"9000000001\",\"customer_code\":\"C1\"}}",
                Paths.SAVE_CUSTOMER,
                "{\"customer_info\":{\"customer_name\":\"Asha\",\"phone\":\"9000000001\",\"customer_code\":\"C1\","
                        + "\"update\":true},\"contact_info\":[{\"contact_person\":\"Ravi\",\"phone\":\"9000000002\"}]}",
                Paths.PULL_CUSTOMERS,
                "{\"cm_id\":1000298,\"createStartDate\":\"%1$s\",\"createEndDate\":\"%1$s\"}",
                "id",
                "cmId",
                "generationDate",
                "imageReferenceId",
                "deleted",
                "contacts/0/id"),
        TICKET(
                Paths.ADD_TICKET,
                "{\"title\":\"Kettle\"}",
                Paths.UPDATE_TICKET,
                "{\"ticket_id\":\"%2$s\",\"sub_status\":\"OP\",\"comment\":\"goes on\"}",
                Paths.PULL_TICKETS,
                "[{\"start_date\":\"%1$s\",\"end_date\":\"%1$s\"}]",
                "id",
                "taskId",
                "ticketId",
                "date",
                "generationDate"),
        ORDER(
                Paths.SAVE_ORDER,
                "{\"customer_info\":{\"customer_name\":\"Asha\",\"phone\":\"9000000001\"},"
                        + "\"order_info\":{\"erp_order_id\":\"E1\",\"products\":[{\"sku_id\":\"S\",\"rate\":10,"
                        + "\"quantity\":2}]}}",
                Paths.SAVE_ORDER,
                "{\"customer_info\":{\"customer_name\":\"Asha\",\"phone\":\"9000000001\"},"
                        + "\"order_info\":{\"erp_order_id\":\"E1\",\"update\":true}}",
                Paths.PULL_ORDERS,
                "{\"cmId\":1000298,\"createStartDate\":\"%1$s\",\"createEndDate\":\"%1$s\"}",
                "id",
                "cmId",
                "orderId",
                "customerId",
                "generationDate",
                "contact/id",
                "grandTotal");

        private final String addPath;
        private final String add;
        private final String updatePath;
        private final String update;
        private final String pullPath;
        private final String pull;

        @SuppressWarnings("ImmutableEnumChecker")
        private final String[] readOnly;

        Kind(
                String addPath,
                String add,
                String updatePath,
                String update,
                String pullPath,
                String pull,
                String... readOnly) {
            this.addPath = addPath;
            this.add = add;
            this.updatePath = updatePath;
            this.update = update;
            this.pullPath = pullPath;
            this.pull = pull;
            this.readOnly = readOnly;
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

    private static void tryAll(Kind kind, TestServer server, Tally tally) {
        var added = server.post(kind.addPath, kind.add);
        assertEquals(200, added.statusCode(), added.body());
        var record = kind.first(server, DAY);
        var before = kind.kept(record);
        var names = new TreeSet<>(COLUMNS);
        names(record, names);
        var body = kind.update.formatted(DAY, record.path("ticketId").asString(""));
        var random = new Random(tally.seed());
        for (var left = Tally.trials(150, 2_000); left > 0; left--) {
            var name = List.copyOf(names).get(random.nextInt(names.size()));
            var hostile = with(body, name, VALUES.get(random.nextInt(VALUES.size())), random);
            var status = server.post(kind.updatePath, hostile).statusCode();
            var after = kind.kept(kind.first(server, DAY));
            if (status < 500 && before.equals(after)) {
                tally.held();
            } else {
                tally.missed(status + " " + hostile + ": " + before + " became " + after);
                before = after;
            }
        }
        assertEquals("", kind.first(server, "2001-01-01").toString(), "a record of another day");
        server.stores.database().read(transaction -> {
            for (var table : List.of("customer", "ticket", "sales_order")) {
                var theirs = transaction
                        .handle()
                        .createQuery("SELECT count(*) FROM " + table + " WHERE cm_id <> :cmId")
                        .bind("cmId", TestServer.CM_ID)
                        .mapTo(Long.class)
                        .one();
                assertEquals(0, theirs, table + " of another account");
            }
            return true;
        });
    }

    private static void names(JsonNode node, Set<String> names) {
        names.addAll(node.propertyNames());
        node.forEach(child -> names(child, names));
    }

    /** The body with one field added to one of its objects, or replaced there. */
    private static String with(String body, String name, String value, Random random) {
        var root = JSON.readTree(body);
        var objects = new ArrayList<ObjectNode>();
        objects(root, objects);
        objects.get(random.nextInt(objects.size())).set(name, JSON.readTree(value));
        return root.toString();
    }

    private static void objects(JsonNode node, List<ObjectNode> objects) {
        if (node instanceof ObjectNode object) {
            objects.add(object);
        }
        node.forEach(child -> objects(child, objects));
    }
}
