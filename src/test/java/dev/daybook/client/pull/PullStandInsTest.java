package dev.daybook.client.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.call.Connection;
import dev.daybook.client.call.RetryPolicy;
import dev.daybook.client.call.Watcher;
import dev.daybook.client.day.PageOptions;
import dev.daybook.client.output.Compression;
import dev.daybook.client.output.FormatOptions.FileType;
import dev.daybook.client.proof.ProofCheck;
import dev.daybook.client.proof.ProofCheck.Told;
import dev.daybook.domain.RecordKind;
import dev.daybook.kit.Misbehaviour;
import dev.daybook.kit.Misbehaviour.Sort;
import dev.daybook.kit.Misbehaviours;
import dev.daybook.kit.VendorCustomer;
import dev.daybook.kit.VendorOrder;
import dev.daybook.kit.VendorRecord;
import dev.daybook.kit.VendorServer;
import dev.daybook.kit.VendorTicket;
import dev.daybook.wire.Headers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Pulls each kind of record from servers with every misbehaviour that was observed or seems possible. The pull ends
 * with exactly the records of the server, or it stops with a reason within seconds and resumes after the server behaves
 * well.
 */
class PullStandInsTest {
    private static final LocalDate FIRST = LocalDate.parse("2024-05-01");
    private static final List<Integer> COUNTS = List.of(3, 0, 130, 7, 0, 2);
    private static final LocalDate LAST = FIRST.plusDays(COUNTS.size() - 1L);
    private static final int PAGE_SIZE = 100;
    private static final Duration SECONDS = Duration.ofSeconds(60);

    /** A time that is longer than a busy machine delays an answer. */
    private static final Duration LONG = Duration.ofMinutes(1);

    /** The reason with which each of these misbehaviours stops a pull. With all others, the pull completes. */
    private static final Map<String, Reason> STOPS = Map.ofEntries(
            Map.entry("from behind the first instant to that of the end date", Reason.MISBEHAVED),
            Map.entry("start date exclusive", Reason.MISBEHAVED),
            Map.entry("days of UTC", Reason.MISBEHAVED),
            Map.entry("dates ignored", Reason.MISBEHAVED),
            Map.entry("the day after added", Reason.MISBEHAVED),
            Map.entry("every day empty", Reason.MISBEHAVED),
            Map.entry("pages capped at 1", Reason.UNSTEADY),
            Map.entry("offset ignored", Reason.MISBEHAVED),
            Map.entry("offset ignored, pages capped at 50", Reason.MISBEHAVED),
            Map.entry("limit and offset ignored, 100 records at most", Reason.MISBEHAVED),
            Map.entry("shuffled on each call", Reason.UNSTEADY),
            Map.entry("a record deleted before each page", Reason.UNSTEADY),
            Map.entry("a record inserted before each page", Reason.UNSTEADY),
            Map.entry("Latin-1, not announced", Reason.MISBEHAVED),
            Map.entry("UTF-16, not announced", Reason.MISBEHAVED),
            Map.entry("br", Reason.MISBEHAVED),
            Map.entry("half of the JSON", Reason.MISBEHAVED),
            Map.entry("half of the gzip", Reason.MISBEHAVED),
            Map.entry("half of the zstd", Reason.MISBEHAVED),
            Map.entry("zstd with a flipped bit", Reason.MISBEHAVED),
            Map.entry("zstd with a huge window", Reason.MISBEHAVED),
            Map.entry("gzip announced as zstd", Reason.MISBEHAVED),
            Map.entry("302 from the third call on", Reason.REFUSED),
            Map.entry("403 from the third call on", Reason.KEY_REFUSED),
            Map.entry("404 from the third call on", Reason.NOT_FOUND),
            Map.entry("HTML from the third call on", Reason.MISBEHAVED),
            Map.entry("500 from the third call on", Reason.WAITED_TOO_LONG),
            Map.entry("400 from the third call on", Reason.REFUSED),
            Map.entry("an empty object from the third call on", Reason.MISBEHAVED),
            Map.entry("a refused key in older capitals", Reason.KEY_REFUSED),
            Map.entry("words with control characters", Reason.REFUSED),
            Map.entry("dropped calls", Reason.WAITED_TOO_LONG),
            Map.entry("hanging calls", Reason.WAITED_TOO_LONG));

