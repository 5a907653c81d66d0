package dev.daybook.client.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.Watcher;
import dev.daybook.client.day.PageOptions;
import dev.daybook.client.output.Compression;
import dev.daybook.client.output.FormatOptions.FileType;
import dev.daybook.client.server.WindowEnd;
import dev.daybook.domain.RecordKind;
import dev.daybook.kit.Misbehaviour;
import dev.daybook.kit.Misbehaviour.Sort;
import dev.daybook.kit.Misbehaviours;
import dev.daybook.kit.VendorAnswer;
import dev.daybook.kit.VendorRecord;
import dev.daybook.kit.VendorServer;
import dev.daybook.kit.VendorTicket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Pulls of a day that is not over, while the server gets a new record between two requests. Such a record does not stop
 * the pull. The day counts as not over, and the next pull has all its records.
 */
class PullOpenDayTest {
    private static final LocalDate LAST = LocalDate.parse("2024-05-02");
    private static final LocalDate BEFORE = LAST.minusDays(1);
    private static final Targets TICKETS = new Targets(RecordKind.TICKET, FileType.NDJSON, Compression.NONE, true);

    private static final Misbehaviour OLDEST_FIRST = Misbehaviour.of("oldest first", Sort.ORDER)
            .orders((records, asked) -> records.stream()
                    .sorted(Comparator.comparing(VendorRecord::createdAt))
                    .toList());

    @TempDir
    Path folder;

    static Stream<Arguments> growing() {
        return Stream.of("limit and offset ignored", "offset ignored", "the page around the offset")
                .flatMap(paging -> Stream.of(1, 7, 99, 100, 250)
                        // A server that ignores only the offset cannot be pulled if a day has more than a page.
                        .filter(records -> !paging.equals("offset ignored") || records < 99)
                        .map(records -> Arguments.of(paging, records)));
    }

    static Stream<Arguments> growingAtItsEnd() {
        return Stream.concat(
                growing(), Stream.of(Arguments.of("limit ignored, the page of 50 around the offset", 130)));
    }

    @ParameterizedTest
    @MethodSource("growing")
    void aNewRecordDoesNotStopAPullWithoutPages(String paging, int records) throws Exception {
        assertPulled(tickets(records), Misbehaviours.named(paging));
    }

    /** If the new record is the last one of its day, the day is not pulled again, and no record counts as repeated. */
    @ParameterizedTest
    @MethodSource("growingAtItsEnd")
    void aNewLastRecordDoesNotRepeatADay(String paging, int records) throws Exception {
        for (var open :
                assertPulled(tickets(records), BEFORE, LAST.atTime(20, 0), OLDEST_FIRST, Misbehaviours.named(paging))) {
            assertEquals(0, open.rolledBack());
            assertEquals(0, open.repeated());
        }
    }

    /** The server refuses an offset behind the last record. The day has one record at first. */
    @ParameterizedTest
    @ValueSource(ints = {400, 404})
    void aNewRecordDoesNotStopAPullWithARefusedOffset(int status) throws Exception {
        var found = new AtomicInteger();
        assertPulled(
                tickets(1).subList(5, 6),
                Misbehaviour.of("an offset behind the last record refused", Sort.PAGING)
                        .orders((records, asked) -> {
                            found.set(records.size());
                            return records;
                        })
                        .answers((answer, asked) -> asked.offset() > 0 && asked.offset() >= found.get()
                                ? VendorAnswer.failed(status, "offset is out of range")
                                : answer));
    }

    /**
     * The day has no record at first, or one of its first instant. The answer for this day and the next one together
     * has the new record: it does not show that end dates do not count.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theFirstRecordOfADayDoesNotShowThatEndDatesDoNotCount(boolean hasMidnight) throws Exception {
        var records = tickets(0);
        if (hasMidnight) {
            records.add(VendorTicket.of(5_000_000, LAST.atStartOfDay()));
        }
        assertPulled(records, LAST, LAST.atTime(0, 5), Misbehaviour.of("none", Sort.PAGING));
    }

    /**
     * The server gets a new record before each request, and sends the whole day each time. The pull ends nevertheless,
     * with the records that existed when it began.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100, 250})
    void aPullEndsOnADayThatGrowsWithEachRequest(int records) throws Exception {
        try (var server = VendorServer.start(tickets(records))) {
            server.misbehave(
                    Misbehaviour.of("growing", Sort.ORDER).before((growing, asked) -> {
                        if (asked.number() <= 50) {
                            growing.put(VendorTicket.of(7_000_000 + asked.number(), LAST.atTime(20, 0)));
                        }
                    }),
                    Misbehaviours.named("limit and offset ignored"));
            var target = TICKETS.in(folder);
            var atStart = ids(server, BEFORE);
            assertEquals(
                    List.of(LAST), pull(server, target, BEFORE, LAST, "growing").open());
            assertTrue(server.requests() < 20, () -> server.requests() + " requests");
            assertTrue(pulled(target).containsAll(atStart));
        }
    }

    /** The first answer to each pull is outdated: it was made when the day had no records yet. */
    @Test
    void anOutdatedAnswerDoesNotEmptyADay() throws Exception {
        try (var server = VendorServer.start(tickets(7))) {
            var isOutdated = new AtomicBoolean();
            server.misbehave(Misbehaviour.of("outdated", Sort.EMPTY_DAY)
                    .orders((records, asked) -> isOutdated.getAndSet(false) ? List.of() : records));
            var target = TICKETS.in(folder);
            for (var number = 1; number <= 2; number++) {
                isOutdated.set(true);
                var when = "pull " + number;
                assertEquals(
                        List.of(LAST), pull(server, target, LAST, LAST, when).open(), when);
                assertEquals(ids(server, LAST), pulled(target), when);
            }
        }
    }

