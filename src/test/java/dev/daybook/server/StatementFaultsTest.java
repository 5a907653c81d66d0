package dev.daybook.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.battery.Check;
import dev.daybook.battery.Tally;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Scope;
import dev.daybook.kit.StatementFaults;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestFaq;
import dev.daybook.kit.TestRecords;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.VendorOperation;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.account.AccountStore;
import dev.daybook.wire.Headers;
import dev.daybook.wire.Paths;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * For every operation of accounts, the nth statement of a request fails, for n = 1, 2 and so on. Each time the answer
 * is 503, nothing is stored partly, and the next request is served.
 */
@Tag("battery-3")
class StatementFaultsTest {
    private static final int MOST_STATEMENTS = 200;

    /**
     * The constants of {@link Paths} that need no request in the list: older paths of operations that also have a
     * current path, and the paths of a sandbox.
     */
    private static final Pattern OTHER_PATH = Pattern.compile("(?<!SAVE_ENQUIRY)_OLD$|_VERSIONED$|^SANDBOX_");

    private static final String DAY = "\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\"";

    /**
     * A request of an operation.
     *
     * @param name the operation, for the vendor's the name in {@link VendorOperation}
     * @param form which request of the operation it is; empty for the one with the most statements
     * @param body its body, made from a number that is unique for each try
     */
    private record Operation(String name, String form, String path, IntFunction<String> body, boolean withKey) {
        @Override
        public String toString() {
            return form.isEmpty() ? name : name + ", " + form;
        }
    }

    /** The ids of the records that are there from the start. */
    private record Kept(String customer, String ticket, String order, long category) {
        static final Kept NONE = new Kept("1", "1", "1", 1);

        static Kept in(TestServer server) {
            var account = server.stores.database().read(AccountStore::list).get(0);
            TestFaq.load(
                    server.stores,
                    account,
                    true,
                    List.of(TestFaq.entry("1", "Returns", "How do I return?", "Call us.")));
            return new Kept(
                    new TestRecords(server, RecordKind.CUSTOMER).add("Kept"),
                    new TestRecords(server, RecordKind.TICKET).add("Kept"),
                    new TestRecords(server, RecordKind.ORDER).add("Kept"),
                    server.client().faq().categories().get(0).id());
        }
    }

    private int number;

    @ParameterizedTest
    @EnumSource
    void everyStatementOfEveryOperationMayFail(TestDatabase database) throws Exception {
        Tally.run(Check.CALLS_FAIL, "statements, " + database, tally -> sweepAll(database, tally));
    }

    private void sweepAll(TestDatabase database, Tally tally) throws SQLException {
        var faults = new StatementFaults();
        var filled = database.newUrl();
        List<Operation> operations;
        try (var server = TestServer.start(DatabaseUrl.parse(filled))) {
            operations = operations(Kept.in(server));
        }
        for (var operation : operations) {
            // Each operation has new tables: they are compared before and after each try, and each try adds rows.
            var url = DatabaseUrl.parse(database.copyOf(filled));
            // Each operation has a new server: after a minute a server would store the last use of its keys, and this
            // statement would be counted.
            try (var server = TestServer.start(url, faults.options(), settings -> settings.packs(false));
                    var other = connect(url);
                    var rows = rows(other, database)) {
                // The statements that look up the key are the same for all operations.
                var first = operation.equals(operations.get(0)) ? 1 : 1 + lookUps(server, faults);
                // Two in a row make the ROLLBACK after a failure fail, too. The other forms share most statements with
                // the largest one, so outside the battery only one of theirs fails at a time.
                var mostInARow = operation.form.isEmpty() || Tally.isBattery() ? 2 : 1;
                for (var kind : StatementFaults.Kind.values()) {
                    for (var inARow = 1; inARow <= mostInARow; inARow++) {
                        sweep(server, rows, faults, operation, kind, first, inARow, tally);
                    }
                }
            }
        }
    }

    /** The number of statements that look up a key, counted with a request that is refused after the look-up. */
    private static int lookUps(TestServer server, StatementFaults faults) {
        var headers = headers(newKey(server));
        faults.arm(StatementFaults.Kind.BROKEN, Integer.MAX_VALUE, 1);
        assertEquals(400, server.post(Paths.SAVE_CUSTOMER, "{", headers).statusCode());
        faults.disarm();
        return faults.counted();
    }

