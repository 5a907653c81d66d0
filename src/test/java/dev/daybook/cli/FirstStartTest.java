package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.cli.serve.FirstAccount;
import dev.daybook.domain.account.AdminKey;
import dev.daybook.domain.account.Token;
import dev.daybook.kit.PatientStores;
import dev.daybook.kit.TestDatabase;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.account.AdminKeyStore;
import dev.daybook.store.account.ApiKeyStore;
import dev.daybook.store.erasure.EraseAccount;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The first start of a server makes the account and the key of its settings; later starts change nothing. */
class FirstStartTest {
    private static final long CM_ID = 1_000_298;
    private static final String GOOD = "bm90LWEtcGFzc3dvcmQ6b2YtYW55Ym9keS1lbHNlLTQ3MTE5OA";

    @TempDir
    Path folder;

    @Tag("jdk")
    @ParameterizedTest
    @EnumSource
    void theFirstStartCreatesAccountAndKeyOnce(TestDatabase database) throws IOException {
        var url = database.create();
        var file = folder.resolve("token");
        try (var stores = Stores.open(url)) {
            var said = make(stores, "--init-account", "1000298:Example Traders", "--init-zone", "Europe/London");
            assertTrue(
                    said.contains("Account 1000298 is made in ")
                            && said.contains("place.db, with key ")
                            && said.contains(file.toString()),
                    said);
            var account = stores.database().read(AccountStore::list).get(0);
            assertEquals("Example Traders", account.name());
            assertEquals(ZoneId.of("Europe/London"), account.zone());
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            var token = new Token(Files.readString(file).strip());
            var key = stores.database()
                    .read(transaction -> ApiKeyStore.find(transaction, token.digest()))
                    .orElseThrow();
            assertEquals(CM_ID, key.cmId());
            assertTrue(key.validAt(Instant.now()));

            Files.delete(file);
            assertEquals("", make(stores, "--init-account", "7:Another"));
            assertFalse(Files.exists(file), "a later start makes no token");
            assertEquals(1, count(stores));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theFirstStartCreatesAnAdminKeyIfAsked(TestDatabase database) throws IOException {
        var file = folder.resolve("admin-token");
        try (var stores = Stores.open(database.create())) {
            var said = make(stores, "--init-account", "7", "--init-admin-token-file", file.toString());
            assertTrue(said.contains("The token of an admin key is in " + file), said);
            var token = new Token(Files.readString(file).strip());
            var found = stores.database().read(transaction -> AdminKeyStore.find(transaction, token.digest()));
            assertTrue(found.orElseThrow().key().validAt(Instant.now()));
            assertFalse(Files.readString(file).equals(Files.readString(folder.resolve("token"))));
        }
    }

    /**
     * The token files may be secrets of a container, which stay after the account was deleted; and a client may still
     * have the old token.
     */
    @ParameterizedTest
    @EnumSource
    void aDeletedAccountDoesNotComeBack(TestDatabase database) {
        var admin = folder.resolve("admin-token").toString();
        try (var stores = Stores.open(database.create())) {
            make(stores, "--init-account", "7", "--init-admin-token-file", admin);
            var erasure = EraseAccount.prepare(stores.database(), 7);
            erasure.lockOut();
            erasure.erase();
            assertEquals("", make(stores, "--init-account", "7", "--init-admin-token-file", admin));
            assertEquals(0, count(stores));
        }
    }

    @Test
    void aStartWithoutTheDeletedAccountSaysWhatToDo() {
        var url = "sqlite:" + folder.resolve("daybook.db");
        Outcome.of("account", "create", "--cm-id", "7", "--name", "x", "--database-url", url)
                .expect(Main.DONE);
        Outcome.of("account", "delete", "--cm-id", "7", "--yes-delete", "7", "--database-url", url)
                .expect(Main.DONE);
        var token = folder.resolve("token");
        var words = "serve --port 0 --init-account 7 --init-token-file " + token + " --database-url " + url;
        var refused = Outcome.of(words.split(" ")).expect(Main.FAILED);
        assertTrue(
                refused.err()
                        .contains("no account in " + folder.resolve("daybook.db") + " now, but there was one before,"
                                + " and --init-account makes only the first account of a database."
                                + " Create one and a key, in the same place:\n"
                                + "  daybook account create --cm-id 1000298 --name 'Example Traders' --database-url "
                                + url + "\n  daybook key create --cm-id 1000298 --database-url " + url),
                refused.err());
        assertFalse(Files.exists(token));
    }

    /**
     * A start refuses a token file with the token of an existing admin key. Otherwise the start would say that the file
     * has the token of an admin key, but the existing key may be disabled.
     */
    @Test
    void theTokenOfAnotherAdminKeyIsRefused() throws IOException {
        var file = Files.writeString(folder.resolve("admin-token"), GOOD);
        try (var stores = Stores.open(TestDatabase.SQLITE.create())) {
            var before = new AdminKey(1, "of before", Instant.MAX, false);
            stores.database().run(transaction -> {
                AdminKeyStore.add(transaction, before, new Token(GOOD), Instant.now());
                AdminKeyStore.disable(transaction, 1);
            });
            var refused = assertThrows(
                    IllegalArgumentException.class,
                    () -> make(stores, "--init-account", "7", "--init-admin-token-file", file.toString()));
            assertTrue(refused.getMessage().contains("another key has this token already"), refused.getMessage());
            assertEquals(0, count(stores));
        }
    }

    @Test
    void oneTokenForBothKeysIsRefused() throws IOException {
        try (var stores = Stores.open(TestDatabase.SQLITE.create())) {
            var same = folder.resolve("token").toString();
            var refused = assertThrows(
                    IllegalArgumentException.class,
                    () -> make(stores, "--init-account", "7", "--init-admin-token-file", same));
            assertTrue(refused.getMessage().contains("have the same token"), refused.getMessage());
            assertEquals(0, count(stores));
        }
    }

    @Test
    void theTokenOfAnAdminKeyIsRefusedForTheAccount() throws IOException {
        try (var stores = Stores.open(TestDatabase.SQLITE.create())) {
            Files.writeString(folder.resolve("token"), GOOD);
            var admin = new AdminKey(1, "", Instant.MAX, false);
            stores.database()
                    .write(transaction -> AdminKeyStore.add(transaction, admin, new Token(GOOD), Instant.now()));
            var refused = assertThrows(IllegalArgumentException.class, () -> make(stores, "--init-account", "7"));
            assertTrue(refused.getMessage().contains("another key has this token already"), refused.getMessage());
            assertEquals(0, count(stores));
        }
    }

    @Test
    void theFirstStartUsesATokenFromAFileAndWarnsIfItIsWeak() throws IOException {
        var file = folder.resolve("token");
        for (var token : new String[] {GOOD, "letmein"}) {
            Files.writeString(file, "Basic " + token + "\n");
            try (var stores = Stores.open(TestDatabase.SQLITE.create())) {
                var said = make(stores, "--init-account", "1000298");
                assertEquals(token.equals("letmein"), said.contains("warning: the token has only 7 characters"), said);
                assertTrue(stores.database()
                        .read(transaction -> ApiKeyStore.find(transaction, new Token(token).digest()))
                        .isPresent());
                assertEquals(
                        "Account 1000298",
                        stores.database().read(AccountStore::list).get(0).name());
            }
        }
    }

    @Test
    void theWarningOfAWeakAdminTokenNamesTheCommandsThatReplaceIt() throws IOException {
        var file = Files.writeString(folder.resolve("admin-token"), "letmein");
        try (var stores = Stores.open(TestDatabase.SQLITE.create())) {
            var options = List.of("--init-account", "7", "--init-admin-token-file", file.toString(), "--data", "d1");
            var said = make(stores, options.toArray(new String[0]));
            var key = stores.database().read(AdminKeyStore::list).get(0).key();
            assertTrue(
                    said.contains("make another key with 'daybook admin-key create --data d1', then end this one with"
                            + " 'daybook admin-key disable " + key.id() + " --data d1'.\n"),
                    said);
        }
    }

    /**
     * Two servers with one database, each with a token file of its own, start at the same time. Only one of them makes
     * an account, a key and a file.
     */
    @ParameterizedTest
    @EnumSource
    void twoConcurrentFirstStartsCreateOneAccountAndOneKey(TestDatabase database) throws Exception {
        for (var trial = 0; trial < 10; trial++) {
            var url = database.create();
            try (var one = PatientStores.open(url);
                    var other = PatientStores.open(url)) {
                var together = new CyclicBarrier(2);
                var starts = new ArrayList<CompletableFuture<String>>();
                for (var stores : new Stores[] {one, other}) {
                    var file = folder.resolve("token" + trial + "-" + starts.size());
                    var number = starts.size() + 1;
                    // On few processors, some JDKs run all tasks in one common thread, but these wait for each other.
                    starts.add(CompletableFuture.supplyAsync(
                            () -> {
                                await(together);
                                return makeWith(stores, file, "--init-account", Integer.toString(number));
                            },
                            task -> new Thread(task).start()));
                }
                var said = starts.get(0).get() + starts.get(1).get();
                assertEquals(1, said.lines().count(), said);
                assertEquals(1, count(one));
                try (var files = Files.list(folder)) {
                    var name = "token" + trial;
                    assertEquals(
                            1,
                            files.filter(file -> file.getFileName().toString().startsWith(name))
                                    .count());
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--init-account 7 | 2 | --init-account needs --init-token-file",
                "--init-zone Asia/Kolkata | 2 | --init-zone needs --init-account",
                "--init-token-file T | 2 | --init-token-file needs --init-account",
                "--init-admin-token-file T | 2 | --init-admin-token-file needs --init-account",
                "--init-account 0 --init-token-file T | 2 | --init-account: expected the account's number",
                "--init-account seven --init-token-file T | 2 | not 'seven'",
                "--init-account 7: --init-token-file T | 2 | --init-account: expected the account's number",
                "--init-account 7 --init-zone IST --init-token-file T | 2 | did you mean 'Asia/Kolkata'",
                "--init-account 7 --init-token-file empty | 2 | empty is empty; write a token into it",
                "--init-account 7 --init-token-file none/T | 1 | there is no folder",
            })
    void anInvalidInitOptionStopsTheStart(String options, int code, String message) throws IOException {
        Files.createFile(folder.resolve("empty"));
        var words = new ArrayList<String>();
        words.add("serve");
        words.add("--data");
        words.add(folder.resolve("data").toString());
        for (var word : options.split(" ", -1)) {
            words.add(word.matches("T|empty|none/T") ? folder.resolve(word).toString() : word);
        }
        var outcome = Outcome.of(words.toArray(new String[0])).expect(code);
        assertTrue(outcome.err().contains(message), outcome.err());
        var database = DatabaseUrl.parse("sqlite:" + folder.resolve("data").resolve("daybook.db"));
        if (Files.exists(TestDatabase.file(database))) {
            try (var stores = Stores.open(database)) {
                assertEquals(0, count(stores), "nothing is made");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DAYBOOK_INIT_ACCOUNT", "DAYBOOK_INIT_ZONE", "DAYBOOK_INIT_TOKEN_FILE"})
    void anIncompleteSetOfInitVariablesIsRefused(String variable) {
        var outcome = Outcome.of(Map.of(variable, "7"), "config", "check").expect(2);
        assertTrue(outcome.err().contains("--init-account"), outcome.err());
    }

    /**
     * A start reads the token files only if the database has no account. {@code config check} assumes such a first
     * start: it reads the files that exist, and makes none.
     */
    @Tag("jdk")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "good | - | 0 | in order",
                "none | none2 | 0 | in order",
                "empty | - | 2 | --init-token-file: FOLDER/empty is empty; write a token into it",
                "good | empty | 2 | --init-admin-token-file: FOLDER/empty is empty; write a token into it",
                "binary | - | 2 | --init-token-file: FOLDER/binary is not text in UTF-8; save it in UTF-8",
                "words | - | 2 | --init-token-file: FOLDER/words: a token is one word of visible ASCII characters",
                "good | words | 2 | --init-admin-token-file: FOLDER/words: a token is one word of visible ASCII",
                "quoted | - | 2 | --init-token-file: FOLDER/quoted has quotation marks around the token; leave them out",
                ". | - | 2 | --init-token-file: cannot read",
                "good | copy | 2 | have the same token",
                "good | marked | 2 | have the same token",
                "none | none | 2 | have the same token",
                "data/T | - | 0 | in order",
                "data/sub/T | - | 2 | there is no folder FOLDER/data/sub",
                "good/sub/T | - | 2 | there is no folder FOLDER/good/sub",
                "no/T | - | 2 | --init-token-file: cannot write FOLDER/no/T: there is no folder FOLDER/no",
                "good/T | - | 2 | --init-token-file: cannot write FOLDER/good/T: there is no folder FOLDER/good",
                "good | no/T | 2 | --init-admin-token-file: cannot write FOLDER/no/T: there is no folder FOLDER/no",
            })
    void configCheckReadsExistingTokenFiles(String file, String adminFile, int code, String message)
            throws IOException {
        Files.writeString(folder.resolve("good"), GOOD);
        Files.writeString(folder.resolve("copy"), "Basic " + GOOD + "\n");
        Files.writeString(folder.resolve("marked"), "\uFEFF" + GOOD + "\r\n");
        Files.createFile(folder.resolve("empty"));
        Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, 1});
        Files.writeString(folder.resolve("words"), "two words");
        Files.writeString(folder.resolve("quoted"), '"' + GOOD + '"');
        var variables = new HashMap<>(Map.of(
                "DAYBOOK_DATA",
                folder.resolve("data").toString(),
                "DAYBOOK_INIT_ACCOUNT",
                "7",
                "DAYBOOK_INIT_TOKEN_FILE",
                folder.resolve(file).toString()));
        if (!adminFile.equals("-")) {
            variables.put(
                    "DAYBOOK_INIT_ADMIN_TOKEN_FILE", folder.resolve(adminFile).toString());
        }
        var outcome = Outcome.of(variables, "config", "check").expect(code);
        assertTrue(outcome.err().contains(message.replace("FOLDER", folder.toString())), outcome.err());
        assertFalse(Files.exists(folder.resolve("none")), "nothing is made");
    }

    private static int count(Stores stores) {
        return stores.database().read(AccountStore::list).size();
    }

    private static void await(CyclicBarrier together) {
        try {
            together.await();
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    private String make(Stores stores, String... options) {
        return makeWith(stores, folder.resolve("token"), options);
    }

    /** Makes the account and the key as a start of the server with these options does. Returns the messages. */
    private static String makeWith(Stores stores, Path file, String... options) {
        var first = new FirstAccount();
        var data = OptionSpec.builder("--data").type(String.class).build();
        var command = new CommandLine(
                CommandSpec.create().addOption(data).addMixin("first", CommandSpec.forAnnotatedObject(first)));
        var err = new StringWriter();
        command.setErr(new PrintWriter(err, true));
        var all = new ArrayList<>(List.of(options));
        all.add("--init-token-file");
        all.add(file.toString());
        command.parseArgs(all.toArray(new String[0]));
        first.makeIfNone(stores, DatabaseUrl.parse("sqlite:place.db"), command.getCommandSpec());
        return err.toString();
    }
}
