package dev.daybook.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.battery.Check;
import dev.daybook.battery.Tally;
import dev.daybook.domain.RecordKind;
import dev.daybook.kit.StatementFaults;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestFaq;
import dev.daybook.kit.TestRecords;
import dev.daybook.kit.TestServer;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.wire.Headers;
import dev.daybook.wire.Paths;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * For every operation of accounts, the nth statement of a request fails, for n = 1, 2 and so on. Each time the answer is
 * 503, nothing is stored partly, and the next request is served.
 */
@Tag("battery-3")
class StatementFaultsTest {
    private static final int MOST_STATEMENTS = 200;
    private static final String DAY = "\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\"";

    /**
     * A request of an operation.
     *
     * @param body its body, made from a number that is unique for each try
     */
    private record Operation(String name, String path, IntFunction<String> body, boolean withKey) {}

    /** The ids of the records that are there from the start. */
    private record Kept(String customer, String ticket, String order, String category) {
        static final Kept NONE = new Kept("1", "1", "1", "1");

        static Kept in(TestServer server) {
            var account = server.stores
                    .database()
                    .read(server.stores.accounts()::list)
                    .get(0);
            TestFaq.load(
                    server.stores,
                    account,
                    true,
                    List.of(TestFaq.entry("1", "Returns", "How do I return?", "Call us.")));
            return new Kept(
                    new TestRecords(server, RecordKind.CUSTOMER).add("Kept"),
                    new TestRecords(server, RecordKind.TICKET).add("Kept"),
                    new TestRecords(server, RecordKind.ORDER).add("Kept"),
                    Long.toString(server.stores
                            .database()
                            .read(transaction -> server.stores.faq().categories(transaction, TestServer.CM_ID))
                            .get(0)
                            .id()));
        }
    }

    /** Reads all rows that are stored. */
    private interface Dump {
        String all() throws SQLException;
    }

    private int number;

    @ParameterizedTest
    @EnumSource
    void everyStatementOfEveryOperationMayFail(TestDatabase database) throws Exception {
        Tally.run(Check.CALLS_FAIL, "statements, " + database, tally -> sweepAll(database, tally));
    }

    private void sweepAll(TestDatabase database, Tally tally) throws SQLException {
        var faults = new StatementFaults();
        var count = operations(Kept.NONE).size();
        for (var index = 0; index < count; index++) {
            // Each operation has new tables: they are compared before and after each try, and each try adds rows.
            var url = database.create();
            Operation operation;
            try (var server = TestServer.start(url)) {
                operation = operations(Kept.in(server)).get(index);
            }
            // Each operation has a new server: after a minute a server would store the last use of its keys, and this
            // statement would be counted.
            try (var server = TestServer.start(url, faults.options(), settings -> settings.packs(false));
                    var other = connect(url)) {
                var tables = tables(other);
                for (var kind : StatementFaults.Kind.values()) {
                    // Makes two statements in a row fail, too, so that the ROLLBACK after a failure fails.
                    for (var inARow = 1; inARow <= 2; inARow++) {
                        sweep(server, () -> dump(other, tables), faults, operation, kind, inARow, tally);
                    }
                }
            }
        }
    }

    private void sweep(
            TestServer server,
            Dump dump,
            StatementFaults faults,
            Operation operation,
            StatementFaults.Kind kind,
            int inARow,
            Tally tally)
            throws SQLException {
        for (var nth = 1; nth < MOST_STATEMENTS; nth++) {
            var where = operation.name + ", " + kind + ", statement " + nth + ", in a row " + inARow;
            var before = dump.all();
            faults.arm(kind, nth, inARow);
            var own = ++number;
            var status = post(server, operation, own, where);
            if (faults.disarm() == 0) {
                assertEquals(200, status, where);
                assertTrue(nth > 1, where + ": no statement at all");
                return;
            }
            assertEquals(503, status, where);
            assertEquals(before, dump.all(), where + ": something of it is stored");
            assertEquals(200, post(server, operation, own, where + ", again"), where + ", again");
            tally.held();
        }
        throw new AssertionError(operation.name + " has no end of statements");
    }

