package dev.daybook.client.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.call.Watcher;
import dev.daybook.client.day.PageOptions;
import dev.daybook.client.output.Compression;
import dev.daybook.client.output.FormatOptions.FileType;
import dev.daybook.client.proof.ProofCheck;
import dev.daybook.client.proof.ProofCheck.Told;
import dev.daybook.domain.RecordKind;
import dev.daybook.kit.Fault;
import dev.daybook.kit.FaultPlan;
import dev.daybook.kit.FaultProxy;
import dev.daybook.kit.Misbehaviour;
import dev.daybook.kit.Misbehaviours;
import dev.daybook.kit.VendorAnswer;
import dev.daybook.kit.VendorCustomer;
import dev.daybook.kit.VendorRecord;
import dev.daybook.kit.VendorServer;
import dev.daybook.kit.VendorTicket;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pulls from a server without Daybook's additions are complete, also after an interruption. The server uses offsets,
 * returns records in no particular order, has no proof, and does not say whether more records follow.
 */
class PullVendorTest {
    private static final LocalDate FIRST = LocalDate.parse("2024-05-01");
    private static final List<Integer> COUNTS = List.of(3, 0, 12, 5, 0, 101, 100, 1);
    private static final LocalDate LAST = FIRST.plusDays(COUNTS.size() - 1L);

    @TempDir
    Path folder;

    private VendorServer server;
    private long records;
    private PulledKind kind = PulledKind.of(RecordKind.CUSTOMER);

    @BeforeEach
    void start() {
        var all = new ArrayList<VendorRecord>();
        for (var day = 0; day < COUNTS.size(); day++) {
            for (var number = 0; number < COUNTS.get(day); number++) {
                var at = FIRST.plusDays(day).atTime(9, 0).plusSeconds(number / 3);
                all.add(VendorCustomer.of(4_000_000 + all.size() / 2, at));
                all.add(VendorTicket.of(4_000_000 + all.size() / 2, at));
            }
        }
        records = all.size() / 2;
        server = VendorServer.start(all);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Tag("jdk")
    @ParameterizedTest
    @CsvSource({"CUSTOMER, 1", "CUSTOMER, 5", "CUSTOMER, 100", "CUSTOMER, 1000", "TICKET, 5", "TICKET, 1000"})
    void aPullFromTheVendorIsCompleteWithAnyPageSize(RecordKind of, int pageSize) throws Exception {
        kind = PulledKind.of(of);
        assertComplete(pull(server.uri(), pageSize, 1, "pulled"));
        assertComplete(pull(server.uri(), pageSize, 3, "parallel"));
        assertEquals(PulledRange.files(folder.resolve("pulled")), PulledRange.files(folder.resolve("parallel")));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 101, 499})
    void aPullIsCompleteIfPagesAreSmallerThanRequested(int most) throws Exception {
        server.misbehave(Misbehaviours.capsPages(most));
        assertComplete(pull(server.uri(), 500, 1, "pulled"));
    }

    @Tag("jdk")
    @ParameterizedTest
    @ValueSource(strings = {"\"No data found\"", "[]", "\"\""})
    void acceptsEachFormOfAnEmptyAnswer(String nothing) throws Exception {
        server.nothingIs(nothing);
        server.compress(false);
        assertComplete(pull(server.uri(), 5, 1, "pulled"));
        kind = PulledKind.of(RecordKind.TICKET);
        Files.delete(folder.resolve("pulled").resolve("out"));
        assertComplete(pull(server.uri(), 5, 1, "pulled"));
    }

    /** Records that are added during the pull of a day appear anywhere and shift others: the day is pulled again. */
    @Test
    void recordsAddedDuringThePullHideNoOthers() throws Exception {
        var day = FIRST.plusDays(5);
        var added = Fault.before("added", () -> {
            for (var number = 0; number < 40; number++) {
                server.put(VendorCustomer.of(5_000_000 + number, day.atTime(20, 0)));
            }
        });
        // With seven records a page, request 17 comes in the middle of the day with 101 records.
        try (var proxy = FaultProxy.start(server.uri(), FaultPlan.at(17, added))) {
            var result = pull(proxy.uri(), 7, 1, "pulled");
            assertEquals(1, result.rolledBack());
            assertEquals(records + 40, result.records());
        }
        assertEquals(records + 40, ids("pulled").size());
    }

