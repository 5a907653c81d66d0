package dev.daybook.client.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.client.answer.ProofAnswer;
import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.call.RetryPolicy;
import dev.daybook.client.call.Watcher;
import dev.daybook.client.day.PageOptions;
import dev.daybook.client.output.Compression;
import dev.daybook.client.output.FormatOptions.FileType;
import dev.daybook.client.server.Known;
import dev.daybook.domain.RecordKind;
import dev.daybook.kit.Misbehaviour;
import dev.daybook.kit.Misbehaviour.Sort;
import dev.daybook.kit.Misbehaviours;
import dev.daybook.kit.VendorAnswer;
import dev.daybook.kit.VendorCustomer;
import dev.daybook.kit.VendorRecord;
import dev.daybook.kit.VendorRequest;
import dev.daybook.kit.VendorServer;
import dev.daybook.wire.Headers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
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
 * Pulls from servers that understand limit and offset in their own way, with days of several sizes: a pull that
 * completes has exactly the server's records.
 */
class PullPagingTest {
    private static final LocalDate FIRST = LocalDate.parse("2024-05-01");
    private static final RetryPolicy PATIENCE =
            new RetryPolicy(Duration.ofMillis(5), Duration.ofMillis(50), Duration.ofMinutes(1));
    private static final String AROUND = "the page around the offset";
    private static final String AROUND_100 = "limit ignored, the page of 100 around the offset";
    private static final String AROUND_50 = "limit ignored, the page of 50 around the offset";

    private static final Misbehaviour ROTATED = Misbehaviour.of("rotated on each call", Sort.ORDER)
            .orders((records, asked) -> {
                var rotated = new ArrayList<>(records);
                Collections.rotate(rotated, asked.number() % 7);
                return rotated;
            });

    private static final Misbehaviour BETWEEN = Misbehaviour.of("between two dates", Sort.WINDOW)
            .requests(asked -> asked.within(asked.from(), asked.until().plusSeconds(1)));

    @TempDir
    Path folder;

    static Stream<Arguments> completed() {
        return Stream.of(
                Arguments.of(AROUND_100, 100, List.of(5, 250, 3)),
                Arguments.of(AROUND_100, 100, List.of(250, 150, 3)),
                Arguments.of(AROUND_100, 100, List.of(5, 100, 200, 3)),
                Arguments.of(AROUND_100, 1_000, List.of(250, 150, 3)),
                Arguments.of(AROUND_100, 30, List.of(5, 250, 30, 3)),
                Arguments.of(AROUND_50, 100, List.of(5, 170, 3)),
                Arguments.of(AROUND_50, 100, List.of(100, 50, 49)),
                Arguments.of(AROUND, 100, List.of(5, 50, 3)),
                Arguments.of(AROUND, 100, List.of(5, 250, 3)),
                Arguments.of(AROUND, 100, List.of(100, 250, 2)),
                Arguments.of(AROUND, 2, List.of(2, 5, 1, 4)),
                Arguments.of("limit and offset ignored", 100, List.of(5, 100, 103, 100, 2)),
                Arguments.of("offset ignored", 100, List.of(5, 50, 3)),
                Arguments.of("offset ignored", 1_000, List.of(130, 50, 230)));
    }

    @ParameterizedTest
    @MethodSource("completed")
    void aPullGetsExactlyTheRecordsDespiteEachMisbehaviour(String name, int pageSize, List<Integer> counts)
            throws Exception {
        try (var server = VendorServer.start(customers(counts))) {
            server.misbehave(Misbehaviours.named(name));
            assertEquals(Optional.empty(), pull(server, pageSize, counts.size()).map(ClientException::getMessage));
            assertComplete(server);
        }
    }

    static Stream<Arguments> stopped() {
        return Stream.of(
                Arguments.of("offset ignored", List.of(5, 130, 3), "a --page-size of more than the day's records"),
                Arguments.of("offset ignored, pages capped at 50", List.of(130, 2), "nothing shows whether"),
                Arguments.of(
                        "limit and offset ignored, 100 records at most", List.of(130, 2), "nothing shows whether"));
    }