    private void sweep(
            TestServer server,
            PreparedStatement rows,
            StatementFaults faults,
            Operation operation,
            StatementFaults.Kind kind,
            int first,
            int inARow,
            Tally tally)
            throws SQLException {
        for (var nth = first; nth < MOST_STATEMENTS; nth++) {
            var where = operation + ", " + kind + ", statement " + nth + ", in a row " + inARow;
            // A new key for each try: a key is cached for half a second, so it would be looked up only sometimes.
            var headers = headers(newKey(server));
            var before = dump(rows);
            faults.arm(kind, nth, inARow);
            var own = ++number;
            var status = post(server, operation, own, headers, where);
            if (faults.disarm() == 0) {
                assertEquals(200, status, where);
                assertTrue(nth > first, where + ": no statement at all");
                return;
            }
            assertEquals(503, status, where);
            assertEquals(before, dump(rows), where + ": something of it is stored");
            assertEquals(200, post(server, operation, own, headers, where + ", again"), where + ", again");
            tally.held();
        }
        throw new AssertionError(operation + " has no end of statements");
    }

    private static String newKey(TestServer server) {
        return server.addKey(TestServer.CM_ID, EnumSet.allOf(Scope.class), false, Instant.MAX);
    }

    private static Map<String, String> headers(String token) {
        return Map.of("Authorization", "Basic " + token);
    }

    private static int post(
            TestServer server, Operation operation, int number, Map<String, String> headers, String where) {
        var all = new TreeMap<>(headers);
        if (operation.withKey) {
            all.put(Headers.IDEMPOTENCY_KEY, "key-" + number);
        }
        var answer = server.post(operation.path, operation.body.apply(number), all);
        assertFalse(answer.body().contains("SQL"), where + ": " + answer.body());
        return answer.statusCode();
    }

    /** Every operation of the vendor and of Daybook is in the list, except those of a sandbox. */
    @Test
    void noOperationIsLeftOut() throws IllegalAccessException {
        var operations = operations(Kept.NONE);
        var names = operations.stream().map(Operation::name).toList();
        assertEquals(
                List.of(),
                VendorOperation.ALL.stream()
                        .map(VendorOperation::name)
                        .filter(name -> !names.contains(name))
                        .toList());
        var paths = operations.stream().map(Operation::path).collect(Collectors.toSet());
        for (var path : Paths.class.getFields()) {
            var isOther = OTHER_PATH.matcher(path.getName()).find();
            assertTrue(isOther || paths.contains((String) path.get(null)), path::getName);
        }
    }

