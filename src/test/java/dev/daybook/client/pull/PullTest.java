package dev.daybook.client.pull;

import static dev.daybook.kit.Waits.awaitUnlessInterrupted;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.battery.Check;
import dev.daybook.battery.Tally;
import dev.daybook.client.answer.ProofAnswer;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.call.RetryPolicy;
import dev.daybook.client.call.Watcher;
import dev.daybook.client.output.Compression;
import dev.daybook.client.output.FormatOptions.FileType;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.kit.Fault;
import dev.daybook.kit.FaultPlan;
import dev.daybook.kit.FaultProxy;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.Waits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pulls that meet another running pull, an unfinished pull or changed files; and the files and costs of pulls. */
class PullTest {
    /**
     * The last of the four days of the pull in {@link #stopped()}. The days have 3, 0, 12 and 5 records, on 6 pages.
     */
    private static final LocalDate FOURTH = PulledRange.FIRST.plusDays(3);

    private static final Targets BY_DAY = new Targets(RecordKind.CUSTOMER, FileType.CSV, Compression.NONE, true);

    private static TestServer server;

    @TempDir
    Path folder;

    private FaultProxy proxy;
    private SortedMap<String, String> undisturbed;

    @BeforeAll
    static void start() {
        server = PulledRange.serve();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void pullUndisturbed() throws InterruptedException {
        proxy = FaultProxy.start(server.uri(""), FaultPlan.none());
        pull(Targets.NDJSON, folder.resolve("undisturbed"));
        undisturbed = PulledRange.files(folder.resolve("undisturbed"));
    }

    // Tests of two pulls at the same time.

    @Test
    void aSecondPullToTheSamePlaceIsRefused() throws Exception {
        var out = folder.resolve("two");
        var reached = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        proxy.plan(FaultPlan.at(proxy.requests().size() + 3, Fault.before("the other comes", () -> {
            reached.countDown();
            awaitUnlessInterrupted(goOn);
        })));
        var failure = new AtomicReference<Throwable>();
        var first = new Thread(() -> {
            try {
                new Pull(patient(), Targets.NDJSON.in(out), Watcher.NOBODY).run(false);
            } catch (InterruptedException | RuntimeException unexpected) {
                failure.set(unexpected);
            }
        });
        first.start();
        awaitUnlessInterrupted(reached);

        var process = PullProcess.start(proxy.uri(), server.token, Targets.NDJSON, out, List.of("1"), List.of());
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        var said = said(process);
        assertEquals(PullProcess.STOPPED, process.exitValue(), said);
        assertTrue(said.contains("OTHER_PULL: another process is pulling"), said);
        var again = new Pull(options(), Targets.NDJSON.in(out), Watcher.NOBODY);
        assertEquals(
                Reason.OTHER_PULL,
                assertThrows(ClientException.class, () -> again.run(true)).reason());
        assertEquals(
                Reason.OTHER_PULL,
                assertThrows(ClientException.class, again::restart).reason());

        goOn.countDown();
        first.join(60_000);
        assertEquals(null, failure.get());
        assertEquals(undisturbed, PulledRange.files(out));
    }

    /**
     * Two pulls with different main files would write the same incomplete file of contacts. So the second one is
     * refused while the first one runs.
     */
    @Test
    void aSecondPullWithTheSameContactsFileIsRefused() throws Exception {
        var kind = new Targets(RecordKind.CUSTOMER, FileType.CSV, Compression.NONE, false);
        var alone = folder.resolve("alone");
        pull(kind, alone);
        var out = folder.resolve("shared");
        var target = kind.in(out);
        // A killed pull leaves this file.
        Files.createDirectories(out);
        Files.createFile(out.resolve("contacts.csv.pull"));
        var reached = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        proxy.plan(FaultPlan.at(proxy.requests().size() + 3, Fault.before("the other comes", () -> {
            reached.countDown();
            awaitUnlessInterrupted(goOn);
        })));
        var first = CompletableFuture.supplyAsync(() -> {
            try {
                return new Pull(patient(), target, Watcher.NOBODY).run(false);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        });
        awaitUnlessInterrupted(reached);

        var before = PulledRange.files(out).keySet();
        var contacts = target.extra().get(0);
        for (var other : List.of(
                new Target(out.resolve("other"), false, target.format(), target.extra(), "other"),
                new Target(contacts.out(), false, contacts.format(), List.of(), "contacts"))) {
            var second = new Pull(options(), other, Watcher.NOBODY);
            for (Executable run : List.<Executable>of(() -> second.run(true), second::restart)) {
                assertEquals(
                        Reason.OTHER_PULL,
                        assertThrows(ClientException.class, run).reason());
            }
        }
        assertEquals(before, PulledRange.files(out).keySet(), "the others wrote nothing");

        goOn.countDown();
        assertEquals(4, first.get(60, TimeUnit.SECONDS).days().size());
        assertEquals(PulledRange.files(alone), PulledRange.files(out));
    }

    /**
     * A pull must not write its contacts to the file of an unfinished pull: the journal beside that file would then
     * describe bytes of another pull.
     */
    @Test
    void contactsAreNotWrittenToTheFileOfAnUnfinishedPull() throws Exception {
        var out = stopped();
        var csv = new Targets(RecordKind.CUSTOMER, FileType.CSV, Compression.NONE, false).in(folder.resolve("more"));
        var extra = List.of(new Target.ExtraFile(
                Targets.NDJSON.in(out).out(), csv.extra().get(0).format()));
        var other = new Pull(options(), new Target(csv.out(), false, csv.format(), extra, "csv"), Watcher.NOBODY);
        var refused = assertThrows(ClientException.class, () -> other.run(false));
        assertEquals(Reason.OTHER_PULL, refused.reason());
        assertTrue(String.valueOf(refused.getMessage()).contains("unfinished"), refused.getMessage());
        pull(Targets.NDJSON, out);
        assertEquals(undisturbed, PulledRange.files(out));
    }

    /**
     * A pull with a file for each day, and a pull to one of these files alone, have journals of different names, but
     * would write the same incomplete file. So whichever begins second is refused, and writes nothing.
     */
    @Test
    void aPullToAFolderOfDaysAndOneToAFileInItRefuseEachOther() throws Exception {
        var days = BY_DAY.in(folder.resolve("by-day"));
        var ofFolder = new Pull(options(), days, Watcher.NOBODY);
        var alone = toFilesOf(PulledRange.FIRST, days);
        var refusedByFolder = new ArrayList<Executable>(alone.stream()
                .<Executable>map(target -> () -> new Pull(ofFirst(), target, Watcher.NOBODY).run(true))
                .toList());
        refusedByFolder.add(() -> new Pull(ofFirst(), alone.get(0), Watcher.NOBODY).restart());
        refusedByFolder.add(() -> changes(days, Watcher.NOBODY).run(true));
        new Pull(options(), days, onFirstPage(() -> assertRefused("another process", refusedByFolder, days)))
                .run(false);

        var refusedByFile = List.<Executable>of(() -> ofFolder.run(true), ofFolder::restart);
        for (var target : alone) {
            new Pull(ofFirst(), target, onFirstPage(() -> {
                        assertRefused("another process", refusedByFile, days);
                        assertFalse(new Pull(ofFirst(), days, Watcher.NOBODY).replaceDay(true, result -> {}));
                    }))
                    .run(true);
        }
        changes(days, new Watcher() {
                    @Override
                    public void begun() {
                        assertRefused("another process", refusedByFile, days);
                    }
                })
                .run(true);
        ofFolder.restart();
        assertEquals(20, ofFolder.run(true).records());
    }

    @Test
    void anUnfinishedPullKeepsAPullToTheSameFileOfADayOut() throws Exception {
        var days = BY_DAY.in(folder.resolve("by-day"));
        var ofFolder = new Pull(options(), days, Watcher.NOBODY);
        var alone = toFilesOf(PulledRange.FIRST, days);
        assertTrue(StopAt.stops(options(), days, 1));
        for (var target : alone) {
            var file = new Pull(ofFirst(), target, Watcher.NOBODY);
            assertRefused("unfinished", List.of(() -> file.run(true), file::restart), days);
        }
        assertRefused("unfinished", List.of(() -> changes(days, Watcher.NOBODY).run(true)), days);
        assertEquals(20, ofFolder.run(false).records());

        var file = alone.get(0);
        assertTrue(stopsReplacing(file));
        assertRefused(
                "unfinished",
                List.of(() -> ofFolder.run(true), ofFolder::restart, () -> ofFolder.replaceDay(true, result -> {})),
                days);
        var otherFormat = new Targets(RecordKind.CUSTOMER, FileType.NDJSON, Compression.NONE, true);
        new Pull(options(), otherFormat.in(folder.resolve("by-day")), Watcher.NOBODY).restart();
        assertEquals(3, new Pull(ofFirst(), file, Watcher.NOBODY).run(true).records());
        assertFalse(Files.exists(file.journal()));
    }

    /** Pulls to files of different days do not write the same file. */
    @Test
    void pullsToFilesOfDifferentDaysMayRunAtTheSameTime() throws Exception {
        var days = BY_DAY.in(folder.resolve("by-day"));
        var other = options(FOURTH, FOURTH, PulledRange.PAGE_SIZE);
        var otherDay = toFilesOf(FOURTH, days).get(0);
        // A killed pull leaves this file.
        Files.createDirectories(days.out());
        Files.createFile(days.journal());
        new Pull(
                        ofFirst(),
                        toFilesOf(PulledRange.FIRST, days).get(0),
                        onFirstPage(() -> new Pull(other, otherDay, Watcher.NOBODY).run(false)))
                .run(false);
        assertEquals(5, Files.readAllLines(otherDay.out()).size() - 1);
        assertFalse(Files.exists(days.journal()));
    }

    /** Targets without days, each with another one of the files of this day as its file or its file of contacts. */
    private static List<Target> toFilesOf(LocalDate day, Target days) {
        var main = days.files(day).get(0);
        var contacts = days.files(day).get(1);
        var extra = new Target.ExtraFile(contacts.path(), contacts.format());
        var elsewhere = days.out().resolveSibling("elsewhere.csv");
        return List.of(
                new Target(main.path(), false, main.format(), List.of(), "main"),
                new Target(elsewhere, false, main.format(), List.of(extra), "contacts"));
    }

    private ChangesPull changes(Target days, Watcher watcher) {
        var file = days.files(PulledRange.FIRST).get(0).path();
        return new ChangesPull(options().connection(), options().pages(), file, Optional.empty(), watcher);
    }

    private PullOptions ofFirst() {
        return options(PulledRange.FIRST, PulledRange.FIRST, PulledRange.PAGE_SIZE);
    }

    /** Stops a pull of the first day, which may replace a file, at its first page. */
    private boolean stopsReplacing(Target target) {
        var stopped = new Pull(ofFirst(), target, new StopAt(1));
        assertThrows(IllegalStateException.class, () -> stopped.run(true));
        return Files.exists(target.journal());
    }

    /** Runs something when the first page of a pull is written. */
    private static Watcher onFirstPage(Executable work) {
        return new Watcher() {
            private boolean done;

            @Override
            public void wrote(LocalDate day, int records, long wireBytes) {
                if (!done) {
                    done = true;
                    assertDoesNotThrow(work);
                }
            }
        };
    }

    private static void assertRefused(String why, List<Executable> runs, Target days) {
        var before = PulledRange.files(days.out().getParent());
        for (var run : runs) {
            var refused = assertThrows(ClientException.class, run);
            assertEquals(Reason.OTHER_PULL, refused.reason(), refused::getMessage);
            assertTrue(refused.getMessage().contains(why), refused::getMessage);
        }
        var after = PulledRange.files(days.out().getParent());
        assertEquals(before.keySet(), after.keySet(), "the others wrote nothing");
        assertTrue(before.equals(after), "the others wrote nothing");
    }

    @Test
    void existingFilesAreReplacedOnlyOnRequest() throws Exception {
        var out = folder.resolve("undisturbed");
        Files.writeString(out.resolve("out"), "precious");
        var refused = assertThrows(ClientException.class, () -> pull(Targets.NDJSON, out));
        assertEquals(Reason.OTHER_PULL, refused.reason());
        assertTrue(refused.getMessage().contains("exists already; --restart"), refused.getMessage());
        assertEquals(List.of("out"), List.copyOf(PulledRange.files(out).keySet()));

        // A run was killed after it created its journal and before it checked the existing files.
        Files.createFile(Targets.NDJSON.in(out).journal());
        assertThrows(ClientException.class, () -> pull(Targets.NDJSON, out));
        assertEquals("precious", Files.readString(out.resolve("out")));

        new Pull(options(), Targets.NDJSON.in(out), Watcher.NOBODY).run(true);
        assertEquals(undisturbed, PulledRange.files(out));
    }

    @Test
    void anUnfinishedPullResumesOnlyWithItsOwnOptions() throws Exception {
        var out = stopped();
        var target = Targets.NDJSON.in(out);
        var more = options().withDays(PulledRange.FIRST, FOURTH.plusDays(1));
        var other = new Pull(more, target, Watcher.NOBODY);
        var refused = assertThrows(ClientException.class, () -> other.run(false));
        assertEquals(Reason.OTHER_PULL, refused.reason());
        assertTrue(
                refused.getMessage().contains("2024-05-01 2024-05-04 by 5 as ndjson-none-none"), refused::getMessage);
        assertTrue(refused.getMessage().contains("--restart"), refused::getMessage);
        assertEquals(
                Reason.OTHER_PULL,
                assertThrows(
                                ClientException.class,
                                () -> pull(
                                        new Targets(RecordKind.CUSTOMER, FileType.NDJSON, Compression.GZIP, false),
                                        out))
                        .reason());

        other.restart();
        assertEquals(List.of(), List.copyOf(PulledRange.files(out).keySet()));
        assertEquals(20, other.run(false).records());
        assertEquals(undisturbed, PulledRange.files(out));
    }

    /** The server was started again with a lower maximum page size, which it states with its proof. */
    @Test
    void aPullContinuesWithPagesThatTheServerStillGives() throws Exception {
        var out = stopped();
        var proof = new ProofAnswer(Account.DEFAULT_ZONE.getId(), 3, false, new TreeMap<>());
        var options = options().withPages(options().pages().withProof(proof));
        var before = proxy.requests().size();
        new Pull(options, Targets.NDJSON.in(out), Watcher.NOBODY).run(false);
        assertEquals(
                Set.of("\"limit\":\"3\""),
                proxy.requests().stream()
                        .skip(before)
                        .map(request -> request.body().replaceFirst(".*(\"limit\":\"\\d+\").*", "$1"))
                        .collect(Collectors.toSet()));
        assertEquals(undisturbed, PulledRange.files(out));
    }

    /**
     * A nightly job pulls the last days, so its range begins one day later each night. A restart must also discard the
     * unfinished files of a day that is no longer in the range.
     */
    @Test
    void aRestartDiscardsUnfinishedFilesOfOtherDays() throws Exception {
        var kind = new Targets(RecordKind.CUSTOMER, FileType.CSV, Compression.NONE, true);
        var out = folder.resolve("nightly");
        proxy.plan(FaultPlan.at(proxy.requests().size() + 2, Fault.badRequest()));
        var killed = new Pull(options(PulledRange.FIRST, FOURTH, 2), kind.in(out), Watcher.NOBODY);
        assertThrows(ClientException.class, () -> killed.run(false));
        proxy.plan(FaultPlan.none());
        var others = Files.createDirectories(out.resolve("out").resolve("date=today"));
        var elsewhere = Files.createSymbolicLink(
                out.resolve("out").resolve("date=2023-01-01"), Files.createDirectory(folder.resolve("elsewhere")));
        var left = PulledRange.files(out).keySet();
        assertTrue(left.contains("out/date=" + PulledRange.FIRST + "/.part.csv.part"), left::toString);

        var next = new Pull(options(PulledRange.FIRST.plusDays(1), FOURTH, 2), kind.in(out), Watcher.NOBODY);
        next.restart();
        assertEquals(List.of(), List.copyOf(PulledRange.files(out).keySet()));
        assertTrue(Files.exists(others), "what Daybook does not write stays");
        assertTrue(Files.isSymbolicLink(elsewhere), "a day that is kept elsewhere stays too");
    }

    /** A user may keep the file of a day elsewhere. A pull would replace the link, and that file would be outdated. */
    @Test
    void aLinkInPlaceOfTheFileOfADayIsNotReplaced() throws Exception {
        var target = Targets.parse("ndjson-none-day").in(folder.resolve("linked"));
        var pull = new Pull(options(), target, Watcher.NOBODY);
        pull.run(false);
        var link = target.files(FOURTH).get(0).path();
        var elsewhere = Files.move(link, folder.resolve("elsewhere"));
        Files.createSymbolicLink(link, elsewhere);
        assertEquals(0, pull.run(false).fetched(), "the day is complete, and is not written");
        refusesLink(() -> pull.run(true), link);
        assertFalse(Files.exists(target.journal()), "nothing is unfinished");
        Files.delete(elsewhere);
        refusesLink(() -> pull.run(false), link);
        Files.delete(link);
        assertEquals(1, pull.run(false).fetched());

        var killed = Targets.parse("ndjson-none-day").in(folder.resolve("killed"));
        assertTrue(StopAt.stops(options(), killed, 1));
        var later = killed.files(FOURTH).get(0).path();
        Files.createDirectories(later.getParent());
        Files.createSymbolicLink(later, link);
        var resumed = new Pull(options(), killed, Watcher.NOBODY);
        refusesLink(() -> resumed.run(false), later);
        Files.delete(later);
        assertEquals(20, resumed.run(false).records());
        assertEquals(PulledRange.files(folder.resolve("linked")), PulledRange.files(folder.resolve("killed")));
    }

    private static void refusesLink(Executable run, Path link) {
        var refused = assertThrows(ClientException.class, run);
        assertEquals(Reason.OTHER_PULL, refused.reason(), refused::getMessage);
        assertTrue(refused.getMessage().startsWith(link + " is a symbolic link"), refused::getMessage);
        assertTrue(Files.isSymbolicLink(link));
    }

    @Test
    void aRestartDiscardsUnfinishedFilesOfAnyFormat() throws Exception {
        var day = Files.createDirectories(folder.resolve("out").resolve("date=" + FOURTH));
        for (var kind : Targets.all()) {
            if (kind.byDay()) {
                var file = kind.in(folder).files(FOURTH).get(0).path();
                Files.writeString(PartFile.pieces(file), "of a killed pull");
            }
        }
        var next = Targets.parse("parquet-none-day").in(folder);
        new Pull(options(PulledRange.FIRST, PulledRange.FIRST, 2), next, Watcher.NOBODY).restart();
        assertFalse(Files.exists(day));
    }

    /**
     * The journal of {@code --out may} is the file may.pull. If an earlier {@code --out may.pull} has written its
     * records to this file, they must not be replaced by the journal.
     */
    @Test
    void aFileOfSomebodyElseWithTheNameOfTheJournalStays() throws Exception {
        var out = Files.createDirectory(folder.resolve("named"));
        for (var text : List.of("{\"id\":1}\n", "pulled yesterday\n", "id")) {
            var journal = Files.writeString(out.resolve("out.pull"), text);
            var next = new Pull(options(), Targets.NDJSON.in(out), Watcher.NOBODY);
            for (Executable work : List.<Executable>of(() -> next.run(false), () -> next.run(true), next::restart)) {
                var refused = assertThrows(ClientException.class, work);
                assertEquals(Reason.OTHER_PULL, refused.reason());
                assertTrue(refused.getMessage().contains("move the file away"), refused::getMessage);
                assertEquals(text, Files.readString(journal));
            }
        }
    }

    /** A power cut may leave a journal with zeros in place of its bytes, or with a part of its first line. */
    @Test
    void aJournalWithoutItsFirstLineIsBegunAgain() throws Exception {
        for (var text : List.of("\0\0\0\0\0\0\0\0\n\0", "pu", "pull 1 customers")) {
            var out = Files.createDirectory(folder.resolve("cut" + text.length()));
            Files.writeString(out.resolve("out.pull"), text);
            pull(Targets.NDJSON, out);
            assertEquals(undisturbed, PulledRange.files(out));
        }
    }

    /** A later version may write lines of a new kind, or with other words, and the user may go back to this version. */
    @Test
    void aJournalOfALaterVersionIsRefused() throws Exception {
        for (var line : List.of("future 1 2", "page 2024-05-01", "page 1 May 2024", "knows SOMETIMES", "untimed a")) {
            var out = stopped();
            var target = Targets.NDJSON.in(out);
            Files.writeString(target.journal(), CheckedLines.line(line), StandardOpenOption.APPEND);
            var journal = Files.readString(target.journal());
            var refused = assertThrows(ClientException.class, () -> pull(Targets.NDJSON, out), line);
            assertEquals(Reason.OTHER_PULL, refused.reason(), line);
            assertTrue(refused.getMessage().contains("start over with --restart"), refused::getMessage);
            assertEquals(journal, Files.readString(target.journal()));
            new Pull(options(), target, Watcher.NOBODY).restart();
            pull(Targets.NDJSON, out);
            assertEquals(undisturbed, PulledRange.files(out), line);
        }
    }

    /** Otherwise the pulled file would keep the rights of the other one, and perhaps its owner. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aFileOfSomebodyElseWithATemporaryNameGivesThePulledFileNoRights() throws Exception {
        for (var kind : List.of(Targets.NDJSON, Targets.parse("parquet-none-none"))) {
            var out = Files.createDirectory(folder.resolve("open-" + kind));
            for (var name : List.of("out.part", "out.tmp", "out.pulled.new")) {
                var open = Files.writeString(out.resolve(name), "of somebody else");
                Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
            }
            pull(kind, out);
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(out.resolve("out"))),
                    kind::toString);
        }
    }

    /** 82 letters of Devanagari are 246 bytes. The pull would fail only when it writes its last file. */
    @Test
    void aNameThatIsTooLongIsRefusedBeforeTheFirstRequest() throws Exception {
        var requests = proxy.requests().size();
        var longest = Targets.NDJSON.in(folder);
        for (var name : List.of("\u0905".repeat(82), "a".repeat(244))) {
            var target =
                    new Target(folder.resolve(name), false, longest.format(), longest.extra(), longest.described());
            var refused = assertThrows(
                    IllegalArgumentException.class, () -> new Pull(options(), target, Watcher.NOBODY).run(false));
            assertTrue(refused.getMessage().contains("is too long"), refused::getMessage);
        }
        assertEquals(requests, proxy.requests().size());
        var fitting = new Target(
                folder.resolve("a".repeat(243)), false, longest.format(), longest.extra(), longest.described());
        assertEquals(20, new Pull(options(), fitting, Watcher.NOBODY).run(false).records());
    }

    @Test
    void aPullWithoutAnyPageLeavesNoFiles() throws Exception {
        for (var kind : Targets.all()) {
            var out = folder.resolve(kind.toString());
            proxy.plan(FaultPlan.always(Fault.badRequest()));
            assertThrows(ClientException.class, () -> pull(kind, out));
            assertEquals(List.of(), List.copyOf(PulledRange.files(out).keySet()), kind::toString);
        }
    }

    // Tests of an unfinished pull.

    @Test
    @Tag("battery-5")
    void aPullResumesWithAJournalTruncatedAtAnyByte() throws Exception {
        var out = stopped();
        var whole = Files.readAllBytes(Targets.NDJSON.in(out).journal());
        Tally.run(Check.FILES_DAMAGED, "journals, cut", tally -> {
            for (var length = 0; length < whole.length; length += step(length, whole)) {
                goesOn(out, Arrays.copyOf(whole, length), "cut after " + length);
                tally.held();
            }
        });
    }

    @Test
    @Tag("battery-5")
    void aPullResumesWithAJournalDamagedAtAnyByte() throws Exception {
        var out = stopped();
        var whole = Files.readAllBytes(Targets.NDJSON.in(out).journal());
        Tally.run(Check.FILES_DAMAGED, "journals, flipped", tally -> {
            for (var place = 0; place < whole.length; place += step(place, whole)) {
                for (var mask : Tally.isBattery() ? List.of(1, 2, 4, 8, 16, 32, 64, 128) : List.of(0x15)) {
                    var damaged = whole.clone();
                    damaged[place] ^= (byte) (int) mask;
                    goesOn(out, damaged, "damaged at " + place + " by " + mask);
                    tally.held();
                }
            }
        });
    }

    /**
     * The distance to the next offset to try. The battery tries every offset; a build tries every offset of the last
     * line, and some of the others.
     */
    private static int step(int place, byte[] journal) {
        return Tally.isBattery() || place >= lastLine(journal) ? 1 : 9;
    }

    private static int lastLine(byte[] journal) {
        var last = journal.length - 2;
        while (journal[last] != '\n') {
            last--;
        }
        return last;
    }

    private void goesOn(Path out, byte[] journal, String told) throws IOException, InterruptedException {
        var copy = Files.createTempDirectory(folder, "copy");
        Files.copy(out.resolve("out.part"), copy.resolve("out.part"));
        Files.write(copy.resolve("out.pull"), journal);
        pull(Targets.NDJSON, copy);
        assertEquals(undisturbed, PulledRange.files(copy), told);
    }

    /** After a power cut the journal may describe bytes that the files lack, or the files may have other content. */
    @Test
    void aPullResumesIfUnsyncedBytesAreLost() throws Exception {
        var out = stopped();
        var journal = Files.readAllBytes(out.resolve("out.pull"));
        var written = Files.readAllBytes(out.resolve("out.part"));
        var safe = proxy.requests().size();
        for (var length : List.of(0, 1, written.length / 2, written.length - 1)) {
            Files.write(out.resolve("out.part"), Arrays.copyOf(written, length));
            goesOn(out, journal, "cut to " + length);
            Files.write(out.resolve("out.part"), Arrays.copyOf(Arrays.copyOf(written, length), written.length + 9));
            goesOn(out, journal, "zero from " + length);
        }
        assertTrue(proxy.requests().size() > safe);
        Files.delete(out.resolve("out.part"));
        pull(Targets.NDJSON, out);
        assertEquals(undisturbed, PulledRange.files(out));
    }

    @Test
    void aPullResumesIfOneOfTwoFilesLostUnsyncedBytes() throws Exception {
        for (var byDay : List.of(false, true)) {
            var kind = new Targets(RecordKind.CUSTOMER, FileType.CSV, Compression.NONE, byDay);
            var expected = folder.resolve("expected-" + kind);
            pull(kind, expected);
            var out = stopped(kind);
            var second = kind.in(out).files(PulledRange.FIRST.plusDays(2)).get(1);
            Files.write(PartFile.pieces(second.path()), new byte[0]);
            // With a file for each day, the first day was synced to the disk when it ended, so it is not pulled again.
            assertEquals(byDay ? 3 : 4, pull(kind, out).fetched());
            assertEquals(PulledRange.files(expected), PulledRange.files(out), kind::toString);
        }
    }

    @Test
    void aFileThatLostSyncedBytesIsReported() throws Exception {
        var out = stopped();
        var target = Targets.NDJSON.in(out);
        var before = Files.readAllLines(target.journal());
        try (var journal = Journal.open(target.journal())) {
            journal.read(new Plan(before.get(0).substring(0, before.get(0).lastIndexOf(' '))));
            journal.safe();
        }
        var written = Files.readAllBytes(out.resolve("out.part"));
        Files.write(out.resolve("out.part"), Arrays.copyOf(written, written.length - 1));
        var refused = assertThrows(ClientException.class, () -> pull(Targets.NDJSON, out));
        assertEquals(Reason.OUTPUT, refused.reason());
        assertTrue(refused.getMessage().contains("shorter than when the last run"), refused::getMessage);
        assertTrue(refused.getMessage().contains("--restart"), refused::getMessage);

        Files.write(out.resolve("out.part"), Arrays.copyOf(written, written.length + 1_000_000));
        pull(Targets.NDJSON, out);
        assertEquals(undisturbed, PulledRange.files(out));
    }

    @Test
    void anInterruptedPullCanBeResumed() throws Exception {
        var random = new Random(7);
        var interrupts = 0;
        var kinds = Targets.all();
        for (var chain = 0; interrupts < 60; chain++) {
            var kind = kinds.get(chain % kinds.size());
            var out = folder.resolve("interrupted" + chain);
            var expected = folder.resolve("expected" + chain);
            pull(kind, expected);
            var done = false;
            for (var attempt = 0; !done; attempt++) {
                // Each interrupt comes later than the previous one, so that the chain ends however slow the machine is.
                done = pullInterrupted(kind, out, random.nextInt(12_000) + 1_000 * attempt);
                interrupts += done ? 0 : 1;
            }
            assertEquals(PulledRange.files(expected), PulledRange.files(out), kind::toString);
        }
    }

    /** Interrupts a pull after some time. Returns whether it was complete before. */
    private boolean pullInterrupted(Targets kind, Path out, int micros) throws InterruptedException {
        var ended = new AtomicReference<Object>();
        var thread = new Thread(() -> {
            try {
                var target = kind.in(out);
                var replace = !Files.exists(target.journal());
                ended.set(new Pull(options(), target, Watcher.NOBODY).run(replace));
            } catch (InterruptedException | RuntimeException stopped) {
                ended.set(stopped);
            }
        });
        thread.start();
        TimeUnit.MICROSECONDS.sleep(micros);
        thread.interrupt();
        thread.join(60_000);
        if (!(ended.get() instanceof PullResult)) {
            assertEquals(InterruptedException.class, ended.get().getClass(), () -> kind + ": " + ended.get());
            return false;
        }
        return true;
    }

    @Test
    void aPullStoppedByAFullDiskCanBeResumed() throws Exception {
        for (var kind :
                List.of(Targets.NDJSON, new Targets(RecordKind.CUSTOMER, FileType.PARQUET, Compression.NONE, false))) {
            var out = folder.resolve("full" + kind);
            var expected = folder.resolve("expected" + kind);
            pull(kind, expected);
            // Limits the size of files to this many blocks of 512 bytes, like a full disk.
            var blocks = kind.type() == FileType.NDJSON ? "16" : "4";
            var days = List.of("1", PulledRange.FIRST.toString(), FOURTH.toString());
            var shell = List.of("sh", "-c", "ulimit -f " + blocks + "; exec \"$@\"", "sh");
            var process = PullProcess.start(proxy.uri(), server.token, kind, out, days, shell);
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            var said = said(process);
            assertTrue(said.contains("OUTPUT: cannot write to"), said);
            assertTrue(Files.exists(kind.in(out).journal()));
            pull(kind, out);
            assertEquals(PulledRange.files(expected), PulledRange.files(out), kind::toString);
        }
    }

    // Tests of the files of a pull.

    @Test
    void aParallelPullWritesTheSameBytes() throws Exception {
        for (var kind :
                List.of(Targets.NDJSON, new Targets(RecordKind.CUSTOMER, FileType.CSV, Compression.GZIP, true))) {
            for (var parallel : List.of(1, 4, 50)) {
                new Pull(
                                PulledRange.options(server.uri(""), server.token, parallel, PulledRange.PATIENCE),
                                kind.in(folder.resolve(kind + "-" + parallel)),
                                Watcher.NOBODY)
                        .run(false);
            }
            var one = PulledRange.files(folder.resolve(kind + "-1"));
            assertEquals(one, PulledRange.files(folder.resolve(kind + "-4")));
            assertEquals(one, PulledRange.files(folder.resolve(kind + "-50")));
        }
    }

    @Test
    void daysWithoutRecordsHaveNoFile() throws Exception {
        var byDay = folder.resolve("by-day");
        pull(new Targets(RecordKind.CUSTOMER, FileType.CSV, Compression.NONE, true), byDay);
        assertEquals(
                "out/date=2024-05-01/contacts.csv out/date=2024-05-01/part.csv"
                        + " out/date=2024-05-03/contacts.csv out/date=2024-05-03/part.csv"
                        + " out/date=2024-05-04/contacts.csv out/date=2024-05-04/part.csv",
                String.join(" ", PulledRange.files(byDay).keySet()));
        assertFalse(Files.exists(byDay.resolve("out/date=2024-05-02")));
    }

    @Test
    void aRangeWithoutRecordsHasAnEmptyFile() throws Exception {
        for (var kind : Targets.all()) {
            var out = folder.resolve("nothing-" + kind);
            var result = new Pull(
                            options(LocalDate.parse("2023-01-01"), LocalDate.parse("2023-01-03"), 5),
                            kind.in(out),
                            Watcher.NOBODY)
                    .run(false);
            assertEquals(0, result.records());
            assertEquals(3, result.days().size());
            var names = PulledRange.files(out).keySet();
            assertEquals(
                    kind.byDay() ? "" : kind.type() == FileType.CSV ? "contacts.csv out" : "out",
                    String.join(" ", names));
        }
        assertEquals(0, Files.size(folder.resolve("nothing-ndjson-none-none/out")));
        assertTrue(Files.readString(folder.resolve("nothing-csv-none-none/out")).startsWith("id,cmId,"));
        for (var compressed : List.of("ndjson-gzip", "ndjson-zstd", "parquet-none")) {
            assertTrue(Files.size(folder.resolve("nothing-" + compressed + "-none/out")) > 0, compressed);
        }
    }

    /**
     * Has a server of its own. On the shared one, the many records would slow down another test, which pulls all
     * changes in small pages.
     */
    @Test
    void aDaybookPullWithManyRecordsOfOneInstantIsComplete() throws Exception {
        try (var own = TestServer.start(TestDatabase.SQLITE)) {
            PulledRange.add(own, 20_000, Instant.parse("2023-06-15T06:00:00Z"), Duration.ZERO);
            var day = LocalDate.parse("2023-06-15");
            var options = PulledRange.options(own.uri(""), own.token)
                    .withDays(day, day)
                    .withPageSize(1_000);
            var result = new Pull(options, Targets.NDJSON.in(folder.resolve("ties")), Watcher.NOBODY).run(false);
            assertEquals(20, result.requests());
            assertEquals(0, result.repeated());
            try (var lines = Files.lines(folder.resolve("ties/out"))) {
                var ids =
                        lines.map(line -> line.substring(0, line.indexOf(','))).collect(Collectors.toSet());
                assertEquals(20_000, ids.size());
            }
        }
    }

    @Test
    void aReversedRangeAndCollidingFilesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> options(FOURTH, PulledRange.FIRST, 5));
        var csv = new Targets(RecordKind.CUSTOMER, FileType.CSV, Compression.NONE, false).in(folder.resolve("apart"));
        var same = new Target(csv.extra().get(0).out(), false, csv.format(), csv.extra(), "same");
        assertThrows(IllegalArgumentException.class, () -> new Pull(options(), same, Watcher.NOBODY));
        for (var own : List.of(csv.journal(), csv.receipt(), PartFile.pieces(csv.out()))) {
            var extra = List.of(new Target.ExtraFile(own, csv.format()));
            var taken = new Target(csv.out(), false, csv.format(), extra, "taken");
            assertThrows(
                    IllegalArgumentException.class, () -> new Pull(options(), taken, Watcher.NOBODY), own::toString);
        }
        var aFolder = new Target(folder, false, csv.format(), List.of(), "folder");
        assertThrows(IllegalArgumentException.class, () -> new Pull(options(), aFolder, Watcher.NOBODY));
    }