    @ParameterizedTest
    @MethodSource("stopped")
    void aPullStopsIfADayMayHaveMoreRecords(String name, List<Integer> counts, String words) throws Exception {
        try (var server = VendorServer.start(customers(counts))) {
            server.misbehave(Misbehaviours.named(name));
            var failure = pull(server, 100, counts.size()).orElseThrow();
            assertEquals(Reason.MISBEHAVED, failure.reason());
            assertTrue(failure.getMessage().contains(words), failure.getMessage());
        }
    }

    /**
     * The server leaves three records out of the first page. On a day of 250 records, the second page has records that
     * are new, so the first page was not the whole day, and the pull stops. On a day of 100 records, no page shows that
     * three are missing, and the pull ends without them.
     */
    @ParameterizedTest
    @ValueSource(ints = {100, 250})
    void aSecondPageWithOtherRecordsIsNotDropped(int records) throws Exception {
        try (var server = VendorServer.start(customers(List.of(98, records)))) {
            var ids = server.records(RecordKind.CUSTOMER).stream()
                    .filter(record -> record.createdAt().toLocalDate().isAfter(FIRST))
                    .map(VendorRecord::id)
                    .toList();
            var hidden = List.of(ids.get(10), ids.get(20), ids.get(30));
            server.misbehave(Misbehaviour.of("records left out", Sort.PAGING).orders((found, asked) -> {
                var offset = Math.min(asked.offset(), found.size());
                var answered = new ArrayList<>(found.subList(0, offset));
                found.stream()
                        .skip(offset)
                        .limit(asked.limit())
                        .filter(record -> !hidden.contains(record.id()))
                        .forEach(answered::add);
                return answered;
            }));
            var stopped = pull(server, 100, 2);
            if (records > 100) {
                assertEquals(Optional.of(Reason.UNSTEADY), stopped.map(ClientException::reason));
            } else {
                assertEquals(Optional.empty(), stopped.map(ClientException::getMessage));
                hidden.forEach(server::remove);
                assertComplete(server);
            }
        }
    }

    /**
     * After a page with one record, the next request has no overlap. So its offset is behind the last record, which some
     * servers refuse. A day of one record may be the first day with records, or the only day of the pull.
     */
    @ParameterizedTest
    @MethodSource("refusedOffsets")
    void anOffsetBehindTheOnlyRecordOfADayMayBeRefused(int status, List<Integer> counts) throws Exception {
        try (var server = VendorServer.start(customers(counts))) {
            server.misbehave(refusingBehindTheEnd(server, status));
            assertEquals(Optional.empty(), pull(server, 100, counts.size()).map(ClientException::getMessage));
            assertComplete(server);
        }
    }

    static Stream<Arguments> refusedOffsets() {
        return Stream.of(List.of(1, 3, 1), List.of(0, 1), List.of(1))
                .flatMap(counts -> Stream.of(400, 404).map(status -> Arguments.of(status, counts)));
    }

    /** The server refuses offset 1, although it has a second record: the page from offset 0 shows this record. */
    @Test
    void aRefusedOffsetBeforeTheEndStopsThePull() throws Exception {
        try (var server = VendorServer.start(customers(List.of(3)))) {
            var isFirst = new AtomicBoolean(true);
            server.misbehave(
                    Misbehaviour.of("a first page of one", Sort.PAGING)
                            .requests(asked -> isFirst.getAndSet(false) ? asked.part(1, 0) : asked),
                    Misbehaviour.of("offsets refused", Sort.PAGING)
                            .answers((answer, asked) ->
                                    asked.offset() == 1 ? VendorAnswer.failed(400, "offset is out of range") : answer));
            assertEquals(Optional.of(Reason.REFUSED), pull(server, 100, 1).map(ClientException::reason));
        }
    }

    /** The server refuses offset 1. The page from offset 0 is now empty, so it does not show whether more follows. */
    @Test
    void aRefusedOffsetWithoutThePageBeforeStopsThePull() throws Exception {
        try (var server = VendorServer.start(customers(List.of(3)))) {
            var calls = new AtomicInteger();
            server.misbehave(
                    Misbehaviour.of("a first page of one", Sort.PAGING)
                            .requests(asked -> calls.getAndIncrement() == 0 ? asked.part(1, 0) : asked),
                    Misbehaviour.of("offsets refused, then nothing", Sort.PAGING)
                            .answers((answer, asked) -> asked.offset() == 1
                                    ? VendorAnswer.failed(400, "offset is out of range")
                                    : calls.get() > 1 ? VendorAnswer.json(200, "{\"message\":[]}") : answer));
            assertEquals(Optional.of(Reason.MISBEHAVED), pull(server, 100, 1).map(ClientException::reason));
        }
    }

