package dev.daybook.store.erasure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.cli.Main;
import dev.daybook.cli.Outcome;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.Reason;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.person.LinkKind;
import dev.daybook.domain.person.Role;
import dev.daybook.http.pipeline.ApiKeys;
import dev.daybook.kit.ConcurrentWrite;
import dev.daybook.kit.FilledDatabase;
import dev.daybook.kit.Follower;
import dev.daybook.kit.PatientStores;
import dev.daybook.kit.SlowRequest;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestCustomers;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestFaq;
import dev.daybook.kit.TestServer;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseOptions;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.imports.ImportRun;
import dev.daybook.store.imports.ImportRuns;
import dev.daybook.store.person.LinkStore;
import dev.daybook.store.person.MembershipStore;
import dev.daybook.store.person.PersonStore;
import dev.daybook.store.person.SessionStore;
import dev.daybook.wire.Paths;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Erases one of two accounts: nothing of the erased account is left, and the other account keeps everything. */
class EraseAccountTest {
    private static final long OTHER = 1_000_299;

    @ParameterizedTest
    @EnumSource
    void anErasureDeletesAllRowsOfItsAccountAndNoOthers(TestDatabase database) throws Exception {
        var url = database.create();
        try (var server = TestServer.start(url)) {
            FilledDatabase.fill(server);
            server.addAccount(OTHER, Account.DEFAULT_ZONE);
            new TestCustomers(server, OTHER, Account.DEFAULT_ZONE).save(0, "Neighbour");
            TestFaq.load(
                    server.stores,
                    new Account(OTHER, "Other", Account.DEFAULT_ZONE, "{}"),
                    false,
                    java.util.List.of(TestFaq.entry("c", "Other", "Neighbours", "of a neighbour")));
            var before = FilledDatabase.rows(url);
            assertTrue(of(before, TestServer.CM_ID) > 100);

            // A server is running, and the account is erased through the connections of a command.
            try (var stores = Stores.open(url, DatabaseOptions.forCommand())) {
                var erase = EraseAccount.prepare(stores.database(), TestServer.CM_ID);
                assertEquals(of(before, TestServer.CM_ID), erase.rows());
                erase.lockOut();
                Thread.sleep(ApiKeys.OBEYED_WITHIN.toMillis());
                assertEquals(401, server.post(Paths.PULL_CUSTOMERS, "{}").statusCode(), "its key is still a key");
                erase.erase();
                assertEquals(0, erase.rows());
            }
            var after = FilledDatabase.rows(url);
            assertEquals(0, of(after, TestServer.CM_ID));
            before.forEach((table, rows) -> assertEquals(
                    rows.stream().filter(row -> !isOf(row, TestServer.CM_ID)).toList(), after.get(table), table));
            assertEquals(java.util.List.of("Neighbours"), TestFaq.titles(server.stores, OTHER, "neighbour", 0));
        }
        if (database == TestDatabase.SQLITE) {
            var bytes = TestDatabase.bytes(TestDatabase.file(url).getParent());
            assertTrue(bytes.contains("Neighbour"), "the other account's customer is readable in the file");
            for (var text : java.util.List.of("Changed 5", "Refunds of orders", "1000298.refund")) {
                assertFalse(bytes.contains(text), text + " is left in the files");
            }
        }
    }