    /** The misbehaviours that a client notices only when its timeout is over. */
    private static final Set<String> HANGING =
            Set.of("unknown paths without an answer", "a hanging call", "hanging calls");

    private static final Map<RecordKind, Pattern> IDS = Map.of(
            RecordKind.CUSTOMER, Pattern.compile("^\\{\"\\w+\":\"?(?:C-)?(\\d+)"),
            RecordKind.TICKET, Pattern.compile("\"(?:taskId|ticketId|ticket_id)\":\"?(?:T-)?(\\d+)"),
            RecordKind.ORDER, Pattern.compile("^\\{\"\\w+\":\"?(?:O-)?(\\d+)"));

    private static final Misbehaviour OLDEST_FIRST = Misbehaviour.of("oldest first", Sort.ORDER)
            .orders((records, asked) -> records.stream()
                    .sorted(Comparator.comparing(VendorRecord::createdAt).thenComparing(VendorRecord::id))
                    .toList());

    @TempDir
    Path folder;

    static Stream<Arguments> standIns() {
        return Misbehaviours.all().stream()
                .flatMap(one -> Stream.of(RecordKind.values()).map(kind -> Arguments.of(one.name(), kind)));
    }

    @ParameterizedTest
    @MethodSource("standIns")
    void aPullGetsExactlyTheRecordsOrStopsForTheExpectedReason(String name, RecordKind kind) throws Exception {
        try (var server = VendorServer.start(records())) {
            server.misbehave(Misbehaviours.named(name));
            var start = System.nanoTime();
            var options = options(server, kind, name);
            var stopped = pull(options);
            var took = Duration.ofNanos(System.nanoTime() - start);
            assertTrue(took.compareTo(SECONDS) < 0, () -> "took " + took);
            assertEquals(
                    Optional.ofNullable(STOPS.get(name)),
                    stopped.map(ClientException::reason),
                    () -> name + ": " + stopped.map(ClientException::getMessage));
            if (stopped.isPresent()) {
                assertFalse(
                        stopped.get().getMessage().chars().anyMatch(Character::isISOControl),
                        stopped.get()::getMessage);
                server.misbehave();
                assertEquals(Optional.empty(), pull(options(server, kind)).map(ClientException::getMessage), "goes on");
            }
            assertEquals(
                    new Told(Optional.empty(), false),
                    new ProofCheck(options.connection(), options.kind(), Watcher.NOBODY)
                            .serverProof(ProofCheck.ANY_DAY, true));
            assertComplete(server, kind);
        }
    }

    @Test
    void atLeast150StandInsAreTried() {
        assertTrue(standIns().count() >= 150);
        assertEquals(
                List.of(),
                STOPS.keySet().stream()
                        .filter(name -> Misbehaviours.all().stream()
                                .map(Misbehaviour::name)
                                .noneMatch(name::equals))
                        .toList());
    }

    /** Some misbehaviours, each with other page sizes than the default, and with several days in parallel. */
    static Stream<Arguments> waysOfAsking() {
        return Stream.of(
                        "pages capped at 50",
                        "end date exclusive",
                        "limit and offset ignored",
                        "limit ignored, pages of 100",
                        "pages of changing size",
                        "a record deleted between two pages",
                        "an empty day is null")
                .flatMap(name -> Stream.of(
                        Arguments.of(name, 1, 1),
                        Arguments.of(name, 7, 1),
                        Arguments.of(name, 50, 1),
                        Arguments.of(name, 1_000, 1),
                        Arguments.of(name, 100, 4)));
    }

    @ParameterizedTest
    @MethodSource("waysOfAsking")
    void aPullGetsExactlyTheRecordsWithAnyPageSizeAndParallelism(String name, int pageSize, int parallel)
            throws Exception {
        try (var server = VendorServer.start(records())) {
            server.misbehave(Misbehaviours.named(name));
            var options = options(server, RecordKind.CUSTOMER, pageSize, parallel);
            assertEquals(Optional.empty(), pull(options).map(ClientException::getMessage));
            assertComplete(server, RecordKind.CUSTOMER);
        }
    }

    static Stream<String> windows() {
        return Misbehaviours.windows().stream().map(Misbehaviour::name);
    }