    private static Misbehaviour refusingBehindTheEnd(VendorServer server, int status) {
        return Misbehaviour.of("an offset behind the last record refused", Sort.PAGING)
                .answers((answer, asked) -> {
                    var last = server.records(RecordKind.CUSTOMER).stream()
                            .filter(record -> !record.createdAt().toLocalDate().isBefore(asked.first())
                                    && !record.createdAt().toLocalDate().isAfter(asked.last()))
                            .count();
                    return asked.offset() > 0 && asked.offset() >= last
                            ? VendorAnswer.failed(status, "offset is out of range")
                            : answer;
                });
    }

    /**
     * The first page of a day has one record, so the second page does not overlap it. Nothing shows that no record is
     * missing between the two pages, so the pull stops.
     */
    @Test
    void aSecondPageWithoutAnOverlapStopsThePull() throws Exception {
        try (var server = VendorServer.start(customers(List.of(3, 3)))) {
            server.misbehave(Misbehaviour.of("first pages of one", Sort.PAGING)
                    .requests(asked ->
                            asked.first().equals(asked.last()) && asked.offset() == 0 ? asked.part(1, 0) : asked));
            assertEquals(Optional.of(Reason.UNSTEADY), pull(server, 100, 1).map(ClientException::reason));
        }
    }

    /**
     * The records of each day, and the number of requests of the pull: one for an empty day, two for a day with one
     * record, and one for each of the two days next to the range.
     */
    static Stream<Arguments> oneRecordADay() {
        return Stream.of(Arguments.of(List.of(1, 1, 1), 8), Arguments.of(List.of(1, 0, 1, 0, 1), 10));
    }

    @ParameterizedTest
    @MethodSource("oneRecordADay")
    void daysWithOneRecordLeaveTheStableOrderUnknown(List<Integer> counts, int requests) throws Exception {
        try (var server = VendorServer.start(customers(counts))) {
            var pages = PageOptions.of(PulledKind.CUSTOMERS);
            var result = new Pull(options(server, pages, counts.size()), Targets.NDJSON.in(folder), Watcher.NOBODY)
                    .run(false);
            assertComplete(server);
            assertEquals(Known.UNKNOWN, result.profile().stableOrder());
            assertEquals(requests, server.requests());
        }
    }

    /**
     * The deletion moves records to the page before, which is pulled already. Only another request for that page finds
     * them.
     */
    @Test
    void aRecordThatIsDeletedBetweenTwoPagesIsNoticed() throws Exception {
        try (var server = VendorServer.start(customers(List.of(250)))) {
            server.misbehave(
                    Misbehaviours.named("a record deleted between two pages"), Misbehaviours.named(AROUND_100));
            assertEquals(Optional.empty(), pull(server, 100, 1).map(ClientException::getMessage));
            assertComplete(server);
        }
    }

    /**
     * Servers that return records of several days for one day, and the number of records of each day. The times of the
     * records cannot be read, so they do not show this.
     */
    static Stream<Arguments> wrongDays() {
        return Stream.of("dates ignored", "the day after added")
                .flatMap(name -> Stream.of(List.of(5, 7, 3), List.of(0, 5, 7), List.of(5, 0, 0))
                        .map(counts -> Arguments.of(name, counts)));
    }

    @ParameterizedTest
    @MethodSource("wrongDays")
    void aRecordWithoutATimeThatTwoDaysReturnStopsThePull(String name, List<Integer> counts) throws Exception {
        try (var server = VendorServer.start(customers(counts))) {
            server.misbehave(
                    Misbehaviours.named(name),
                    Misbehaviours.named("times that nobody can read"),
                    Misbehaviours.capsPages(3));
            var failure = pull(server, 100, 3).orElseThrow();
            assertEquals(Reason.MISBEHAVED, failure.reason());
            assertTrue(failure.getMessage().contains("and for another day"), failure.getMessage());
            assertTrue(pull(server, 100, 3).isPresent(), "stops again");
        }
    }