    /**
     * SQLite merges the parts of the search index now and then, and may stop in the middle of a merge. The erasure must
     * also remove what that merge has copied already.
     */
    @Test
    void anErasureDuringAMergeOfTheSearchIndexLeavesNoWords() throws Exception {
        var url = TestDatabase.SQLITE.create();
        var folder = TestDatabase.file(url).getParent();
        try (var stores = Stores.open(url)) {
            var erased = TestFaq.account(stores, 3);
            TestFaq.load(
                    stores, erased, false, java.util.List.of(TestFaq.entry("", "Windmills", "Quixote", "A giant?")));
            var other = TestFaq.account(stores, 7);
            var entries = IntStream.range(0, 100)
                    .mapToObj(number -> TestFaq.entry("", "Windmills", "Title " + number, words(number)))
                    .toList();
            TestFaq.load(stores, other, false, entries);
            // Begins a merge, and stops after the first page, which has the first words.
            stores.database()
                    .run(transaction -> transaction
                            .handle()
                            .execute("INSERT INTO faq_search (faq_search, rank) VALUES ('merge', -1)"));
            assertTrue(TestDatabase.bytes(folder).contains("quixo"));
            var erase = EraseAccount.prepare(stores.database(), 3);
            erase.lockOut();
            erase.erase();
            assertEquals(100, TestFaq.titles(stores, 7, "title", 0).size());
        }
        assertFalse(TestDatabase.bytes(folder).contains("quixo"));
    }

    private static String words(int first) {
        return IntStream.range(0, 100)
                .mapToObj(word -> "w" + first + "x" + word)
                .collect(Collectors.joining(" "));
    }