    /** A gateway may join a header that comes twice. The joined text says nothing about the days. */
    @ParameterizedTest
    @MethodSource("windows")
    void aWindowThatCannotBeReadCountsAsNotStated(String name) throws Exception {
        var stated = "2024-04-30T18:30:00Z/2024-05-01T18:30:00Z";
        try (var server = VendorServer.start(records())) {
            server.misbehave(
                    Misbehaviours.named(name),
                    Misbehaviour.of("window stated twice", Sort.WINDOW)
                            .answers(answer -> answer.with(Headers.WINDOW, stated + ", " + stated)));
            assertEquals(
                    Optional.ofNullable(STOPS.get(name)),
                    pull(options(server, RecordKind.CUSTOMER)).map(ClientException::reason));
            if (!STOPS.containsKey(name)) {
                assertComplete(server, RecordKind.CUSTOMER);
            }
        }
    }

    /** Servers that count the end date of a window and servers that do not. */
    static Stream<List<Misbehaviour>> windowEnds() {
        return Stream.concat(
                Stream.of(List.of()),
                Stream.of("end date exclusive", "end date is its first instant")
                        .map(name -> List.of(Misbehaviours.named(name))));
    }

    /**
     * The times of the records cannot be read, so only a second request shows to which day a record belongs. Each
     * record must be written once, also if the day before it is empty.
     */
    @ParameterizedTest
    @MethodSource("windowEnds")
    void recordsWithoutTimesAfterAnEmptyDayAreWrittenOnce(List<Misbehaviour> end) throws Exception {
        var records = new ArrayList<VendorRecord>();
        for (var day : List.of(1, 2, 4, COUNTS.size())) {
            records.addAll(customers(FIRST.plusDays(day).atTime(9, 0), 3));
        }
        var misbehaviours = new ArrayList<>(end);
        misbehaviours.add(Misbehaviours.named("times that nobody can read"));
        assertBrings(records, misbehaviours);
    }

    /**
     * All records are of the first instant of their day, as after an import of dates without times. The pull must be
     * complete, whether or not the server counts end dates.
     */
    @ParameterizedTest
    @MethodSource("windowEnds")
    void daysWithOnlyMidnightRecordsAreComplete(List<Misbehaviour> misbehaviours) throws Exception {
        var records = new ArrayList<VendorRecord>();
        for (var day : List.of(0, 2, COUNTS.size())) {
            records.addAll(customers(FIRST.plusDays(day).atStartOfDay(), 3));
        }
        assertBrings(records, misbehaviours);
    }

    /**
     * The server returns records of midnight only if the previous day is pulled. The pull must stop, and name the day
     * that lacks them.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 9})
    void midnightRecordsThatTheirDayLacksStopThePull(int hour) throws Exception {
        var records = new ArrayList<>(customers(FIRST.plusDays(1).atTime(hour, 0), 3));
        records.addAll(customers(FIRST.plusDays(3).atStartOfDay(), 3));
        try (var server = VendorServer.start(records)) {
            server.misbehave(Misbehaviours.named("from behind the first instant to that of the end date"));
            var stopped = pull(options(server, RecordKind.CUSTOMER)).orElseThrow();
            assertEquals(Reason.MISBEHAVED, stopped.reason(), stopped::getMessage);
            assertTrue(
                    stopped.getMessage()
                            .contains(FIRST.plusDays(hour == 0 ? 1 : 3).toString()),
                    stopped::getMessage);
        }
    }

    /**
     * The server's windows include the first instant of the end date, and end there. Any number of records may have
     * this time. Here they fill several pages, which must not be taken for one page that is repeated.
     */
    @Test
    void pagesOfMidnightRecordsAreNotTakenForARepeatedPage() throws Exception {
        var records = new ArrayList<>(customers(FIRST.atTime(9, 0), 3));
        records.addAll(customers(FIRST.plusDays(2).atStartOfDay(), 110));
        assertBrings(
                records, List.of(Misbehaviours.named("end date is its first instant"), Misbehaviours.capsPages(25)));
    }

    static Stream<List<Misbehaviour>> windowEndsByPageSize() {
        return windowEnds()
                .flatMap(end -> Stream.of(1_000, 50)
                        .map(most -> Stream.concat(end.stream(), Stream.of(Misbehaviours.capsPages(most), OLDEST_FIRST))
                                .toList()));
    }