    /**
     * The first run completes the first day, and stops within the second. In the second run, the server returns records
     * of the first day for the second day. The pull must notice this by their ids.
     */
    @Test
    void aResumedPullComparesRecordsWithThoseOfEarlierDays() throws Exception {
        var pages = PageOptions.of(PulledKind.CUSTOMERS);
        try (var server = VendorServer.start(customers(List.of(5, 130, 3)))) {
            server.misbehave(Misbehaviours.named("times that nobody can read"), Misbehaviours.named("offset ignored"));
            assertTrue(pull(server, pages, 3).isPresent());
            server.misbehave(
                    Misbehaviours.named("times that nobody can read"),
                    Misbehaviour.of("the day before added", Sort.WINDOW)
                            .requests(asked -> asked.within(asked.from().minusDays(1), asked.until())));
            var failure = pull(server, pages, 3).orElseThrow();
            assertTrue(failure.getMessage().contains("and for another day"), failure.getMessage());
        }
    }

    /** Servers that refuse a probe, but answer for the requested days. */
    static Stream<Arguments> unanswered() {
        return Stream.of(500, 403, 404, 400)
                .flatMap(status -> Stream.of(
                        Arguments.of(
                                List.of(0, 7, 3),
                                instead(status, asked -> !asked.first().equals(asked.last()))),
                        Arguments.of(
                                List.of(5, 7, 3),
                                instead(status, asked -> asked.first().isBefore(FIRST))),
                        Arguments.of(
                                List.of(5, 7, 3),
                                instead(status, asked -> asked.first().isAfter(FIRST.plusDays(2))))));
    }

    private static Misbehaviour instead(int status, Predicate<VendorRequest> when) {
        return Misbehaviour.of("failures", Sort.FAILURE)
                .answers((answer, asked) ->
                        when.test(asked) ? VendorAnswer.failed(status, "Date range cannot exceed 24 hours") : answer);
    }

    @ParameterizedTest
    @MethodSource("unanswered")
    void aPullIsCompleteEvenIfAProbeFails(List<Integer> counts, Misbehaviour failing) throws Exception {
        try (var server = VendorServer.start(customers(counts))) {
            server.misbehave(failing);
            assertEquals(Optional.empty(), pull(server, 100, 3).map(ClientException::getMessage));
            assertComplete(server);
        }
    }

    /**
     * The first day is empty, and the server answers only for the days of the pull. So all probes fail that come before
     * the first record. The pull must be complete nevertheless.
     */
    @ParameterizedTest
    @ValueSource(ints = {500, 403, 404, 400})
    void aProbeBeforeTheFirstRecordMayFail(int status) throws Exception {
        try (var server = VendorServer.start(customers(List.of(0, 7, 3)))) {
            server.misbehave(instead(status, asked -> !isOneOf(asked, 3)));
            assertEquals(Optional.empty(), pull(server, 100, 3).map(ClientException::getMessage));
            assertComplete(server);
        }
    }

    /**
     * The current day has no records, and the server refuses all probes, so nothing proves that the day is empty. The
     * pull completes all the same: in the first minutes of a day this is normal.
     */
    @ParameterizedTest
    @ValueSource(ints = {500, 403, 404, 400})
    void theCurrentDayMayBeEmptyEvenIfAllProbesAreRefused(int status) throws Exception {
        try (var server = VendorServer.start(List.of())) {
            server.misbehave(instead(status, asked -> !isOneOf(asked, 1)));
            var pages = PageOptions.of(PulledKind.CUSTOMERS).withToday(FIRST);
            assertEquals(Optional.empty(), pull(server, pages, 1).map(ClientException::getMessage));
            assertComplete(server);
        }
    }

    @Test
    void ifNoDayHasRecordsTheFailureNamesUnansweredDaysBeforeTheRange() throws Exception {
        try (var server = VendorServer.start(List.of())) {
            server.misbehave(instead(400, asked -> !isOneOf(asked, 2)));
            var failure = pull(server, 100, 2).orElseThrow();
            assertEquals(Reason.MISBEHAVED, failure.reason());
            assertTrue(
                    failure.getMessage().contains("the server does not answer for [2024-04-30, 2024-04-29, "),
                    failure.getMessage());
        }
    }

    private static boolean isOneOf(VendorRequest asked, int days) {
        return asked.first().equals(asked.last())
                && !asked.first().isBefore(FIRST)
                && asked.first().isBefore(FIRST.plusDays(days));
    }

