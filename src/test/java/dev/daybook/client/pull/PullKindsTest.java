package dev.daybook.client.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.client.answer.ProofAnswer;
import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.call.Watcher;
import dev.daybook.client.day.PageOptions;
import dev.daybook.client.output.Compression;
import dev.daybook.client.output.FormatOptions.FileType;
import dev.daybook.client.output.WrittenFile;
import dev.daybook.client.proof.Comparison;
import dev.daybook.client.proof.ProofCheck;
import dev.daybook.client.proof.Verification;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.kit.Fault;
import dev.daybook.kit.FaultPlan;
import dev.daybook.kit.FaultProxy;
import dev.daybook.kit.Follower;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestRecords;
import dev.daybook.kit.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** Tests each kind of record from end to end on both databases; the other tests use customers. */
@SuppressWarnings("NullAway.Init")
class PullKindsTest {
    /** The last day of the pulls: ten of the thirty days are enough. */
    private static final LocalDate LAST = PulledRange.FIRST.plusDays(9);

    private static final int RECORDS = 40;
    private static final int PAGES = 14;

    @TempDir
    Path folder;

    static Stream<Arguments> kinds() {
        return Stream.of(TestDatabase.values())
                .flatMap(database ->
                        Stream.of(RecordKind.TICKET, RecordKind.ORDER).map(kind -> Arguments.of(database, kind)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aPullOfEachKindIsCompleteInEachFormat(TestDatabase database, RecordKind of) throws Exception {
        var kind = PulledKind.of(of);
        try (var server = PulledRange.serve(database, of)) {
            var options = options(server, kind).withDays(PulledRange.FIRST, LAST);
            var proof = new ProofCheck(options.connection(), options.kind(), Watcher.NOBODY);
            var ids = ids(server, kind);
            assertEquals(RECORDS, ids.size());
            for (var targets : outputs(of)) {
                var out = folder.resolve(targets.toString());
                var target = targets.in(out);
                var result = new Pull(options, target, Watcher.NOBODY).run(false);
                assertEquals(RECORDS, result.records(), targets::toString);
                assertEquals(PAGES, result.requests());
                assertEquals(
                        List.of(), proof.differing(result.days(), options.from(), options.to()), targets::toString);

                var files = written(options, target, out);
                assertEquals(ids, readBack(files, kind), targets::toString);
                assertEquals(
                        List.of(),
                        proof.differing(
                                new Verification(files, kind, Account.DEFAULT_ZONE).days(),
                                options.from(),
                                options.to()),
                        targets::toString);
                assertEquals(Optional.of(of), WrittenFile.kind(files.get(0)).map(PulledKind::kind));
            }
        }
    }

    /** Each format, each compression, and records in one file or in a file for each day. */
    private static List<Targets> outputs(RecordKind kind) {
        return List.of(
                new Targets(kind, FileType.NDJSON, Compression.NONE, false),
                new Targets(kind, FileType.NDJSON, Compression.ZSTD, true),
                new Targets(kind, FileType.CSV, Compression.NONE, true),
                new Targets(kind, FileType.CSV, Compression.GZIP, false),
                new Targets(kind, FileType.PARQUET, Compression.NONE, false),
                new Targets(kind, FileType.PARQUET, Compression.NONE, true));
    }

    /**
     * The main files of a pull. A file for all days is copied to a name with the suffix of its format, because the
     * targets of tests have names without it.
     */
    private static List<Path> written(PullOptions options, Target target, Path out) throws IOException {
        var files = new ArrayList<Path>();
        for (var day = options.from(); !day.isAfter(options.to()); day = day.plusDays(1)) {
            var file = target.files(day).get(0).path();
            if (target.byDay() ? Files.exists(file) : day.equals(options.from())) {
                files.add(
                        target.byDay()
                                ? file
                                : Files.copy(
                                        file,
                                        out.resolve("copy" + target.format().suffix())));
            }
        }
        return files;
    }

    private static List<Long> readBack(List<Path> files, PulledKind kind) throws IOException {
        var ids = new ArrayList<Long>();
        for (var file : files) {
            try (var records = WrittenFile.read(file, kind, Account.DEFAULT_ZONE, Long.MAX_VALUE)) {
                records.forEach(record -> ids.add(record.id()));
            }
        }
        return ids;
    }

    /** The ids of the records, requested day by day without the puller. */
    private static List<Long> ids(TestServer server, PulledKind kind) {
        var ids = new ArrayList<Long>();
        for (var day = PulledRange.FIRST; !day.isAfter(LAST); day = day.plusDays(1)) {
            var request =
                    new String(kind.query().request(TestServer.CM_ID, day, day, 1_000, 0, ""), StandardCharsets.UTF_8);
            var answer = server.post(kind.path(), request);
            for (var record : JsonMapper.shared().readTree(answer.body()).path("message")) {
                ids.add(record.path(kind.keys().id()).asLong());
            }
        }
        return ids;
    }

    @ParameterizedTest
    @EnumSource(names = {"TICKET", "ORDER"})
    void pullsOfTicketsAndOrdersSurviveFaultsOrResume(RecordKind of) throws Exception {
        var kind = PulledKind.of(of);
        var targets = new Targets(of, Targets.NDJSON.type(), Targets.NDJSON.compression(), false);
        try (var server = PulledRange.serve(TestDatabase.SQLITE, of)) {
            new Pull(options(server, kind), targets.in(folder.resolve("undisturbed")), Watcher.NOBODY).run(false);
            var undisturbed = PulledRange.files(folder.resolve("undisturbed"));
            for (var fault : List.of(
                    Fault.serverError(500), Fault.resetInBody(), Fault.tooMany(Duration.ZERO), Fault.repeatedPage())) {
                var out = Files.createTempDirectory(folder, "fault");
                var stops = 0;
                try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.eachPage(1, fault))) {
                    var options = PulledRange.options(proxy.uri(), server.token, kind);
                    for (var done = false; !done; ) {
                        try {
                            new Pull(options, targets.in(out), Watcher.NOBODY).run(false);
                            done = true;
                        } catch (ClientException stopped) {
                            assertEquals(Reason.MISBEHAVED, stopped.reason(), stopped::getMessage);
                            assertTrue(stops++ < 2 * PulledRange.PAGES, () -> "comes to no end with " + fault);
                        }
                    }
                    assertTrue(proxy.deliveredAgain() <= stops, fault::toString);
                }
                assertEquals(undisturbed, PulledRange.files(out), fault::toString);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aFileOfChangesFollowsTheServerForEachKind(TestDatabase database, RecordKind of) throws Exception {
        var kind = PulledKind.of(of);
        var file = folder.resolve("changes.ndjson");
        try (var server = TestServer.start(database)) {
            var records = new TestRecords(server, of);
            var options = options(server, kind).withPageSize(2);
            var first = records.add("First");
            records.add("Second");
            records.add("Third");
            // The feed does not yet show changes that a transaction of another test may precede.
            var feed = new Follower(server.stores, of, TestServer.CM_ID);
            feed.awaitSettled();
            assertEquals(
                    3,
                    new ChangesPull(options.connection(), options.pages(), file, Optional.empty(), Watcher.NOBODY)
                            .run(false));
            records.change(first, "Changed");
            feed.awaitSettled();
            assertEquals(
                    1,
                    new ChangesPull(options.connection(), options.pages(), file, Optional.empty(), Watcher.NOBODY)
                            .run(false));
            var copy = new TreeMap<Long, String>();
            for (var line : Files.readAllLines(file)) {
                var change = JsonMapper.shared().readTree(line);
                assertTrue(change.path(kind.word()).isObject(), line);
                copy.put(
                        change.path("id").asLong(),
                        change.path(kind.word()).path(kind.keys().id()).asString());
            }
            assertEquals(3, copy.size());
            copy.forEach((id, own) -> assertEquals(Long.toString(id), own));
            assertTrue(Files.readAllLines(file).get(3).contains("\"updated\""));

            var other = new ChangesPull(
                    options.connection(), PageOptions.of(PulledKind.CUSTOMERS), file, Optional.empty(), Watcher.NOBODY);
            var refused = assertThrows(ClientException.class, () -> other.run(false));
            assertEquals(Reason.OTHER_PULL, refused.reason());
            assertTrue(refused.getMessage().contains("has the changes of " + kind.plural()), refused::getMessage);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TICKET", "ORDER"})
    void aFollowerPullsADayAgainUntilItIsSettled(RecordKind of) throws Exception {
        var day = LocalDate.parse("2024-05-02");
        var targets = new Targets(of, FileType.NDJSON, Compression.NONE, true);
        var target = targets.in(folder);
        var file = target.files(day).get(0).path();
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            var records = new TestRecords(server, of);
            server.clock.set(day.atTime(12, 0).atZone(Account.DEFAULT_ZONE).toInstant());
            var first = records.add("As it was");
            var rounds = new ArrayDeque<Callable<Boolean>>(List.of(
                    () -> {
                        assertTrue(Files.readString(file).contains("As it was"));
                        records.change(first, "As it is now");
                        return true;
                    },
                    () -> {
                        assertTrue(Files.readString(file).contains("As it is now"));
                        var settled = day.plusDays(1).atTime(0, 10).atZone(Account.DEFAULT_ZONE);
                        server.clock.set(settled.toInstant());
                        return true;
                    },
                    () -> {
                        records.change(first, "Too late");
                        return true;
                    },
                    () -> {
                        assertTrue(Files.readString(file).contains("As it is now"));
                        return false;
                    }));
            var options = options(server, PulledKind.of(of)).withDays(day, day);
            var margin = Duration.ofMinutes(10);
            new Follow(
                            options,
                            target,
                            Account.DEFAULT_ZONE,
                            margin,
                            Duration.ZERO,
                            server.clock,
                            Comparison.NONE,
                            Watcher.NOBODY)
                    .run(false, result -> {}, () -> done(rounds.removeFirst()));
        }
    }

    private static boolean done(Callable<Boolean> round) {
        try {
            return round.call();
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void aPullDoesNotResumeOneOfAnotherKind() throws Exception {
        try (var server = PulledRange.serve(TestDatabase.SQLITE, RecordKind.TICKET);
                var proxy = FaultProxy.start(server.uri(""), FaultPlan.from(4, Fault.badRequest()))) {
            var options = PulledRange.options(proxy.uri(), server.token);
            var ofTickets = PulledRange.options(proxy.uri(), server.token, PulledKind.TICKETS);
            var tickets = new Pull(ofTickets, Targets.NDJSON.in(folder), Watcher.NOBODY);
            assertThrows(ClientException.class, () -> tickets.run(false));
            var customers = new Pull(options, Targets.NDJSON.in(folder), Watcher.NOBODY);
            var refused = assertThrows(ClientException.class, () -> customers.run(false));
            assertEquals(Reason.OTHER_PULL, refused.reason());
            assertTrue(refused.getMessage().contains("pull 1 tickets of 1000298"), refused::getMessage);
        }
    }

    /**
     * The server's operator has limited the page size. The server states the limit with its proof, so the puller can
     * keep to it without an option.
     */
    @Test
    void asksForNoLargerPagesThanTheServerGives() throws Exception {
        var url = TestDatabase.SQLITE.create();
        try (var server = TestServer.start(url, settings -> settings.maxLimit(100))) {
            for (var number = 0; number < 201; number++) {
                new TestRecords(server, RecordKind.TICKET).add("Number " + number);
            }
            var day = LocalDate.parse("2024-05-02");
            var options = options(server, PulledKind.of(RecordKind.TICKET))
                    .withDays(day, day)
                    .withPageSize(1_000);
            var told = new ProofCheck(options.connection(), options.kind(), Watcher.NOBODY)
                    .serverProof(ProofCheck.ANY_DAY, true)
                    .proof();
            assertEquals(Optional.of(100), told.map(ProofAnswer::maxLimit));
            assertThrows(
                    ClientException.class,
                    () -> new Pull(options, Targets.NDJSON.in(folder), Watcher.NOBODY).run(false));
            var result = new Pull(
                            options.withPages(options.pages().withProof(told.orElseThrow())),
                            Targets.NDJSON.in(folder),
                            Watcher.NOBODY)
                    .run(false);
            assertEquals(201, result.records());
            assertEquals(3, result.requests());
            assertFalse(Files.exists(folder.resolve("out.pull")));
        }
    }

    private static PullOptions options(TestServer server, PulledKind kind) {
        return PulledRange.options(server.uri(""), server.token, kind);
    }
}
