package dev.daybook.client.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.call.Connection;
import dev.daybook.client.call.RetryPolicy;
import dev.daybook.client.call.Watcher;
import dev.daybook.client.day.PageOptions;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Scope;
import dev.daybook.kit.Fault;
import dev.daybook.kit.FaultPlan;
import dev.daybook.kit.FaultProxy;
import dev.daybook.kit.Follower;
import dev.daybook.kit.Misbehaviour;
import dev.daybook.kit.TestCustomers;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.VendorAnswer;
import dev.daybook.kit.VendorServer;
import dev.daybook.wire.Headers;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Tests a file that follows the changes of a server, on both databases, with runs that end in every way. */
@SuppressWarnings("NullAway.Init")
class ChangesPullTest {
    private static final String DAY = "2024-05-02";
    private static final RetryPolicy SHORT =
            new RetryPolicy(Duration.ofMillis(2), Duration.ofMillis(10), Duration.ofSeconds(60));

    @TempDir
    Path folder;

    private Path file;
    private Path place;

    @BeforeEach
    void name() {
        file = folder.resolve("new").resolve("changes.ndjson");
        place = folder.resolve("new").resolve("changes.ndjson.cursor");
    }

    @ParameterizedTest
    @EnumSource
    void aCopyThatAppliesAllLinesEqualsTheServer(TestDatabase database) throws Exception {
        try (var server = TestServer.start(database)) {
            var customers = new TestCustomers(server);
            assertEquals(0, run(server));
            var ids = new ArrayList<Long>();
            for (var number = 0; number < 5; number++) {
                ids.add(customers.save(0, "Number " + number));
            }
            assertEquals(5, run(server));
            assertSame(server);
            assertEquals(0, run(server), "nothing new");

            var before = Files.readString(file);
            customers.save(ids.get(0), "Changed");
            customers.save(ids.get(1), "Changed");
            customers.save(ids.get(1), "Changed again");
            customers.delete(ids.get(2));
            customers.erase(ids.get(3));
            customers.delete(customers.save(0, "Never seen"));
            customers.save(0, "New");
            assertEquals(6, run(server));
            assertTrue(Files.readString(file).startsWith(before), "a run only adds");
            assertSame(server);
            assertEquals(4, copy().size());
            assertFalse(copy().containsKey(ids.get(2)));

            assertEquals(7, changes(server.uri(""), server).run(true), "all that there are or were, each once");
            assertSame(server);
        }
    }