    /**
     * A follower has a position in the feed of an erased account. A new account with the same number must refuse this
     * position. Otherwise the follower would never learn that the records were erased.
     */
    @ParameterizedTest
    @EnumSource
    void aNewAccountRefusesFeedPositionsOfAnErasedOne(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            var account = new Account(TestServer.CM_ID, "Again", Account.DEFAULT_ZONE, "{}");
            stores.database().write(transaction -> AccountStore.add(transaction, account));
            stores.database().write(transaction -> save(stores, transaction, "Former"));
            var follower = new Follower(stores, RecordKind.CUSTOMER, TestServer.CM_ID);
            assertEquals(1, follower.readAll(10).size());
            var erase = EraseAccount.prepare(stores.database(), TestServer.CM_ID);
            erase.lockOut();
            erase.erase();
            stores.database().write(transaction -> {
                // Both are in one transaction, so that on SQLite they have the same change number.
                assertTrue(AccountStore.add(transaction, account));
                return save(stores, transaction, "Later");
            });
            var refusal = assertThrows(ProblemException.class, () -> follower.read(10));
            assertEquals(Optional.of(Reason.POSITION_GONE), refusal.reason());
            var anew = new Follower(stores, RecordKind.CUSTOMER, TestServer.CM_ID);
            assertEquals(1, anew.readAll(10).size());
            assertEquals(java.util.List.of(), anew.readAll(10), "the position after it is valid");
            assertEquals(Map.of(), anew.differences());
        }
    }

    @ParameterizedTest
    @EnumSource
    void writesDuringTheErasureOfAnAccountLeaveNoRows(TestDatabase database) throws Exception {
        var url = database.create();
        // The server waits for the body of a request until the end of this test.
        try (var server = TestServer.start(url, settings -> settings.requestTimeout(Duration.ofSeconds(60)));
                var stores = Stores.open(url, DatabaseOptions.forCommand());
                var impatient = Stores.open(url, impatientOptions())) {
            var erase = EraseAccount.prepare(stores.database(), TestServer.CM_ID);
            var early = EraseAccount.prepare(impatient.database(), TestServer.CM_ID);
            var request = SlowRequest.begin(
                    server.uri(Paths.SAVE_CUSTOMER),
                    server.token,
                    "{\"customer_info\":{\"customer_name\":\"Late\",\"phone\":\"9000000001\"}}");
            erase.lockOut();
            // The erasure must not end before this write. It waits for the write, and gives up after 200 ms.
            var isErased = server.stores.database().write(transaction -> {
                save(server.stores, transaction, "Uncommitted");
                return erases(early);
            });
            if (!isErased) {
                erase.erase();
            }
            assertEquals(0, erase.rows());

            // These requests began while the account existed.
            var refusal = assertThrows(
                    ProblemException.class,
                    () -> server.stores.database().write(transaction -> save(server.stores, transaction, "Queued")));
            assertEquals("there is no account 1000298; nothing was stored", refusal.detail());
            Thread.sleep(ApiKeys.OBEYED_WITHIN.toMillis());
            var answer = request.end();
            assertTrue(answer.startsWith("HTTP/1.1 401 "), answer);
            assertEquals(0, of(FilledDatabase.rows(url), TestServer.CM_ID));
            request.close();
        }
    }

    /** An import that goes on would add rows to tables that are empty already, until the end of its file. */
    @ParameterizedTest
    @EnumSource
    void anErasureEndsTheImportsOfItsAccount(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            TestFaq.account(stores, TestServer.CM_ID);
            TestFaq.account(stores, OTHER);
            var now = Instant.now();
            var own = begin(stores, TestServer.CM_ID, now);
            var other = begin(stores, OTHER, now);
            EraseAccount.prepare(stores.database(), TestServer.CM_ID).lockOut();
            assertFalse(advances(stores, own, now));
            assertEquals(Optional.empty(), stores.database().write(transaction -> ImportRuns.resume(transaction, own)));
            assertTrue(advances(stores, other, now));
        }
    }

    private static ImportRun begin(Stores stores, long cmId, Instant now) {
        return stores.database()
                .write(transaction ->
                        ImportRuns.start(transaction, cmId, RecordKind.CUSTOMER, "digest", "customers.csv", 9, now));
    }

    private static boolean advances(Stores stores, ImportRun run, Instant now) {
        return stores.database()
                .write(transaction -> ImportRuns.advance(transaction, run, run.after(1, 1, 0, now), Map.of()));
    }

    /**
     * A server may delete rows during the erasure, such as old deliveries. The batches must leave only the rows that
     * others have locked: the last transaction deletes what is left, while all writes of the account wait.
     */
    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL")
    void rowsThatOthersDeleteDoNotEndTheBatches(TestDatabase database) throws Exception {
        try (var stores = PatientStores.open(database.create())) {
            TestFaq.account(stores, 7);
            stores.database().run(transaction -> transaction.handle().execute("""
                            INSERT INTO webhook_delivery (cm_id, ticket, id, created_at, attempts, next_attempt_at,
                             leased_until, give_up_at, given_up_at, last_error, body)
                            SELECT 7, n, n, 0, 0, 0, 0, 0, 0, '', '' FROM generate_series(1, 4100) n"""));
            var erase = EraseAccount.prepare(stores.database(), 7);
            var erased = stores.database().write(transaction -> {
                AccountStore.holdNow(transaction, 7);
                transaction.handle().execute("DELETE FROM webhook_delivery WHERE cm_id = 7 AND ticket <= 10");
                var waiting = ConcurrentWrite.start(stores.database(), () -> {
                    erase.erase();
                    return true;
                });
                assertEquals(10, StoredValues.count(stores.database(), "webhook_delivery"));
                return waiting;
            });
            assertTrue(erased.get(1, TimeUnit.MINUTES));
            assertEquals(0, erase.rows());
        }
    }

    /**
     * A person has a role only in the erased account. The person's password, sessions and links are then deleted, as
     * after a removal by an owner. A person with a role in another account can still log in.
     */
    @ParameterizedTest
    @EnumSource
    void passwordsAndSessionsAreDeletedWithThePersonsLastRole(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            TestFaq.account(stores, TestServer.CM_ID);
            TestFaq.account(stores, OTHER);
            stores.database().run(transaction -> {
                person(transaction, 1, TestServer.CM_ID);
                person(transaction, 2, TestServer.CM_ID, OTHER);
            });
            var erase = EraseAccount.prepare(stores.database(), TestServer.CM_ID);
            erase.lockOut();
            erase.erase();
            stores.database().run(transaction -> {
                assertEquals(
                        "",
                        PersonStore.find(transaction, "p1@mail.example")
                                .orElseThrow()
                                .hash());
                assertEquals(
                        "hash",
                        PersonStore.find(transaction, "p2@mail.example")
                                .orElseThrow()
                                .hash());
                for (var table : java.util.List.of("person_session", "person_link", "membership")) {
                    var kept = transaction
                            .query("SELECT p.name FROM person p JOIN " + table + " o ON o.person_id = p.id")
                            .mapTo(String.class)
                            .list();
                    assertEquals(java.util.List.of("Person 2"), kept, table);
                }
            });
        }
    }

    /** Tables that are not Daybook's stay as they are, and the command names them. */
    @ParameterizedTest
    @EnumSource
    void anErasureLeavesOtherTablesAsTheyAreAndNamesThem(TestDatabase database) {
        var url = database.newUrl();
        try (var stores = Stores.open(DatabaseUrl.parse(url))) {
            TestFaq.account(stores, TestServer.CM_ID);
            stores.database().run(transaction -> {
                transaction.handle().execute("CREATE TABLE account_before AS SELECT * FROM account");
                transaction.handle().execute("CREATE TABLE named (cm_id TEXT PRIMARY KEY)");
            });
            var erased = delete(url).expect(Main.DONE);
            assertTrue(erased.err().contains("Account 1000298 is erased, 1 row"), erased::err);
            assertTrue(erased.err().contains("are not changed: account_before, named"), erased::err);
            assertEquals(java.util.List.of(), stores.database().read(AccountStore::list));
            assertEquals(1, StoredValues.count(stores.database(), "account_before"));
        }
    }

    /**
     * PostgreSQL deletes no row to which another table refers. If such a table is not Daybook's, the erasure is refused
     * before it begins. References to other accounts do not prevent it. SQLite does not enforce references.
     */
    @ParameterizedTest
    @EnumSource
    void anErasureThatAnotherTableWouldPreventIsRefusedBeforeItBegins(TestDatabase database) {
        var url = database.newUrl();
        try (var stores = Stores.open(DatabaseUrl.parse(url))) {
            TestFaq.account(stores, TestServer.CM_ID);
            TestFaq.account(stores, OTHER);
            stores.database().run(transaction -> {
                person(transaction, 1, TestServer.CM_ID);
                transaction.handle().execute("CREATE TABLE \"Paid\" (number BIGINT REFERENCES account, day TEXT)");
                transaction.handle().execute("CREATE TABLE seen (number BIGINT REFERENCES account ON DELETE CASCADE)");
                transaction.handle().execute("INSERT INTO \"Paid\" VALUES (1000298, 'May'), (1000299, 'May')");
                transaction.handle().execute("INSERT INTO seen VALUES (1000298)");
            });
            if (database == TestDatabase.SQLITE) {
                delete(url).expect(Main.DONE);
                return;
            }
            for (var table : List.of("\"Paid\"", "seen")) {
                assertEquals(
                        "daybook: rows in " + table + ", which is not Daybook's table, refer to rows of the account in"
                                + " account; delete or change them first. Nothing was erased.\n",
                        delete(url).expect(Main.FAILED).err());
                assertEquals(1, StoredValues.count(stores.database(), "membership"));
                stores.database()
                        .run(transaction ->
                                transaction.handle().execute("DELETE FROM " + table + " WHERE number = 1000298"));
            }
            delete(url).expect(Main.DONE);
            assertEquals(0, StoredValues.count(stores.database(), "membership"));
        }
    }

    private static Outcome delete(String url) {
        return Outcome.of("account", "delete", "--cm-id", "1000298", "--yes-delete", "1000298", "--database-url", url);
    }

    /** A person with roles in these accounts, a password, a session and a link. */
    private static void person(Transaction transaction, int number, long... accounts) {
        var now = Instant.now();
        var id = PersonStore.add(transaction, "p" + number + "@mail.example", "Person " + number, false, now)
                .orElseThrow()
                .id();
        PersonStore.setHash(transaction, id, "hash");
        for (var cmId : accounts) {
            MembershipStore.put(transaction, cmId, id, Role.OWNER);
        }
        var session = new SessionStore.Session("session" + number, now, now, "127.0.0.1", "");
        SessionStore.start(transaction, new byte[] {1, (byte) number}, id, session);
        var link = new LinkStore.Link(LinkKind.PASSWORD, id);
        LinkStore.put(transaction, new byte[] {2, (byte) number}, link, now, now.plusSeconds(600));
    }

    /**
     * An erasure cannot clear SQLite's log while another program reads it, so the erased rows stay in the log. The next
     * attempt finds no account, but must clear the log.
     */
    @Test
    void aRepeatedErasureClearsRemainsInTheFiles() throws Exception {
        var url = TestDatabase.SQLITE.create();
        try (var server = TestServer.start(url);
                var stores = Stores.open(url, impatientOptions())) {
            server.addCustomer("Quixote", "9000000001");
            try (var reader = DriverManager.getConnection("jdbc:sqlite:" + TestDatabase.file(url));
                    var statement = reader.createStatement()) {
                reader.setAutoCommit(false);
                assertTrue(statement.executeQuery("SELECT * FROM account").next());
                var erase = EraseAccount.prepare(stores.database(), TestServer.CM_ID);
                assertFalse(erases(erase));
                // The server may have held the lock, so that the first attempt could not delete the rows.
                for (var tried = 0; tried < 100 && erase.rows() > 0; tried++) {
                    assertFalse(erases(erase));
                }
                assertEquals(0, erase.rows());
            }
            assertTrue(TestDatabase.bytes(TestDatabase.file(url).getParent()).contains("Quixote"));
            var folder = TestDatabase.file(url).getParent();
            var mistyped = deleted(folder);
            assertTrue(mistyped.err().contains("run it again with --yes-delete 1000298"), mistyped::err);
            assertTrue(
                    TestDatabase.bytes(folder).contains("Quixote"),
                    "the database is not written anew for a mistyped number");
            var again = deleted(folder, "--yes-delete", Long.toString(TestServer.CM_ID));
            assertTrue(again.err().contains("there is no account 1000298; nothing was deleted"), again::err);
            assertFalse(TestDatabase.bytes(folder).contains("Quixote"));
        }
    }

    /** Runs the command that deletes the account. The account is already gone, so the command must fail. */
    private static Outcome deleted(Path folder, String... options) {
        var command = Stream.of("account", "delete", "--cm-id", Long.toString(TestServer.CM_ID), "--data", folder);
        return Outcome.of(Stream.concat(command, Stream.of(options))
                        .map(Object::toString)
                        .toArray(String[]::new))
                .expect(Main.FAILED);
    }

    /** The options of a command that gives up after a moment. */
    private static DatabaseOptions impatientOptions() {
        var options = DatabaseOptions.forCommand();
        return new DatabaseOptions(false, Duration.ofMillis(200), options.patience(), options.statements());
    }

    private static boolean erases(EraseAccount erase) {
        try {
            erase.erase();
            return true;
        } catch (ProblemException busy) {
            assertEquals(Problem.UNAVAILABLE, busy.problem());
            return false;
        }
    }

    private static long save(Stores stores, Transaction transaction, String name) {
        var account = new Account(TestServer.CM_ID, "Test", Account.DEFAULT_ZONE, "{}");
        var texts = Map.of(ProfileField.NAME, name, ProfileField.PHONE, "9000000002");
        return stores.customers()
                .save(transaction, account, CustomerChange.ofTexts(0, false, texts), Instant.now())
                .id();
    }

    private static long of(Map<String, java.util.List<String>> rows, long cmId) {
        return rows.values().stream()
                .flatMap(java.util.List::stream)
                .filter(row -> isOf(row, cmId))
                .count();
    }

    private static boolean isOf(String row, long cmId) {
        return row.contains("cm_id=" + cmId + ",") || row.contains("cm_id=" + cmId + "}");
    }
}
