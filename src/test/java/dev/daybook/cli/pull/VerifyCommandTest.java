package dev.daybook.cli.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.daybook.cli.Main;
import dev.daybook.cli.Outcome;
import dev.daybook.domain.account.Scope;
import dev.daybook.kit.Fault;
import dev.daybook.kit.FaultPlan;
import dev.daybook.kit.FaultProxy;
import dev.daybook.kit.SeenRequest;
import dev.daybook.kit.TestCustomers;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.VendorServer;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares pulled files with their server: which days and ids differ, and the exit codes. */
@SuppressWarnings("NullAway.Init")
class VerifyCommandTest {
    private static final int USAGE = 2;
    private static final int KEY_REFUSED = 4;
    private static final int WAITED_TOO_LONG = 5;
    private static final String FIRST = "2024-05-02";
    private static final String LAST = "2024-05-04";

    @TempDir
    Path folder;

    private final List<Long> ids = new ArrayList<>();
    private TestServer server;
    private TestCustomers customers;
    private Path key;

    /** Three customers on the second of May, none on the third, and two on the fourth. */
    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(TestDatabase.SQLITE);
        customers = new TestCustomers(server);
        for (var number = 0; number < 3; number++) {
            ids.add(customers.save(0, "Number " + number));
        }
        server.clock.set(Instant.parse("2024-05-04T10:45:42.249Z"));
        ids.add(customers.save(0, "Number 3"));
        ids.add(customers.save(0, "Number 4"));
        key = Files.writeString(folder.resolve("key.txt"), server.token + "\n");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "ndjson,  none, vendor, none, may.ndjson",
        "ndjson,  zstd, iso,    none, may.ndjson.zst",
        "csv,     gzip, vendor, none, may.csv.gz",
        "csv,     none, iso,    none, may.csv",
        "parquet, none, vendor, none, may.parquet",
        "parquet, none, iso,    day,  parquet",
        "ndjson,  gzip, vendor, day,  ndjson",
        "csv,     zstd, iso,    day,  csv",
    })
    void verifyConfirmsAnUnchangedPullAndNamesLaterChanges(
            String format, String compress, String dates, String partition, String name) {
        var out = folder.resolve(name);
        pull(out, "--format", format, "--compress", compress, "--dates", dates, "--partition", partition);
        assertEquals(
                "the same: 5 customers from 2024-05-02 to 2024-05-04\n",
                verify(out).expect(Main.DONE).out());

        customers.save(ids.get(1), "Changed");
        customers.delete(ids.get(2));
        customers.delete(ids.get(3));
        var added = customers.save(0, "Added");
        assertEquals(
                "2024-05-02: 0 missing, 1 extra (" + ids.get(2) + "), 1 changed (" + ids.get(1) + ")\n"
                        + "2024-05-04: 1 missing (" + added + "), 1 extra (" + ids.get(3) + "), 0 changed\n",
                verify(out).expect(PullCommand.NOT_PROVEN).out());
    }

    @Test
    void verifyNamesAMissingAndARepeatedLine() throws IOException {
        var out = pulled();
        var lines = Files.readAllLines(out);
        Files.write(out, lines.subList(1, 5));
        assertEquals(
                "2024-05-02: 1 missing (" + ids.get(0) + "), 0 extra, 0 changed\n",
                verify(out).expect(PullCommand.NOT_PROVEN).out());
        lines.add(lines.get(4));
        Files.write(out, lines);
        assertEquals(
                "2024-05-04: 0 missing, 1 extra (" + ids.get(4) + "), 0 changed\n",
                verify(out).expect(PullCommand.NOT_PROVEN).out());
    }

    /** The files may be large, so they are read again only after all differing days are fetched. */
    @Test
    void allDifferingDaysAreComparedByReadingTheFilesOnce() throws IOException {
        var out = pulled();
        var away = folder.resolve("away");
        customers.delete(ids.get(0));
        customers.delete(ids.get(3));
        var moves = FaultPlan.at(1, Fault.before("moved away", () -> move(out, away)))
                .or(FaultPlan.at(2, Fault.before("moved back", () -> move(away, out))))
                .only(request -> request.target().equals(Paths.PULL_CUSTOMERS));
        try (var proxy = FaultProxy.start(server.uri(""), moves)) {
            assertEquals(
                    "2024-05-02: 0 missing, 1 extra (" + ids.get(0) + "), 0 changed\n"
                            + "2024-05-04: 0 missing, 1 extra (" + ids.get(3) + "), 0 changed\n",
                    verify(proxy.uri(), out).expect(PullCommand.NOT_PROVEN).out());
        }
    }

    @Test
    void whatIsKnownIsPrintedBeforeAFailure() {
        var out = pulled();
        customers.delete(ids.get(0));
        customers.delete(ids.get(3));
        var refusal = FaultPlan.from(2, Fault.unauthorized())
                .only(request -> request.target().equals(Paths.PULL_CUSTOMERS));
        try (var proxy = FaultProxy.start(server.uri(""), refusal)) {
            assertEquals(
                    "2024-05-02: 0 missing, 1 extra (" + ids.get(0) + "), 0 changed\n"
                            + "2024-05-04: differs, but could not be compared\n",
                    verify(proxy.uri(), out).expect(KEY_REFUSED).out());
            assertEquals(
                    "", verify(proxy.uri(), out, "--json").expect(KEY_REFUSED).out());
        }
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void aFileThatIsNamedTwiceIsReadOnce() {
        var out = folder.resolve("days");
        pull(out, "--partition", "day");
        var same = "the same: 5 customers from 2024-05-02 to 2024-05-04\n";
        var day = out.resolve("date=" + LAST);
        for (var again : List.of(day.resolve("part.ndjson"), day, out.resolve("../days"))) {
            assertEquals(same, verify(out, again.toString()).expect(Main.DONE).out());
        }
        var one = pulled();
        assertEquals(same, verify(one, one.toString()).expect(Main.DONE).out());
    }

    @Test
    void recordsOfAbsurdYearsAreRefusedUnlessTheDaysAreNamed() throws IOException {
        var out = pulled();
        var lines = Files.readAllLines(out);
        var absurd = lines.stream()
                .map(line -> line.replace(", 2024 ", ", +999999999 "))
                .toList();
        Files.write(out, absurd);
        for (var option : List.of("--from", "--to")) {
            var refused = verify(out, option, FIRST).expect(USAGE);
            assertTrue(refused.err().contains("+999999999-05-0"), refused.err());
            assertTrue(refused.err().contains("name the days by --from and --to"), refused.err());
        }
        assertTrue(verify(out).expect(USAGE).err().contains("+999999999-05-02"));
        lines.set(4, absurd.get(4));
        Files.write(out, lines);
        assertTrue(verify(out).expect(USAGE).err().contains("+999999999-05-04"));
        assertEquals(
                "2024-05-04: 1 missing (" + ids.get(4) + "), 0 extra, 0 changed\n",
                verify(out, "--from", FIRST, "--to", LAST)
                        .expect(PullCommand.NOT_PROVEN)
                        .out());
    }

    @Test
    void aMissingFileIsReportedAsMissingCustomers() throws IOException {
        var out = folder.resolve("days");
        pull(out, "--partition", "day");
        Files.delete(out.resolve("date=" + LAST).resolve("part.ndjson"));
        Files.writeString(out.resolve("date=" + FIRST).resolve(".part.ndjson.part"), "{");
        assertEquals(
                "the same: 3 customers from 2024-05-02 to 2024-05-02\n",
                verify(out).expect(Main.DONE).out(),
                "pieces of a pull that is not finished are no file");
        assertEquals(
                "2024-05-04: 2 missing (" + ids.get(3) + " " + ids.get(4) + "), 0 extra, 0 changed\n",
                verify(out, "--to", LAST).expect(PullCommand.NOT_PROVEN).out());
    }

    @Test
    void aFolderWithTheSameDayInTwoFormatsIsRefused() {
        var out = folder.resolve("days");
        pull(out, "--partition", "day");
        pull(out, "--partition", "day", "--format", "parquet", "--from", LAST, "--to", LAST);
        var day = out.resolve("date=" + LAST);
        var text = day.resolve("part.ndjson").toString();
        for (var refused : List.of(
                verify(out),
                verify(day),
                verify(folder),
                verify(out.resolve("date=" + FIRST), day.toString()),
                verify(day.resolve("part.parquet"), text),
                verify(
                        day.resolve("./part.parquet"),
                        day.resolve("./part.ndjson").toString()))) {
            refused.expect(USAGE);
            assertTrue(
                    refused.err()
                            .contains(day + " has the same day twice, in part.ndjson and part.parquet; name the files"
                                    + " of one format, such as " + out + "/*/part.ndjson"),
                    refused.err());
        }
        assertEquals(
                "the same: 2 customers from 2024-05-04 to 2024-05-04\n",
                verify(day.resolve("part.parquet")).expect(Main.DONE).out());
        assertEquals(
                "the same: 5 customers from 2024-05-02 to 2024-05-04\n",
                verify(
                                day.resolve("part.parquet"),
                                out.resolve("date=" + FIRST)
                                        .resolve("part.ndjson")
                                        .toString())
                        .expect(Main.DONE)
                        .out());
    }

    @Test
    void filesOfOtherFoldersMayBeNamedAsThoseOfADay() {
        var out = folder.resolve("part.csv");
        pull(out, "--to", FIRST, "--from", FIRST);
        var other = folder.resolve("part.ndjson");
        pull(other, "--from", LAST, "--to", LAST);
        assertEquals(
                "the same: 5 customers from 2024-05-02 to 2024-05-04\n",
                verify(out, other.toString()).expect(Main.DONE).out());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void verifyAcceptsALinkToTheFolder() throws IOException {
        var out = folder.resolve("days");
        pull(out, "--partition", "day");
        var link = Files.createSymbolicLink(folder.resolve("link"), out);
        var same = "the same: 5 customers from 2024-05-02 to 2024-05-04\n";
        assertEquals(same, verify(link).expect(Main.DONE).out());
        assertEquals(
                same,
                verify(link, "--from", FIRST, "--to", LAST).expect(Main.DONE).out());
    }

    @Test
    void verifyComparesTheDaysOfTheFilesUnlessOthersAreGiven() {
        var out = pulled();
        assertEquals(
                "the same: 5 customers from 2023-01-01 to 2024-12-31\n",
                verify(out, "--from", "2023-01-01", "--to", "2024-12-31")
                        .expect(Main.DONE)
                        .out(),
                "more than the 366 days of one request");
        assertEquals(
                "the same: 2 customers from 2024-05-03 to 2024-05-04; 3 of other days in the files were not compared\n",
                verify(out, "--from", "2024-05-03").expect(Main.DONE).out());
        server.clock.set(Instant.parse("2024-05-10T10:45:42.249Z"));
        var later = customers.save(0, "Later");
        verify(out).expect(Main.DONE);
        assertEquals(
                "2024-05-10: 1 missing (" + later + "), 0 extra, 0 changed\n",
                verify(out, "--to", "2024-05-10").expect(PullCommand.NOT_PROVEN).out());
    }

    /** The server proves at most 366 days in an answer. These are its last day and the first day of the next answer. */
    @Test
    void noDayIsMissingBetweenTwoProofs() {
        var added = new ArrayList<Long>();
        for (var day : List.of("2024-01-01", "2024-01-02")) {
            server.clock.set(Instant.parse(day + "T06:00:00Z"));
            added.add(customers.save(0, "Of " + day));
        }
        var years = new String[] {"--from", "2023-01-01", "--to", "2024-12-31"};
        assertEquals(
                """
                2024-01-01: 1 missing (%d), 0 extra, 0 changed
                2024-01-02: 1 missing (%d), 0 extra, 0 changed
                """.formatted(added.toArray()),
                verify(pulled(), years).expect(PullCommand.NOT_PROVEN).out());
    }

    @Test
    void emptyFilesNeedNamedDays() {
        var out = folder.resolve("empty.ndjson");
        pull(out, "--from", "2024-04-01", "--to", "2024-04-02");
        var unnamed = verify(out).expect(USAGE);
        assertTrue(unnamed.err().contains("--from and --to"), unnamed.err());
        assertEquals(
                "the same: 0 customers from 2024-04-01 to 2024-04-02\n",
                verify(out, "--from", "2024-04-01", "--to", "2024-04-02")
                        .expect(Main.DONE)
                        .out());
    }

    @Test
    void manyDaysAreSummarised() throws IOException {
        for (var day = 10; day < 22; day++) {
            server.clock.set(Instant.parse("2024-05-" + day + "T10:00:00Z"));
            customers.save(0, "Of day " + day);
        }
        var told = verify(pulled(), "--to", "2024-05-30").expect(PullCommand.NOT_PROVEN);
        assertEquals(11, told.out().lines().count(), told.out());
        assertTrue(told.out().endsWith("and 2 more days\n"), told.out());
    }

    @Test
    void aTruncatedFileIsNamedWithTheLine() throws IOException {
        var text = pulled();
        var all = Files.readAllBytes(text);
        Files.write(text, Arrays.copyOf(all, all.length - 10));
        failed(verify(text), text + ", line 5: cut or damaged");

        var packed = folder.resolve("may.csv.gz");
        pull(packed);
        all = Files.readAllBytes(packed);
        Files.write(packed, Arrays.copyOf(all, all.length - 10));
        failed(verify(packed), packed + ", line ", "cut or damaged");

        var columns = folder.resolve("may.parquet");
        pull(columns);
        all = Files.readAllBytes(columns);
        Files.write(columns, Arrays.copyOf(all, all.length - 10));
        failed(verify(columns), columns + ", record 1: cut or damaged: the end is not that of a Parquet file");
    }

    @Test
    void unsuitableFilesAreReportedWithoutAStackTrace() throws IOException {
        failed(verify(folder.resolve("none.ndjson")), "there is no file " + folder.resolve("none.ndjson"));
        failed(verify(Files.createDirectory(folder.resolve("nothing"))), "has no files by days");
        var timeless = Files.writeString(folder.resolve("timeless.ndjson"), "{\"id\":5}\n");
        failed(verify(timeless), timeless + ": customer 5 does not say when it was created");
        var other = verify(Files.writeString(folder.resolve("other.txt"), "Dear Asha"))
                .expect(USAGE);
        assertTrue(other.err().contains("expected a file of a pull"), other.err());
        var noKey = Outcome.ofAll(
                        List.of("verify", timeless.toString()),
                        Outcome.caller(URI.create("http://127.0.0.1:1"), 7, folder.resolve("none")))
                .expect(USAGE);
        assertTrue(noKey.err().contains("--key-file: cannot read"), noKey.err());
        assertFalse(noKey.err().contains("\tat "), noKey.err());
    }

    /** A line of such a file has the record one level deeper, and an id may have several lines. */
    @Test
    void aFileOfChangesIsRefused() {
        var file = folder.resolve("changes.ndjson");
        called(List.of("pull", "customers", "--changes", "--out", file.toString()), server.uri(""))
                .expect(Main.DONE);
        for (var kind : List.of(List.of(), List.of("--kind", "customers"))) {
            var refused = verify(file, kind.toArray(String[]::new)).expect(USAGE);
            assertEquals(
                    "daybook: " + file + " is a file of changes, which cannot be compared with days; name files of a"
                            + " pull of days\n",
                    refused.err());
        }
    }

    /** Editors on Windows put a byte order mark before a text. */
    @Test
    void aKeyFileMayBeginWithAByteOrderMark() throws IOException {
        var out = pulled();
        Files.writeString(key, "\uFEFFBasic " + server.token + "\r\n");
        verify(out).expect(Main.DONE);
        Files.writeString(key, "\uFEFF\r\n");
        assertTrue(verify(out).expect(USAGE).err().contains("--key-file: there is no key in " + key));
    }

    /** Java's message for such a link is only its name. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aLinkToItsOwnFolderIsReportedWithTheReason() throws IOException {
        var days = Files.createDirectories(folder.resolve("days"));
        Files.createSymbolicLink(days.resolve("loop"), days);
        failed(
                verify(days),
                "daybook: cannot use " + days.resolve("loop") + ": it is a link to a folder that it is in\n");
    }

    /** Java's message for such a file or folder is only its name. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void filesOfAnotherUserAreReportedWithTheReason() throws IOException {
        var out = pulled();
        var days = Files.createDirectories(folder.resolve("days"));
        var secret = Files.createDirectory(days.resolve("lost+found"));
        Files.setPosixFilePermissions(out, Set.of());
        Files.setPosixFilePermissions(secret, Set.of());
        try {
            assumeFalse(Files.isReadable(out), "root may read every file");
            failed(verify(out), "daybook: cannot use " + out + ": this user may not use it\n");
            failed(verify(days), "daybook: cannot use " + secret + ": this user may not use it\n");
        } finally {
            Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void aRefusedKeyDiffersFromAMissingProof() throws IOException {
        var out = pulled();
        Files.writeString(key, "d3Jvbmc6a2V5\n");
        var refused = verify(out).expect(KEY_REFUSED);
        assertTrue(refused.err().contains("401"), refused.err());
        Files.writeString(key, server.addKey(TestServer.CM_ID, EnumSet.of(Scope.CUSTOMERS_WRITE), false, Instant.MAX));
        verify(out).expect(KEY_REFUSED);
        Files.writeString(key, VendorServer.TOKEN);
        try (var vendor = VendorServer.start(List.of())) {
            failed(verify(vendor.uri(), out), "the server offers no proof");
        }
    }

    @Test
    void aBrokenServerIsRetriedForALimitedTime() throws IOException {
        var out = pulled();
        try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.at(1, Fault.serverError(500)))) {
            verify(proxy.uri(), out, "--first-wait", "10").expect(Main.DONE);
        }
        try (var proxy =
                FaultProxy.start(server.uri(""), FaultPlan.burst(1, 100, Fault.tooMany(Duration.ofSeconds(3))))) {
            verify(proxy.uri(), out, "--max-wait", "1").expect(WAITED_TOO_LONG);
        }
    }

    /**
     * Without the server's cursors, pages go by offset, so a deletion between two pages moves the records. The
     * comparison then ends with a failure.
     */
    @Test
    void recordsThatMoveBetweenTwoPagesAreAFailure() throws IOException {
        var out = pulled();
        var url = DatabaseUrl.parse(TestDatabase.SQLITE.newUrl());
        try (var other = TestServer.start(url, settings -> settings.maxLimit(100))) {
            Files.writeString(key, other.token);
            var others = new TestCustomers(other);
            var first = others.save(0, "First");
            for (var number = 0; number < 100; number++) {
                others.save(0, "Number " + number);
            }
            var pages = new AtomicInteger();
            FaultPlan gateway = request -> {
                if (request.target().equals(Paths.PROOF_OF_CUSTOMERS)) {
                    return Fault.NONE;
                }
                if (pages.incrementAndGet() == 2) {
                    others.delete(first);
                }
                return Fault.withoutHeaders("x-daybook-");
            };
            try (var proxy = FaultProxy.start(other.uri(""), gateway)) {
                failed(verify(proxy.uri(), out), "while " + FIRST + " was paged");
            }
        }
    }

    /**
     * A pull is not proven if a record changes during it. The pull sends five requests: for the proof of one day, for
     * three pages of one day each, and for the proof of all days. The change happens before the last one.
     */
    @Test
    void aPullIsNotProvenIfARecordChangesDuringIt() {
        var change = Fault.before("a change at the server", () -> customers.save(ids.get(0), "Changed meanwhile"));
        try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.at(5, change))) {
            var out = folder.resolve("meanwhile.ndjson");
            var differs = pull(proxy.uri(), out).expect(PullCommand.NOT_PROVEN);
            assertTrue(differs.err().contains("the server's proof differs"), differs.err());
            assertTrue(differs.err().contains("other records than the files on " + FIRST + ";"), differs.err());
            assertEquals(
                    "2024-05-02: 0 missing, 0 extra, 1 changed (" + ids.get(0) + ")\n",
                    verify(out).expect(PullCommand.NOT_PROVEN).out());
            var compared = onlyCompared(proxy, out).expect(PullCommand.NOT_PROVEN);
            assertFalse(compared.err().contains("complete"), compared.err());
            assertTrue(compared.err().contains("meanwhile.ndjson was pulled before; --restart"), compared.err());
            var again = pull(server.uri(""), out, "--restart").expect(Main.DONE);
            assertTrue(again.err().contains("the server's proof agrees"), again.err());
        }
    }

    @Test
    void aPullWithoutAnAvailableProofIsCompleteButNotProven() {
        try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.at(5, Fault.unauthorized()))) {
            var out = folder.resolve("unproven.ndjson");
            var unproven = pull(proxy.uri(), out, "--restart").expect(PullCommand.NOT_PROVEN);
            assertTrue(unproven.err().contains("the files are complete, but not proven"), unproven.err());
            assertTrue(unproven.err().contains(". The same command without --restart, or 'daybook"), unproven.err());
            verify(out).expect(Main.DONE);
            var again = onlyCompared(proxy, out).expect(Main.DONE);
            assertTrue(again.err().contains("the server's proof agrees"), again.err());
        }
    }

    /** A gateway may answer in place of the server for a moment: with a page of HTML, or with JSON that is no proof. */
    @Test
    void anAnswerThatIsNoProofIsRequestedAgain() {
        var out = folder.resolve("html.ndjson");
        for (var fault : List.of(Fault.html(), Fault.answer(200, "{}"), Fault.halfJson())) {
            try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.at(5, fault))) {
                var done = pull(proxy.uri(), out, "--restart", "--first-wait", "10")
                        .expect(Main.DONE);
                assertTrue(done.err().contains("1 retry"), fault + ": " + done.err());
                assertTrue(done.err().contains("the server's proof agrees"), fault + ": " + done.err());
            }
            try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.burst(1, 2, fault))) {
                verify(proxy.uri(), out, "--first-wait", "10").expect(Main.DONE);
            }
        }
        try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.from(5, Fault.html()))) {
            var unproven =
                    pull(proxy.uri(), out, "--restart", "--first-wait", "10").expect(PullCommand.NOT_PROVEN);
            assertTrue(unproven.err().contains("answered the same 3 times"), unproven.err());
            failed(verify(proxy.uri(), out, "--first-wait", "10"), "the server offers no proof");
        }
    }

    @Test
    void aProofThatIsUnavailableForTooLongNamesTheOption() {
        try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.at(5, Fault.tooMany(Duration.ofHours(1))))) {
            var unproven = pull(proxy.uri(), folder.resolve("unproven.ndjson")).expect(PullCommand.NOT_PROVEN);
            assertTrue(unproven.err().contains(" in all (--max-wait). The same command"), unproven.err());
        }
    }

    /** Repeats the pull of complete files, and checks that it requests only the proof and no page. */
    private Outcome onlyCompared(FaultProxy proxy, Path out) {
        var before = proxy.requests().size();
        var again = pull(proxy.uri(), out);
        var asked = proxy.requests().stream().skip(before).map(SeenRequest::target);
        assertEquals(Set.of(Paths.PROOF_OF_CUSTOMERS), asked.collect(Collectors.toSet()));
        return again;
    }

    private Path pulled() {
        var out = folder.resolve("may.ndjson");
        pull(out);
        return out;
    }

    private void pull(Path out, String... more) {
        var pulled = pull(server.uri(""), out, more).expect(Main.DONE);
        assertTrue(pulled.err().contains("the server's proof agrees"), pulled.err());
    }

    private Outcome pull(URI address, Path out, String... more) {
        var words = new ArrayList<>(List.of("pull", "customers", "--out", out.toString()));
        if (!List.of(more).contains("--from")) {
            words.addAll(List.of("--from", FIRST, "--to", LAST));
        }
        return called(words, address, more);
    }

    private Outcome verify(Path file, String... more) {
        return verify(server.uri(""), file, more);
    }

    private Outcome verify(URI address, Path file, String... more) {
        return called(List.of("verify", file.toString()), address, more);
    }

    private Outcome called(List<String> words, URI address, String... more) {
        return Outcome.ofAll(words, Outcome.caller(address, TestServer.CM_ID, key), List.of(more));
    }

    private static void failed(Outcome outcome, String... words) {
        outcome.expect(Main.FAILED);
        for (var word : words) {
            assertTrue(outcome.err().contains(word), outcome.err());
        }
        assertFalse(outcome.err().contains("\tat "), outcome.err());
    }
}