    /**
     * A run is stopped at each request in turn, and the file may already have bytes of the next page. The next run must
     * end with the same file as an undisturbed run.
     */
    @ParameterizedTest
    @EnumSource
    void aResumedPullOfChangesWritesEachChangeOnce(TestDatabase database) throws Exception {
        try (var server = TestServer.start(database)) {
            var customers = new TestCustomers(server);
            for (var number = 0; number < 7; number++) {
                customers.save(0, "Number " + number);
            }
            run(server);
            var whole = Files.readAllBytes(file);
            var kept = Files.readString(place);
            for (var stop = 1; stop <= 5; stop++) {
                for (var written : List.of(0, 1, 300)) {
                    Files.delete(file);
                    Files.delete(place);
                    try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.at(stop, Fault.badRequest()))) {
                        if (stop < 5) {
                            assertThrows(
                                    ClientException.class,
                                    () -> changes(proxy.uri(), server).run(false));
                        } else {
                            assertEquals(7, changes(proxy.uri(), server).run(false), "there are four pages");
                        }
                    }
                    // Bytes of the next page that were written before the kill; the state does not include them.
                    if (stop == 1) {
                        Files.writeString(place, cursor(TestServer.CM_ID + "", "", server));
                    } else {
                        moveTo(server);
                    }
                    Files.write(file, new byte[written], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                    Files.writeString(place.resolveSibling("changes.ndjson.cursor.new"), "12");
                    run(server);
                    assertEquals(text(whole), Files.readString(file), "stopped at request " + stop);
                    assertEquals(kept, Files.readString(place));
                }
            }
        }
    }

    @Test
    void anOlderCursorFileFetchesItsPagesAgain() throws Exception {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            var customers = new TestCustomers(server);
            var asha = customers.save(0, "Asha");
            run(server);
            var older = Files.readString(place);
            customers.save(asha, "Asha Rao");
            run(server);
            Files.writeString(place, older);
            customers.save(0, "Bina");
            assertEquals(2, run(server));
            assertEquals(3, Files.readAllLines(file).size());
            assertSame(server);
        }
    }

    @Test
    void aFileThatAPullOfChangesDidNotWriteIsNotModified() throws Exception {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            new TestCustomers(server).save(0, "Asha");
            Files.createDirectories(folder.resolve("new"));
            Files.writeString(file, "not ours\n");
            refused(server, "exists already", "changes.ndjson.cursor", "--restart");
            assertEquals("not ours\n", Files.readString(file));
            assertFalse(Files.exists(place));
            assertEquals(1, changes(server.uri(""), server).run(true));
            assertSame(server);

            Files.writeString(file, "");
            refused(server, "is shorter than", "changes.ndjson.cursor", "--restart");
            Files.writeString(place, "");
            refused(server, "does not say where", "--restart");
            Files.writeString(place, cursor("7", "", server));
            refused(server, "account 7", "--restart");
            Files.writeString(place, cursor(TestServer.CM_ID + "", "999999999999", server));
            refused(Reason.REFUSED, server, "cursor", "--restart replaces " + file + " with all changes");
            Files.delete(place);
            assertEquals(1, run(server), "an empty file is nobody's");
            assertSame(server);
        }
    }

    /**
     * A cursor of one server, such as a test server, means nothing to another, such as the live server. So only a
     * restart may replace the file by the changes of another server.
     */
    @Test
    void aFileWithChangesOfAnotherServerIsNotModified() throws Exception {
        try (var server = TestServer.start(TestDatabase.SQLITE);
                var other = TestServer.start(TestDatabase.SQLITE)) {
            new TestCustomers(server).save(0, "Asha");
            new TestCustomers(other).save(0, "Bina");
            run(server);
            var before = Files.readString(file);
            var kept = Files.readString(place);
            refused(other, file + " has the changes of " + server.uri("") + "; --restart replaces them");
            assertEquals(before, Files.readString(file));
            assertEquals(kept, Files.readString(place));
            assertEquals(0, changes(URI.create(server.uri("") + "/"), server).run(false), "the same server");

            assertEquals(1, changes(other.uri(""), other).run(true));
            assertSame(other);
        }
    }

    /**
     * The other file is longer than the valid length in the cursor file, as the pull's own file may be after a kill.
     * Only the checksum shows that it is another file.
     */
    @Test
    void aLongerFileOfSomethingElseIsNotModified() throws Exception {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            var customers = new TestCustomers(server);
            customers.save(0, "Asha");
            run(server);
            var own = Files.readString(file);
            var kept = Files.readString(place);
            customers.save(0, "Bina");
            for (var other : List.of("not ours\n".repeat(own.length()), own.replace("Asha", "Usha") + own)) {
                Files.writeString(file, other);
                refused(server, file + " is not as the last run left it", "--restart", "move it away");
                assertEquals(other, Files.readString(file));
                assertEquals(kept, Files.readString(place));
            }
            Files.writeString(file, own + "{\"id\":");
            assertEquals(1, run(server), "the part of a line is of a killed run");
            assertSame(server);

            Files.writeString(file, "not ours\n".repeat(own.length()));
            assertEquals(2, changes(server.uri(""), server).run(true));
            assertSame(server);
        }
    }

    /**
     * The server writes times in the account's zone and without an offset. So one file has the times of one zone. A
     * cursor file of an earlier build names no zone; then the present one counts.
     */
    @Test
    void timesOfTwoZonesAreNotMixedInOneFile() throws Exception {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            var customers = new TestCustomers(server);
            customers.save(0, "Asha");
            new Follower(server.stores, RecordKind.CUSTOMER, TestServer.CM_ID).awaitSettled();
            inZone(server, "Asia/Kolkata").run(false);
            Files.writeString(place, Files.readString(place).replace(" in Asia/Kolkata", ""));
            inZone(server, "Asia/Kolkata").run(false);
            inZone(server, "Asia/Calcutta").run(false);
            run(server);
            var before = Files.readString(file);
            var kept = Files.readString(place);
            customers.save(0, "Bina");
            new Follower(server.stores, RecordKind.CUSTOMER, TestServer.CM_ID).awaitSettled();
            var message = refused(() -> inZone(server, "Asia/Dubai").run(false));
            assertEquals(
                    file + " has times of Asia/Kolkata, but the account is in Asia/Dubai now; --restart replaces it"
                            + " with all changes",
                    message);
            assertEquals(before, Files.readString(file));
            assertEquals(kept, Files.readString(place));

            assertEquals(2, inZone(server, "Asia/Dubai").run(true));
            assertEquals(0, inZone(server, "Asia/Dubai").run(false));
        }
    }

    /** A file without changes has no times, so the account may move without a restart. */
    @Test
    void anEmptyFileHasTimesOfNoZone() throws Exception {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            inZone(server, "Asia/Kolkata").run(false);
            assertEquals(0, inZone(server, "Asia/Dubai").run(false));
            assertTrue(Files.readString(place).contains(" in Asia/Dubai "), "the zone of the first times");
        }
    }

    private ChangesPull inZone(TestServer server, String zone) {
        var changes = changes(server.uri(""), server);
        return new ChangesPull(changes.connection(), changes.pages(), file, Optional.of(zone), Watcher.NOBODY);
    }

    /** A run reads only the end of a long file. */
    @Test
    void aLongFileIsRecognisedByItsEnd() throws Exception {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            for (var number = 0; number < 150; number++) {
                new TestCustomers(server).save(0, "Number " + number);
            }
            run(server);
            var own = Files.readString(file);
            assertTrue(own.length() > 1 << 17, own.length() + " characters");
            assertEquals(0, run(server));
            Files.writeString(file, own.replace("Number 0", "Number X"));
            assertEquals(0, run(server));
            Files.writeString(file, own.replace("Number 149", "Number XXX"));
            refused(server, "is not as the last run left it");
        }
    }

    /**
     * A pull of days replaces its file at the end. A concurrent run of changes would lose what it appends: it would
     * append to the replaced file.
     */
    @Test
    void aPullOfDaysAndAPullOfChangesToOneFileExcludeEachOther() throws Exception {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            new TestCustomers(server).save(0, "Asha");
            new Follower(server.stores, RecordKind.CUSTOMER, TestServer.CM_ID).awaitSettled();
            var target = Targets.NDJSON.in(folder.resolve("new"));
            file = target.out();
            var changes = changes(server.uri(""), server);
            var day = LocalDate.parse(DAY);
            var options = new PullOptions(changes.connection(), changes.pages(), day, day, 1);
            var days = new Pull(options, target, Watcher.NOBODY);
            var began = new ArrayList<String>();
            var watcher = new Watcher() {
                @Override
                public void begun() {
                    began.add(refused(() -> days.run(true)));
                }
            };
            assertEquals(
                    1,
                    new ChangesPull(changes.connection(), changes.pages(), file, Optional.empty(), watcher).run(false));
            assertTrue(began.get(0).contains("another process is pulling to the same place"), began::toString);
            assertSame(server);
            assertFalse(Files.exists(target.journal()), "the lock is deleted");

            Files.createFile(target.journal());
            assertEquals(0, changes.run(false), "a killed run left its lock");
            Files.writeString(target.journal(), "pull 1 customers, the progress of a killed pull of days\n");
            var unfinished = refused(() -> changes.run(true));
            assertTrue(unfinished.contains("finish it first, or delete " + target.journal()), unfinished);
            Files.delete(target.journal());

            days.run(true, whole -> refused(() -> changes.run(true)));
            assertEquals(1, Files.readAllLines(file).size());
            refused(() -> changes.run(false));
        }
    }

    /** Runs a pull that must be refused because of another pull; returns the message. */
    private static String refused(Executable run) {
        var failure = assertThrows(ClientException.class, run);
        assertEquals(Reason.OTHER_PULL, failure.reason(), failure.getMessage());
        return String.valueOf(failure.getMessage());
    }

    @Test
    void anAccountWithTheLongestNumberContinues() throws Exception {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            server.addAccount(Long.MAX_VALUE, Account.DEFAULT_ZONE);
            var token = server.addKey(Long.MAX_VALUE, Set.of(Scope.EVERYTHING), false, Instant.MAX);
            var connection = new Connection(server.uri(""), token, Long.MAX_VALUE, 0, Duration.ofSeconds(10), SHORT);
            var changes = new ChangesPull(
                    connection, PageOptions.of(PulledKind.CUSTOMERS), file, Optional.empty(), Watcher.NOBODY);
            assertEquals(0, changes.run(false));
            assertEquals(0, changes.run(false));
            Files.writeString(place, cursor("9999999999999999999", "", server));
            refused(server, "account 9999999999999999999", "--restart");
        }
    }

    /**
     * The watcher is told when the restart has emptied the file. Until then the file is unchanged, and an interrupted
     * restart must be repeated with --restart.
     */
    @Test
    void aRestartTellsWhenItHasEmptiedTheFile() throws Exception {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            new TestCustomers(server).save(0, "Asha");
            run(server);
            var lengths = new ArrayList<Long>();
            var watcher = new Watcher() {
                @Override
                public void begun() {
                    lengths.add(file.toFile().length());
                }
            };
            var changes = changes(server.uri(""), server);
            assertEquals(
                    1,
                    new ChangesPull(changes.connection(), changes.pages(), file, Optional.empty(), watcher).run(true));
            assertEquals(List.of(0L), lengths);
        }
    }

    /** A command that follows the changes has one connection for all its runs. */
    @Test
    void aRunContinuesAfterARefusalThatPassesIfAnEarlierRunSucceeded() throws Exception {
        try (var server = TestServer.start(TestDatabase.SQLITE);
                var proxy = FaultProxy.start(server.uri(""), FaultPlan.at(2, Fault.forbidden()))) {
            new TestCustomers(server).save(0, "Asha");
            var changes = changes(proxy.uri(), server);
            assertEquals(1, changes.run(false));
            assertEquals(0, changes.run(false));
            assertEquals(3, proxy.requests().size());
        }
    }

    /** The content of a cursor file whose file of changes has no valid bytes. */
    private static String cursor(String account, String cursor, TestServer server) {
        return "0 " + account + " " + cursor + " customers " + server.uri("") + " 00000000\n";
    }

    /** Replaces the address in the cursor file, as if the changes were of this server. */
    private void moveTo(TestServer server) throws IOException {
        var address = server.uri("").toString();
        Files.writeString(place, Files.readString(place).replaceFirst("http\\S+", address));
    }

    /** Unreleased builds wrote fewer words, at last all but the checksum. Which file and server they mean is unknown. */
    @ParameterizedTest
    @ValueSource(strings = {" [0-9a-f]{8}\n", " http.+\n", " customers .+\n"})
    void aCursorFileWithMissingWordsIsRefused(String missing) throws Exception {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            new TestCustomers(server).save(0, "Asha");
            run(server);
            var before = Files.readString(file);
            var older = Files.readString(place).replaceFirst(missing, "\n");
            Files.writeString(place, older);
            refused(server, "does not say where the changes continue; --restart pulls all changes again");
            assertEquals(before, Files.readString(file));
            assertEquals(older, Files.readString(place));
            assertEquals(1, changes(server.uri(""), server).run(true));
            assertSame(server);
        }
    }

    @Test
    void aSecondPullOfChangesIsRefusedEvenWithRestart() throws Exception {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            new TestCustomers(server).save(0, "Asha");
            run(server);
            var before = Files.readString(file);
            try (var held = FileChannel.open(file, StandardOpenOption.WRITE)) {
                assertTrue(held.tryLock().isValid());
                refused(server, "another process");
                var again = assertThrows(
                        ClientException.class,
                        () -> changes(server.uri(""), server).run(true));
                assertEquals(Reason.OTHER_PULL, again.reason());
            }
            assertEquals(before, Files.readString(file));
            assertEquals(0, run(server));
        }
    }

    /** On SQLite only: the databases of one PostgreSQL share their transaction counter, so none is behind another. */
    @Test
    void aCursorBeyondARestoredDatabaseIsReportedWithTheServersMessage() throws Exception {
        try (var now = TestServer.start(TestDatabase.SQLITE);
                var restored = TestServer.start(TestDatabase.SQLITE)) {
            for (var number = 0; number < 3; number++) {
                new TestCustomers(now).save(0, "Number " + number);
            }
            run(now);
            moveTo(restored);
            var failure = assertThrows(
                    ClientException.class,
                    () -> changes(restored.uri(""), restored).run(false));
            assertEquals(Reason.REFUSED, failure.reason());
            assertTrue(
                    String.valueOf(failure.getMessage()).contains("from beyond what this database holds"),
                    failure.getMessage());
            assertEquals(3, Files.readAllLines(file).size());
            new TestCustomers(restored).save(0, "Restored");
            assertEquals(1, changes(restored.uri(""), restored).run(true));
            assertSame(restored);
        }
    }

    /**
     * A restart helps only if the server refuses the cursor. Here the server refuses the page size of the requests, and
     * would refuse it after a restart, too. So the message must not advise a restart.
     */
    @Test
    void onlyARefusedCursorAdvisesARestart() throws Exception {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            new TestCustomers(server).save(0, "Asha");
            run(server);
            var before = Files.readString(file);
            var kept = Files.readString(place);
            for (var restart : List.of(false, true)) {
                var failure = assertThrows(
                        ClientException.class,
                        () -> changes(server.uri(""), server.token, 5_000).run(restart));
                assertEquals(Reason.REFUSED, failure.reason());
                assertTrue(String.valueOf(failure.getMessage()).contains("limit: "), failure.getMessage());
                assertFalse(String.valueOf(failure.getMessage()).contains("--restart"), failure.getMessage());
                assertEquals(before, Files.readString(file), "restart: " + restart);
                assertEquals(kept, Files.readString(place), "restart: " + restart);
            }
            assertEquals(0, run(server));
        }
    }

    @Test
    void aServerWithoutAFeedIsReported() {
        try (var vendor = VendorServer.start(List.of())) {
            var failure = assertThrows(
                    ClientException.class,
                    () -> changes(vendor.uri(), VendorServer.TOKEN).run(false));
            assertEquals(Reason.NOT_FOUND, failure.reason());
            assertTrue(String.valueOf(failure.getMessage()).contains("offers no changes"), failure.getMessage());
            assertFalse(Files.exists(file), "an empty file would stop a pull of days to the same place");
        }
    }

    /** The user may link the file to another disk, or give an empty file other rights. */
    @ParameterizedTest
    @ValueSource(strings = {"link to nothing", "link to an empty file", "empty file"})
    void aRefusedRunKeepsALinkAndAnEmptyFileOfTheUser(String kind) throws Exception {
        Files.createDirectories(folder.resolve("new"));
        var target = kind.equals("empty file") ? file : folder.resolve("elsewhere.ndjson");
        if (!kind.equals("link to nothing")) {
            Files.createFile(target);
        }
        var isLink = !target.equals(file);
        if (isLink) {
            Files.createSymbolicLink(file, target);
        }
        try (var vendor = VendorServer.start(List.of())) {
            var failure = assertThrows(
                    ClientException.class,
                    () -> changes(vendor.uri(), VendorServer.TOKEN).run(false));
            assertEquals(Reason.NOT_FOUND, failure.reason());
        }
        assertEquals(isLink, Files.isSymbolicLink(file));
        assertTrue(Files.exists(file));
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            new TestCustomers(server).save(0, "Asha");
            assertEquals(1, run(server));
            assertEquals(isLink, Files.isSymbolicLink(file));
            assertEquals(1, Files.readAllLines(target).size());
        }
    }

    /**
     * With an empty cursor, the next run would start from the beginning; a cursor with a blank could not be read back
     * from its file. So the pull stops if the server sends such a cursor.
     */
    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\tb"})
    void aCursorThatCannotBeKeptIsReportedAndNothingIsAppended(String cursor) throws Exception {
        isReportedAndNothingIsAppended(cursor, "cursor");
    }

    /** A gateway may drop a header. If the page counted as the last one, the run would end with too few changes. */
    @Test
    void aPageThatDoesNotSayWhetherMoreFollowIsReportedAndNotAppended() throws Exception {
        isReportedAndNothingIsAppended("next", Headers.HAS_MORE);
    }

    /** Pulls from a server that sends one page with this cursor, and without the header that says whether more follow. */
    private void isReportedAndNothingIsAppended(String cursor, String word) throws Exception {
        try (var other = VendorServer.start(List.of())) {
            other.misbehave(Misbehaviour.of("header", Misbehaviour.Sort.PROBE)
                    .unknownPaths(answer ->
                            VendorAnswer.json(200, "{\"message\":[{\"id\":1}]}").with(Headers.NEXT_CURSOR, cursor)));
            var failure = assertThrows(
                    ClientException.class,
                    () -> changes(other.uri(), VendorServer.TOKEN).run(false));
            assertEquals(Reason.MISBEHAVED, failure.reason(), failure.getMessage());
            assertTrue(String.valueOf(failure.getMessage()).contains(word), failure.getMessage());
            assertFalse(Files.exists(file), "no file without a page");
            assertFalse(Files.exists(place), "no state without a page");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theFilesAreReadableOnlyByTheirOwner() throws Exception {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            run(server);
            assertEquals("rwx------", rights(file.resolveSibling("")));
            assertEquals("rw-------", rights(file));
            assertEquals("rw-------", rights(place));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
            run(server);
            assertEquals("rw-r-----", rights(file), "an existing file keeps its rights");
            assertEquals("rw-------", rights(place));
        }
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void aFolderInPlaceOfTheFileIsReported() throws Exception {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            Files.createDirectories(file);
            var failure = assertThrows(ClientException.class, () -> run(server));
            assertEquals(Reason.OUTPUT, failure.reason());
            assertTrue(String.valueOf(failure.getMessage()).contains("cannot write to " + file), failure.getMessage());
        }
    }

    private void refused(TestServer server, String... words) {
        refused(Reason.OTHER_PULL, server, words);
    }

    private void refused(Reason reason, TestServer server, String... words) {
        var failure = assertThrows(ClientException.class, () -> run(server));
        assertEquals(reason, failure.reason(), failure.getMessage());
        for (var word : words) {
            assertTrue(String.valueOf(failure.getMessage()).contains(word), failure.getMessage());
        }
    }

    /**
     * Waits until the feed shows every change, then pulls the changes and returns their number. The feed hides a change
     * for as long as a transaction of another test may precede it.
     */
    private long run(TestServer server) throws InterruptedException {
        new Follower(server.stores, RecordKind.CUSTOMER, TestServer.CM_ID).awaitSettled();
        return changes(server.uri(""), server).run(false);
    }

    private ChangesPull changes(URI address, TestServer server) {
        return changes(address, server.token);
    }

    private ChangesPull changes(URI address, String token) {
        return changes(address, token, 2);
    }

    private ChangesPull changes(URI address, String token, int size) {
        var connection = new Connection(address, token, TestServer.CM_ID, 0, Duration.ofSeconds(10), SHORT);
        return new ChangesPull(
                connection,
                PageOptions.of(PulledKind.CUSTOMERS).withSize(size),
                file,
                Optional.empty(),
                Watcher.NOBODY);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** A copy of the records, made from the lines of the file in their order: the JSON of each record by its id. */
    private Map<Long, String> copy() throws IOException {
        var copy = new TreeMap<Long, String>();
        for (var line : Files.readAllLines(file)) {
            var change = JsonMapper.shared().readTree(line);
            var id = change.path("id").asLong();
            if (change.path("change").asString().equals("deleted")) {
                copy.remove(id);
            } else {
                copy.put(id, change.path("customer").toString());
            }
        }
        return copy;
    }

    private void assertSame(TestServer server) throws IOException {
        var pulled = server.post(
                Paths.PULL_CUSTOMERS,
                "{\"cm_id\":" + TestServer.CM_ID + ",\"createStartDate\":\"" + DAY + "\",\"createEndDate\":\"" + DAY
                        + "\",\"limit\":\"1000\"}");
        var there = new TreeMap<Long, String>();
        for (var customer : JsonMapper.shared().readTree(pulled.body()).path("message")) {
            there.put(customer.path("id").asLong(), customer.toString());
        }
        assertEquals(there, copy());
    }
}
