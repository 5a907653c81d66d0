package dev.daybook.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.daybook.battery.Check;
import dev.daybook.battery.Tally;
import dev.daybook.domain.ProblemException;
import dev.daybook.kit.PatientStores;
import dev.daybook.kit.SeenLog;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestFaq;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.Together;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.faq.FaqStore;
import dev.daybook.store.schema.Schema;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A database of an earlier Daybook is upgraded when it is opened, keeps every record, and takes new ones. */
@Tag("battery-6")
class UpgradeTest {
    private static final String DAY = "\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\"";
    private static final Pattern CREATED = Pattern.compile("\"generationDate\":\"");

    private static final String TICKET = Long.toString(FilledTables.TICKET);

    @TempDir
    Path folder;

    /** The file was made when the schema had only the migrations 1 to 10 and 20. */
    @Test
    void anSqliteFileOfVersion20IsUpgraded() throws Exception {
        var file = folder.resolve("daybook.db");
        try (var packed = UpgradeTest.class.getResourceAsStream("/upgrade/sqlite-v20.db.gz")) {
            Files.copy(new GZIPInputStream(packed), file);
        }
        Tally.run(Check.UPGRADE_AND_RESTORE, "upgrade of SQLite's version 20", tally -> {
            for (var opened = 0; opened < 2; opened++) {
                try (var server = TestServer.start(DatabaseUrl.parse("sqlite:" + file))) {
                    assertEquals(12 + opened, count(server, Paths.PULL_CUSTOMERS, "{\"cm_id\":1000298," + DAY + "}"));
                    assertEquals(
                            7,
                            count(
                                    server,
                                    Paths.PULL_TICKETS,
                                    "[{\"start_date\":\"2024-05-02\",\"end_date\":\"2024-05-02\"}]"));
                    assertFound(server, "9000000011");
                    assertEquals(
                            1,
                            count(
                                    server,
                                    Paths.PULL_ORDERS,
                                    "{\"cmId\":1000298," + DAY + ",\"phone\":\"9000000011\"}"));
                    assertEquals(3, count(server, Paths.PULL_ORDERS, "{\"cmId\":1000298," + DAY + "}"));
                    add(server, opened);
                    tally.held();
                }
            }
        });
    }

    @Test
    void aPostgresqlSchemaOfVersion10IsUpgraded() throws Exception {
        var url = TestDatabase.POSTGRESQL.emptyUrl();
        migrate(TestDatabase.POSTGRESQL, url, "10");
        Tally.run(Check.UPGRADE_AND_RESTORE, "upgrade of PostgreSQL's version 10", tally -> {
            try (var server = TestServer.start(DatabaseUrl.parse(url))) {
                add(server, 0);
                assertEquals(1, count(server, Paths.PULL_CUSTOMERS, "{\"cm_id\":1000298," + DAY + "}"));
                tally.held();
            }
        });
    }

    /** Every value of every table is the same after an upgrade, except those that an upgrade is meant to change. */
    @ParameterizedTest
    @CsvSource({
        "SQLITE, 10", "SQLITE, 35.1", "SQLITE, 47",
        "POSTGRESQL, 10", "POSTGRESQL, 35.1", "POSTGRESQL, 47"
    })
    void anUpgradeKeepsEveryValue(TestDatabase database, String version) throws Exception {
        var url = database.emptyUrl();
        migrate(database, url, version);
        var from = Double.parseDouble(version);
        var upgrade = "values of version " + version + " of " + database;
        Tally.run(Check.UPGRADE_AND_RESTORE, upgrade, tally -> {
            try (var connection = DriverManager.getConnection(jdbc(url))) {
                var tables = new FilledTables(connection);
                // V51 deletes them.
                tables.leaveOut("packed_day", Set.of("zone", "digest"));
                var expected = tables.read();
                if (from < 14) {
                    // V14 removes a webhook whose secret cannot sign any more, here an empty one, and its deliveries.
                    for (var table : List.of("webhook", "webhook_delivery")) {
                        expected.get(table).removeIf(row -> row.get("cm_id").equals("2"));
                    }
                }
                var changes = changes(database, from);
                expected.forEach((table, rows) -> rows.forEach(row -> row.replaceAll((column, value) ->
                        changes.getOrDefault(table + "." + column, same -> same).apply(value))));
                Stores.open(DatabaseUrl.parse(url)).close();
                var kept = tables.read();
                expected.forEach((table, rows) -> assertEquals(lines(rows), lines(kept.get(table)), table));
                try (var statement = connection.createStatement();
                        var moved = statement.executeQuery("SELECT count(*) FROM idempotency WHERE ticket_id = "
                                + TICKET + " AND customer_id = 0")) {
                    assertTrue(moved.next());
                    assertEquals(from < 39 ? 1 : 0, moved.getInt(1));
                }
            }
            tally.held();
        });
    }

