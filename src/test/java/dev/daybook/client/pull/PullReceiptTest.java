package dev.daybook.client.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.client.answer.ProofAnswer;
import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.answer.time.VendorTime;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.call.Connection;
import dev.daybook.client.call.Watcher;
import dev.daybook.client.day.PageOptions;
import dev.daybook.client.output.Compression;
import dev.daybook.client.output.Format;
import dev.daybook.client.output.FormatOptions.FileType;
import dev.daybook.domain.RecordKind;
import dev.daybook.kit.Misbehaviour;
import dev.daybook.kit.Misbehaviour.Sort;
import dev.daybook.kit.Misbehaviours;
import dev.daybook.kit.VendorAnswer;
import dev.daybook.kit.VendorCustomer;
import dev.daybook.kit.VendorServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A pull leaves a receipt. From it, the next pull with the same options knows which days it must pull again. */
class PullReceiptTest {
    private static final LocalDate FIRST = LocalDate.parse("2024-05-01");
    private static final LocalDate LAST = FIRST.plusDays(1);
    private static final ZoneId INDIA = ZoneId.of("Asia/Kolkata");
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final Targets BY_DAY = new Targets(RecordKind.CUSTOMER, FileType.NDJSON, Compression.NONE, true);

    @TempDir
    Path folder;

    private VendorServer server;