    /**
     * The server excludes end dates, so a request for the first day alone gives no records. Only the probe for two days
     * would show them. The server does not answer it, so the pull stops.
     */
    @Test
    void aFailedProbeThatTheResultDependsOnStopsThePull() throws Exception {
        try (var server = VendorServer.start(customers(List.of(3, 7, 3)))) {
            server.misbehave(
                    Misbehaviours.named("end date exclusive"),
                    instead(
                            500,
                            asked -> asked.first().equals(FIRST) && asked.last().isAfter(FIRST)));
            var failure = pull(server, 100, 3).orElseThrow();
            assertEquals(Reason.MISBEHAVED, failure.reason());
            assertTrue(failure.getMessage().contains("a probe for 2024-05-01 to 2024-05-02"), failure.getMessage());
        }
    }

    /**
     * The first page of the probe for two days has only records of the second day's first instant. The second page,
     * which may have records of the first day, is refused: the pull stops.
     */
    @ParameterizedTest
    @ValueSource(ints = {500, 403, 404, 400})
    void aFailedPageOfAProbeThatTheResultDependsOnStopsThePull(int status) throws Exception {
        var records = customers(List.of(3, 5));
        LongStream.range(0, 120)
                .mapToObj(number ->
                        VendorCustomer.of(5_000_000 + number, FIRST.plusDays(1).atStartOfDay()))
                .forEach(records::add);
        try (var server = VendorServer.start(records)) {
            server.misbehave(
                    Misbehaviours.named("end date is its first instant"),
                    Misbehaviours.named("newest first"),
                    instead(
                            status,
                            asked -> asked.first().equals(FIRST) && asked.last().isAfter(FIRST) && asked.offset() > 0));
            var failure = pull(server, 100, 2).orElseThrow();
            assertEquals(Reason.MISBEHAVED, failure.reason());
            assertTrue(
                    failure.getMessage().contains("a probe for 2024-05-01 to 2024-05-02 from offset 100"),
                    failure.getMessage());
        }
    }

    /** An empty day, a day with records of midnight only, and two days with records of other hours. */
    private static List<VendorRecord> afterADayOfMidnight() {
        var records = customers(List.of(0, 0, 5, 7));
        for (var number = 0; number < 3; number++) {
            records.add(VendorCustomer.of(5_000_000L + number, FIRST.plusDays(1).atStartOfDay()));
        }
        return records;
    }