    private static int post(TestServer server, Operation operation, int number, String where) {
        var headers = new TreeMap<>(Map.of("Authorization", "Basic " + server.token));
        if (operation.withKey) {
            headers.put(Headers.IDEMPOTENCY_KEY, "key-" + number);
        }
        var answer = server.post(operation.path, operation.body.apply(number), headers);
        assertFalse(answer.body().contains("SQL"), where + ": " + answer.body());
        return answer.statusCode();
    }

    private static List<Operation> operations(Kept kept) {
        var operations = new ArrayList<Operation>();
        operations.add(new Operation("add customer", Paths.SAVE_CUSTOMER, StatementFaultsTest::customer, false));
        operations.add(new Operation("add customer once", Paths.SAVE_CUSTOMER, StatementFaultsTest::customer, true));
        operations.add(new Operation(
                "update customer",
                Paths.SAVE_CUSTOMER,
                own -> "{\"customer_info\":{\"customer_id\":%s,\"customer_name\":\"N %d\"}}"
                        .formatted(kept.customer, own),
                false));
        operations.add(new Operation("add ticket", Paths.ADD_TICKET, StatementFaultsTest::ticket, false));
        operations.add(new Operation(
                "update ticket",
                Paths.UPDATE_TICKET,
                own -> "[{\"ticket_id\":\"%s\",\"sub_status\":\"%s\",\"comment\":\"note %d\"}]"
                        .formatted(kept.ticket, own % 2 == 0 ? "IN" : "OP", own),
                false));
        operations.add(new Operation("add order", Paths.SAVE_ORDER, own -> order(own, ""), false));
        operations.add(new Operation(
                "update order", Paths.SAVE_ORDER, own -> order(own, ",\"order_id\":" + kept.order), false));
        read(operations, "get customer", Paths.GET_CUSTOMER, "{\"kapture_customer_id\":" + kept.customer + "}");
        read(operations, "pull customers", Paths.PULL_CUSTOMERS, "{\"cm_id\":1000298," + DAY + ",\"name\":\"kept\"}");
        read(operations, "get ticket", Paths.GET_TICKET, "{\"ticket_ids\":\"" + kept.ticket + "\"}");
        read(
                operations,
                "pull tickets",
                Paths.PULL_TICKETS,
                "{\"start_date\":\"2024-05-02\",\"end_date\":\"2024-05-02\"}");
        read(operations, "pull orders", Paths.PULL_ORDERS, "{\"cmId\":1000298," + DAY + "}");
        olderPaths(operations, kept);
        read(operations, "FAQ contents", Paths.GET_FAQ_CONTENTS, "{\"category_id\":" + kept.category + "}");
        read(operations, "FAQ categories", Paths.GET_FAQ_CATEGORIES, "{}");
        read(operations, "search FAQ", Paths.SEARCH_FAQ_CONTENTS, "{\"search_text\":\"return\"}");
        for (var path : List.of(Paths.PROOF_OF_CUSTOMERS, Paths.PROOF_OF_TICKETS, Paths.PROOF_OF_ORDERS)) {
            read(operations, path, path, "{\"cm_id\":1000298,\"startDate\":\"2024-05-02\",\"endDate\":\"2024-05-02\"}");
        }
        for (var path : List.of(Paths.CUSTOMER_CHANGES, Paths.TICKET_CHANGES, Paths.ORDER_CHANGES)) {
            read(operations, path, path, "{\"cm_id\":1000298}");
        }
        return operations;
    }