    /**
     * The power cut comes during the second attempt to pull a day. The last checkpoint was written during the first
     * attempt, so it describes bytes that are no longer in the files.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPowerCutDuringARepeatedDayLosesNoRecords(boolean byDay) throws Exception {
        var output = new Targets(RecordKind.CUSTOMER, FileType.NDJSON, Compression.NONE, byDay);
        var target = output.in(folder.resolve(output.toString()));
        var day = FIRST.plusDays(5);
        try (var proxy = FaultProxy.start(server.uri(), FaultPlan.none())) {
            var options = options(proxy.uri(), 7, 1);
            assertThrows(
                    IllegalStateException.class, () -> new Pull(options, target, stopsAfterPages(day, 7)).run(false));
            addSafe(target);
            for (var number = 0; number < 40; number++) {
                server.put(VendorCustomer.of(5_000_000 + number, day.atTime(20, 0)));
            }
            assertThrows(IllegalStateException.class, () -> new Pull(options, target, new StopAt(1)).run(false));
            assertTrue(Files.readString(target.journal()).contains("\nagain " + day));
            var part = PartFile.pieces(target.files(day).get(0).path());
            var written = Files.readAllBytes(part);
            Files.write(part, Arrays.copyOf(written, written.length - 1));
            assertEquals(
                    records + 40,
                    new Pull(options, target, Watcher.NOBODY).run(false).records());
        }
    }

    private static Watcher stopsAfterPages(LocalDate of, int pages) {
        return new Watcher() {
            private int left = pages;

            @Override
            public void wrote(LocalDate day, int count, long wireBytes) {
                left -= day.equals(of) ? 1 : 0;
                if (left == 0) {
                    throw new IllegalStateException("stopped");
                }
            }
        };
    }

    /** Adds a checkpoint to the journal, as a run does once a second. */
    private static void addSafe(Target target) throws IOException {
        var plan = CheckedLines.content(Files.readAllLines(target.journal()).get(0));
        try (var journal = Journal.open(target.journal())) {
            journal.read(new Plan(plan.orElseThrow()));
            journal.safe();
        }
    }

    @Test
    void aProofThatTheServerLacksIsNotRetried() throws Exception {
        var options = options(server.uri(), 100, 1);
        var waits = new ArrayList<String>();
        var proof = new ProofCheck(options.connection(), options.kind(), new Watcher() {
            @Override
            public void waits(Duration wait, String why) {
                waits.add(why);
            }
        });
        assertEquals(new Told(Optional.empty(), false), proof.serverProof(ProofCheck.ANY_DAY, true));
        assertThrows(ClientException.class, () -> proof.differing(new TreeMap<>(), options.from(), options.to()));
        assertEquals(List.of(), waits);
        assertEquals(3, server.requests(), "with a page, which shows that it is no Daybook");
    }

    @Test
    void aKeyRefusedWithStatus200StopsThePull() throws Exception {
        server.failWith200();
        try (var proxy = FaultProxy.start(server.uri(), FaultPlan.at(4, Fault.before("expired", server::expireKey)))) {
            var stopped = assertThrows(ClientException.class, () -> pull(proxy.uri(), 5, 1, "pulled"));
            assertEquals(Reason.KEY_REFUSED, stopped.reason(), stopped::getMessage);
            assertEquals(4, server.requests());
        }
    }

    @Test
    void aServerThatIgnoresOffsetsIsNamed() throws Exception {
        server.misbehave(Misbehaviours.named("offset ignored"));
        try (var proxy = FaultProxy.start(server.uri(), FaultPlan.none())) {
            var stopped = assertThrows(ClientException.class, () -> pull(proxy.uri(), 2, 1, "pulled"));
            assertEquals(Reason.MISBEHAVED, stopped.reason());
            assertTrue(stopped.getMessage().contains("ignore where a page begins"), stopped::getMessage);
            assertTrue(server.requests() < 10, server.requests() + " requests");
        }
    }

    /**
     * The range begins with empty days. The server refuses windows of two days, so an empty answer for a day says
     * nothing about the next day. An empty day is therefore complete only when another day has a record.
     */
    @Test
    void aPullStoppedAtAnyStepEndsWithTheSameFiles() throws Exception {
        server.nothingIs("[]");
        server.misbehave(Misbehaviour.of("two days refused", Misbehaviour.Sort.WINDOW)
                .answers((answer, asked) -> asked.first().equals(asked.last())
                        ? answer
                        : VendorAnswer.failed(400, "Bad Request - Invalid parameters or missing data")));
        for (var output : List.of(
                Targets.NDJSON,
                new Targets(RecordKind.CUSTOMER, FileType.CSV, Compression.GZIP, false),
                new Targets(RecordKind.CUSTOMER, FileType.CSV, Compression.ZSTD, true),
                new Targets(RecordKind.CUSTOMER, FileType.PARQUET, Compression.NONE, false))) {
            for (var parallel : List.of(1, 3)) {
                var options = options(server.uri(), 5, parallel).withDays(FIRST.minusDays(2), FIRST.plusDays(3));
                var name = output + "-" + parallel;
                new Pull(options, output.in(folder.resolve(name)), Watcher.NOBODY).run(false);
                var whole = PulledRange.files(folder.resolve(name));
                var steps = 0;
                for (var stopAt = 1; steps == 0; stopAt++) {
                    var target = output.in(folder.resolve(name + "-stopped" + stopAt));
                    try {
                        new Pull(options, target, new StopAt(stopAt)).run(false);
                        steps = stopAt;
                    } catch (IllegalStateException stopped) {
                        assertEquals(
                                20,
                                new Pull(options, target, Watcher.NOBODY)
                                        .run(false)
                                        .records());
                    }
                    assertEquals(
                            whole,
                            PulledRange.files(folder.resolve(name + "-stopped" + stopAt)),
                            name + " stopped at step " + stopAt);
                }
                assertTrue(steps > 10, steps + " steps");
            }
        }
    }