    @BeforeEach
    void start() {
        var customers = new ArrayList<VendorCustomer>();
        for (var number = 0; number < 9; number++) {
            customers.add(
                    VendorCustomer.of(number + 1L, FIRST.plusDays(number % 2).atTime(9, number)));
        }
        server = VendorServer.start(customers);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aCompletePullIsNotRepeated() throws Exception {
        for (var kind : List.of(Targets.NDJSON, BY_DAY)) {
            assertEquals(9, pull(kind, LAST.plusDays(9)).records());
            var requests = server.requests();
            var again = pull(kind, LAST.plusDays(9));
            assertEquals(9, again.records());
            assertEquals(0, again.fetched());
            assertEquals(requests, server.requests());
            Files.delete(
                    kind.in(folder.resolve(kind.toString())).files(LAST).get(0).path());
            assertEquals(9, pull(kind, LAST.plusDays(9)).records(), "a file that is gone is pulled again");
            assertTrue(server.requests() > requests);
        }
    }

    /**
     * Another program writes a file of the last day after a pull stopped and before the same command continues it. The
     * pull must refuse to replace this file.
     */
    @Test
    void aFileOfAnotherProgramIsNotReplaced() throws Exception {
        for (var kind : Targets.all()) {
            var target = kind.in(folder.resolve("meanwhile-" + kind));
            for (var file : target.files(LAST)) {
                server.misbehave(failingFrom(LAST));
                assertThrows(
                        ClientException.class,
                        () -> new Pull(options(LAST.plusDays(9), 100), target, Watcher.NOBODY).run(false));
                Files.createDirectories(file.path().getParent());
                Files.writeString(file.path(), "precious");
                server.misbehave();
                var refused = assertThrows(
                        ClientException.class,
                        () -> new Pull(options(LAST.plusDays(9), 100), target, Watcher.NOBODY).run(false));
                assertEquals(Reason.OTHER_PULL, refused.reason());
                assertTrue(refused.getMessage().contains(file.path().toString()), refused.getMessage());
                assertEquals("precious", Files.readString(file.path()));
                Files.delete(file.path());
                assertEquals(
                        9,
                        new Pull(options(LAST.plusDays(9), 100), target, Watcher.NOBODY)
                                .run(false)
                                .records());
                new Pull(options(LAST.plusDays(9), 100), target, Watcher.NOBODY).restart();
                for (var day : List.of(FIRST, LAST)) {
                    for (var written : target.files(day)) {
                        Files.deleteIfExists(written.path());
                    }
                }
                Files.deleteIfExists(target.receipt());
            }
        }
    }

    private static Misbehaviour failingFrom(LocalDate day) {
        return Misbehaviour.of("a refused key from " + day + " on", Misbehaviour.Sort.FAILURE)
                .answers((answer, asked) ->
                        asked.first().equals(day) ? VendorAnswer.failed(401, "Invalid Auth Key") : answer);
    }

    @Test
    void aParallelPullSkipsCompleteDays() throws Exception {
        try (var standIn = StandInServer.start(23, StandInServer.Style.SIGN_AND_OFFSETS)) {
            var one = standIn.options(FIRST, FIRST.plusDays(9), 5);
            var target = BY_DAY.in(folder);
            new Pull(one, target, Watcher.NOBODY).run(false);
            var whole = PulledRange.files(folder);
            for (var missing : List.of(0, 3, 6, 9)) {
                Files.delete(target.files(FIRST.plusDays(missing)).get(0).path());
            }
            var requests = standIn.requests();
            var two = new PullOptions(one.connection(), one.pages(), one.from(), one.to(), 2);
            assertTimeoutPreemptively(Duration.ofMinutes(5), () -> new Pull(two, target, Watcher.NOBODY).run(false));
            assertEquals(whole, PulledRange.files(folder));
            // Four days of six requests each, whose pages overlap, and one for each of the two days next to the range.
            assertEquals(4 * 6 + 2, standIn.requests() - requests);
        }
    }

    /**
     * Twenty-five pulls write to one folder, each with a plan of its own, as if each had other options for the content
     * of the files. The receipt keeps only the latest plans. The days are not over, so they may be empty without proof.
     */
    @Test
    void aFolderRemembersThePullsOfTheLatestPlans() throws Exception {
        var out = BY_DAY.in(folder);
        for (var plan = 1; plan <= 25; plan++) {
            var target = new Target(out.out(), true, out.format(), List.of(), "plan " + plan);
            var day = LAST.plusDays(plan);
            new Pull(options(LAST, 100).withDays(day, day), target, Watcher.NOBODY).run(false);
        }
        var plans = Files.readAllLines(out.receipt()).stream()
                .filter(line -> line.startsWith("pulled "))
                .map(line -> line.replaceFirst(".* as plan (\\d+) .*", "$1"))
                .toList();
        assertEquals(21, plans.size());
        assertEquals("25", plans.get(0));
        assertEquals("5", plans.get(20));
    }

    /** The receipt drops the oldest of many plans, but their files are still in the folder. */
    @Test
    void theZoneOfADroppedPlanIsKept() throws Exception {
        var out = BY_DAY.in(folder);
        for (var plan = 1; plan <= 22; plan++) {
            var target = new Target(out.out(), true, out.format(), List.of(), "plan " + plan);
            var day = LAST.plusDays(plan);
            new Pull(options(LAST, INDIA).withDays(day, day), target, Watcher.NOBODY).run(false);
        }
        var daybook = new ProofAnswer(NEW_YORK.getId(), 100, false, new TreeMap<>());
        var moved = options(LAST, NEW_YORK);
        var other = moved.withDays(LAST, LAST).withPages(moved.pages().withProof(daybook));
        var target = new Target(out.out(), true, out.format(), List.of(), "plan 1");
        var refused = assertThrows(ClientException.class, () -> new Pull(other, target, Watcher.NOBODY).run(false));
        assertTrue(
                refused.getMessage().contains(" has days of Asia/Kolkata from 2024-05-03 to 2024-05-03. "),
                refused::getMessage);
    }

    /**
     * The first pull uses the zone of India instead of New York, the account's zone. The last day is over in India, but
     * not in New York. So a pull in the zone of New York must fetch the days again.
     */
    @Test
    void daysOfAnotherZoneArePulledAgain() throws Exception {
        for (var kind : List.of(Targets.NDJSON, BY_DAY)) {
            var target = kind.in(folder.resolve(kind.toString()));
            new Pull(options(LAST.plusDays(1), INDIA), target, Watcher.NOBODY).run(false);
            server.put(VendorCustomer.of(100, LAST.atTime(23, 0)));
            var named = options(LAST.plusDays(1), NEW_YORK);
            if (kind.byDay()) {
                var files = PulledRange.files(folder);
                var daybook = new ProofAnswer(NEW_YORK.getId(), 100, false, new TreeMap<>());
                var ofDaybook =
                        named.withDays(LAST, LAST).withPages(named.pages().withProof(daybook));
                var ofLast = new Pull(ofDaybook, target, Watcher.NOBODY);
                for (var refused : List.<Executable>of(() -> ofLast.run(false), ofLast::restart)) {
                    assertEquals(
                            Reason.OTHER_PULL,
                            assertThrows(ClientException.class, refused).reason());
                    assertFalse(Files.exists(target.journal()));
                }
                assertEquals(files, PulledRange.files(folder));
            }
            var after = new Pull(named, target, Watcher.NOBODY).run(false);
            assertEquals(10, after.records(), kind::toString);
            assertEquals(2, after.fetched());
            assertEquals(0, new Pull(named, target, Watcher.NOBODY).run(false).fetched());
            server.remove(100);
        }
    }

    /** The files of a day have the same name for each kind and account, so one would replace the other. */
    @Test
    void aFolderHasRecordsOfOneKindAndAccount() throws Exception {
        var own = options(LAST.plusDays(9), 100);
        var whole = BY_DAY.in(folder.resolve("whole"));
        new Pull(own, whole, Watcher.NOBODY).run(false);
        var unfinished = BY_DAY.in(folder.resolve("unfinished"));
        assertTrue(StopAt.stops(own, unfinished, 2));
        var files = PulledRange.files(folder);

        var tickets = own.withPages(PageOptions.of(PulledKind.TICKETS).withToday(LAST.plusDays(9)));
        var otherAccount = Connection.to(server.uri(), VendorServer.CM_ID + 1, VendorServer.TOKEN);
        var ofOtherAccount = new PullOptions(otherAccount, own.pages(), FIRST, LAST, 1);
        var requests = server.requests();
        for (var target : List.of(whole, unfinished)) {
            for (var other : List.of(tickets, ofOtherAccount)) {
                var pull = new Pull(other, target, Watcher.NOBODY);
                for (var refused : List.<Executable>of(
                        () -> pull.run(false),
                        pull::restart,
                        () -> pull.run(true),
                        () -> pull.replaceDay(false, result -> {}))) {
                    var refusal = assertThrows(ClientException.class, refused);
                    assertEquals(Reason.OTHER_PULL, refusal.reason());
                    assertEquals(
                            target.out() + " is the folder of a pull of customers of account " + VendorServer.CM_ID
                                    + "; name another folder or, if you no longer need its files, delete this one",
                            refusal.getMessage());
                }
            }
        }
        assertEquals(requests, server.requests());
        assertEquals(files, PulledRange.files(folder));
        assertFalse(Files.exists(whole.journal()));

        var otherHost = URI.create(server.uri().toString().replace("127.0.0.1", "localhost"));
        var moved = Connection.to(otherHost, VendorServer.CM_ID, VendorServer.TOKEN);
        var atOtherHost = new PullOptions(moved, own.pages(), FIRST, LAST, 1);
        assertEquals(9, new Pull(atOtherHost, whole, Watcher.NOBODY).run(true).records());
    }

    /**
     * The days of a server that does not name its zone do not depend on the zone of the command. So whoever corrects
     * {@code --zone} need not pull the whole folder again.
     */
    @Test
    void theZoneOfAServerThatNamesNoneMayBeCorrected() throws Exception {
        var target = BY_DAY.in(folder);
        new Pull(options(LAST.plusDays(1), INDIA), target, Watcher.NOBODY).run(false);
        var ofLast = new Pull(options(LAST.plusDays(1), NEW_YORK).withDays(LAST, LAST), target, Watcher.NOBODY);
        assertEquals(1, ofLast.run(false).fetched());
        ofLast.restart();
        assertEquals(1, ofLast.run(true).fetched());
    }

    /** A receipt of an unreleased build names no zone. So it is unknown whether its days were over. */
    @Test
    void filesWithAReceiptWithoutAZoneAreNotReplaced() throws Exception {
        var options = options(LAST.plusDays(1), NEW_YORK);
        for (var kind : List.of(Targets.NDJSON, BY_DAY)) {
            var target = kind.in(folder.resolve(kind.toString()));
            new Pull(options, target, Watcher.NOBODY).run(false);
            forgetZone(target.receipt());
            var files = PulledRange.files(folder);
            var pull = new Pull(options, target, Watcher.NOBODY);
            var refused = assertThrows(ClientException.class, () -> pull.run(false));
            assertEquals(Reason.OTHER_PULL, refused.reason());
            assertTrue(refused.getMessage().contains(" exists already; --restart pulls it again"), refused::getMessage);
            assertEquals(files, PulledRange.files(folder));
            assertEquals(2, pull.run(true).fetched());
            assertEquals(0, pull.run(false).fetched());
        }
    }

    @Test
    void anUnfinishedPullIsNotContinuedInAnotherZone() throws Exception {
        for (var kind : List.of(Targets.NDJSON, BY_DAY)) {
            var target = kind.in(folder.resolve(kind.toString()));
            assertTrue(StopAt.stops(options(LAST.plusDays(1), INDIA), target, 1));
            var named = new Pull(options(LAST.plusDays(1), NEW_YORK), target, Watcher.NOBODY);
            var refused = assertThrows(ClientException.class, () -> named.run(false));
            assertEquals(Reason.OTHER_PULL, refused.reason());
            assertTrue(refused.getMessage().contains(" by 100 in Asia/Kolkata as "), refused::getMessage);
            assertTrue(
                    refused.getMessage()
                            .contains("; repeat those, with --zone Asia/Kolkata if the server did not name it, or"),
                    refused::getMessage);
        }
    }

    /** A journal of an unreleased build names no zone or no page size, or no lengths of files. */
    @Test
    void aJournalOfAnUnreleasedBuildIsRefused() throws Exception {
        var options = options(LAST.plusDays(9), INDIA);
        for (var former : List.of(
                " in \\S+(?= as )", " by \\d+(?= in )", "(?<=^day \\S{10} \\S{1,9} \\S{1,99}) \\d+$", "^begun$")) {
            var target = BY_DAY.in(folder.resolve(former.replaceAll("\\W", "")));
            assertTrue(StopAt.stops(options, target, 3));
            var before = Files.readAllLines(target.journal()).stream()
                    .map(line -> CheckedLines.content(line).orElseThrow())
                    .toList();
            var older =
                    before.stream().map(line -> line.replaceFirst(former, "")).toList();
            assertNotEquals(before, older);
            var lines = older.stream().filter(line -> !line.isEmpty()).map(CheckedLines::line);
            Files.writeString(target.journal(), lines.collect(Collectors.joining()));
            var files = PulledRange.files(folder);
            var pull = new Pull(options, target, Watcher.NOBODY);
            var refused = assertThrows(ClientException.class, () -> pull.run(false), former);
            assertEquals(Reason.OTHER_PULL, refused.reason());
            assertTrue(refused.getMessage().contains("or start over with --restart"), refused::getMessage);
            assertEquals(files, PulledRange.files(folder), former);
            pull.restart();
            assertEquals(9, pull.run(true).records());
        }
    }

    @ParameterizedTest
    @CsvSource({"Asia/Kolkata, Asia/Calcutta", "Etc/UTC, UTC"})
    void twoNamesOfATimeZoneContinueTheSamePull(ZoneId zone, ZoneId same) throws Exception {
        var target = Targets.NDJSON.in(folder);
        assertTrue(StopAt.stops(options(LAST.plusDays(1), zone), target, 1));
        var named = new Pull(options(LAST.plusDays(1), same), target, Watcher.NOBODY);
        assertEquals(9, named.run(false).records());
        var again = new Pull(options(LAST.plusDays(1), zone), target, Watcher.NOBODY);
        assertEquals(0, again.run(false).fetched());
    }

    /** Removes the zone from the first line of a receipt or a journal, as in a file of an unreleased build. */
    private static void forgetZone(Path file) throws IOException {
        var lines = Files.readAllLines(file);
        var first = CheckedLines.content(lines.get(0)).orElseThrow();
        var before = first.replaceFirst(" in \\S+ as ", " as ");
        assertNotEquals(before, first);
        lines.set(0, CheckedLines.line(before).strip());
        Files.writeString(file, String.join("\n", lines) + "\n");
    }

    private PullOptions options(LocalDate today, ZoneId zone) {
        var any = options(today, 100);
        return any.withPages(any.pages().withZone(zone));
    }

    /**
     * A kill during the conversion to Parquet or to one zstd frame leaves a temporary file, which no later run reads. A
     * restart must delete it; but if the pull writes NDJSON, a file with such a name is of another program, and stays.
     */
    @Test
    void aRestartDiscardsWhatAKilledConversionLeft() throws Exception {
        for (var kind : Targets.all().stream()
                .filter(kind -> !kind.in(folder).format().isRenamed())
                .toList()) {
            var target = kind.in(folder.resolve(kind.toString()));
            var pull = new Pull(options(LAST.plusDays(9), 100), target, Watcher.NOBODY);
            assertTrue(StopAt.stops(options(LAST.plusDays(9), 100), target, 1));
            var out = target.files(FIRST).get(0).path();
            Files.writeString(Format.temporary(out), "PAR1");
            pull.restart();
            assertEquals(
                    List.of(),
                    List.copyOf(
                            PulledRange.files(target.out().resolveSibling("")).keySet()));
        }
        var ndjson = Targets.NDJSON.in(folder.resolve("ndjson"));
        var other = ndjson.out().resolveSibling("out.tmp");
        Files.createDirectories(other.getParent());
        Files.writeString(other, "of something else");
        new Pull(options(LAST.plusDays(9), 100), ndjson, Watcher.NOBODY).restart();
        assertTrue(Files.exists(other), "no pull of NDJSON makes such a file");
    }

    /**
     * A pull was killed when it had fetched all pages, before its last day was over. The next run begins when the day
     * is over. It has no page left to fetch, but must pull the day again.
     */
    @Test
    void aDayPulledBeforeItsEndIsPulledAgainAfterAKilledRun() throws Exception {
        for (var kind : List.of(Targets.NDJSON, BY_DAY)) {
            var target = kind.in(folder.resolve(kind.toString()));
            var killed = new Pull(options(LAST, 100), target, Watcher.NOBODY);
            StopAt.atItsEnd(killed);
            server.put(VendorCustomer.of(100 + kind.hashCode() % 50, LAST.atTime(23, 0)));
            var proven = new ArrayList<Long>();
            var after = new Pull(options(LAST.plusDays(1), 100), target, Watcher.NOBODY)
                    .run(false, result -> proven.add(result.records()));
            assertEquals(server.records(RecordKind.CUSTOMER).size(), after.records());
            assertEquals(List.of(), after.open());
            assertEquals(List.of(after.records()), proven);
            assertEquals(0, pull(kind, LAST.plusDays(1)).fetched());
        }
    }

    /** Whatever step the killed run reached, the day has all its records if the next run begins after the day's end. */
    @Test
    void theNextRunCompletesADayThatHasEndedSince() throws Exception {
        for (var kind : List.of(Targets.NDJSON, BY_DAY)) {
            for (var isOver : List.of(false, true)) {
                var stops = 0;
                for (var isStopped = true; isStopped; stops += isStopped ? 1 : 0) {
                    var target = kind.in(folder.resolve(kind + "-" + isOver + "-" + stops));
                    isStopped = StopAt.stops(options(isOver ? LAST.plusDays(1) : LAST, 3), target, stops + 1);
                    server.put(VendorCustomer.of(100, LAST.atTime(23, 0)));
                    var after = new Pull(options(LAST.plusDays(1), 3), target, Watcher.NOBODY).run(false);
                    var at = kind + ", stopped after step " + (stops + 1) + ", over: " + isOver;
                    assertEquals(List.of(), after.open(), at);
                    assertTrue(after.fetched() <= after.days().size(), () -> at + ": " + after.fetched() + " days");
                    if (!isOver) {
                        assertEquals(10, after.records(), at);
                    }
                    server.remove(100);
                }
                assertTrue(stops > 5, stops + " steps");
            }
        }
    }

    /**
     * A page with one record was fetched before the day was over, so the next page does not overlap it. The next run
     * begins when the day is over, and must pull the day from its beginning.
     */
    @Test
    void aDayWithAPageFromBeforeItsEndIsPulledAgain() throws Exception {
        List.of(4, 6, 8).forEach(server::remove);
        server.misbehave(Misbehaviours.named("newest first"));
        for (var kind : List.of(Targets.NDJSON, BY_DAY)) {
            var target = kind.in(folder.resolve(kind.toString()));
            assertTrue(StopAt.stops(options(LAST, 100).withDays(LAST, LAST), target, 1));
            server.put(VendorCustomer.of(100, LAST.atTime(23, 0)));
            var after =
                    new Pull(options(LAST.plusDays(1), 100).withDays(LAST, LAST), target, Watcher.NOBODY).run(false);
            assertEquals(2, after.records(), kind::toString);
            assertEquals(List.of(), after.open());
            server.remove(100);
        }
    }

    /**
     * A pull was killed between two lines of its journal: that the files of the day are whole, and that the day is
     * complete. The day was not over yet, so the next run must pull it again.
     */
    @Test
    void aDayPulledBeforeItsEndIsPulledAgainAfterALateKill() throws Exception {
        var target = killedBeforeItsLastLine(LAST);
        server.put(VendorCustomer.of(100, LAST.atTime(23, 0)));
        var after = pull(BY_DAY, LAST.plusDays(1));
        assertEquals(10, after.records());
        assertEquals(List.of(), after.open());
        assertTrue(Files.exists(target.files(LAST).get(0).path()));
    }

    /**
     * Kills a pull by day after the file of its last day is complete, but before the journal has the line of this day.
     * Returns the target.
     */
    private Target killedBeforeItsLastLine(LocalDate today) throws Exception {
        var target = BY_DAY.in(folder.resolve(BY_DAY.toString()));
        var killed = new Pull(options(today, 100), target, Watcher.NOBODY);
        StopAt.atItsEnd(killed);
        var lines = Files.readAllLines(target.journal());
        var last = lines.remove(lines.size() - 1);
        assertTrue(last.startsWith("day " + LAST), last);
        Files.writeString(target.journal(), String.join("\n", lines) + "\n");
        return target;
    }

    /**
     * A pull is killed during its last action, such as the proof, and then one of its files is removed. The next run
     * must report that this file is gone.
     */
    @Test
    void aMissingFileOfAnUnfinishedPullIsReported() throws Exception {
        var csv = new Targets(RecordKind.CUSTOMER, FileType.CSV, Compression.NONE, false);
        var parquet = new Targets(RecordKind.CUSTOMER, FileType.PARQUET, Compression.NONE, false);
        for (var kind : List.of(Targets.NDJSON, csv, parquet)) {
            var target = kind.in(folder.resolve(kind.toString()));
            var killed = new Pull(options(LAST.plusDays(9), 100), target, Watcher.NOBODY);
            StopAt.atItsEnd(killed);
            var files = target.files(LAST);
            var gone = files.get(files.size() - 1).path();
            Files.delete(gone);
            var stopped = assertThrows(ClientException.class, () -> pull(kind, LAST.plusDays(9)));
            assertEquals(Reason.OUTPUT, stopped.reason());
            assertTrue(stopped.getMessage().contains(gone + " is gone"), stopped::getMessage);
            assertTrue(stopped.getMessage().contains("--restart"), stopped::getMessage);
        }
    }

    @Test
    void aMissingFileOfAnUnfinishedDayIsReported() throws Exception {
        var gone = killedBeforeItsLastLine(LAST.plusDays(9)).files(LAST).get(0).path();
        Files.delete(gone);
        var stopped = assertThrows(ClientException.class, () -> pull(BY_DAY, LAST.plusDays(9)));
        assertEquals(Reason.OUTPUT, stopped.reason());
        assertTrue(stopped.getMessage().contains(gone + " is gone; --restart"), stopped::getMessage);
    }

    @Test
    void aDayIsPulledAgainIfItsFileDisappearedDuringThePull() throws Exception {
        var target = BY_DAY.in(folder.resolve(BY_DAY.toString()));
        var file = target.files(FIRST).get(0).path();
        new Pull(options(LAST.plusDays(9), 100), target, Watcher.NOBODY).run(false, result -> delete(file));
        var again = pull(BY_DAY, LAST.plusDays(9));
        assertEquals(1, again.fetched());
        assertTrue(Files.exists(file));
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void leftoversOfAKilledRestartDoNotReplaceACompleteFile() throws Exception {
        pull(Targets.NDJSON, LAST.plusDays(9));
        var out = folder.resolve(Targets.NDJSON.toString()).resolve("out");
        var whole = Files.readString(out);
        // A restart was killed after it cleared the journal and before it deleted the incomplete file.
        Files.writeString(PartFile.pieces(out), "half");
        assertEquals(9, pull(Targets.NDJSON, LAST.plusDays(9)).records());
        assertEquals(whole, Files.readString(out));
        assertFalse(Files.exists(PartFile.pieces(out)));
    }

    /**
     * A complete pull is repeated. Its new journal begins with the days of the receipt, then says that their file
     * exists. After a kill at any of these lines, the next run must keep the complete file.
     */
    @Test
    void aRepeatedPullKilledAtItsStartKeepsTheCompleteFile() throws Exception {
        pull(Targets.NDJSON, LAST.plusDays(9));
        var target = Targets.NDJSON.in(folder.resolve(Targets.NDJSON.toString()));
        var whole = Files.readString(target.out());
        var killed = new Pull(options(LAST.plusDays(9), 100), target, Watcher.NOBODY);
        StopAt.atItsEnd(killed);
        var lines = Files.readAllLines(target.journal());
        assertEquals(5, lines.size(), lines::toString);
        for (var written = 1; written <= lines.size(); written++) {
            Files.writeString(target.journal(), String.join("\n", lines.subList(0, written)) + "\n");
            assertEquals(9, pull(Targets.NDJSON, LAST.plusDays(9)).records(), "after line " + written);
            assertEquals(whole, Files.readString(target.out()), "after line " + written);
        }
    }

    @Test
    void aPageMayBeAsLargeAsANumberCanBe() throws Exception {
        var out = Targets.NDJSON.in(folder);
        var pulled = new Pull(options(LAST.plusDays(9), Integer.MAX_VALUE), out, Watcher.NOBODY).run(false);
        assertEquals(9, pulled.records());
    }

    @Test
    void aDayPulledBeforeItsEndIsPulledAgain() throws Exception {
        for (var kind : List.of(Targets.NDJSON, BY_DAY)) {
            var before = pull(kind, LAST);
            assertEquals(List.of(LAST), before.open());
            server.put(VendorCustomer.of(100 + kind.hashCode() % 50, LAST.atTime(23, 0)));
            var after = pull(kind, LAST.plusDays(1));
            assertEquals(before.records() + 1, after.records());
            assertEquals(List.of(), after.open());
            assertEquals(0, pull(kind, LAST.plusDays(1)).fetched());
        }
    }

    /** All days are empty except one that the first run pulled. Only this day shows that the server has records. */
    @Test
    void aDayWithRecordsOfAnEarlierRunProvesEmptyDays() throws Exception {
        List.of(2, 4, 6, 8).forEach(server::remove);
        var from = FIRST.minusDays(2);
        for (var isKilled : List.of(false, true)) {
            var target = BY_DAY.in(folder.resolve("quiet-" + isKilled));
            var first = new Pull(options(LAST, 100).withDays(from, LAST), target, Watcher.NOBODY);
            if (isKilled) {
                StopAt.atItsEnd(first);
            } else {
                assertEquals(List.of(LAST), first.run(false).open());
            }
            var after =
                    new Pull(options(LAST.plusDays(1), 100).withDays(from, LAST), target, Watcher.NOBODY).run(false);
            assertEquals(5, after.records(), "killed: " + isKilled);
            assertEquals(List.of(), after.open());
        }
    }

    /**
     * Three days were pulled; the newest {@code lost} of them have lost their records since. Later empty days are
     * complete if one of the three still has records. If none has, the pull stops: there are no records before the
     * three days.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void anEmptyDayIsCompleteIfARecentlyPulledDayHasRecords(int lost) throws Exception {
        List.of(1, 2, 3, 4, 5, 6, 7, 8, 9).forEach(server::remove);
        for (var day = 0; day < 3; day++) {
            server.put(VendorCustomer.of(100 + day, FIRST.plusDays(day).atTime(9, 0)));
        }
        var target = BY_DAY.in(folder);
        var options = options(FIRST.plusDays(999), 100);
        new Pull(options.withDays(FIRST, FIRST.plusDays(2)), target, Watcher.NOBODY).run(false);
        for (var day = 0; day < lost; day++) {
            server.remove(102 - day);
        }
        var later = new Pull(options.withDays(FIRST.plusDays(700), FIRST.plusDays(701)), target, Watcher.NOBODY);
        if (lost < 3) {
            assertEquals(2, later.run(false).days().size());
        } else {
            var stopped = assertThrows(ClientException.class, () -> later.run(false));
            assertEquals(Reason.MISBEHAVED, stopped.reason(), stopped::getMessage);
        }
    }

    @Test
    void aPullKilledBeforeItsProofRepeatsTheProof() throws Exception {
        var pull = new Pull(options(LAST.plusDays(9), 5), Targets.NDJSON.in(folder), Watcher.NOBODY);
        StopAt.atItsEnd(pull);
        assertTrue(Files.exists(folder.resolve("out")));
        var requests = server.requests();
        var proven = new ArrayList<Long>();
        new Pull(options(LAST.plusDays(9), 5), Targets.NDJSON.in(folder), Watcher.NOBODY)
                .run(false, result -> proven.add(result.records()));
        assertEquals(List.of(9L), proven);
        assertEquals(requests, server.requests());
        assertFalse(Files.exists(Targets.NDJSON.in(folder).journal()));
    }

    /** If the journal were deleted first, no later run could tell the complete files from those of another program. */
    @Test
    void theJournalIsKeptUntilTheReceiptIsWritten() throws Exception {
        for (var kind : List.of(Targets.NDJSON, BY_DAY)) {
            var target = kind.in(folder.resolve(kind.toString()));
            var obstacle = target.receipt().resolve("obstacle");
            var stopped = assertThrows(
                    ClientException.class,
                    () -> new Pull(options(LAST.plusDays(9), 100), target, Watcher.NOBODY)
                            .run(false, result -> createFolder(obstacle)));
            assertEquals(Reason.OUTPUT, stopped.reason(), stopped::getMessage);
            Files.delete(obstacle);
            Files.delete(target.receipt());
            var requests = server.requests();
            assertEquals(9, pull(kind, LAST.plusDays(9)).records());
            assertEquals(requests, server.requests(), "the files are complete");
            assertTrue(Files.exists(target.receipt()));
            assertFalse(Files.exists(target.journal()));
        }
    }

    private static void createFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void aPullResumesWithAnotherPageSize() throws Exception {
        server.misbehave(Misbehaviours.named("400 from the third call on"));
        var first = new Pull(options(LAST.plusDays(9), 2), Targets.NDJSON.in(folder), Watcher.NOBODY);
        assertThrows(ClientException.class, () -> first.run(false));
        server.misbehave();
        assertEquals(
                9,
                new Pull(options(LAST.plusDays(9), 100), Targets.NDJSON.in(folder), Watcher.NOBODY)
                        .run(false)
                        .records());
    }

    @Test
    void aReplacedOutputFileIsNotOverwritten() throws Exception {
        pull(Targets.NDJSON, LAST.plusDays(9));
        var out = folder.resolve(Targets.NDJSON.toString()).resolve("out");
        Files.writeString(out, "precious");
        var refused = assertThrows(ClientException.class, () -> pull(Targets.NDJSON, LAST.plusDays(9)));
        assertEquals(Reason.OTHER_PULL, refused.reason());
        assertEquals("precious", Files.readString(out));
    }

    @Test
    void recordsWithoutATimeAreNamed() throws Exception {
        server.misbehave(Misbehaviours.named("times that nobody can read"));
        assertEquals(9, pull(Targets.NDJSON, LAST.plusDays(9)).untimed().size());
    }

    @Test
    void aTimeWithAnOffsetIsReadIfThePullHasAZone() throws Exception {
        var created = Pattern.compile("\"generationDate\":\"([^\"]*)\"");
        server.misbehave(Misbehaviour.of("times with an offset", Sort.RECORD)
                .records(json -> created.matcher(json)
                        .replaceAll(found -> "\"generationDate\":\""
                                + VendorTime.parse(found.group(1), INDIA)
                                        .orElseThrow()
                                        .atZone(INDIA)
                                        .toInstant()
                                + "\"")));
        assertEquals(9, pull(Targets.NDJSON, LAST.plusDays(9)).untimed().size());
        var ofIndia =
                new Pull(options(LAST.plusDays(9), INDIA), Targets.NDJSON.in(folder.resolve("a")), Watcher.NOBODY);
        assertEquals(List.of(), ofIndia.run(false).untimed());
        var otherZone =
                new Pull(options(LAST.plusDays(9), NEW_YORK), Targets.NDJSON.in(folder.resolve("b")), Watcher.NOBODY);
        var refused = assertThrows(ClientException.class, () -> otherZone.run(false));
        assertEquals(Reason.MISBEHAVED, refused.reason());
        assertTrue(refused.getMessage().contains("correct the zone"), refused::getMessage);
    }

    @Test
    void recordsWithoutATimeAreNamedWhereverTheRunWasKilled() throws Exception {
        server.misbehave(Misbehaviours.named("times that nobody can read"));
        var target = Targets.NDJSON.in(folder.resolve("killed"));
        assertTrue(StopAt.stops(options(LAST.plusDays(9), 3), target, 3));
        var journal = Files.readAllLines(target.journal());
        var written = Files.readAllBytes(PartFile.pieces(target.out()));
        for (var lines = 1; lines <= journal.size(); lines++) {
            Files.writeString(target.journal(), String.join("\n", journal.subList(0, lines)) + "\n");
            Files.deleteIfExists(target.out());
            Files.deleteIfExists(target.receipt());
            Files.write(PartFile.pieces(target.out()), written);
            var pulled = new Pull(options(LAST.plusDays(9), 3), target, Watcher.NOBODY).run(false);
            assertEquals(9, pulled.untimed().size(), "after " + journal.get(lines - 1));
        }
    }

    @Test
    void malformedAnswersAreCountedAndStrictRefusesThem() throws Exception {
        server.misbehave(Misbehaviours.named("NaN"));
        assertTrue(pull(Targets.NDJSON, LAST.plusDays(9)).lenient() > 0);
        var options = options(LAST.plusDays(9), 100);
        var strict = options.withPages(options.pages().withStrict(true));
        var refused = assertThrows(
                ClientException.class,
                () -> new Pull(strict, Targets.NDJSON.in(folder.resolve("strict")), Watcher.NOBODY).run(false));
        assertEquals(Reason.MISBEHAVED, refused.reason());
        assertTrue(refused.getMessage().startsWith("2024-05-01 from offset 0 on: "), refused::getMessage);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void pulledFilesAreReadableOnlyByTheirOwner() throws Exception {
        for (var kind : List.of(BY_DAY, new Targets(RecordKind.CUSTOMER, FileType.PARQUET, Compression.NONE, true))) {
            var made = folder.resolve("made-" + kind);
            new Pull(options(LAST.plusDays(9), 100), kind.in(made), Watcher.NOBODY).run(false);
            try (var all = Files.walk(made)) {
                for (var path : (Iterable<Path>) all::iterator) {
                    assertEquals(
                            Files.isDirectory(path) ? "rwx------" : "rw-------",
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(path)),
                            path::toString);
                }
            }
        }
    }

    private PullResult pull(Targets kind, LocalDate today) throws InterruptedException {
        return new Pull(options(today, 100), kind.in(folder.resolve(kind.toString())), Watcher.NOBODY).run(false);
    }

    private PullOptions options(LocalDate today, int pageSize) {
        return new PullOptions(
                PulledRange.toVendor(server.uri(), PulledRange.PATIENCE),
                PageOptions.of(PulledKind.of(RecordKind.CUSTOMER))
                        .withSize(pageSize)
                        .withToday(today),
                FIRST,
                LAST,
                1);
    }
}