    /** The older paths, and Enquiry Push, which has only an older path. */
    private static void olderPaths(List<Operation> operations, Kept kept) {
        operations.add(new Operation(
                "push enquiry",
                Paths.SAVE_ENQUIRY_OLD,
                own -> "{\"customer_name\":\"Asha\",\"phone\":\"92000%1$05d\",\"remarks\":\"call %1$d\"}"
                        .formatted(own),
                false));
        operations.add(new Operation(
                "add flat customer",
                Paths.SAVE_CUSTOMER_OLD,
                own -> "{\"customer_name\":\"Asha\",\"phone\":\"93000%05d\"}".formatted(own),
                false));
        operations.add(new Operation(
                "add flat order",
                Paths.SAVE_ORDER_OLD,
                own -> "{\"customer_name\":\"Asha\",\"phone\":\"94000%1$05d\",\"erp_order_id\":\"F%1$d\"}"
                        .formatted(own),
                false));
        operations.add(
                new Operation("add ticket, older path", Paths.ADD_TICKET_OLD, StatementFaultsTest::ticket, false));
        operations.add(new Operation(
                "update ticket, older path",
                Paths.UPDATE_TICKET_OLD,
                own -> "[{\"ticket_id\":\"%s\",\"sub_status\":\"%s\",\"comment\":\"note %d\"}]"
                        .formatted(kept.ticket, own % 2 == 0 ? "IN" : "OP", own),
                false));
        read(operations, "get customer v.2", Paths.GET_CUSTOMER_VERSIONED, "{\"customer_id\":" + kept.customer + "}");
        read(operations, "pull customers, older path", Paths.PULL_CUSTOMERS_OLD, "{\"cm_id\":1000298," + DAY + "}");
        read(operations, "get ticket, older path", Paths.GET_TICKET_OLD, "{\"ticket_ids\":\"" + kept.ticket + "\"}");
        read(
                operations,
                "pull tickets, older path",
                Paths.PULL_TICKETS_OLD,
                "{\"start_date\":\"2024-05-02\",\"end_date\":\"2024-05-02\"}");
    }

    private static void read(List<Operation> operations, String name, String path, String body) {
        operations.add(new Operation(name, path, own -> body, false));
    }

    private static String customer(int own) {
        return """
                {"customer_info":{"customer_name":"Asha %1$d","phone":"90000%1$05d","customer_code":"c-%1$d"},
                 "contact_info":[{"contact_person_name":"A","contact_person_email":"a%1$d@mail.example"},
                                 {"contact_person_name":"B","contact_person_email":"b%1$d@mail.example"}],
                 "enquiry_info":{"remarks":"call"}}""".formatted(own);
    }

    private static String ticket(int own) {
        return """
                [{"title":"Ticket %1$d","webform":[{"one":%1$d}],"comment":"note","phone":"90000%1$05d",\
                "customer_name":"Asha"}]""".formatted(own);
    }

    private static String order(int own, String more) {
        return """
                {"customer_info":{"customer_name":"Asha","phone":"91000%1$05d"},"order_info":{"remarks":"%1$d"%2$s},\
                "product_details":[{"sku_id":"A","rate":"10.50","quantity":"2"}]}""".formatted(own, more);
    }

    private static Connection connect(DatabaseUrl url) throws SQLException {
        return DriverManager.getConnection(
                url instanceof DatabaseUrl.Sqlite
                        ? "jdbc:sqlite:" + url
                        : "jdbc:" + url.toString().replace("127.0.0.1", port(url)) + "?user=postgres");
    }

    private static String port(DatabaseUrl url) {
        return ((DatabaseUrl.Postgresql) url).hosts().get(0);
    }

    /** The tables that are compared: all but the database's own, which change by themselves. */
    private static List<String> tables(Connection connection) throws SQLException {
        var tables = new ArrayList<String>();
        try (var names = connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
            while (names.next()) {
                var name = names.getString("TABLE_NAME");
                if (!name.startsWith("sqlite_") && !name.startsWith("faq_search") && !name.contains("flyway")) {
                    tables.add(name);
                }
            }
        }
        return tables;
    }

    /** All rows of these tables. */
    private static String dump(Connection connection, List<String> tables) throws SQLException {
        var text = new StringBuilder();
        for (var table : tables) {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery("SELECT * FROM " + table)) {
                var columns = rows.getMetaData().getColumnCount();
                var lines = new ArrayList<String>();
                while (rows.next()) {
                    var line = new StringBuilder(table);
                    for (var column = 1; column <= columns; column++) {
                        line.append('|').append(rows.getString(column));
                    }
                    lines.add(line.toString());
                }
                lines.sort(null);
                lines.forEach(line -> text.append(line).append('\n'));
            }
        }
        return text.toString();
    }
}