    /**
     * The first page has only records of the day's first instant, as after an import of dates. A later record, which is
     * on the second page, does not show that end dates do not count.
     */
    @Test
    void aRecordBehindAPageOfTheFirstInstantDoesNotShowThatEndDatesDoNotCount() throws Exception {
        var records = tickets(0);
        for (var number = 0; number < 100; number++) {
            records.add(VendorTicket.of(5_000_000 + number, LAST.atStartOfDay()));
        }
        assertPulled(records, LAST, LAST.atTime(0, 5), OLDEST_FIRST);
    }

    private void assertPulled(List<VendorRecord> records, Misbehaviour paging) throws Exception {
        assertPulled(records, BEFORE, LAST.atTime(20, 0), paging);
    }

    /**
     * For each request of a pull, pulls while a record of the last day, which is not over, is created just before this
     * request. The pull must have the records that existed when it began, and must call the last day open. A pull after
     * the end of the day must have all records.
     *
     * @return the results of the pulls during the day
     */
    private List<PullResult> assertPulled(
            List<VendorRecord> records, LocalDate from, LocalDateTime created, Misbehaviour... others)
            throws Exception {
        var results = new ArrayList<PullResult>();
        var isLater = false;
        for (var number = 1; !isLater; number++) {
            var when = "a record created before request " + number;
            var at = number;
            try (var server = VendorServer.start(records)) {
                var grows = Misbehaviour.of(when, Sort.ORDER).before((growing, asked) -> {
                    if (asked.number() == at) {
                        growing.put(VendorTicket.of(7_000_000 + at, created));
                    }
                });
                server.misbehave(
                        Stream.concat(Stream.of(grows), Stream.of(others)).toArray(Misbehaviour[]::new));
                var target = TICKETS.in(folder.resolve("pull" + number));
                var atStart = ids(server, from);
                var open = pull(server, target, from, LAST, when);
                assertEquals(List.of(LAST), open.open(), when);
                results.add(open);
                assertNotEquals(WindowEnd.EXCLUSIVE, open.profile().windowEnd(), when);
                assertTrue(pulled(target).containsAll(atStart), when);
                isLater = server.requests() < number;
                server.misbehave(others);
                assertEquals(
                        List.of(),
                        pull(server, target, from, LAST.plusDays(1), when).open(),
                        when);
                assertEquals(ids(server, from), pulled(target), when);
            }
        }
        return results;
    }

    private static PullResult pull(VendorServer server, Target target, LocalDate from, LocalDate today, String when)
            throws InterruptedException {
        var pages = PageOptions.of(PulledKind.TICKETS).withToday(today);
        var options = new PullOptions(PulledRange.toVendor(server.uri(), PulledRange.PATIENCE), pages, from, LAST, 1);
        try {
            return new Pull(options, target, Watcher.NOBODY).run(false);
        } catch (ClientException stopped) {
            throw new AssertionError(when + ": " + stopped.getMessage(), stopped);
        }
    }

    private static List<VendorRecord> tickets(int ofLast) {
        var all = new ArrayList<VendorRecord>();
        for (var number = 0; number < 5; number++) {
            all.add(VendorTicket.of(4_000_000L + number, BEFORE.atTime(9, number)));
        }
        for (var number = 0; number < ofLast; number++) {
            all.add(VendorTicket.of(5_000_000L + number, LAST.atTime(9 + number / 60, number % 60)));
        }
        return all;
    }

    private static Collection<Long> ids(VendorServer server, LocalDate from) {
        return new TreeSet<>(server.records(RecordKind.TICKET).stream()
                .filter(record -> !record.createdAt().isBefore(from.atStartOfDay()))
                .map(VendorRecord::id)
                .toList());
    }

    private static Collection<Long> pulled(Target target) throws IOException {
        var ids = new TreeSet<Long>();
        for (var day : List.of(BEFORE, LAST)) {
            var file = target.files(day).get(0).path();
            if (Files.exists(file)) {
                for (var line : Files.readAllLines(file)) {
                    assertTrue(
                            ids.add(JsonMapper.shared()
                                    .readTree(line)
                                    .path("taskId")
                                    .asLong()),
                            line);
                }
            }
        }
        return ids;
    }
}
