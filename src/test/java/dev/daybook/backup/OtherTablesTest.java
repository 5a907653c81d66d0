package dev.daybook.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.cli.Main;
import dev.daybook.cli.Outcome;
import dev.daybook.kit.FilledDatabase;
import dev.daybook.kit.TableDump;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestFaq;
import dev.daybook.kit.TestServer;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseUrl;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tables that Daybook did not make are left out of backups, and columns are left out at a restore or before. Messages
 * name them, and they prevent no restore.
 */
class OtherTablesTest {
    private static final String WITHOUT = "because they are not Daybook's: account_before, measured;";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void aBackupLeavesOutOtherTablesNamesThemAndCanBeRestored(TestDatabase database) throws Exception {
        var url = withOtherTables(database);
        var made = Outcome.of("backup", "--out", folder + "/backup.tar", "--database-url", url)
                .expect(Main.DONE);
        assertTrue(made.err().contains(WITHOUT), made::err);
        var target = database.emptyUrl();
        var restored = Outcome.of("restore", folder + "/backup.tar", "--database-url", target)
                .expect(Main.DONE);
        assertFalse(restored.err().contains("account_before"), restored::err);
        assertEquals(FilledDatabase.rows(DatabaseUrl.parse(url)), FilledDatabase.rows(DatabaseUrl.parse(target)));
    }

    /**
     * A database may have empty tables of another program if it also has those of Daybook. Without the tables of
     * Daybook, it belongs to the other program.
     */
    @ParameterizedTest
    @EnumSource
    void aRestoreRefusesEmptyTablesOfAnotherProgramUnlessDaybooksAreThere(TestDatabase database) throws Exception {
        Outcome.of("backup", "--out", folder + "/backup.tar", "--database-url", database.newUrl())
                .expect(Main.DONE);
        var other = database.emptyUrl();
        createTable(database, other, "account");
        var refused = Outcome.of("restore", folder + "/backup.tar", "--database-url", other)
                .expect(Main.FAILED);
        assertEquals(
                "daybook: the database is of another program: it has the table account; restore into a new database, by"
                        + " another --data or --database-url\n",
                refused.err());
        var own = database.newUrl();
        createTable(database, own, "bookmark");
        Outcome.of("restore", folder + "/backup.tar", "--database-url", own).expect(Main.DONE);
    }