    /**
     * The server refuses the probe that shows whether end dates count. For example, it refuses windows that end in the
     * future, and the day after the range is today. The pull must still get all records.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aRefusedProbeDoesNotHideRecords(int parallel) throws Exception {
        try (var server = VendorServer.start(afterADayOfMidnight())) {
            server.misbehave(
                    Misbehaviours.named("end date is its first instant"),
                    instead(400, asked -> asked.last().isAfter(FIRST.plusDays(4))));
            var options = options(server, PageOptions.of(PulledKind.CUSTOMERS), 4, parallel)
                    .withDays(FIRST.plusDays(1), FIRST.plusDays(3));
            new Pull(options, Targets.NDJSON.in(folder), Watcher.NOBODY).run(false);
            assertComplete(server);
        }
    }

    /**
     * The server refuses the probes for later days, so nothing shows whether windows include their end date. If windows
     * do not include it, the empty answers prove nothing, so the pull stops.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aRefusedProbeLeavesEmptyDaysUndecided(int parallel) throws Exception {
        try (var server = VendorServer.start(afterADayOfMidnight())) {
            var exclusive = Misbehaviours.named("end date is its first instant");
            server.misbehave(
                    exclusive,
                    instead(
                            400,
                            asked -> asked.first().isAfter(FIRST.plusDays(1))
                                    && !asked.first().equals(asked.last())));
            var options = options(server, PageOptions.of(PulledKind.CUSTOMERS), 4, parallel)
                    .withDays(FIRST.plusDays(1), FIRST.plusDays(3));
            var pull = new Pull(options, Targets.NDJSON.in(folder), Watcher.NOBODY);
            var failure = assertThrows(ClientException.class, () -> pull.run(false));
            assertEquals(Reason.MISBEHAVED, failure.reason());
            assertTrue(String.valueOf(failure.getMessage()).contains("a probe for 2024-05-0"), failure::getMessage);
            server.misbehave(exclusive);
            pull.run(false);
            assertComplete(server);
        }
    }

    /**
     * The current day may be empty without proof. But if records of this day were pulled before, an empty answer
     * without proof must not replace them: the pull stops.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anUnprovenEmptyAnswerNeverReplacesPulledRecords(boolean byDay) throws Exception {
        try (var server = VendorServer.start(customers(List.of(3)))) {
            var exclusive = Misbehaviours.named("end date exclusive");
            var alone = instead(400, asked -> !asked.first().equals(asked.last()));
            var nothing = Misbehaviour.of("no records", Sort.BODY).orders((found, asked) -> List.of());
            var target = new Targets(RecordKind.CUSTOMER, FileType.NDJSON, Compression.NONE, byDay).in(folder);
            var pages = PageOptions.of(PulledKind.CUSTOMERS).withToday(FIRST);
            var pull = new Pull(options(server, pages, 1), target, Watcher.NOBODY);
            for (var failing : List.of(alone, nothing)) {
                server.misbehave(exclusive, failing);
                assertEquals(0, pull.run(false).records(), "there is no file yet");
            }
            server.misbehave(exclusive);
            assertEquals(3, pull.run(false).records());
            var file = target.files(FIRST).get(0).path();
            var before = Files.readString(file);
            for (var failing : List.of(alone, nothing)) {
                server.misbehave(exclusive, failing);
                for (var restart : List.of(false, true)) {
                    var failure = assertThrows(ClientException.class, () -> pull.run(restart));
                    assertEquals(Reason.MISBEHAVED, failure.reason(), failure::getMessage);
                    assertEquals(before, Files.readString(file));
                }
            }
            server.misbehave(exclusive);
            assertEquals(3, pull.run(false).records());
        }
    }

    /**
     * Before its first page, the pull looks at the day before its range and at the day after it. One of them has a
     * record of midnight. This record shows that the server gives records, but not whether a window includes its end
     * date. The server refuses the probe that would show it, a window of two days.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void midnightRecordsOutsideTheRangeDoNotStopAPull(int day) throws Exception {
        var records = customers(List.of(0, 0, 5));
        try (var server = VendorServer.start(records)) {
            server.put(VendorCustomer.of(5_000_000, FIRST.plusDays(day).atStartOfDay()));
            server.misbehave(instead(400, asked -> !asked.first().equals(asked.last())));
            var options = options(server, PageOptions.of(PulledKind.CUSTOMERS), 3)
                    .withDays(FIRST.plusDays(1), FIRST.plusDays(2));
            new Pull(options, Targets.NDJSON.in(folder), Watcher.NOBODY).run(false);
            server.remove(5_000_000);
            assertComplete(server);
        }
    }

    /**
     * The pulled days have only a record of midnight, which does not show whether a window includes its end date. A day
     * before them has records at other hours, which show it, and so prove that a pulled day is empty.
     */
    @Test
    void anEarlierDayCanProveThatADayIsEmpty() throws Exception {
        var records = customers(List.of(5));
        records.add(VendorCustomer.of(5_000_000, FIRST.plusDays(2).atStartOfDay()));
        try (var server = VendorServer.start(records)) {
            server.misbehave(instead(
                    400,
                    asked -> asked.first().isAfter(FIRST.plusDays(2))
                            && !asked.first().equals(asked.last())));
            var options = options(server, PageOptions.of(PulledKind.CUSTOMERS), 4)
                    .withDays(FIRST.plusDays(2), FIRST.plusDays(3));
            var result = new Pull(options, Targets.NDJSON.in(folder), Watcher.NOBODY).run(false);
            assertEquals(1, result.records());
            assertEquals(2, result.days().size());
        }
    }