    private static List<Operation> operations(Kept kept) {
        var operations = new ArrayList<Operation>();
        write(operations, "Add Customer", Paths.SAVE_CUSTOMER, StatementFaultsTest::customer);
        write(
                operations,
                "Update Customer",
                Paths.SAVE_CUSTOMER,
                own -> "{\"customer_info\":{\"customer_id\":%s,\"customer_name\":\"N %d\"}}"
                        .formatted(kept.customer, own));
        write(operations, "Add Ticket", Paths.ADD_TICKET, StatementFaultsTest::ticket);
        write(
                operations,
                "Update Ticket",
                Paths.UPDATE_TICKET,
                own -> "[{\"ticket_id\":\"%s\",\"sub_status\":\"%s\",\"comment\":\"note %d\"}]"
                        .formatted(kept.ticket, own % 2 == 0 ? "IN" : "OP", own));
        write(operations, "Add Order", Paths.SAVE_ORDER, own -> order(own, ""));
        write(operations, "Update Order", Paths.SAVE_ORDER, own -> order(own, ",\"order_id\":" + kept.order));
        writeOlder(operations, "Add Customer", Paths.SAVE_CUSTOMER_OLD, """
                {"name":"Asha %1$d","phone":"92000%1$05d","customer_code":"o-%1$d","remarks":"call","other":"%1$d"}""");
        writeOlder(
                operations,
                "Update Customer",
                Paths.SAVE_CUSTOMER_OLD,
                "{\"customer_id\":" + kept.customer + ",\"name\":\"O %1$d\"}");
        writeOlder(operations, "Enquiry Push", Paths.SAVE_ENQUIRY_OLD, """
                {"customer_name":"Asha %1$d","phone":"93000%1$05d","remarks":"call","campaign_name":"c"}""");
        writeOlder(operations, "Add Ticket", Paths.ADD_TICKET_OLD, """
                {"title":"Ticket %1$d","comment":"note","phone":"94000%1$05d","customer_name":"Asha"}""");
        writeOlder(operations, "Add Order", Paths.SAVE_ORDER_OLD, """
                {"customer_name":"Asha","phone":"95000%1$05d","remarks":"%1$d","address":"A","other":"%1$d",\
                "product_details":[{"sku_id":"A","rate":"10.50","quantity":"2"}]}""");
        read(operations, "Get Customer", Paths.GET_CUSTOMER, "{\"kapture_customer_id\":" + kept.customer + "}");
        read(operations, "Pull Customer", Paths.PULL_CUSTOMERS, "{\"cm_id\":1000298," + DAY + ",\"name\":\"kept\"}");
        read(
                operations,
                "Get Ticket",
                Paths.GET_TICKET,
                "{\"ticket_ids\":\"" + kept.ticket + "\",\"conversation_type\":\"notes\",\"history_type\":\"all\"}");
        operations.add(new Operation(
                "Get Ticket",
                "without notes and history",
                Paths.GET_TICKET,
                own -> "{\"ticket_ids\":\"" + kept.ticket + "\"}",
                false));
        read(
                operations,
                "Pull Ticket",
                Paths.PULL_TICKETS,
                "{\"start_date\":\"2024-05-02\",\"end_date\":\"2024-05-02\"}");
        read(operations, "Pull Order", Paths.PULL_ORDERS, "{\"cmId\":1000298," + DAY + "}");
        read(operations, "Get FAQ Content", Paths.GET_FAQ_CONTENTS, "{\"category_id\":" + kept.category + "}");
        read(operations, "Get FAQ Category", Paths.GET_FAQ_CATEGORIES, "{}");
        read(operations, "Search FAQ Content", Paths.SEARCH_FAQ_CONTENTS, "{\"search_text\":\"return\"}");
        for (var path : List.of(Paths.PROOF_OF_CUSTOMERS, Paths.PROOF_OF_TICKETS, Paths.PROOF_OF_ORDERS)) {
            read(operations, path, path, "{\"cm_id\":1000298,\"startDate\":\"2024-05-02\",\"endDate\":\"2024-05-02\"}");
        }
        for (var path : List.of(Paths.CUSTOMER_CHANGES, Paths.TICKET_CHANGES, Paths.ORDER_CHANGES)) {
            read(operations, path, path, "{\"cm_id\":1000298}");
        }
        return operations;
    }

    private static void write(List<Operation> operations, String name, String path, IntFunction<String> body) {
        operations.add(new Operation(name, "", path, body, true));
        operations.add(new Operation(name, "without an Idempotency-Key", path, body, false));
    }

    private static void writeOlder(List<Operation> operations, String name, String path, String body) {
        operations.add(new Operation(name, "older form", path, body::formatted, false));
    }

    private static void read(List<Operation> operations, String name, String path, String body) {
        operations.add(new Operation(name, "", path, own -> body, false));
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
                url instanceof DatabaseUrl.Sqlite ? "jdbc:sqlite:" + url : "jdbc:" + url + "?user=postgres");
    }

    /**
     * A statement that reads all rows, each as one text. It leaves out the database's own tables, which change by
     * themselves. A statement for each table would take most of the time of the test.
     */
    private static PreparedStatement rows(Connection connection, TestDatabase database) throws SQLException {
        var quote = database == TestDatabase.SQLITE ? "quote" : "quote_nullable";
        var tables = new ArrayList<String>();
        try (var names = connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
            while (names.next()) {
                var name = names.getString("TABLE_NAME");
                if (!name.startsWith("sqlite_") && !name.startsWith("faq_search") && !name.contains("flyway")) {
                    var columns = columns(connection, name).stream()
                            .map(column -> " || '|' || " + quote + "(\"" + column + "\")")
                            .collect(Collectors.joining());
                    tables.add("SELECT '" + name + "'" + columns + " FROM " + name);
                }
            }
        }
        return connection.prepareStatement(String.join(" UNION ALL ", tables));
    }

    private static List<String> columns(Connection connection, String table) throws SQLException {
        var columns = new ArrayList<String>();
        try (var found = connection.getMetaData().getColumns(null, null, table, "%")) {
            while (found.next()) {
                columns.add(found.getString("COLUMN_NAME"));
            }
        }
        return columns;
    }

    private static List<String> dump(PreparedStatement rows) throws SQLException {
        var all = new ArrayList<String>();
        try (var each = rows.executeQuery()) {
            while (each.next()) {
                all.add(each.getString(1));
            }
        }
        all.sort(null);
        return all;
    }
}
