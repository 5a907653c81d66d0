package dev.daybook.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.cli.Main;
import dev.daybook.cli.Outcome;
import dev.daybook.kit.FilledDatabase;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestFaq;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.backup.ColumnKind;
import dev.daybook.store.backup.StoredColumn;
import dev.daybook.store.backup.StoredTable;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables that Daybook did not make are left out of backups. Messages name them, and they prevent no restore. */
class OtherTablesTest {
    private static final String WITHOUT = "only Daybook's own tables, and not account_before, measured";

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

    /** Earlier builds put other tables into a backup if they could. */
    @ParameterizedTest
    @EnumSource
    void aBackupOfAnEarlierBuildIsRestoredWithoutItsOtherTables(TestDatabase database) throws Exception {
        var early = folder.resolve("early.tar");
        try (var stores = Stores.open(TestDatabase.SQLITE.create())) {
            TestFaq.account(stores, 5);
            var backup = new Backup(stores.database(), "test", Clock.systemUTC()).write(folder.resolve("backup.tar"));
            try (var archive = new ArchiveReader(backup.file());
                    var copy = new ArchiveWriter(early)) {
                addOther(archive, copy);
            }
        }
        var target = database.emptyUrl();
        for (var option : List.of("--dry-run=true", "--dry-run=false")) {
            var restored = Outcome.of("restore", early.toString(), option, "--database-url", target)
                    .expect(Main.DONE);
            assertTrue(restored.err().contains(": 1 account, 1 row of "), restored::err);
            assertTrue(restored.err().contains("not account_before"), restored::err);
        }
        try (var stores = Stores.open(DatabaseUrl.parse(target))) {
            assertEquals(1, stores.database().read(stores.accounts()::list).size());
        }
    }

    private static void addOther(ArchiveReader archive, ArchiveWriter copy) throws Exception {
        var manifest = archive.manifest();
        RestoreTest.copyRows(archive, copy);
        var other = new StoredTable("account_before", List.of(new StoredColumn("cm_id", ColumnKind.WHOLE)), List.of());
        try (var rows = copy.rows(other)) {
            rows.add(new Object[] {5L});
        }
        copy.finish(parts -> new Manifest(
                manifest.format(),
                manifest.daybook(),
                manifest.madeAt(),
                manifest.database(),
                manifest.cmId(),
                manifest.migrations(),
                manifest.counters(),
                Stream.concat(Stream.of(other), manifest.tables().stream()).toList(),
                parts));
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