    /**
     * The first page of the day has only records of its first instant, and the second page is refused. The request for
     * two days then shows further records of the day. They prove nothing about the end date: the refused page may
     * contain them.
     */
    @Test
    void aRefusedPageIsNotTakenForAnExclusiveEndDate() throws Exception {
        var records = customers(List.of(150, 3));
        LongStream.range(0, 100)
                .mapToObj(number -> VendorCustomer.of(5_000_000 + number, FIRST.atStartOfDay()))
                .forEach(records::add);
        try (var server = VendorServer.start(records)) {
            var oldestFirst = Misbehaviour.of("oldest first", Sort.ORDER)
                    .orders((found, asked) -> found.stream()
                            .sorted(Comparator.comparing(VendorRecord::createdAt)
                                    .thenComparing(VendorRecord::id))
                            .toList());
            server.misbehave(
                    oldestFirst,
                    instead(
                            400,
                            asked -> asked.first().equals(FIRST)
                                    && asked.last().equals(FIRST)
                                    && asked.offset() == 100));
            var failure = pull(server, 100, 2).orElseThrow();
            assertEquals(Reason.MISBEHAVED, failure.reason());
            assertTrue(
                    failure.getMessage().contains("a probe for 2024-05-01 from offset 100 on"), failure.getMessage());
            server.misbehave(oldestFirst);
            assertEquals(Optional.empty(), pull(server, 100, 2).map(ClientException::getMessage));
            assertComplete(server);
        }
    }

    /**
     * All records are of the first instant of their day, so they do not show whether a window includes its end date.
     * The puller looks for a record of another time on the page after the last record. The server refuses this page,
     * but the pull is complete without it.
     */
    @ParameterizedTest
    @ValueSource(ints = {404, 400})
    void aPullIsCompleteIfThePageAfterTheLastRecordIsRefused(int status) throws Exception {
        var records = new ArrayList<VendorRecord>();
        for (var day = 0; day < 3; day++) {
            for (var number = 0; number < 3; number++) {
                records.add(VendorCustomer.of(
                        5_000_000L + 10L * day + number, FIRST.plusDays(day).atStartOfDay()));
            }
        }
        try (var server = VendorServer.start(records)) {
            server.misbehave(Misbehaviour.of("no page behind the last record", Sort.FAILURE)
                    .answers((answer, asked) ->
                            asked.offset() > 0 && answer.text().contains("No data found")
                                    ? VendorAnswer.failed(status, "No such page")
                                    : answer));
            assertEquals(Optional.empty(), pull(server, 100, 3).map(ClientException::getMessage));
            assertComplete(server);
        }
    }

    /**
     * The probe for two days shows whether a window includes its end date. So the refusal of the second page is the
     * only problem, and the pull stops with the reason of a refusal.
     */
    @Test
    void aRefusedSecondPageStopsThePullAsARefusal() throws Exception {
        try (var server = VendorServer.start(afterMidnightRecords(9))) {
            server.misbehave(instead(400, asked -> asked.offset() > 0));
            var failure = pull(server, 100, 2).orElseThrow();
            assertEquals(Reason.REFUSED, failure.reason(), failure::getMessage);
        }
    }

    /** Neither day needs a second page, because each page says that no more records follow. */
    @ParameterizedTest
    @ValueSource(ints = {0, 9})
    void noPageIsRequestedAfterOneThatIsMarkedAsTheLast(int hour) throws Exception {
        try (var server = VendorServer.start(afterMidnightRecords(hour))) {
            server.misbehave(
                    instead(400, asked -> asked.offset() > 0),
                    Misbehaviour.of("no more records", Sort.PAGING)
                            .answers(answer -> answer.with(Headers.HAS_MORE, "false")));
            assertEquals(Optional.empty(), pull(server, 100, 2).map(ClientException::getMessage));
            assertComplete(server);
        }
    }