    @Test
    void aPullStoppedInItsFirstDayRemembersTheWindowEnd() throws Exception {
        server.misbehave(Misbehaviours.named("end date exclusive"));
        var options = options(server.uri(), 5, 1).withDays(FIRST.plusDays(2), LAST);
        var target = Targets.NDJSON.in(folder.resolve("stopped"));
        assertThrows(IllegalStateException.class, () -> new Pull(options, target, new StopAt(1)).run(false));
        var result = new Pull(options, target, Watcher.NOBODY).run(false);
        assertEquals(records - 3, result.records());
        assertEquals(0, result.rolledBack(), "no day is pulled again");
    }

    /** The pull is refused before its first page, so the same command without the profile needs no --restart. */
    @Test
    void aWrongProfileStopsThePullAndIsNamed() throws Exception {
        var options = options(server.uri(), 5, 1);
        var exclusive = options.pages().withExclusiveEnd(true);
        for (var from : List.of(FIRST, FIRST.plusDays(1))) {
            var target = Targets.NDJSON.in(folder.resolve("from-" + from));
            var plain = options.withDays(from, LAST);
            var wrong = new Pull(plain.withPages(exclusive), target, Watcher.NOBODY);
            var told = assertThrows(ClientException.class, () -> wrong.run(false));
            assertEquals(Reason.MISBEHAVED, told.reason(), told::getMessage);
            assertTrue(String.valueOf(told.getMessage()).endsWith("pull without --profile"), told::getMessage);
            var expected = from.isAfter(FIRST) ? records - 3 : records;
            assertEquals(
                    expected, new Pull(plain, target, Watcher.NOBODY).run(false).records());
        }
    }

    @Test
    void aVendorPullWithManyRecordsOfOneInstantIsComplete() throws Exception {
        var day = LAST.plusDays(1);
        for (var number = 0; number < 20_000; number++) {
            server.put(VendorCustomer.of(6_000_000 + number, day.atTime(12, 0)));
        }
        var options = new PullOptions(
                PulledRange.toVendor(server.uri(), PulledRange.PATIENCE),
                PageOptions.of(kind).withSize(1_000),
                day,
                day,
                1);
        var result = new Pull(options, Targets.NDJSON.in(folder.resolve("ties")), Watcher.NOBODY).run(false);
        assertEquals(20_000, result.records());
        assertEquals(20_000, ids("ties").size());
    }

    private void assertComplete(PullResult result) throws IOException {
        assertEquals(records, result.records());
        assertEquals(0, result.repeated());
        assertEquals(
                COUNTS,
                result.days().values().stream()
                        .map(digest -> Math.toIntExact(digest.records()))
                        .toList());
        assertEquals(ChronoUnit.DAYS.between(FIRST, LAST) + 1, result.days().size());
        assertEquals(records, ids("pulled").size());
    }

    private List<Long> ids(String name) throws IOException {
        var id = Pattern.compile("\"" + kind.keys().id() + "\":(\\d+)");
        try (var lines = Files.lines(folder.resolve(name).resolve("out"))) {
            return lines.map(id::matcher)
                    .filter(Matcher::find)
                    .map(match -> Long.parseLong(match.group(1)))
                    .distinct()
                    .collect(Collectors.toList());
        }
    }

    private PullResult pull(URI uri, int pageSize, int parallel, String name) throws InterruptedException {
        return new Pull(options(uri, pageSize, parallel), Targets.NDJSON.in(folder.resolve(name)), Watcher.NOBODY)
                .run(false);
    }

    private PullOptions options(URI uri, int pageSize, int parallel) {
        return new PullOptions(
                PulledRange.toVendor(uri, PulledRange.PATIENCE),
                PageOptions.of(kind).withSize(pageSize),
                FIRST,
                LAST,
                parallel);
    }
}