    // Tests of unusual answers of a server.

    @Test
    void aRecordOfAnotherDayStopsThePull() throws Exception {
        proxy.plan(FaultPlan.at(
                proxy.requests().size() + 2,
                Fault.answer(
                        200,
                        "{\"message\":[{\"id\":8,\"generationDate\":\"May 9, 2024 1:00:00 PM\"}],"
                                + "\"status\":\"success\"}")));
        var stopped = assertThrows(ClientException.class, () -> pull(Targets.NDJSON, folder.resolve("other")));
        assertEquals(Reason.MISBEHAVED, stopped.reason());
        assertEquals("asked for 2024-05-02, the server sent customer 8 of 2024-05-09", stopped.getMessage());
    }

    /**
     * The server answers for another day than the requested one, for example from a cache. The answer has no records,
     * so only its header shows the day. The pull must stop.
     */
    @Test
    void anEmptyAnswerForAnotherDayStopsThePull() throws Exception {
        proxy.plan(FaultPlan.at(proxy.requests().size() + 3, Fault.repeatedPage()));
        var stopped = assertThrows(ClientException.class, () -> pull(Targets.NDJSON, folder.resolve("other")));
        assertEquals(Reason.MISBEHAVED, stopped.reason());
        assertTrue(stopped.getMessage().contains("asked for 2024-05-03, the server answered for"), stopped::getMessage);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"GZIP_BOMB", "ZSTD_BOMB"})
    void aPullIsCompleteWithEveryStyleOfPaging(StandInServer.Style style) throws Exception {
        try (var standIn = StandInServer.start(23, style)) {
            var day = PulledRange.FIRST;
            var result = new Pull(
                            standIn.options(day, day, 5), Targets.NDJSON.in(folder.resolve("stand-in")), Watcher.NOBODY)
                    .run(false);
            assertEquals(23, result.records());
            assertEquals(0, result.repeated());
        }
    }

    @Test
    void aPullResumesWithACursorOfAnyForm() throws Exception {
        try (var standIn = StandInServer.start(23, StandInServer.Style.CURSORS)) {
            standIn.stopAt(3);
            var day = PulledRange.FIRST;
            var out = Targets.NDJSON.in(folder.resolve("stand-in"));
            var options = standIn.options(day, day, 5);
            assertThrows(ClientException.class, () -> new Pull(options, out, Watcher.NOBODY).run(false));
            assertEquals(23, new Pull(options, out, Watcher.NOBODY).run(false).records());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP_BOMB", "ZSTD_BOMB"})
    void aDecompressionBombStopsThePull(StandInServer.Style style) throws Exception {
        try (var standIn = StandInServer.start(0, style)) {
            var day = PulledRange.FIRST;
            var pull = new Pull(
                    standIn.options(day, day, 5), Targets.NDJSON.in(folder.resolve("stand-in")), Watcher.NOBODY);
            var stopped = assertThrows(ClientException.class, () -> pull.run(false));
            assertEquals(Reason.MISBEHAVED, stopped.reason());
            assertTrue(stopped.getMessage().contains("larger than"), stopped::getMessage);
            assertEquals(1, standIn.requests());
        }
    }

    @Test
    void aMalformedKeyIsNotShown() {
        var refused =
                assertThrows(IllegalArgumentException.class, () -> PulledRange.options(server.uri(""), "se\ncret"));
        assertFalse(refused.getMessage().contains("cret"), refused::getMessage);
    }

    // Tests of the costs of a pull.

    @Test
    void aLongPullTakesLittleMemory() throws Exception {
        try (var standIn = StandInServer.start(60_000, StandInServer.Style.CURSORS)) {
            var kind = new Targets(RecordKind.CUSTOMER, FileType.PARQUET, Compression.NONE, false);
            var out = folder.resolve("long");
            var arguments = List.of("2", "2024-05-01", "2024-05-02", "1000");
            var process = PullProcess.start(standIn.uri(), "key", kind, out, arguments, List.of());
            assertTrue(process.waitFor(120, TimeUnit.SECONDS));
            var said = said(process);
            assertEquals(0, process.exitValue(), said);
            assertTrue(Files.size(out.resolve("out")) > 100_000);
        }
    }

    @Test
    void theThreadsOfAPullEndWithThePull() throws Exception {
        for (var time = 0; time < 5; time++) {
            new Pull(
                            PulledRange.options(server.uri(""), server.token, 4, PulledRange.PATIENCE),
                            Targets.NDJSON.in(folder.resolve("threads" + time)),
                            Watcher.NOBODY)
                    .run(false);
        }
        Waits.read(
                () -> Thread.getAllStackTraces().keySet(),
                threads -> threads.stream().noneMatch(thread -> thread.getName().startsWith("daybook-")));
    }

    /** The folder of a pull that was stopped after four of its six pages. */
    private Path stopped() throws IOException {
        return stopped(Targets.NDJSON);
    }

    private Path stopped(Targets kind) throws IOException {
        var out = Files.createTempDirectory(folder, "stopped");
        proxy.plan(FaultPlan.at(proxy.requests().size() + 5, Fault.badRequest()));
        assertThrows(ClientException.class, () -> pull(kind, out));
        proxy.plan(FaultPlan.none());
        return out;
    }

    private PullResult pull(Targets kind, Path out) throws InterruptedException {
        return new Pull(options(), kind.in(out), Watcher.NOBODY).run(false);
    }

    private PullOptions options() {
        return options(PulledRange.FIRST, FOURTH, PulledRange.PAGE_SIZE);
    }

    /** The options with a long timeout, for a pull whose request the proxy holds until other pulls have run. */
    private PullOptions patient() {
        var options = options();
        var retries = new RetryPolicy(Duration.ofMillis(2), Duration.ofMillis(8), Duration.ofMinutes(4));
        var connection = options.connection().withTimeout(Duration.ofMinutes(2)).withRetries(retries);
        return new PullOptions(connection, options.pages(), options.from(), options.to(), options.parallel());
    }

    private PullOptions options(LocalDate from, LocalDate to, int pageSize) {
        return PulledRange.options(proxy.uri(), server.token).withDays(from, to).withPageSize(pageSize);
    }

    private static String said(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