    private static void createTable(TestDatabase database, String url, String table) throws SQLException {
        var address = database == TestDatabase.SQLITE ? "jdbc:" + url : TableDump.postgresql(url);
        try (var connection = DriverManager.getConnection(address);
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE " + table + " (id BIGINT)");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anExportOfAnAccountLeavesOutOtherTables(TestDatabase database) throws Exception {
        var url = withOtherTables(database);
        String[] export = {
            "account", "export", "--cm-id", "5", "--out", folder + "/one.tar", "--json", "--database-url", url
        };
        var made = Outcome.of(export).expect(Main.DONE);
        assertTrue(made.out().contains("\"leftOut\":[\"account_before\",\"measured\"]"), made::out);
        Outcome.of("restore", folder + "/one.tar", "--database-url", database.emptyUrl())
                .expect(Main.DONE);
    }

    @ParameterizedTest
    @EnumSource
    void theDoctorNamesOtherTables(TestDatabase database) throws Exception {
        var said = Outcome.of("doctor", "--database-url", withOtherTables(database))
                .out();
        assertTrue(said.contains("not Daybook's: account_before, measured"), said);
        var without = Outcome.of("doctor", "--database-url", database.newUrl()).out();
        assertFalse(without.contains("not Daybook's"), without);
    }

    /**
     * Tables of other schemas, and materialized views, may be copies of Daybook's tables, or belong to another program
     * that uses the database. Of a schema with many tables, only their number is named. A backup names none of these.
     */
    @Test
    void theDoctorAndADeletionNameCopiesElsewhereInTheDatabase() throws Exception {
        var url = withOtherTables(TestDatabase.POSTGRESQL);
        try (var stores = Stores.open(DatabaseUrl.parse(url))) {
            stores.database().run(transaction -> {
                transaction.handle().execute("CREATE SCHEMA before");
                transaction.handle().execute("CREATE TABLE before.customer AS SELECT * FROM customer");
                transaction.handle().execute("CREATE MATERIALIZED VIEW report AS SELECT name, phone FROM customer");
                transaction.handle().execute("CREATE SCHEMA shop");
                for (var number = 1; number <= 11; number++) {
                    transaction.handle().execute("CREATE TABLE shop.stock" + number + " (id BIGINT)");
                }
            });
        }
        var others = "account_before, measured, report, before.customer, 11 tables of the schema shop";
        var said = Outcome.of("doctor", "--database-url", url).out();
        assertTrue(said.contains("not Daybook's: " + others + "\n"), said);
        var made = Outcome.of("backup", "--out", folder + "/backup.tar", "--database-url", url)
                .expect(Main.DONE);
        assertTrue(made.err().contains(WITHOUT), made::err);
        var erased = Outcome.of("account", "delete", "--cm-id", "5", "--yes-delete", "5", "--database-url", url)
                .expect(Main.DONE);
        assertTrue(erased.err().contains("are not changed: " + others + ";"), erased::err);
    }

    /** Somebody added columns to tables of Daybook: at the end, and with each kind of value. */
    @ParameterizedTest
    @CsvSource({"SQLITE, SQLITE", "SQLITE, POSTGRESQL", "POSTGRESQL, SQLITE", "POSTGRESQL, POSTGRESQL"})
    void aRestoreLeavesOutOtherColumnsAndNamesThem(TestDatabase from, TestDatabase to) throws Exception {
        var url = filled(from);
        var before = FilledDatabase.rows(DatabaseUrl.parse(url));
        addColumns(from, url);
        Outcome.of("backup", "--out", folder + "/backup.tar", "--database-url", url)
                .expect(Main.DONE);
        var target = to.emptyUrl();
        var restored = Outcome.of("restore", folder + "/backup.tar", "--database-url", target)
                .expect(Main.DONE);
        for (var column : List.of("customer.exported_at", "customer.remark", "customer.mark", "person.staff")) {
            assertTrue(restored.err().contains(column), restored::err);
        }
        assertEquals(before, FilledDatabase.rows(DatabaseUrl.parse(target)));
        var json = Outcome.of("restore", folder + "/backup.tar", "--json", "--database-url", to.emptyUrl())
                .expect(Main.DONE)
                .out();
        assertTrue(json.contains("\"customer.exported_at\""), json);
        var dry = Outcome.of("restore", folder + "/backup.tar", "--json", "--dry-run")
                .expect(Main.DONE)
                .out();
        assertFalse(dry.contains("leftOut"), dry);
    }

    /**
     * Somebody added columns with a type that no column of Daybook has: the backup leaves them out. The export of an
     * account also leaves out all columns that were added to the table of people.
     */
    @ParameterizedTest
    @EnumSource
    void aBackupLeavesOutColumnsOfOtherTypesAndNamesThem(TestDatabase database) throws Exception {
        var url = filled(database);
        String[] export = {
            "account", "export", "--cm-id", Long.toString(TestServer.CM_ID), "--json", "--database-url", url, "--out"
        };
        run(export, folder + "/before.tar");
        var before = FilledDatabase.rows(DatabaseUrl.parse(url));
        addColumns(database, url);
        try (var stores = Stores.open(DatabaseUrl.parse(url))) {
            stores.database()
                    .run(transaction -> transaction
                            .handle()
                            .execute("ALTER TABLE customer ADD COLUMN degrees DOUBLE PRECISION DEFAULT 1"));
        }
        var made = Outcome.of("backup", "--json", "--out", folder + "/all.tar", "--database-url", url)
                .expect(Main.DONE);
        assertTrue(made.out().contains("\"leftOut\":[\"customer.degrees\"]"), made::out);
        assertEquals(before, restored(database, "/all.tar"));
        var exported = run(export, folder + "/one.tar");
        assertTrue(exported.contains("\"leftOut\":[\"customer.degrees\",\"person.staff\"]"), exported);
        assertEquals(restored(database, "/before.tar"), restored(database, "/one.tar"));
    }

    private static String run(String[] command, String last) throws Exception {
        return Outcome.of(Stream.concat(Stream.of(command), Stream.of(last)).toArray(String[]::new))
                .expect(Main.DONE)
                .out();
    }

    /** The rows of a database into which a file was restored. */
    private Object restored(TestDatabase database, String file) throws Exception {
        var target = database.emptyUrl();
        Outcome.of("restore", folder + file, "--database-url", target).expect(Main.DONE);
        return FilledDatabase.rows(DatabaseUrl.parse(target));
    }

    /** The URL of a database with rows in its tables. */
    private static String filled(TestDatabase database) throws Exception {
        var url = database.newUrl();
        try (var server = TestServer.start(DatabaseUrl.parse(url))) {
            FilledDatabase.fill(server);
        }
        return url;
    }

    private static void addColumns(TestDatabase database, String url) {
        try (var stores = Stores.open(DatabaseUrl.parse(url))) {
            stores.database().run(transaction -> {
                var bytes = database == TestDatabase.SQLITE ? "BLOB" : "BYTEA";
                for (var column : List.of("exported_at BIGINT DEFAULT 7", "remark TEXT", "mark " + bytes)) {
                    transaction.handle().execute("ALTER TABLE customer ADD COLUMN " + column);
                }
                transaction.handle().execute("ALTER TABLE person ADD COLUMN staff SMALLINT DEFAULT 1");
            });
        }
    }

    /** A database with account 5, a copy of a table, and a table with a type that no table of Daybook has. */
    private static String withOtherTables(TestDatabase database) {
        var url = database.newUrl();
        try (var stores = Stores.open(DatabaseUrl.parse(url))) {
            TestFaq.account(stores, 5);
            stores.database().run(transaction -> {
                transaction.handle().execute("CREATE TABLE account_before AS SELECT * FROM account");
                transaction.handle().execute("CREATE TABLE measured (cm_id BIGINT, degrees DOUBLE PRECISION)");
            });
        }
        return url;
    }
}
