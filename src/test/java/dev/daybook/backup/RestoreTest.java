package dev.daybook.backup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.battery.Check;
import dev.daybook.battery.Tally;
import dev.daybook.cli.Main;
import dev.daybook.cli.Outcome;
import dev.daybook.domain.ChangedRecord;
import dev.daybook.domain.DaySpan;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.Reason;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.proof.DayDigest;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.kit.FilledDatabase;
import dev.daybook.kit.Follower;
import dev.daybook.kit.HookedAccount;
import dev.daybook.kit.SeenLog;
import dev.daybook.kit.SettableClock;
import dev.daybook.kit.StoredRecords;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TableDump;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestFaq;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.TestTickets;
import dev.daybook.server.Stores;
import dev.daybook.store.Database;
import dev.daybook.store.DatabaseOptions;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.RestoredChanges;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.backup.ColumnKind;
import dev.daybook.store.backup.StoredColumn;
import dev.daybook.store.backup.StoredTable;
import dev.daybook.store.record.RecordLoad;
import dev.daybook.store.record.RecordProof;
import dev.daybook.store.ticket.NumberedChange;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A backup of either database, restored into either: every row, every answer and every digest is the same. */
@Tag("battery-6")
class RestoreTest {
    private static final Instant NOON = Instant.parse("2024-05-02T06:30:00Z");
    private static final String DAY = "\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\"";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"SQLITE, SQLITE", "SQLITE, POSTGRESQL", "POSTGRESQL, SQLITE", "POSTGRESQL, POSTGRESQL"})
    void aRestoredDatabaseHasAllRowsAndGivesTheSameAnswers(TestDatabase from, TestDatabase to) throws Exception {
        var source = from.create();
        var target = DatabaseUrl.parse(to.emptyUrl());
        String token;
        List<String> answers;
        String repeated;
        Map<RecordKind, List<DayDigest>> proofs;
        String cursor;
        try (var server = TestServer.start(source)) {
            FilledDatabase.fill(server);
            token = server.token;
        }
        // No server runs now, because its tasks could change rows between the dump and the backup.
        var before = FilledDatabase.rows(source);
        try (var stores = Stores.open(source)) {
            restore(backup(stores), target);
        }
        try (var server = TestServer.start(source)) {
            answers = answers(server, token);
            repeated = FilledDatabase.repeat(server, token);
            proofs = proofs(server.stores);
            cursor = server.customerCursor();
        }
        Tally.run(Check.UPGRADE_AND_RESTORE, "backup of " + from + " restored into " + to, tally -> {
            assertEquals(
                    List.of(), before.values().stream().filter(List::isEmpty).toList(), "a table is empty");
            assertEquals(before, FilledDatabase.rows(target));
            tally.held(before.size());
            try (var server = TestServer.start(target)) {
                for (var table : RestoredChanges.ENDED) {
                    assertEquals(0, StoredValues.count(server.stores.database(), table), table);
                }
                assertEquals(answers, answers(server, token));
                assertEquals(repeated, FilledDatabase.repeat(server, token));
                assertEquals(proofs, proofs(server.stores));
                assertEquals(
                        List.of("Refunds of orders"), TestFaq.titles(server.stores, TestServer.CM_ID, "refund", 0));
                followerStartsAgain(server, cursor);
                newIdsAreNew(server, before);
                tally.held();
            }
        });
    }

    private Path backup(Stores stores) {
        return new Backup(stores.database(), "test", Clock.systemUTC())
                .write(folder.resolve("backup.tar"))
                .file();
    }

    private static void restore(Path backup, DatabaseUrl target) {
        try (var stores = Stores.open(target)) {
            restore(backup, stores, NOON);
        }
    }

    private static void restore(Path backup, Stores target, Instant now) {
        try (var restore = new Restore(backup)) {
            restore.into(target.database(), now);
        }
    }

    /**
     * Each restore begins a feed of its own. A position in the feed of one restored database is refused by another one,
     * even if both were restored from the same backup.
     */
    @ParameterizedTest
    @EnumSource
    void aPositionInOneRestoredDatabaseIsRefusedByAnother(TestDatabase database) {
        try (var source = Stores.open(database.create());
                var first = Stores.open(database.create());
                var second = Stores.open(database.create())) {
            TestFaq.account(source, 5);
            var backup = backup(source);
            save(source, 1);
            var lost = changes(new Follower(source, RecordKind.CUSTOMER, 5));
            assertEquals(1, lost.size());
            restore(backup, first, NOON);
            restore(backup, second, NOON.plusSeconds(60));
            save(first, 1);
            var follower = new Follower(first, RecordKind.CUSTOMER, 5);
            assertEquals(1, follower.readAll(7).size());
            save(second, 3);
            var misled = new Follower(second, RecordKind.CUSTOMER, 5);
            misled.position = follower.position;
            var refused = assertThrows(ProblemException.class, () -> misled.read(7));
            assertEquals(Optional.of(Reason.POSITION_GONE), refused.reason());
            var emptied = new Follower(second, RecordKind.CUSTOMER, 5);
            assertTrue(Collections.disjoint(lost, changes(emptied)), "the feed has a record that is lost");
            assertEquals(Map.of(), emptied.differences());
        }
    }

    /**
     * A restored database gives none of the ids that the lost database may have given after the backup. Otherwise
     * receivers would drop deliveries, and clients with stored ids would change other customers.
     */
    @ParameterizedTest
    @EnumSource
    void idsGivenAfterTheBackupAreNotReused(TestDatabase database) {
        var clock = new SettableClock(NOON);
        try (var lost = new HookedAccount(database.create(), clock)) {
            lost.hook("http://127.0.0.1:9/", true);
            var backup = new Backup(lost.stores.database(), "test", clock)
                    .write(folder.resolve("backup.tar"))
                    .file();
            var before = added(lost);
            for (var restoredAt : List.of(Duration.ofHours(3), Duration.ofMinutes(181), Duration.ofDays(400))) {
                clock.set(NOON.plus(restoredAt));
                var target = Stores.open(database.create());
                restore(backup, target, clock.instant());
                try (var restored = new HookedAccount(target, clock)) {
                    var after = added(restored);
                    assertTrue(Collections.min(after) > Collections.max(before), before + ", and then " + after);
                    assertTrue(Collections.max(after) < Integer.MAX_VALUE / 8, after.toString());
                    before = after;
                }
            }
        }
    }

    /**
     * The number of an imported ticket comes from the time in its file. After a restore, the same import gives the same
     * numbers, and an import in another order gives them to other tickets. docs/backup.md warns of it.
     */
    @Test
    void anImportAfterARestoreGivesNumbersOfTicketsAgain() {
        try (var lost = Stores.open(TestDatabase.SQLITE.create());
                var restored = Stores.open(TestDatabase.SQLITE.create())) {
            TestFaq.account(lost, 5);
            restore(backup(lost), restored, NOON);
            importTickets(lost, "Broken", "Late");
            importTickets(restored, "Late", "Broken");
            var first = NOON.toEpochMilli() - 1_000_000_000_000L;
            assertEquals(List.of(first + ":Broken", first + 1 + ":Late"), numbersAndTitles(lost));
            assertEquals(List.of(first + ":Late", first + 1 + ":Broken"), numbersAndTitles(restored));
        }
    }

    /** Imports tickets with these titles, without numbers and with the same time. */
    private static void importTickets(Stores stores, String... titles) {
        var account = new Account(5, "Account", Account.DEFAULT_ZONE, "{}");
        var rows = Stream.of(titles)
                .map(title -> TestTickets.of(Map.of(TicketField.TITLE, title)))
                .map(ticket -> new RecordLoad.Row<>(new NumberedChange(0, ticket), NOON))
                .toList();
        stores.database().run(transaction -> stores.tickets().load(transaction, account, rows, NOON));
    }

    private static List<String> numbersAndTitles(Stores stores) {
        return StoredValues.texts(
                stores.database(), "SELECT number || ':' || title FROM ticket WHERE cm_id = 5 ORDER BY number");
    }

    /** Adds a delivery and a customer; returns their ids. */
    private static List<Long> added(HookedAccount account) {
        var ticket = account.add();
        account.update(ticket, "OP");
        var change =
                CustomerChange.ofTexts(0, false, Map.of(ProfileField.NAME, "Asha", ProfileField.PHONE, "9100000000"));
        var customer = account.stores
                .database()
                .write(transaction -> account.stores.customers().save(transaction, account.account(), change, NOON));
        var delivery = account.outbox().stream()
                .filter(queued -> queued.ticket() == ticket)
                .findFirst()
                .orElseThrow();
        return List.of(delivery.id(), customer.id());
    }

    /**
     * Restores 30 databases, each from a backup of the previous one, ten at each instant of the clock. The change
     * numbers must not grow with each restore.
     */
    @Test
    void changeNumbersDoNotGrowWithEachRestore() throws Exception {
        var stores = Stores.open(TestDatabase.SQLITE.create());
        try {
            TestFaq.account(stores, 5);
            save(stores, 3);
            var order = changes(new Follower(stores, RecordKind.CUSTOMER, 5));
            for (var restart = 0; restart < 30; restart++) {
                var backup = backup(stores);
                stores.close();
                stores = Stores.open(TestDatabase.SQLITE.create());
                restore(backup, stores, NOON.plusSeconds(restart / 10));
                Files.delete(backup);
                var follower = new Follower(stores, RecordKind.CUSTOMER, 5);
                assertEquals(order, changes(follower), "restore " + restart);
                assertTrue(
                        follower.position.number() < 2 * NOON.getEpochSecond() * 1_000_000_000, "restore " + restart);
            }
        } finally {
            stores.close();
        }
    }

    /**
     * After an upgrade, a {@code backup --every} of the old version may still run. It must refuse to back up the
     * upgraded database, because no version could restore such a backup.
     */
    @ParameterizedTest
    @EnumSource
    void noBackupIsMadeOfADatabaseThatANewerDaybookHasMigrated(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            TestDatabase.migrateLater(stores.database());
            var refused = assertThrows(ProblemException.class, () -> backup(stores));
            assertEquals(Problem.UNAVAILABLE, refused.problem());
            assertTrue(refused.detail().contains("migrated by a newer Daybook"), refused.detail());
            assertFalse(Files.exists(folder.resolve("backup.tar")));
        }
    }

    /**
     * A restore accepts the names of the migrations in any order, because databases may sort them by the rules of
     * different languages.
     */
    @Test
    void aBackupThatNamesTheMigrationsInAnotherOrderIsRestored() throws Exception {
        var other = backupWith(migrations -> {
            var reversed = new ArrayList<>(migrations);
            Collections.reverse(reversed);
            return reversed;
        });
        var target = DatabaseUrl.parse(TestDatabase.SQLITE.emptyUrl());
        restore(other, target);
        try (var restored = Stores.open(target)) {
            assertEquals(1, restored.database().read(AccountStore::list).size());
        }
    }

    /** Earlier versions put the sessions and links of people into a backup. They end with a restore. */
    @Test
    void aBackupWithTheLinksOfPeopleIsRestoredWithoutThem() throws Exception {
        var columns = List.of(
                new StoredColumn("digest", ColumnKind.BYTES),
                new StoredColumn("kind", ColumnKind.TEXT),
                new StoredColumn("person_id", ColumnKind.WHOLE),
                new StoredColumn("expires_at", ColumnKind.WHOLE));
        var link = new StoredTable("person_link", columns, List.of("digest"));
        var other = backupWith(migrations -> migrations, Map.of(link, new Object[] {new byte[32], "log-in", 1L, 2L}));
        var target = DatabaseUrl.parse(TestDatabase.SQLITE.emptyUrl());
        restore(other, target);
        try (var restored = Stores.open(target)) {
            assertEquals(1, restored.database().read(AccountStore::list).size());
            assertEquals(0, StoredValues.count(restored.database(), "person_link"));
        }
    }

    /**
     * The account was made with a newer Java. Its zone must not make the restore fail after hours, when all rows are
     * loaded. Whoever needs the zone later is told what to do.
     */
    @ParameterizedTest
    @EnumSource
    void anAccountWithAZoneThatThisJavaDoesNotKnowIsRestored(TestDatabase database) {
        var url = database.emptyUrl();
        try (var source = Stores.open(database.create());
                var target = Stores.open(DatabaseUrl.parse(url))) {
            TestFaq.account(source, 5);
            source.database()
                    .run(transaction -> transaction.handle().execute("UPDATE account SET zone = 'Mars/Olympus'"));
            restore(backup(source), target, Instant.now());
        }
        var told =
                "account 5 has the time zone Mars/Olympus, which this Java does not know; use a newer release of Java";
        var doctor = Outcome.of("doctor", "--database-url", url).out();
        assertTrue(doctor.contains("problem  accounts     could not be asked: " + told), doctor);
        var list = Outcome.of("account", "list", "--database-url", url).expect(Main.FAILED);
        assertEquals("daybook: " + told + "\n", list.err());
        var serve = Outcome.of("serve", "--port", "0", "--database-url", url).expect(Main.FAILED);
        assertEquals("daybook: " + told + "\n", serve.err());
    }

    /** Copies the rows of all tables to another archive, which is not finished yet. */
    private static void copyRows(ArchiveReader archive, ArchiveWriter copy) throws IOException {
        var manifest = archive.manifest();
        for (var part : manifest.parts()) {
            var table = manifest.tables().stream()
                    .filter(each -> each.name().equals(part.table()))
                    .findFirst()
                    .orElseThrow();
            try (var rows = copy.rows(table)) {
                archive.rows(part, table).forEach(rows::add);
            }
        }
    }

    /**
     * Makes a backup of a database with one account. {@code migrations} changes the list of migrations in its manifest.
     */
    private Path backupWith(UnaryOperator<List<String>> migrations) throws Exception {
        return backupWith(migrations, Map.of());
    }

    /**
     * Makes a backup of a database with one account.
     *
     * @param migrations changes the list of migrations in the manifest
     * @param more tables in addition to those of the database, each with its row
     */
    private Path backupWith(UnaryOperator<List<String>> migrations, Map<StoredTable, Object[]> more) throws Exception {
        var other = folder.resolve("other.tar");
        try (var stores = Stores.open(TestDatabase.SQLITE.create())) {
            TestFaq.account(stores, 5);
            try (var archive = new ArchiveReader(backup(stores));
                    var copy = new ArchiveWriter(other)) {
                var manifest = archive.manifest();
                copyRows(archive, copy);
                for (var table : more.entrySet()) {
                    try (var rows = copy.rows(table.getKey())) {
                        rows.add(table.getValue());
                    }
                }
                copy.finish(parts -> new Manifest(
                        manifest.format(),
                        manifest.daybook(),
                        manifest.madeAt(),
                        manifest.database(),
                        manifest.cmId(),
                        migrations.apply(manifest.migrations()),
                        manifest.counters(),
                        Stream.concat(manifest.tables().stream(), more.keySet().stream())
                                .toList(),
                        parts));
            }
        }
        return other;
    }

    /**
     * A restore that refuses a backup of another version creates no database. The new database would be of this
     * version, and an older version that made the backup would refuse it.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRefusedBackupOfAnotherVersionCreatesNoDatabase(boolean isNewer) throws Exception {
        var other = backupWith(migrations -> isNewer
                ? Stream.concat(migrations.stream(), Stream.of("V999__later.sql"))
                        .toList()
                : migrations.subList(0, migrations.size() - 1));
        var target = folder.resolve("new");
        var refused = Outcome.of("restore", other.toString(), "--data", target.toString())
                .expect(Main.FAILED)
                .err();
        assertFalse(Files.exists(target), refused);
        assertTrue(refused.contains(isNewer ? "made by a newer Daybook" : "made by an older Daybook"), refused);
        assertEquals(!isNewer, refused.contains("and then let this version open that"), refused);
    }

    /**
     * A restore migrates an older database only if it has no rows: then it is as good as a new one. With rows, it may
     * be in use and not upgraded yet, so the restore refuses it.
     */
    @ParameterizedTest
    @EnumSource
    void anOlderDatabaseIsMigratedOnlyIfItIsEmpty(TestDatabase database) throws Exception {
        var backup = backupWith(migrations -> migrations);
        var address = database.emptyUrl();
        var jdbc = database == TestDatabase.SQLITE ? "jdbc:" + address : TableDump.postgresql(address);
        var sqlite = database == TestDatabase.SQLITE;
        Flyway.configure()
                .dataSource(jdbc, null, null)
                .locations("classpath:db/common", sqlite ? "classpath:db/sqlite" : "classpath:db/postgresql")
                .placeholders(Map.of("clustered", sqlite ? "WITHOUT ROWID" : "", "blob", sqlite ? "BLOB" : "BYTEA"))
                .target("10")
                .load()
                .migrate();
        try (var connection = DriverManager.getConnection(jdbc);
                var statement = connection.createStatement()) {
            statement.execute("INSERT INTO account VALUES (5, 'Live', 'Asia/Kolkata', '{}', 0)");
            var before = migrations(statement);
            var refused = Outcome.of("restore", backup.toString(), "--database-url", address)
                    .expect(Main.FAILED)
                    .err();
            assertTrue(refused.contains("the database is not empty: it has rows in account"), refused);
            assertEquals(before, migrations(statement));
            statement.execute("DELETE FROM account");
            Outcome.of("restore", backup.toString(), "--database-url", address).expect(Main.DONE);
            assertTrue(migrations(statement) > before);
        }
    }

    private static int migrations(Statement statement) throws SQLException {
        try (var rows = statement.executeQuery("SELECT count(*) FROM flyway_schema_history")) {
            assertTrue(rows.next());
            return rows.getInt(1);
        }
    }

    /** Tidying rewrites the search index of all accounts, so a restore does it once and not for each account. */
    @ParameterizedTest
    @EnumSource
    void aRestoreTidiesTheSearchIndexOnce(TestDatabase database) {
        var seen = new ArrayList<String>();
        try (var source = Stores.open(database.create());
                var target = Database.open(database.create(), watched(seen::add))) {
            List.of(5, 6, 7).forEach(cmId -> TestFaq.loadReturns(source, cmId));
            try (var restore = new Restore(backup(source))) {
                restore.into(target, NOON);
            }
        }
        var tidying = seen.stream()
                .filter(sql -> sql.contains("'optimize'") || sql.contains("gin_clean_pending_list"))
                .toList();
        // On SQLite, tidying is two statements.
        assertEquals(database == TestDatabase.SQLITE ? 2 : 1, tidying.size(), tidying.toString());
    }

    /** Nobody waits for a restore, so no warning says that others had to wait for it. */
    @Test
    void aLongRestoreLogsNoWarning() {
        var isSlow = new AtomicBoolean();
        try (var source = Stores.open(TestDatabase.SQLITE.create());
                var target = Database.open(
                        TestDatabase.SQLITE.create(),
                        watched(sql -> isSlow.compareAndSet(false, sql.contains("'optimize'") && sleep(1_100))))) {
            TestFaq.loadReturns(source, 5);
            var file = backup(source);
            // The log is of the restore alone: a slow write to the source rightly logs a warning.
            try (var log = SeenLog.of(Database.class);
                    var restore = new Restore(file)) {
                restore.into(target, NOON);
                assertEquals("", log.text());
            }
            assertTrue(isSlow.get());
        }
    }

    private static boolean sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        return true;
    }

    /** The options of a database that shows each of its statements to {@code each}, before it runs. */
    private static DatabaseOptions watched(Consumer<String> each) {
        var command = DatabaseOptions.forCommand();
        return new DatabaseOptions(
                true,
                command.busyTimeout(),
                command.patience(),
                unused -> first -> new DefaultStatementBuilder() {
                    @Override
                    public PreparedStatement create(Connection connection, String sql, StatementContext context)
                            throws SQLException {
                        each.accept(sql);
                        return super.create(connection, sql, context);
                    }
                });
    }

    private static void save(Stores stores, int count) {
        var account = new Account(5, "Account", Account.DEFAULT_ZONE, "{}");
        for (var number = 0; number < count; number++) {
            var change = CustomerChange.ofTexts(
                    0, false, Map.of(ProfileField.NAME, "Asha", ProfileField.PHONE, "910000000" + number));
            stores.database().run(transaction -> stores.customers().save(transaction, account, change, NOON));
        }
    }

    private static List<Long> changes(Follower follower) {
        return follower.readAll(1).stream().map(ChangedRecord::id).toList();
    }

    private static List<String> answers(TestServer server, String token) {
        var headers = Map.of("Authorization", "Basic " + token);
        var answers = new ArrayList<String>();
        answers.add(server.post(Paths.PULL_CUSTOMERS, "{\"cm_id\":1000298,\"limit\":1000," + DAY + "}", headers)
                .body());
        answers.add(server.post(Paths.PULL_ORDERS, "{\"cmId\":1000298,\"limit\":1000," + DAY + "}", headers)
                .body());
        answers.add(server.post(
                        Paths.PULL_TICKETS,
                        "[{\"start_date\":\"2024-05-02\",\"end_date\":\"2024-05-02\",\"limit\":1000}]",
                        headers)
                .body());
        answers.forEach(answer -> assertTrue(answer.contains("Changed 5"), answer));
        return answers;
    }

    private static Map<RecordKind, List<DayDigest>> proofs(Stores stores) {
        var span = new DaySpan(LocalDate.parse("2024-05-01"), LocalDate.parse("2024-05-03"));
        return stores.database().read(transaction -> {
            var account = AccountStore.find(transaction, TestServer.CM_ID).orElseThrow();
            var proofs = new java.util.EnumMap<RecordKind, List<DayDigest>>(RecordKind.class);
            for (var kind : RecordKind.values()) {
                proofs.put(kind, new RecordProof(kind).prove(transaction, account, span));
            }
            return proofs;
        });
    }

    private static void followerStartsAgain(TestServer server, String cursor) {
        var refused = server.post(Paths.CUSTOMER_CHANGES, "{\"cm_id\":1000298,\"cursor\":\"" + cursor + "\"}");
        assertEquals(400, refused.statusCode(), refused::body);
        assertTrue(refused.body().contains("start again without a cursor"), refused::body);
        for (var kind : RecordKind.values()) {
            var follower = new Follower(server.stores, kind, TestServer.CM_ID);
            assertFalse(follower.readAll(7).isEmpty());
            assertEquals(Map.of(), follower.differences());
            new dev.daybook.kit.TestRecords(server, kind).add("new");
            assertEquals(1, follower.readAll(7).size(), "the feed goes on behind what was restored");
        }
    }

    private static void newIdsAreNew(TestServer server, Map<String, List<String>> before) {
        var documents = server.stores
                .database()
                .read(transaction -> StoredRecords.documents(transaction, TestServer.CM_ID, RecordKind.CUSTOMER));
        assertTrue(documents.size() > before.get("customer_document").size());
        var all = new TreeSet<String>();
        documents.forEach(document -> assertTrue(
                all.add(new String(document, StandardCharsets.UTF_8).replaceAll(".*\"id\":(\\d+).*", "$1"))));
    }

    @ParameterizedTest
    @EnumSource
    void aRestoreIntoADatabaseWithRowsIsRefused(TestDatabase database) throws Exception {
        var target = DatabaseUrl.parse(database.emptyUrl());
        try (var stores = Stores.open(target)) {
            TestFaq.account(stores, 5);
            var backup = backup(stores);
            var before = FilledDatabase.rows(target);
            var refused = assertThrows(ProblemException.class, () -> restore(backup, target));
            assertEquals(Problem.CONFLICT, refused.problem());
            assertTrue(refused.detail().contains("rows in account"), refused::detail);
            assertEquals(before, FilledDatabase.rows(target));
        }
    }

    /**
     * Somebody emptied the tables of a PostgreSQL database by TRUNCATE, which runs no trigger, so packs are left. They
     * have documents of records that no longer exist.
     */
    @ParameterizedTest
    @EnumSource
    void aRestoreDeletesThePacksOfAnEmptiedDatabase(TestDatabase database) {
        try (var source = Stores.open(database.create());
                var target = Stores.open(DatabaseUrl.parse(database.emptyUrl()))) {
            TestFaq.account(source, 5);
            target.database().run(transaction -> {
                transaction.handle().execute("""
                        INSERT INTO packed_day
                            (cm_id, kind, start_at, end_at, mark, marked_at, packed_at, packs, records)
                        VALUES (5, 'customer', 0, 86400000, 1, 1, 1, 1, 1)""");
                transaction.handle().execute("""
                        INSERT INTO pack VALUES (5, 'customer', 0, 0, 0, 86400000, 1, 1, 1, 1, 1, 1, '')""");
            });
            restore(backup(source), target, Instant.now());
            assertEquals(0, StoredValues.count(target.database(), "packed_day"));
            assertEquals(0, StoredValues.count(target.database(), "pack"));
        }
    }

    /** The check does not switch the file to WAL either: its program may be unable to use it then. */
    @Test
    void aRefusedRestoreDoesNotChangeTheFileOfAnotherProgram() throws Exception {
        var other = folder.resolve("app.db");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + other);
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE invoice (id INTEGER)");
            statement.execute("INSERT INTO invoice VALUES (1)");
        }
        var before = Files.readAllBytes(other);
        var backup = backupWith(migrations -> migrations);
        var refused = Outcome.of("restore", backup.toString(), "--database-url", "sqlite:" + other)
                .expect(Main.FAILED)
                .err();
        assertTrue(refused.contains("it has rows in invoice"), refused);
        assertArrayEquals(before, Files.readAllBytes(other));
    }

    @ParameterizedTest
    @EnumSource
    void aBackupFileIsPrivateAndIsNeverOverwritten(TestDatabase database) throws Exception {
        try (var stores = Stores.open(database.create())) {
            TestFaq.account(stores, 5);
            var backup = backup(stores);
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)));
            var bytes = Files.readAllBytes(backup);
            assertThrows(ProblemException.class, () -> backup(stores));
            assertEquals(
                    List.of(),
                    List.of(bytes).stream().filter(same -> !same(backup, same)).toList());
            try (var left = Files.list(folder)) {
                assertEquals(
                        Set.of("backup.tar", ".daybook-backup.lock"),
                        new TreeSet<>(
                                left.map(file -> file.getFileName().toString()).toList()));
            }
        }
    }

    private static boolean same(Path file, byte[] bytes) {
        try {
            return java.util.Arrays.equals(bytes, Files.readAllBytes(file));
        } catch (java.io.IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    /** A backup without a column of the target is refused before anything is stored. */
    @ParameterizedTest
    @EnumSource
    void aBackupThatLacksAColumnIsRefused(TestDatabase database) throws Exception {
        try (var stores = Stores.open(database.create())) {
            TestFaq.account(stores, 5);
            stores.database()
                    .write(transaction ->
                            transaction.handle().execute("ALTER TABLE person RENAME COLUMN language TO tongue"));
            var backup = backup(stores);
            var target = DatabaseUrl.parse(database.emptyUrl());
            var refused = assertThrows(ProblemException.class, () -> restore(backup, target));
            assertTrue(refused.detail().contains("with other tables"), refused::detail);
            try (var empty = Stores.open(target)) {
                assertEquals(List.of(), empty.database().read(AccountStore::list));
            }
            assertNotEquals(0, Files.size(backup));
        }
    }
}