    /** The only columns whose values an upgrade from this version changes, with what it makes of them. */
    private static Map<String, UnaryOperator<String>> changes(TestDatabase database, double from) {
        var changes = new HashMap<String, UnaryOperator<String>>();
        if (from < 36) {
            changes.put("contact.phone_tail", UpgradeTest::reversed);
            changes.put("contact.additional_tail", UpgradeTest::reversed);
            changes.put("sales_order.customer_phone_tail", UpgradeTest::reversed);
            changes.put("sales_order.contact_phone_tail", UpgradeTest::reversed);
        }
        if (from < 38) {
            changes.put("packed_day.packed_at", packed -> "0");
        }
        if (from < 39) {
            // The id of a ticket gets a column of its own.
            changes.put("idempotency.customer_id", id -> id.equals(TICKET) ? "0" : id);
        }
        if (from < 40 && database == TestDatabase.SQLITE) {
            changes.put("faq_entry.terms_format", format -> "0");
        }
        return changes;
    }

    private static String lines(List<Map<String, String>> rows) {
        return rows.stream().map(Map::toString).sorted().collect(Collectors.joining("\n"));
    }

    private static String reversed(String text) {
        return new StringBuilder(text).reverse().toString();
    }

    /** Up to version 35, the last digits of phones were stored forwards. The upgrade reverses them. */
    @Test
    void aPostgresqlSchemaOfVersion35IsUpgraded() throws Exception {
        var url = TestDatabase.POSTGRESQL.emptyUrl();
        migrate(TestDatabase.POSTGRESQL, url, "35.1");
        try (var connection = DriverManager.getConnection(jdbc(url))) {
            connection.createStatement().execute("""
                    INSERT INTO contact VALUES
                    (1000298, 1, 1, 0, 1, '', '', '', '', '', '', '9000000011', '9000000011', '0000011', '12345', '12345',
                     '12345', '', '', '', '', ''),
                    (1000298, 2, 2, 0, 1, '', '', '', '', '', '', '', '', '', '', '', '', 'a@b.example', 'a@b.example',
                     '', '', '')""");
        }
        Tally.run(Check.UPGRADE_AND_RESTORE, "upgrade of PostgreSQL's version 35", tally -> {
            try (var server = TestServer.start(DatabaseUrl.parse(url))) {
                assertEquals(
                        List.of("1100000 54321", " "),
                        StoredValues.texts(
                                server.stores.database(),
                                "SELECT phone_tail || ' ' || additional_tail FROM contact ORDER BY id"));
                tally.held();
            }
        });
    }

    /**
     * Up to version 39, SQLite's index of the FAQ did not store how often an entry has a word. After the upgrade the
     * search must work, and after a rebuild of the index this number must influence the order of the found entries.
     */
    @Test
    void anSqliteFileOfVersion39IsUpgraded() throws Exception {
        var url = TestDatabase.SQLITE.emptyUrl();
        migrate(TestDatabase.SQLITE, url, "39");
        try (var connection = DriverManager.getConnection(jdbc(url));
                var statement = connection.createStatement()) {
            statement.execute("INSERT INTO account VALUES (7, 'FAQ', 'Asia/Kolkata', '{}', 0)");
            statement.execute("INSERT INTO faq_category VALUES (7, 1, 0, 1, 'Orders')");
            statement.execute("""
                    INSERT INTO faq_entry VALUES
                    (7, 2, 1, 1, 0, 0, 0, 3, 'a', 'First', 'refund of what was paid'),
                    (7, 3, 1, 2, 0, 0, 0, 3, 'b', 'Second', 'refund refund refund'),
                    (7, 4, 1, 3, 0, 0, 0, 3, 'c', 'Third', 'refund'),
                    (7, 5, 1, 4, 0, 0, 0, 3, 'd', 'Refund', '')""");
            index(statement, 2, "first", "refund of what was paid");
            index(statement, 3, "second", "parcel");
            index(statement, 3, "second", "refund refund refund");
            index(statement, 4, "third", "refund");
            index(statement, 5, "refund", "");
            statement.execute("DELETE FROM faq_entry WHERE id = 4");
        }
        Tally.run(Check.UPGRADE_AND_RESTORE, "upgrade of SQLite's version 39", tally -> {
            try (var stores = Stores.open(DatabaseUrl.parse(url))) {
                assertEquals(Set.of("First", "Second", "Refund"), TestFaq.found(stores, 7, "refund"));
                assertEquals("Refund", TestFaq.titles(stores, 7, "refund", 0).get(0));
                assertEquals(List.of(), TestFaq.titles(stores, 7, "parcel", 0));
                assertEquals(List.of("First"), TestFaq.titles(stores, 7, "wh first", 0));
                assertEquals(3, FaqStore.reindex(stores.database(), 7, false));
                assertEquals(List.of("Refund", "Second", "First"), TestFaq.titles(stores, 7, "refund", 0));
                tally.held();
            }
        });
    }