    /** A day with records only of its first instant, and a day with one record at this hour. */
    private static List<VendorRecord> afterMidnightRecords(int hour) {
        return List.of(
                VendorCustomer.of(5_000_000, FIRST.atStartOfDay()),
                VendorCustomer.of(5_000_001, FIRST.atStartOfDay()),
                VendorCustomer.of(5_000_002, FIRST.atStartOfDay()),
                VendorCustomer.of(5_000_010, FIRST.plusDays(1).atTime(hour, 0)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aMidnightRecordIsWrittenOnceWithItsOwnDay(int days) throws Exception {
        var records = new ArrayList<>(customers(List.of(5, 120, 3)));
        var midnight = VendorCustomer.of(9_000_000, FIRST.plusDays(days).atStartOfDay());
        records.add(midnight);
        try (var server = VendorServer.start(records)) {
            server.misbehave(BETWEEN);
            assertEquals(Optional.empty(), pull(server, 100, 3).map(ClientException::getMessage));
            if (days == 3) {
                server.remove(midnight.id());
            }
            assertComplete(server);
        }
    }

    /**
     * The server returns a record of midnight for the day before, but not for the record's own day, like a server with
     * another zone. The pull must stop.
     */
    @Test
    void aMidnightRecordThatItsOwnDayLacksStopsThePull() throws Exception {
        var records = new ArrayList<>(customers(List.of(5, 7, 3)));
        records.add(VendorCustomer.of(9_000_000, FIRST.plusDays(1).atStartOfDay()));
        try (var server = VendorServer.start(records)) {
            server.misbehave(Misbehaviour.of("from the second instant on", Sort.WINDOW)
                    .requests(asked -> asked.within(
                            asked.from().plusSeconds(1), asked.until().plusSeconds(1))));
            var failure = pull(server, 100, 3).orElseThrow();
            assertEquals(Reason.MISBEHAVED, failure.reason());
            assertTrue(failure.getMessage().contains("but for 2024-05-02 it does not"), failure.getMessage());
        }
    }

    @Test
    void aDayThatFitsOnOnePageNeedsNoStableOrder() throws Exception {
        try (var server = VendorServer.start(customers(List.of(40, 50, 30)))) {
            server.misbehave(ROTATED);
            assertEquals(Optional.empty(), pull(server, 1_000, 3).map(ClientException::getMessage));
            assertComplete(server);
        }
    }

    @Test
    void aResumedPullChangesItsPageSizeOnlyIfTheSizeIsFixed() throws Exception {
        var pages = PageOptions.of(PulledKind.CUSTOMERS);
        try (var server = VendorServer.start(customers(List.of(5, 130, 3)))) {
            server.misbehave(Misbehaviours.named("offset ignored"));
            assertTrue(pull(server, pages, 3).isPresent());
            assertTrue(pull(server, pages.withSize(1_000), 3).isPresent());
            assertEquals(
                    Optional.empty(),
                    pull(server, pages.withFixedSize(1_000), 3).map(ClientException::getMessage));
            assertComplete(server);
        }
    }

    /** The server names a largest page size. It replaces only a size that the user has not chosen. */
    @Test
    void aChosenPageSizeIsNotReplaced() {
        var proof = new ProofAnswer("Asia/Kolkata", 3, false, new TreeMap<>());
        var pages = PageOptions.of(PulledKind.CUSTOMERS);
        assertEquals(3, pages.withProof(proof).size());
        assertEquals(100, pages.withFixedSize(100).withProof(proof).size());
    }

    private Optional<ClientException> pull(VendorServer server, int pageSize, int days) throws InterruptedException {
        return pull(server, PageOptions.of(PulledKind.CUSTOMERS).withSize(pageSize), days);
    }

    private Optional<ClientException> pull(VendorServer server, PageOptions pages, int days)
            throws InterruptedException {
        try {
            new Pull(options(server, pages, days), Targets.NDJSON.in(folder), Watcher.NOBODY).run(false);
            return Optional.empty();
        } catch (ClientException stopped) {
            return Optional.of(stopped);
        }
    }

    private static PullOptions options(VendorServer server, PageOptions pages, int days) {
        return options(server, pages, days, 1);
    }

    private static PullOptions options(VendorServer server, PageOptions pages, int days, int parallel) {
        return new PullOptions(
                PulledRange.toVendor(server.uri(), PATIENCE), pages, FIRST, FIRST.plusDays(days - 1L), parallel);
    }

    private void assertComplete(VendorServer server) throws IOException {
        assertEquals(
                server.records(RecordKind.CUSTOMER).stream()
                        .map(VendorRecord::id)
                        .sorted()
                        .toList(),
                Files.readAllLines(folder.resolve("out")).stream()
                        .map(line ->
                                JsonMapper.shared().readTree(line).path("id").asLong())
                        .sorted()
                        .toList());
    }

    private static List<VendorRecord> customers(List<Integer> counts) {
        var all = new ArrayList<VendorRecord>();
        for (var day = 0; day < counts.size(); day++) {
            for (var number = 0; number < counts.get(day); number++) {
                all.add(VendorCustomer.of(
                        4_000_000L + 1_000L * day + number,
                        FIRST.plusDays(day).atTime(9, 0).plusSeconds(number * 37L)));
            }
        }
        return all;
    }
}
