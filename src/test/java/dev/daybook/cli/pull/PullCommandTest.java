package dev.daybook.cli.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.cli.Main;
import dev.daybook.cli.Outcome;
import dev.daybook.client.answer.PulledKind;
import dev.daybook.domain.account.Scope;
import dev.daybook.kit.Fault;
import dev.daybook.kit.FaultPlan;
import dev.daybook.kit.FaultProxy;
import dev.daybook.kit.Interrupted;
import dev.daybook.kit.JavaCommand;
import dev.daybook.kit.TestCustomers;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.VendorCustomer;
import dev.daybook.kit.VendorServer;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** {@code daybook pull customers} as a person or a script calls it: its output and exit codes. */
@SuppressWarnings("NullAway.Init")
class PullCommandTest {
    private static final int USAGE = 2;
    private static final int INCOMPLETE = 3;
    private static final int KEY_REFUSED = 4;
    private static final int WAITED_TOO_LONG = 5;
    private static final int NOT_PROVEN = 6;
    private static final int INTERRUPTED = 130;
    private static final String ZSTD_IS_MISSING =
            "Parquet files and those with zstd need native code, which Java cannot load here";

    @TempDir
    Path folder;

    private TestServer server;
    private FaultProxy proxy;
    private Path out;
    private Path key;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(TestDatabase.SQLITE);
        for (var number = 0; number < 7; number++) {
            add("2024-05-0" + (1 + number / 3) + "T06:00:00Z", number);
        }
        proxy = FaultProxy.start(server.uri(""), FaultPlan.none());
        out = folder.resolve("out.ndjson");
        key = Files.writeString(folder.resolve("key.txt"), "Basic " + server.token + "\n");
    }

    @AfterEach
    void stop() {
        proxy.close();
        server.close();
    }

    private void add(String at, int number) {
        server.clock.set(Instant.parse(at));
        server.addCustomer("Asha", "90000000%02d".formatted(number));
    }

    @Test
    void aPullReportsItsCountsAndTheProof() throws IOException {
        var done = run().expect(Main.DONE);
        assertEquals("", done.out());
        assertTrue(done.err().contains("7 customers of 4 days; 6 requests, 0 retries, "), done::err);
        assertTrue(done.err().contains("the server's proof agrees"), done::err);
        assertEquals(7, Files.readAllLines(out).size());

        var again = run().expect(Main.DONE);
        assertTrue(again.err().contains("out.ndjson is complete already"), again::err);
        assertTrue(again.err().contains("the server's proof agrees"), again::err);
        assertEquals(6, pages());
        assertFalse(run("--restart", "--quiet").expect(Main.DONE).err().contains("customers of"));
        assertEquals(List.of(".out.ndjson.pulled", "key.txt", "out.ndjson"), names());

        Files.writeString(out, "somebody else's");
        var other = run().expect(USAGE);
        assertTrue(other.err().contains("out.ndjson exists already; --restart"), other::err);
    }

    /** The server may have newer time zone data than the puller, with a zone that is new there. */
    @Test
    void aZoneThatThisJavaDoesNotKnowIsReportedAndCanBeReplaced() throws IOException {
        var days = "\"startDate\":\"2024-05-02\",\"endDate\":\"2024-05-02\"";
        var told = server.post(Paths.PROOF_OF_CUSTOMERS, "{\"cm_id\":1000298," + days + "}")
                .body();
        proxy.plan(proof(Fault.answer(200, told.replace("Asia/Kolkata", "Asia/Newtown"))));
        var day = new String[] {"--from", "2024-05-02", "--to", "2024-05-02"};
        var zoned = new String[] {"--from", "2024-05-02", "--to", "2024-05-02", "--zone", "Asia/Kolkata"};

        var unknown =
                "daybook: this Java does not know the account's time zone, Asia/Newtown; update it, or name a zone"
                        + " with the same days by --zone\n";
        assertEquals(unknown, said(run(day).expect(USAGE)));
        var done = run(zoned).expect(Main.DONE);
        assertTrue(done.err().contains("the server's proof agrees"), done::err);

        var verification = new ArrayList<>(verification());
        verification.set(verification.indexOf("--url") + 1, proxy.uri().toString());
        assertEquals(
                unknown, said(Outcome.of(verification.toArray(String[]::new)).expect(USAGE)));
        verification.addAll(List.of(zoned));
        Outcome.of(verification.toArray(String[]::new)).expect(Main.DONE);

        var changes = new ArrayList<>(arguments());
        changes.subList(changes.indexOf("--from"), changes.size()).clear();
        changes.set(
                changes.indexOf("--out") + 1, folder.resolve("changes.ndjson").toString());
        changes.add("--changes");
        Outcome.of(changes.toArray(String[]::new)).expect(Main.DONE);
    }

    /**
     * In Newfoundland, clocks went from 00:01 of this day back to 23:01 of the day before. The hour that then followed
     * is part of this day.
     */
    @Test
    void aDayWhoseClocksAreSetBackAcrossMidnightIsPulledWhole() throws IOException {
        var zone = ZoneId.of("America/St_Johns");
        server.addAccount(7, zone);
        Files.writeString(key, server.addKey(7, EnumSet.of(Scope.EVERYTHING), false, Instant.MAX));
        var ids = new ArrayList<Long>();
        for (var minute : List.of("02:29", "02:30", "02:31", "03:29", "03:30")) {
            server.clock.set(Instant.parse("2010-11-07T" + minute + ":00Z"));
            ids.add(new TestCustomers(server, 7, zone).save(0, "At " + minute));
        }
        var words = arguments("--from", "2010-11-06", "--to", "2010-11-08");
        words.set(words.indexOf("--cm-id") + 1, "7");
        var done = Outcome.of(words.toArray(String[]::new)).expect(Main.DONE);
        assertTrue(done.err().contains("5 customers of 3 days"), done::err);
        assertTrue(done.err().contains("the server's proof agrees"), done::err);

        // The clocks were set back across midnight, so the records of the repeated hour show the date of the day
        // before. Therefore both days seem to differ.
        var compared = Outcome.of(verification(7).toArray(String[]::new)).expect(NOT_PROVEN);
        var repeated = "(" + ids.get(2) + " " + ids.get(3) + ")";
        assertEquals(
                "2010-11-06: 0 missing, 2 extra " + repeated + ", 0 changed\n2010-11-07: 2 missing " + repeated
                        + ", 0 extra, 0 changed\n",
                compared.out());
    }

    @Tag("jdk")
    @Test
    void theFormatFollowsTheNameOfTheFile() throws IOException {
        for (var name : List.of("may.parquet", "may.csv", "may.csv.gz", "may.ndjson.zst")) {
            out = folder.resolve(name);
            run().expect(Main.DONE);
            Outcome.of(verification().toArray(String[]::new)).expect(Main.DONE);
        }
        out = folder.resolve("may.csv");
        run("--restart", "--format", "ndjson").expect(Main.DONE);
        assertTrue(Files.readString(out).startsWith("{"), "the option wins");
        Outcome.of(verification().toArray(String[]::new)).expect(Main.DONE);
    }

    @Test
    void theFormatFollowsANameInCapitalsToo() throws IOException {
        out = folder.resolve("MAY.CSV.GZ");
        run().expect(Main.DONE);
        assertTrue(isGzip(out));
        try (var text = new GZIPInputStream(Files.newInputStream(out))) {
            assertEquals('i', text.read(), "the header begins with id");
        }
    }

    @Test
    void theCompressionOfEachFileFollowsItsOwnName() throws IOException {
        out = folder.resolve("may.csv.gz");
        var contacts = folder.resolve("contacts.csv");
        run("--contacts", contacts.toString()).expect(Main.DONE);
        assertTrue(isGzip(out));
        assertFalse(isGzip(contacts));
        out = folder.resolve("other.csv");
        var packed = folder.resolve("contacts.csv.gz");
        run("--contacts", packed.toString()).expect(Main.DONE);
        assertFalse(isGzip(out));
        assertTrue(isGzip(packed));
        out = folder.resolve("option.csv");
        var named = folder.resolve("option-contacts.csv");
        run("--contacts", named.toString(), "--compress", "gzip").expect(Main.DONE);
        assertTrue(isGzip(out) && isGzip(named), "the option wins");
    }

    @Test
    void formulasGetAnApostropheInEachFileIfTheOptionSaysSo() throws IOException {
        server.addCustomer("=1+1", "+919000000099");
        out = folder.resolve("plain.csv");
        var contacts = folder.resolve("plain-contacts.csv");
        run("--contacts", contacts.toString()).expect(Main.DONE);
        assertTrue(Files.readString(out).contains(",=1+1,"), "without the option");
        assertTrue(Files.readString(contacts).contains(",+919000000099,"), "without the option");

        out = folder.resolve("safe.csv");
        contacts = folder.resolve("safe-contacts.csv");
        run("--csv-safe", "--contacts", contacts.toString()).expect(Main.DONE);
        assertTrue(Files.readString(out).contains(",'=1+1,"), Files.readString(out));
        assertTrue(Files.readString(contacts).contains(",'+919000000099,"), Files.readString(contacts));
        Outcome.of(verification().toArray(String[]::new)).expect(Main.DONE);

        var other =
                run("--csv-safe", "false", "--contacts", contacts.toString()).expect(USAGE);
        assertTrue(other.err().contains("--restart"), other::err);
    }

    /** A pull continues only if its options have the same description. */
    @Test
    void theDescriptionOfTheOptionsNamesTheCompressionOfEachFile() {
        var option = new OutputOption();
        new CommandLine(CommandSpec.create().addMixin("output", CommandSpec.forAnnotatedObject(option)))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .parseArgs("--out", "may.csv.gz");
        assertEquals("none csv gzip vendor contacts gzip contacts.csv.gz", described(option, "contacts.csv.gz"));
        assertEquals("none csv gzip vendor contacts none contacts.csv", described(option, "contacts.csv"));
    }

    private static String described(OutputOption option, String contacts) {
        return option.target(PulledKind.CUSTOMERS, Optional.of(Path.of(contacts)), ZoneOffset.UTC)
                .described();
    }

    private static boolean isGzip(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        return (bytes[0] & 0xff) == 0x1f && (bytes[1] & 0xff) == 0x8b;
    }

    @Test
    void aFileInZstdIsRefusedAtTheStartIfTheLibraryIsMissing() throws Exception {
        for (var name : List.of("may.parquet", "may.csv.zst")) {
            out = folder.resolve(name);
            var refused = runWithoutZstd(arguments());
            // Java 25 warns first of the native code.
            assertTrue(refused.startsWith("2 ") && refused.contains("daybook: " + ZSTD_IS_MISSING), refused);
            assertFalse(refused.contains("\tat "), refused);
            assertEquals(List.of(), proxy.requests());
            run().expect(Main.DONE);
            var unread = runWithoutZstd(verification());
            assertTrue(unread.startsWith("2 ") && unread.contains("daybook: " + ZSTD_IS_MISSING), unread);
            assertFalse(unread.contains("\tat "), unread);
            proxy.close();
            proxy = FaultProxy.start(server.uri(""), FaultPlan.none());
        }
        out = folder.resolve("may.csv.gz");
        assertTrue(runWithoutZstd(arguments()).startsWith("0 "), "gzip needs no such code");
    }

    /** The arguments that compare the pulled file with the server. */
    private List<String> verification() {
        return verification(TestServer.CM_ID);
    }

    private List<String> verification(long cmId) {
        var words = new ArrayList<>(List.of("verify", out.toString()));
        words.addAll(Outcome.caller(server.uri(""), cmId, key));
        return words;
    }

    /** Runs a command in a process that cannot load zstd's native code. Returns its exit code and its messages. */
    private String runWithoutZstd(List<String> arguments) throws Exception {
        var command = JavaCommand.of("-DZstdTempFolder=" + folder.resolve("missing"), Main.class.getName());
        command.addAll(arguments);
        var log = folder.resolve("log");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertTrue(process.waitFor(5, TimeUnit.MINUTES));
        return process.exitValue() + " " + Files.readString(log);
    }

    @Test
    void aRefusedRequestFailsThePullAndLeavesNoFiles() throws IOException {
        proxy.plan(pages(Fault.badRequest()));
        var refused = run().expect(Main.FAILED);
        assertEquals(
                "daybook: the server answered 400: Bad Request - Invalid parameters or missing data\n", said(refused));
        assertEquals(List.of("key.txt"), names());
    }

    @Test
    void wrongUsageIsReportedInOneLine() {
        var order = run("--from", "2024-05-04", "--to", "2024-05-01").expect(USAGE);
        assertTrue(order.err().contains("the last day, 2024-05-01, is before the first, 2024-05-04"), order::err);
        assertFalse(order.err().contains("\tat "), order::err);
        var last = run("--from", "2024-05-04").expect(USAGE);
        assertTrue(last.err().contains("--to"), last::err);
        assertEquals(List.of(), proxy.requests());
    }

    /** A server cannot be asked for other years, and a last day far ahead would keep a pull running for years. */
    @Test
    void daysOfOtherYearsAreRefusedBeforeAnyRequest() {
        var why = " are not all in the years 1 to 9998\n";
        refused(List.of(), why, "--from", "0000-12-31", "--to", "2024-05-01");
        refused(List.of("--dry-run"), why, "--from", "2024-05-01", "--to", "9999-01-01");
        refused(List.of("--restart"), why, "--from", "2024-05-01", "--to", LocalDate.MAX.toString());
        refused(List.of("--follow", "--partition", "day"), why, "--from", "+10000-01-01");
        assertEquals(List.of(), proxy.requests());
    }

    /** A dry run refuses the same options, and a server that is down does not delay the message. */
    @Test
    void optionsForFilesThatContradictEachOtherAreRefusedBeforeAnyRequest() {
        var list = folder.resolve("contacts.csv.zst").toString();
        for (var dry : List.of(List.<String>of(), List.of("--dry-run"))) {
            out = folder.resolve("out.ndjson");
            refused(dry, "contacts on their own are written as CSV only", "--contacts", list);
            refused(dry, "two files would be the same", "--format", "csv", "--contacts", out.toString());
            refused(dry, "--csv-safe is for --format csv", "--csv-safe", "--format", "ndjson");
            refused(dry, "a Parquet file is compressed inside", "--format", "parquet", "--compress", "gzip");
            out = folder.resolve("contacts.csv.zst.tmp");
            refused(dry, "two files would be the same", "--format", "csv", "--contacts", list);
            out = folder.resolve("a".repeat(250));
            refused(dry, "is too long");
        }
        assertEquals(List.of(), proxy.requests());
    }

    /** With --partition day, only the last part of the path counts: it names the file in the folder of each day. */
    @Test
    void aFileOfContactsWithoutANameIsRefusedBeforeAnyRequest() {
        out = folder.resolve("customers");
        for (var contacts : List.of(".", "..", "./..", "missing/..", "/", "contacts.csv/")) {
            refused(
                    List.of("--format", "csv", "--partition", "day"),
                    contacts + " is not the name of a file\n",
                    "--contacts",
                    contacts);
        }
        refused(List.of("--format", "csv"), "missing/.. is not the name of a file\n", "--contacts", "missing/..");
        out = folder.resolve("missing/..");
        refused(List.of(), out + " is not the name of a file\n");
        assertEquals(List.of(), proxy.requests());
    }

    /** The journal and the receipt have the name of the file of contacts in one line. */
    @Test
    void aNameWithALineBreakIsRefusedBeforeAnyRequest() {
        var contacts = folder.resolve("con\ntacts.csv").toString();
        for (var partition : List.of("none", "day")) {
            refused(
                    List.of("--format", "csv", "--partition", partition),
                    "daybook: --contacts: the value has a control character, such as a line break\n",
                    "--contacts",
                    contacts);
        }
        out = folder.resolve("o\tut.ndjson");
        refused(List.of(), "daybook: --out: the value has a control character, such as a line break\n");
        var changes = arguments("--changes");
        changes.subList(changes.indexOf("--from"), changes.indexOf("--from") + 4)
                .clear();
        var refused = Outcome.of(changes.toArray(String[]::new)).expect(USAGE);
        assertTrue(refused.err().contains("--out: the value has a control character"), refused::err);
        assertEquals(List.of(), proxy.requests());
    }

    private void refused(List<String> dry, String why, String... options) {
        var all = new ArrayList<>(dry);
        all.addAll(List.of(options));
        var refused = run(all.toArray(String[]::new)).expect(USAGE);
        assertTrue(said(refused).contains(why), refused::err);
        assertFalse(refused.err().contains("\tat "), refused::err);
    }

    @Test
    void aRecordOfAnotherDayStopsThePullAsIncomplete() {
        proxy.plan(pages(Fault.answer(
                200,
                "{\"message\":[{\"id\":8,\"generationDate\":\"May 9, 2024 1:00:00 PM\"}],\"status\":\"success\"}")));
        var stopped = run().expect(INCOMPLETE);
        assertEquals("daybook: asked for 2024-05-01, the server sent customer 8 of 2024-05-09\n", said(stopped));
    }

    /** The complete file replaces an existing one by a rename, which would replace a link instead of its target. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void anOutputThatIsALinkIsRefused() throws IOException {
        var file = Files.writeString(folder.resolve("real.ndjson"), "of an earlier pull");
        for (var to : List.of(file, folder.resolve("unmounted/may.ndjson"))) {
            out = Files.createSymbolicLink(folder.resolve("link" + to.getFileName()), to);
            for (var restart : List.of(List.<String>of(), List.of("--restart"))) {
                var refused = run(restart.toArray(String[]::new)).expect(USAGE);
                assertTrue(refused.err().contains("is a symbolic link"), refused::err);
            }
            assertTrue(Files.isSymbolicLink(out));
        }
        assertEquals("of an earlier pull", Files.readString(file));
        assertEquals(0, pages());
    }

    /** A pull of changes continues the file behind the link. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aFileOfChangesMayBeALink() throws IOException {
        var file = Files.createFile(folder.resolve("real.ndjson"));
        out = Files.createSymbolicLink(folder.resolve("changes.ndjson"), file);
        var changes = new ArrayList<>(arguments("--changes"));
        changes.subList(changes.indexOf("--from"), changes.indexOf("--from") + 4)
                .clear();
        Outcome.of(changes.toArray(String[]::new)).expect(Main.DONE);
        assertTrue(Files.isSymbolicLink(out));
        assertTrue(Files.size(file) > 0);
    }

    @Test
    void anOutputThatCannotBeWrittenStopsThePullAsIncomplete() throws IOException {
        Files.createDirectory(folder.resolve("out.ndjson.part"));
        var stopped = run().expect(INCOMPLETE);
        assertTrue(said(stopped).startsWith("daybook: cannot write to " + out + ": "), stopped::err);
    }

    /**
     * Without the server's cursors, pages go by offset, so a deletion between two pages moves the records. Here this
     * happens in each attempt.
     */
    @Test
    void recordsThatMoveBetweenPagesStopThePullAsIncomplete() {
        server.clock.set(Instant.parse("2024-05-09T06:00:00Z"));
        var customers = new TestCustomers(server);
        var left = new ArrayDeque<Long>();
        for (var number = 0; number < 9; number++) {
            left.add(customers.save(0, "Number " + number));
        }
        proxy.plan(request -> {
            if (isPage(request.target()) && !request.body().contains("\"offset\":\"0\"")) {
                customers.delete(left.remove());
            }
            return isPage(request.target()) ? Fault.withoutHeaders("x-daybook-") : Fault.NONE;
        });
        var stopped = run("--from", "2024-05-09", "--to", "2024-05-09").expect(INCOMPLETE);
        assertTrue(said(stopped).endsWith("(pulled 3 times)\n"), stopped::err);
    }

    @Test
    void aPullResumesWithAnotherKey() throws IOException {
        proxy.plan(FaultPlan.from(3, Fault.unauthorized()).only(request -> isPage(request.target())));
        var stopped = run().expect(KEY_REFUSED);
        assertEquals("daybook: the server answered 401: Invalid Auth Key\n", said(stopped));
        proxy.plan(FaultPlan.none());
        var done = run().expect(Main.DONE);
        assertTrue(done.err().contains("7 customers of 4 days; 4 requests"), done::err);
        assertEquals(0, proxy.deliveredAgain() - 1, "only the question for the zone comes twice");
        assertEquals(List.of(".out.ndjson.pulled", "key.txt", "out.ndjson"), names());
    }

    /**
     * A gateway answers unknown paths with a log-in page, and refuses the key for pages of records. If the log-in page
     * counted as a success, refusals would be retried, and three refusals for one request could lock the key.
     */
    @Test
    void aPageOfAGatewayDoesNotCountAsASuccess() {
        proxy.plan(FaultPlan.always(Fault.forbidden())
                .only(request -> isPage(request.target()))
                .or(FaultPlan.always(Fault.html())));
        run().expect(KEY_REFUSED);
        assertEquals(2, pages(), "whether it is Daybook, and the first page");
    }

    @Test
    void programsThatLoadAFolderOfADaySeeNoUnfinishedFileBesideTheNamedOne() throws IOException {
        var day = Files.createDirectory(folder.resolve("date=2024-05-01"));
        out = day.resolve("out.csv");
        proxy.plan(FaultPlan.from(2, Fault.unauthorized()).only(request -> isPage(request.target())));
        run("--format", "csv", "--contacts", day.resolve("contacts.csv").toString())
                .expect(KEY_REFUSED);
        assertEquals(List.of(".contacts.csv.part", ".out.csv.part", ".out.csv.pull"), names(day));
        proxy.plan(FaultPlan.none());
        out = day.resolve("./out.csv");
        run("--format", "csv", "--contacts", day.resolve("contacts.csv").toString())
                .expect(Main.DONE);
        assertEquals(List.of(".out.csv.pulled", "contacts.csv", "out.csv"), names(day));
    }

    @Test
    void aFailedRestartSaysToContinueWithoutRestart() {
        var refused = "daybook: the server answered 401: Invalid Auth Key\n";
        proxy.plan(FaultPlan.from(3, Fault.unauthorized()).only(request -> isPage(request.target())));
        var stopped = run("--restart").expect(KEY_REFUSED);
        assertEquals(
                refused + "daybook: the same command without --restart continues where this one ended\n",
                said(stopped));
        proxy.plan(FaultPlan.from(1, Fault.unauthorized()).only(request -> isPage(request.target())));
        assertEquals(refused, said(run().expect(KEY_REFUSED)));
        assertEquals(refused, said(run("--restart").expect(KEY_REFUSED)), "nothing is written that could continue");
    }

    /** A gateway may refuse pages for some time, so what the restart has pulled must not be discarded. */
    @Test
    void aRefusedRestartSaysToContinueWithoutRestart() {
        proxy.plan(FaultPlan.from(3, Fault.badRequest()).only(request -> isPage(request.target())));
        var stopped = run("--restart").expect(Main.FAILED);
        var refused = "daybook: the server answered 400: Bad Request - Invalid parameters or missing data\n";
        assertEquals(
                refused + "daybook: the same command without --restart continues where this one ended\n",
                said(stopped));
        proxy.plan(FaultPlan.none());
        var done = run().expect(Main.DONE);
        assertTrue(done.err().contains("7 customers of 4 days; 4 requests"), done::err);
    }

    /** After a restore of the server's database, only a restart continues. */
    @Test
    void aRefusalThatNeedsARestartIsNotFollowedByTheOppositeAdvice() {
        var refused = Fault.answer(400, "{\"status\":\"failed\",\"message\":\"cursor: not of this server\"}");
        proxy.plan(FaultPlan.from(2, refused).only(request -> request.target().equals(Paths.CUSTOMER_CHANGES)));
        var all = new ArrayList<>(arguments("--changes", "--restart"));
        all.subList(all.indexOf("--from"), all.indexOf("--from") + 4).clear();
        var stopped = Outcome.of(all.toArray(String[]::new)).expect(Main.FAILED);
        assertTrue(said(stopped).endsWith("; --restart replaces " + out + " with all changes\n"), said(stopped));
    }

    @Test
    void aRestartInAnotherFormatDiscardsTheUnfinishedFiles() throws IOException {
        out = folder.resolve("days");
        proxy.plan(FaultPlan.from(2, Fault.unauthorized()).only(request -> isPage(request.target())));
        run("--partition", "day", "--format", "csv", "--compress", "gzip", "--contacts", "My Contacts.csv")
                .expect(KEY_REFUSED);
        var day = out.resolve("date=2024-05-01");
        assertEquals(List.of(".My Contacts.csv.part", ".part.csv.gz.part"), names(day));
        for (var converted : List.of(".part.parquet.tmp", ".part.csv.zst.tmp", ".My Contacts.csv.tmp")) {
            Files.writeString(day.resolve(converted), "of a killed conversion");
        }
        var kept = List.of(
                ".contacts.csv.part",
                ".part",
                ".part.csv.gz.part.part",
                "My Contacts.csv",
                "part.csv.gz",
                "part.csv.part");
        for (var name : kept) {
            Files.writeString(day.resolve(name), "complete, or somebody else's");
        }
        proxy.plan(FaultPlan.none());
        run("--partition", "day", "--from", "2024-05-02", "--to", "2024-05-02", "--restart")
                .expect(Main.DONE);
        assertEquals(kept, names(day));
        assertEquals(List.of("part.ndjson"), names(out.resolve("date=2024-05-02")));
    }

    /**
     * If the server refuses the key, it does not name the account's zone. The days that were pulled in this zone before
     * must stay.
     */
    @Test
    void aRefusedKeyDoesNotDiscardPulledDays() throws IOException {
        var zone = ZoneId.of("America/New_York");
        server.addAccount(7, zone);
        var token = server.addKey(7, EnumSet.allOf(Scope.class), false, Instant.MAX);
        // Uses the real clock, because a follower has no other clock.
        var from = LocalDate.now(zone).minusDays(3);
        server.clock.set(Instant.now());
        var ways = Map.of(
                "out.ndjson.pull",
                        List.of(
                                "--from",
                                from.toString(),
                                "--to",
                                from.plusDays(1).toString()),
                "out/.daybook-settled",
                        List.of("--from", from.toString(), "--follow", "--every", "1", "--partition", "day"));
        for (var way : ways.entrySet()) {
            var kept = folder.resolve(way.getKey());
            out = folder.resolve(way.getKey().replaceFirst("\\.pull|/.*", ""));
            var arguments = arguments(way.getValue().toArray(String[]::new));
            arguments.set(arguments.indexOf("--cm-id") + 1, "7");
            var words = arguments.toArray(String[]::new);
            Files.writeString(key, token);
            proxy.plan(FaultPlan.from(2, Fault.unauthorized()).only(request -> isPage(request.target())));
            Outcome.of(words).expect(KEY_REFUSED);
            var before = Files.readString(kept);
            assertTrue(before.contains(" in America/New_York as "), before);

            proxy.plan(FaultPlan.none());
            Files.writeString(key, "d3Jvbmc6a2V5");
            var stopped = Outcome.of(words).expect(KEY_REFUSED);
            assertEquals("daybook: the server answered 401: Invalid Auth Key\n", said(stopped));
            assertEquals(before, Files.readString(kept));
        }
    }

    /** A gateway may cut long answers off: then a smaller page helps. */
    @Test
    void aPageThatIsCutOffNamesThePageSize() {
        proxy.plan(pages(Fault.cut()));
        var stopped = run("--max-wait", "0").expect(WAITED_TOO_LONG);
        assertTrue(
                stopped.err()
                        .contains("); if this repeats for pages of a pull, a smaller --page-size may help; given"
                                + " up after 1 attempt, as a call has one attempt (--max-wait)"),
                stopped::err);
    }

    @Test
    void tooLongWaitsAreRefused() {
        proxy.plan(pages(Fault.tooMany(Duration.ofHours(1))));
        var start = System.nanoTime();
        var stopped = run("--max-wait", "600").expect(WAITED_TOO_LONG);
        assertTrue(
                stopped.err()
                        .contains("the server answered 429: Too many requests; given up after 1 attempt, as the server"
                                + " asks to wait 3600 seconds, and a call may take 600 seconds in all (--max-wait)"),
                stopped::err);
        assertTrue(System.nanoTime() - start < Duration.ofMinutes(1).toNanos());
        proxy.plan(pages(Fault.tooMany(Duration.ofSeconds(1))));
        run("--max-wait", "2").expect(WAITED_TOO_LONG);
        proxy.plan(FaultPlan.at(1, Fault.tooMany(Duration.ofSeconds(1)))
                .or(FaultPlan.from(2, Fault.tooMany(Duration.ofHours(1))))
                .only(request -> isPage(request.target())));
        var impatient = run("--max-wait", "60").expect(WAITED_TOO_LONG);
        assertTrue(impatient.err().contains("waiting 1."), impatient::err);
    }

    @Test
    void aMissingProofIsReported() {
        proxy.plan(FaultPlan.at(4, Fault.before("added", () -> add("2024-05-01T08:00:00Z", 50)))
                .only(request -> isPage(request.target())));
        var done = run().expect(NOT_PROVEN);
        assertTrue(done.err().contains("the server has other records than the files on 2024-05-01;"), done::err);
    }

    /** If a proxy answers the first probe instead of the server, the pull still learns the zone of the account. */
    @Test
    void aWrongAnswerAtTheStartDoesNotHideTheZone() throws IOException {
        server.addAccount(7, ZoneId.of("Europe/Berlin"));
        var token = server.addKey(7, EnumSet.allOf(Scope.class), false, Instant.MAX);
        Files.writeString(key, token);
        server.clock.set(Instant.parse("2024-05-02T06:00:00Z"));
        server.post(
                Paths.SAVE_CUSTOMER,
                "{\"customer_info\":{\"customer_name\":\"Asha\",\"phone\":\"9000000001\"}}",
                Map.of("Authorization", "Basic " + token));
        out = folder.resolve("berlin.csv");
        var arguments = new ArrayList<>(arguments("--dates", "iso", "--restart"));
        arguments.set(arguments.indexOf("--cm-id") + 1, "7");
        for (var fault : List.of(
                Fault.answer(404, "{}"), Fault.forbidden(), Fault.answer(302, ""), Fault.html(), Fault.halfJson())) {
            proxy.plan(FaultPlan.at(proxy.requests().size() + 1, fault));
            var done = Outcome.of(arguments.toArray(String[]::new)).expect(Main.DONE);
            assertTrue(
                    Files.readString(out).contains("2024-05-02T08:00:00+02:00"), fault + ": " + Files.readString(out));
            assertTrue(done.err().contains("the server's proof agrees"), fault + ": " + done.err());
        }
        var named = new ArrayList<>(arguments);
        named.addAll(List.of("--zone", "Europe/Berlin"));
        for (var hidden : List.of(
                FaultPlan.burst(1, 2, Fault.html()),
                FaultPlan.at(1, Fault.answer(404, "{}")).or(FaultPlan.burst(2, 3, Fault.serverError(503))))) {
            proxy.plan(hidden.only(request -> true));
            var stopped = Outcome.of(arguments.toArray(String[]::new)).expect(INCOMPLETE);
            assertEquals(
                    "daybook: 2024-05-01 begins at 2024-04-30T22:00:00Z on the server, but at 2024-04-30T18:30:00Z in"
                            + " Asia/Kolkata; name the account's time zone by --zone or, if this is it, update the Java"
                            + " with the older time zone data, here or on the server\n",
                    said(stopped));
            proxy.plan(hidden.only(request -> true));
            var done = Outcome.of(named.toArray(String[]::new)).expect(Main.DONE);
            assertTrue(Files.readString(out).contains("2024-05-02T08:00:00+02:00"), Files.readString(out));
            assertTrue(done.err().contains("the server's proof agrees"), done.err());
        }
    }

    @Test
    void anOptionZoneThatContradictsTheServerIsRefused() {
        var stopped = run("--zone", "Europe/Berlin").expect(INCOMPLETE);
        assertTrue(said(stopped).contains("in Europe/Berlin; name the account's time zone by --zone"), stopped::err);
        run("--zone", "Asia/Colombo").expect(Main.DONE);
    }

    /** Simulates a server whose Java has other rules for the zone than the puller's Java. */
    @Test
    void aServerWithOtherRulesForItsTimeZoneIsRefused() {
        proxy.plan(proof(
                Fault.answer(200, "{\"message\":{\"zone\":\"Europe/Berlin\",\"days\":[]},\"status\":\"success\"}")));
        var stopped = run().expect(INCOMPLETE);
        assertTrue(said(stopped).contains("in Europe/Berlin; name the account's time zone by --zone"), stopped::err);
    }

    /**
     * New York's clock goes forward on this day, so the day ends earlier there than in the zone of the command, and the
     * pull is refused.
     */
    @Test
    void aDayWithAnotherEndThanOnTheServerIsRefused() throws IOException {
        server.addAccount(7, ZoneId.of("America/New_York"));
        Files.writeString(key, server.addKey(7, EnumSet.allOf(Scope.class), false, Instant.MAX));
        var arguments = arguments("--from", "2024-03-10", "--to", "2024-03-10", "--zone", "Etc/GMT+5");
        arguments.set(arguments.indexOf("--cm-id") + 1, "7");
        var stopped = Outcome.of(arguments.toArray(String[]::new)).expect(INCOMPLETE);
        assertTrue(
                said(stopped)
                        .startsWith("daybook: 2024-03-10 ends at 2024-03-11T04:00:00Z on the server, but at"
                                + " 2024-03-11T05:00:00Z in Etc/GMT+5; "),
                stopped::err);
    }

    @Test
    void aDaybookServerWithoutAProofNeedsTheOptionZone() {
        var codes = Map.of(Fault.answer(404, "{}"), Main.FAILED, Fault.serverError(503), WAITED_TOO_LONG);
        codes.forEach((fault, code) -> {
            proxy.plan(proof(fault));
            // Only the 503 is retried until the end of this time.
            var maxWait = code == WAITED_TOO_LONG ? "2" : "60";
            var stopped = run("--restart", "--max-wait", maxWait).expect(code);
            assertTrue(said(stopped).contains("names the account's time zone"), stopped::err);
        });
        proxy.plan(proof(Fault.answer(404, "{}")));
        var done = run("--restart", "--zone", "Asia/Kolkata").expect(Main.DONE);
        assertTrue(done.err().contains("the server offers no proof"), done::err);
    }

    /**
     * If the server gives no proof at the start of a pull, the proof is requested and compared at its end, even in the
     * second run, which has no page to fetch.
     */
    @Test
    void aProofThatFailsAtTheStartIsComparedAtTheEnd() {
        for (var words : List.of("7 customers of 4 days; 6 requests", "out.ndjson is complete already")) {
            proxy.plan(FaultPlan.burst(1, 2, Fault.answer(404, "{}"))
                    .only(request -> request.target().equals(Paths.PROOF_OF_CUSTOMERS)));
            var done = run("--zone", "Asia/Kolkata").expect(Main.DONE);
            assertTrue(done.err().contains(words), done::err);
            assertTrue(done.err().contains("the server's proof agrees"), done::err);
        }
    }

    @Test
    void changesNeedNoZone() {
        proxy.plan(proof(Fault.answer(404, "{}")));
        var all = new ArrayList<>(arguments("--changes", "--restart"));
        all.subList(all.indexOf("--from"), all.indexOf("--from") + 4).clear();
        var done = Outcome.of(all.toArray(String[]::new)).expect(Main.DONE);
        assertTrue(done.err().contains("7 changes added to "), done::err);
    }

    @Tag("jdk")
    @Test
    @EnabledOnOs(OS.LINUX)
    void afterCtrlCTheSameCommandResumes() throws Exception {
        var reached = new CountDownLatch(3);
        proxy.plan(request -> {
            if (isPage(request.target())) {
                reached.countDown();
            }
            // The third page has no answer until the client is gone.
            return reached.getCount() == 0 ? Fault.silence(Duration.ofMinutes(10)) : Fault.NONE;
        });
        var interrupted = Interrupted.of(arguments(), reached, folder.resolve("log"));
        assertEquals(INTERRUPTED, interrupted.exitCode(), interrupted.said());
        proxy.plan(FaultPlan.none());
        var done = run().expect(Main.DONE);
        assertTrue(done.err().contains("7 customers of 4 days; 4 requests"), done::err);
        assertEquals(7, Files.readAllLines(out).size());
    }

    @Test
    void pagesAreAsLargeAsTheServerAllows() throws IOException {
        assertTrue(runByDefault(proxy.uri()).expect(Main.DONE).err().contains("7 customers of 4 days; 4 requests"));
        assertEquals(Set.of("1000"), limits());
        var customer = VendorCustomer.of(1, LocalDateTime.parse("2024-05-02T12:00:00"));
        try (var vendor = VendorServer.start(List.of(customer));
                var before = FaultProxy.start(vendor.uri(), FaultPlan.none())) {
            proxy.close();
            proxy = before;
            Files.delete(out);
            Files.writeString(key, VendorServer.TOKEN);
            runByDefault(before.uri()).expect(Main.DONE);
            assertEquals(Set.of("1", "100"), limits(), "one record shows that it is no Daybook");
        }
        var dry = runByDefault(proxy.uri(), "--dry-run").expect(Main.DONE);
        assertTrue(
                dry.out().contains("one more for each 100 customers of a day, or each 1000 if the server is Daybook"),
                dry::out);
    }

    /** The server itself would refuse such a page by a message that does not name the option. */
    @Test
    void aPageSizeAboveTheServersMaximumIsRefusedBeforeTheFirstPage() throws IOException {
        Files.writeString(out, "of an earlier pull");
        for (var restart : List.of("--restart", "--quiet")) {
            var refused =
                    runByDefault(proxy.uri(), "--page-size", "1001", restart).expect(USAGE);
            assertTrue(
                    refused.err().contains("--page-size: this server gives at most 1000 customers in a page"),
                    refused::err);
        }
        var changes = new ArrayList<>(List.of("pull", "customers", "--changes", "--page-size", "1001"));
        changes.addAll(List.of("--out", folder.resolve("changes").toString()));
        var refused = Outcome.ofAll(changes, Outcome.caller(proxy.uri(), TestServer.CM_ID, key))
                .expect(USAGE);
        assertTrue(refused.err().contains("--page-size"), refused::err);
        assertEquals(0, pages());
        assertEquals("of an earlier pull", Files.readString(out));
        assertEquals(List.of("key.txt", "out.ndjson"), names());
    }

    private Set<String> limits() {
        return proxy.requests().stream()
                .filter(request -> isPage(request.target()))
                .map(request -> request.body().replaceAll(".*\"limit\":\"?(\\d+).*", "$1"))
                .collect(Collectors.toSet());
    }

    private Outcome runByDefault(URI server, String... further) {
        var all = new ArrayList<>(arguments(further));
        all.subList(all.indexOf("--page-size"), all.indexOf("--page-size") + 2).clear();
        all.set(all.indexOf("--url") + 1, server.toString());
        return Outcome.of(all.toArray(String[]::new));
    }

    @Test
    void aDryRunMarksDaysOnWhichTheClockChanges() {
        var spring = run("--from", "2024-03-09", "--to", "2024-03-11", "--zone", "America/New_York", "--dry-run")
                .expect(Main.DONE);
        assertEquals("""
                2024-03-09
                2024-03-10  (23 hours: the clock changes)
                2024-03-11
                3 days in America/New_York; at least 3 requests, one more for each 2 customers of a day
                """, spring.out());
        assertEquals("", spring.err());
        var autumn = run("--from", "2024-11-03", "--to", "2024-11-03", "--zone", "America/New_York", "--dry-run");
        assertTrue(autumn.out().startsWith("2024-11-03  (25 hours: the clock changes)\n"), autumn::out);
        var half = run(
                "--from",
                "2024-10-06",
                "--to",
                "2024-10-06",
                "--zone",
                "Australia/Lord_Howe",
                "--dry-run",
                "--rate",
                "2");
        assertTrue(half.out().startsWith("2024-10-06  (23.5 hours: the clock changes)\n"), half::out);
        assertTrue(half.out().contains("seconds at 2.0 a second"), half::out);
        var longer = run("--from", "2024-04-07", "--to", "2024-04-07", "--zone", "Australia/Lord_Howe", "--dry-run");
        assertTrue(longer.out().startsWith("2024-04-07  (24.5 hours: the clock changes)\n"), longer::out);
        assertEquals(0, proxy.requests().size());
    }

    /**
     * The messages of the command on standard error, without the log: the server of the test is in this process and may
     * log to the same stream.
     */
    private static String said(Outcome outcome) {
        return outcome.err()
                .lines()
                .filter(line -> line.startsWith("daybook: "))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    private long pages() {
        return proxy.requests().stream()
                .filter(request -> isPage(request.target()))
                .count();
    }

    private static FaultPlan pages(Fault fault) {
        return FaultPlan.when(request -> isPage(request.target()), fault);
    }

    private static FaultPlan proof(Fault fault) {
        return FaultPlan.when(request -> request.target().equals(Paths.PROOF_OF_CUSTOMERS), fault);
    }

    private static boolean isPage(String target) {
        return target.equals(Paths.PULL_CUSTOMERS);
    }

    private List<String> names() throws IOException {
        return names(folder);
    }

    private static List<String> names(Path folder) throws IOException {
        try (var all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private List<String> arguments(String... further) {
        var all = new ArrayList<>(List.of("pull", "customers", "--out", out.toString(), "--page-size", "2"));
        all.addAll(Outcome.caller(proxy.uri(), TestServer.CM_ID, key));
        if (!List.of(further).contains("--from")) {
            all.addAll(List.of("--from", "2024-05-01", "--to", "2024-05-04"));
        }
        all.addAll(List.of(further));
        return all;
    }

    private Outcome run(String... further) {
        return Outcome.ofAll(arguments(further));
    }
}