    /** A migration may take long, or wait for a session that uses a table. The log must say what the server does. */
    @ParameterizedTest
    @EnumSource
    void anUpgradeIsLoggedWithItsSteps(TestDatabase database) throws Exception {
        var url = database.emptyUrl();
        migrate(database, url, "39");
        try (var log = SeenLog.of(Schema.class).from(Level.INFO)) {
            for (var opened = 0; opened < 2; opened++) {
                Stores.open(DatabaseUrl.parse(url)).close();
            }
            assertEquals(1, log.events().size(), log::text);
            assertTrue(log.text().matches("migrating the database\\[steps=\"[1-9][0-9]*\"]"), log::text);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theTablesOfANewDatabaseAreMadeWithoutALogLine(TestDatabase database) {
        try (var log = SeenLog.of(Schema.class).from(Level.INFO)) {
            Stores.open(DatabaseUrl.parse(database.emptyUrl())).close();
            assertEquals(List.of(), log.events());
        }
    }

    /**
     * After an upgrade of the program, a timer may start a command while the server starts. Both then upgrade the same
     * file: both must succeed, and each migration is applied only once.
     */
    @Test
    @Timeout(600)
    void twoProgramsMayUpgradeOneSqliteFile() throws Exception {
        for (var version : List.of("1", "39", "39", "39", "39")) {
            var url = TestDatabase.SQLITE.emptyUrl();
            migrate(TestDatabase.SQLITE, url, version);
            try (var connection = DriverManager.getConnection(jdbc(url));
                    var statement = connection.createStatement()) {
                // The journal mode of a file that Daybook has created.
                statement.execute("PRAGMA journal_mode = WAL");
            }
            var start = new CyclicBarrier(2);
            Callable<Void> open = () -> {
                start.await();
                PatientStores.open(DatabaseUrl.parse(url)).close();
                return null;
            };
            Together.run(List.of(open, open));
            try (var connection = DriverManager.getConnection(jdbc(url));
                    var statement = connection.createStatement();
                    var twice = statement.executeQuery(
                            "SELECT script FROM flyway_schema_history GROUP BY script HAVING count(*) > 1")) {
                assertFalse(twice.next(), () -> "a migration of version " + version + " was applied twice");
            }
        }
    }

    /** If an upgrade fails, the file keeps its former schema, so the former program can still open it. */
    @Test
    @Timeout(600)
    void aFailedUpgradeOfSqliteChangesNothing() throws Exception {
        var url = TestDatabase.SQLITE.emptyUrl();
        migrate(TestDatabase.SQLITE, url, "39");
        try (var connection = DriverManager.getConnection(jdbc(url));
                var statement = connection.createStatement()) {
            statement.execute("CREATE INDEX audit_creation ON audit (id)");
            assertThrows(ProblemException.class, () -> Stores.open(DatabaseUrl.parse(url)));
            try (var last = statement.executeQuery("SELECT max(CAST(version AS REAL)) FROM flyway_schema_history")) {
                assertEquals(39, last.getDouble(1));
            }
            statement.execute("DROP INDEX audit_creation");
        }
        Stores.open(DatabaseUrl.parse(url)).close();
    }

    private static void index(Statement statement, int id, String title, String detail) throws SQLException {
        statement.execute("INSERT OR REPLACE INTO faq_search (rowid, title, detail) VALUES (%d, '%s', '%s')"
                .formatted(id, terms(title), terms(detail)));
    }

    /** A text as in the search index of SQLite: each word has its account in front. */
    private static String terms(String text) {
        return text.replaceAll("(\\w+)", "0000000000000000007.$1");
    }

    private static void migrate(TestDatabase database, String url, String version) {
        var sqlite = database == TestDatabase.SQLITE;
        Flyway.configure()
                .dataSource(jdbc(url), null, null)
                .locations("classpath:db/common", sqlite ? "classpath:db/sqlite" : "classpath:db/postgresql")
                .placeholders(Map.of("clustered", sqlite ? "WITHOUT ROWID" : "", "blob", sqlite ? "BLOB" : "BYTEA"))
                .target(version)
                .load()
                .migrate();
    }

    private static String jdbc(String url) {
        return "jdbc:" + (url.startsWith("sqlite:") ? url : url.replace("postgres@", "") + "?user=postgres");
    }

    private static void assertFound(TestServer server, String phone) {
        var answer = server.post(Paths.GET_CUSTOMER, "{\"phone\":\"" + phone + "\"}");
        assertTrue(answer.statusCode() == 200 && answer.body().contains(phone), answer::body);
    }

    private static int count(TestServer server, String path, String body) {
        var answer = server.post(path, body);
        assertEquals(200, answer.statusCode(), answer::body);
        return (int) CREATED.matcher(answer.body()).results().count();
    }

    private static void add(TestServer server, int number) throws IOException {
        var added = server.post(
                Paths.SAVE_CUSTOMER,
                "{\"customer_info\":{\"customer_name\":\"Meera\",\"phone\":\"800000000" + number + "\"}}");
        assertEquals(200, added.statusCode(), added::body);
        assertTrue(added.body().contains("Customer Added"), added::body);
    }
}