    @ParameterizedTest
    @MethodSource("windowEndsByPageSize")
    void recordsAfterAPageOfMidnightRecordsAreComplete(List<Misbehaviour> misbehaviours) throws Exception {
        var records = new ArrayList<VendorRecord>();
        for (var day : List.of(0, 1, 3)) {
            records.addAll(customers(FIRST.plusDays(day).atStartOfDay(), PAGE_SIZE + 20));
            records.addAll(customers(FIRST.plusDays(day).atTime(9, 0), 5));
        }
        assertBrings(records, misbehaviours);
    }

    private void assertBrings(List<VendorRecord> records, List<Misbehaviour> misbehaviours) throws Exception {
        try (var server = VendorServer.start(records)) {
            server.misbehave(misbehaviours.toArray(Misbehaviour[]::new));
            assertEquals(
                    Optional.empty(), pull(options(server, RecordKind.CUSTOMER)).map(ClientException::getMessage));
            assertComplete(server, RecordKind.CUSTOMER);
        }
    }

    private static List<VendorRecord> customers(LocalDateTime at, int count) {
        var first = 5_000_000L + 1_000L * (24 * at.getDayOfMonth() + at.getHour());
        return LongStream.range(first, first + count)
                .<VendorRecord>mapToObj(id -> VendorCustomer.of(id, at))
                .toList();
    }

    private Optional<ClientException> pull(PullOptions options) throws InterruptedException {
        var kind = options.kind().kind();
        var target = new Targets(kind, FileType.NDJSON, Compression.NONE, false).in(folder);
        try {
            new Pull(options, target, Watcher.NOBODY).run(false);
            return Optional.empty();
        } catch (ClientException stopped) {
            return Optional.of(stopped);
        }
    }

    private void assertComplete(VendorServer server, RecordKind kind) throws IOException {
        var lines = Files.readAllLines(folder.resolve("out"));
        var ids = new ArrayList<Long>();
        for (var line : lines) {
            var note = JsonMapper.shared().readTree(line).path("note").asString("");
            assertTrue(
                    List.of("", Misbehaviours.NOTE, Misbehaviours.LATIN_NOTE, "A\tB", "A\nB")
                            .contains(note),
                    line);
            var id = IDS.get(kind).matcher(line);
            assertTrue(id.find(), line);
            ids.add(Long.parseLong(id.group(1)));
        }
        assertEquals(
                server.records(kind).stream()
                        .filter(record -> !record.createdAt().toLocalDate().isAfter(LAST))
                        .map(VendorRecord::id)
                        .sorted()
                        .toList(),
                ids.stream().sorted().toList());
    }

    /** Records of each kind on each day; the first ones of a day are of its first instant. */
    private static List<VendorRecord> records() {
        var all = new ArrayList<VendorRecord>();
        for (var day = 0; day < COUNTS.size(); day++) {
            for (var number = 0; number < COUNTS.get(day); number++) {
                var at = FIRST.plusDays(day).atStartOfDay().plusSeconds(number * 600L);
                var id = 4_000_000L + 1_000L * day + number;
                all.add(VendorCustomer.of(id, at));
                all.add(VendorTicket.of(id, at));
                all.add(VendorOrder.of(id, at));
            }
        }
        return all;
    }

    private static PullOptions options(VendorServer server, RecordKind kind) {
        return options(server, kind, PAGE_SIZE, 1);
    }

    /** The options for a misbehaviour. Time limits are short only where the pull would wait until they are over. */
    private static PullOptions options(VendorServer server, RecordKind kind, String misbehaviour) {
        var timeout = HANGING.contains(misbehaviour) ? Duration.ofSeconds(1) : LONG;
        var inAll = STOPS.get(misbehaviour) == Reason.WAITED_TOO_LONG ? Duration.ofSeconds(3) : LONG;
        var options = options(server, kind);
        return new PullOptions(
                options.connection().withTimeout(timeout).withRetries(patience(inAll)),
                options.pages(),
                options.from(),
                options.to(),
                options.parallel());
    }

    private static RetryPolicy patience(Duration inAll) {
        return new RetryPolicy(Duration.ofMillis(5), Duration.ofMillis(50), inAll);
    }

    private static PullOptions options(VendorServer server, RecordKind kind, int pageSize, int parallel) {
        return new PullOptions(
                new Connection(server.uri(), VendorServer.TOKEN, VendorServer.CM_ID, 0, LONG, patience(LONG)),
                PageOptions.of(PulledKind.of(kind)).withSize(pageSize),
                FIRST,
                LAST,
                parallel);
    }
}
