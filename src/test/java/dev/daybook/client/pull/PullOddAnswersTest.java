package dev.daybook.client.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.client.Client;
import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.call.RetryPolicy;
import dev.daybook.client.call.Watcher;
import dev.daybook.client.day.PageOptions;
import dev.daybook.client.output.Compression;
import dev.daybook.client.output.FormatOptions.FileType;
import dev.daybook.domain.RecordKind;
import dev.daybook.kit.CompressedBody;
import dev.daybook.kit.Misbehaviour;
import dev.daybook.kit.Misbehaviour.Sort;
import dev.daybook.kit.Misbehaviours;
import dev.daybook.kit.VendorAnswer;
import dev.daybook.kit.VendorCustomer;
import dev.daybook.kit.VendorRecord;
import dev.daybook.kit.VendorRequest;
import dev.daybook.kit.VendorServer;
import dev.daybook.kit.VendorTicket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server answers one day of three in a way that says, or may say, that something is wrong. Such an answer is never
 * taken for an empty or a whole day, and nothing that a format cannot hold gets into a file.
 */
class PullOddAnswersTest {
    private static final LocalDate FIRST = LocalDate.parse("2024-05-01");
    private static final LocalDate ODD = FIRST.plusDays(1);
    private static final LocalDate LAST = FIRST.plusDays(2);
    private static final RetryPolicy PATIENCE =
            new RetryPolicy(Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofMinutes(1));

    private static final Misbehaviour BARE_LIST = Misbehaviour.of("an empty day is a bare list", Sort.EMPTY_DAY)
            .answers(answer -> answer.text().contains("\"No data found\"") ? json("{'message':[]}") : answer);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'message':[],'status':'failure'}",
                "{'message':[],'status':'fail'}",
                "{'message':[],'status':'timeout'}",
                "{'message':[],'status':'exception','error':'search index unavailable'}",
                "{'message':[],'status':500}",
                "{'message':[],'status':false}",
                "{'message':[],'Status':'Failure'}",
                "{'message':[],'success':false,'error':'timeout'}",
                "{'message':[],'success':'false'}",
                "{'message':[],'status':'success','errors':['shard failure']}",
                "{'message':[],'status':'success','status':'timeout'}",
                "{'message':{},'status':'timeout'}",
                "{'message':null,'status':'success','error':{'reason':'timeout'}}",
                "{'timestamp':'2024-05-02T10:00:00Z','status':500,'error':'Internal Server Error','path':'/pull'}",
                "{'error':'search timed out'}",
                "{'data':null,'errors':['shard failure']}",
                "{'message':'No data found','status':'timeout'}",
                "{'message':'No data found','error':'search timed out'}",
                "{'message':'No data source available, try again later','status':'failed'}",
                "{'message':'No records could be loaded, the search server is down','status':'failed'}",
                "{'message':'No customers service reachable','status':'failed'}",
                "{'message':'No data: database offline','status':'failed'}",
                "{'message':'Data not available, try again later','status':'failed'}",
                "{'message':'Customers not available while the index is rebuilt','status':'failed'}",
                "{'message':'No results from upstream: connection refused','status':'success'}",
                "{'message':'No data found: database offline','status':'success'}",
                "{'message':'No data found for 3 of 5 shards','status':'success'}",
                "No results from upstream: connection refused",
                "No customer service node reachable"
            })
    void aFailureOrAnOutageIsNotReadAsAnEmptyDay(String answer) throws Exception {
        for (var empty : List.of("'No data found'", "[]")) {
            assertEquals(Reason.MISBEHAVED, stopsAt(json(answer), empty, "{'status':'success'}"), answer);
        }
    }

    @Test
    void aFailureIsRetriedAndThenNamedInTheServersWords() throws Exception {
        try (var server = VendorServer.start(customers(5, 7, 3))) {
            server.misbehave(
                    odd((answer, asked) -> json("{'message':[],'status':'partial','error':'shard 2\\n timed out'}")));
            var stopped = pull(server, Targets.NDJSON).orElseThrow();
            assertEquals(
                    "2024-05-02 from offset 0 on: the answer is a failure: status partial, error shard 2 timed out;"
                            + " the server answered the same 3 times",
                    stopped.getMessage());
            var answers = new AtomicInteger();
            server.misbehave(odd((answer, asked) -> json(
                    answers.getAndIncrement() == 0 ? "{'status':'partial'}" : "{'message':[],'status':'partial'}")));
            assertEquals(
                    "2024-05-02 from offset 0 on: the answer is a failure: status partial;"
                            + " the server answered the same 3 times",
                    pull(server, Targets.NDJSON).orElseThrow().getMessage());
            server.misbehave();
            assertEquals(Optional.empty(), pull(server, Targets.NDJSON).map(ClientException::getMessage));
            assertEquals(15, lines(server));
        }
    }

    @Test
    void aRefusalInAListIsNamedInTheServersWords() throws Exception {
        try (var server = VendorServer.start(customers(5, 7, 3))) {
            server.misbehave(odd((answer, asked) -> json("[{'message':'Date range too large','status':'failed'}]")));
            var stopped = pull(server, Targets.NDJSON).orElseThrow();
            assertTrue(stopped.getMessage().contains("it says: Date range too large"), stopped::getMessage);
        }
    }

    @Test
    void recordsInAFailedAnswerDoNotCompleteADay() throws Exception {
        for (var end : List.of(
                ",\"status\":\"partial\",\"error\":\"shard 2 timed out\"}",
                ",\"Status\":\"partial\"}",
                ",\"status\":\"success\",\"success\":false}",
                ",\"status\":\"success\",\"error\":\"shard 2 timed out\"}",
                ",\"status\":\"success\",\"Errors\":[\"shard 2\"]}")) {
            try (var server = VendorServer.start(customers(5, 90, 3))) {
                server.misbehave(
                        odd((answer, asked) -> answer.text(text -> text.replace(",\"status\":\"success\"}", end))));
                assertEquals(
                        Optional.of(Reason.MISBEHAVED),
                        pull(server, Targets.NDJSON).map(ClientException::reason));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'message':'No data found','error':'Not Found'}",
                "{'message':'No data found','status':'timeout'}",
                "{'message':'No records found: database offline'}",
                "<html>No data found</html>"
            })
    void a404ThatSaysMoreThanNoDataIsNotReadAsAnEmptyDay(String answer) throws Exception {
        var odd = VendorAnswer.json(404, answer.replace('\'', '"'));
        assertEquals(Reason.NOT_FOUND, stopsAt(odd, "'No data found'", "{'status':'success'}"));
    }

    @Test
    void a404ThatStrictRefusesIsReportedWithTheReason() throws Exception {
        var noData = VendorAnswer.failed(404, "No data found");
        assertEquals(
                "the server answered 404: No data found; 2024-05-02 from offset 0 on: the answer is not what its"
                        + " headers announce: gzip that is not announced",
                refusedByStrict(noData.with(CompressedBody.gzip(noData.body()))));
        assertEquals(
                "the server answered 404: No data found; 2024-05-02 from offset 0 on: the answer is not valid JSON:"
                        + " byte 0xBF at 2 does not belong there",
                refusedByStrict(noData.text(text -> "\uFEFF" + text)));
    }

    private String refusedByStrict(VendorAnswer odd) throws Exception {
        try (var server = VendorServer.start(customers(5, 0, 3))) {
            server.misbehave(odd((answer, asked) -> odd));
            var options = options(server, Targets.NDJSON, LAST.plusDays(9));
            var strict = options.withPages(options.pages().withStrict(true));
            return pull(server, Targets.NDJSON, strict).orElseThrow().getMessage();
        }
    }

    /**
     * Pairs of answers: one that the server gives for empty days, and a similar one whose content may say that
     * something is wrong.
     */
    static Stream<Arguments> others() {
        return Stream.of(
                Arguments.of("{'status':'success'}", "{'status':'success','info':'search timed out'}"),
                Arguments.of("{'status':'success'}", "{'info':'search timed out'}"),
                Arguments.of("{'info':'nothing','status':'success'}", "{'info':'search timed out','status':'success'}"),
                Arguments.of("{'message':null,'code':200}", "{'message':null,'code':504}"),
                Arguments.of("{'message':null,'totalRecords':0}", "{'message':null,'totalRecords':412}"),
                Arguments.of("{'message':null,'count':0}", "{'message':null,'count':412}"),
                Arguments.of("{'message':null,'recordsFiltered':0}", "{'message':null,'recordsFiltered':412}"),
                Arguments.of(
                        "{'message':'Nothing here','status':'success'}",
                        "{'message':'Search timed out','status':'success'}"),
                Arguments.of("{'message':[]}", "{'message':[],'timedOut':true}"),
                Arguments.of(
                        "{'message':'No customers for you','status':'failed'}",
                        "{'message':'No customers, the index is rebuilt','status':'failed'}"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void anAnswerOfAnotherFormIsNotReadAsAnEmptyDay(String empty, String answer) throws Exception {
        assertEquals(Reason.MISBEHAVED, stopsAt(json(answer), "[]", empty));
    }

    /** Answers for an empty day. DAY stands for the requested day, NUMBER for a number that rises with each answer. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'message':[],'status':'OK'}",
                "{'message':[],'status':200,'success':true,'error':null,'errors':[]}",
                "{'message':[],'status':true,'error':''}",
                "{'message':[]}",
                "{'message':[],'success':1}",
                "{'message':'Nothing found','status':'failed'}",
                "{'message':[],'status':null}",
                "{'message':'No customers found for the given dates DAY to DAY.','status':'failed'}",
                "{'message':'Sorry, there are no matching records!','status':'success'}",
                "{'message':'Nothing happened on DAY','status':'success','requestId':'DAY-af31'}",
                "{'message':'No customers for you on DAY','status':'failed'}",
                "{'status':'success','total':0,'account':{'id':7,'on':'DAY'}}",
                "{'message':null,'status':'success','requestCount':NUMBER}",
                "{'status':'success','window':{'from':'DAY','to':'DAY'}}"
            })
    void everyKnownFormOfAnEmptyDayIsAccepted(String empty) throws Exception {
        try (var server = VendorServer.start(customers(5, 0, 3))) {
            var answers = new AtomicInteger(16);
            server.misbehave(Misbehaviour.of("empty", Sort.EMPTY_DAY)
                    .answers((answer, asked) -> answer.text().contains("\"No data found\"")
                            ? json(empty.replace("DAY", asked.first().toString())
                                    .replace("NUMBER", Integer.toString(answers.incrementAndGet())))
                            : answer));
            assertEquals(Optional.empty(), pull(server, Targets.NDJSON).map(ClientException::getMessage));
            assertEquals(8, lines(server));
        }
    }

    /**
     * A misbehaviour: the server answers for the range and for the day after it, but refuses all later days with this
     * status. So it also refuses the probe for a day one year ahead.
     */
    private static Misbehaviour noYearAhead(int status) {
        return Misbehaviour.of("no year ahead", Sort.FAILURE)
                .answers((answer, asked) -> asked.first().isAfter(LAST.plusDays(1))
                        ? VendorAnswer.failed(status, "Bad Request - Invalid parameters or missing data")
                        : answer);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 500})
    void anAmbiguousEmptyDayStopsThePullIfItsProbeFails(int status) throws Exception {
        try (var server = VendorServer.start(customers(5, 0, 3))) {
            server.misbehave(BARE_LIST, noYearAhead(status));
            var stopped = pull(server, Targets.NDJSON).orElseThrow();
            assertEquals(Reason.MISBEHAVED, stopped.reason(), stopped::getMessage);
            assertTrue(
                    stopped.getMessage()
                            .startsWith("2024-05-02 from offset 0 on: the server answered with an empty list without a"
                                    + " status: {message=}, which means that there are no records only if it says the"
                                    + " same of a day one year ahead; a probe for 2025-05-04"),
                    stopped::getMessage);
            assertTrue(stopped.getMessage().contains("the server answered " + status), stopped::getMessage);
        }
    }

    /**
     * The requested days have records; only the days before and after them are empty. The result does not depend on
     * these days, so a failed probe for them is ignored.
     */
    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 500})
    void aFailedProbeForADayOutsideTheRangeIsIgnored(int status) throws Exception {
        try (var server = VendorServer.start(customers(5, 7, 3))) {
            server.misbehave(BARE_LIST, noYearAhead(status));
            assertEquals(Optional.empty(), pull(server, Targets.NDJSON).map(ClientException::getMessage));
            assertEquals(15, lines(server));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"Success\"", "\"ok\"", "true", "200", "\"200\"", "null", "\"\""})
    void recordsAreReadWithEveryStatusOfSuccess(String status) throws Exception {
        try (var server = VendorServer.start(customers(5, 7, 3))) {
            server.misbehave(Misbehaviour.of("status", Sort.BODY)
                    .answers(answer ->
                            answer.text(text -> text.replace("\"status\":\"success\"", "\"status\":" + status))));
            assertEquals(Optional.empty(), pull(server, Targets.NDJSON).map(ClientException::getMessage));
            assertEquals(15, lines(server));
        }
    }

    /**
     * A pull is stopped at each step in turn. The next run still knows which day had records, and that the empty days
     * after it had none, so it completes.
     */
    @ParameterizedTest
    @ValueSource(strings = {"an empty object", "null", "an empty body"})
    void aResumedPullAcceptsEmptyDaysAfterAStopAtAnyStep(String form) throws Exception {
        var isStopped = true;
        for (var step = 1; isStopped; step++) {
            try (var server = VendorServer.start(customers(5, 0, 0, 3))) {
                server.misbehave(Misbehaviours.named("an empty day is " + form));
                var options = options(server, Targets.NDJSON, LAST.plusDays(9)).withDays(FIRST, LAST.plusDays(1));
                isStopped = StopAt.stops(options, Targets.NDJSON.in(files(server)), step);
                assertEquals(
                        Optional.empty(),
                        pull(server, Targets.NDJSON, options).map(ClientException::getMessage),
                        "stopped at step " + step);
                assertEquals(8, lines(server));
                assertTrue(isStopped || step > 6, "only " + step + " steps");
            }
        }
    }

    /**
     * A pull starts over. It completes an empty day, and the server refuses the key before the first page with records.
     * The next run must continue this pull, and not find the complete one before it: the file of that one lacks the new
     * record.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRestartThatHasCompletedOnlyAnEmptyDayContinues(boolean byDay) throws Exception {
        try (var server = VendorServer.start(customers(0, 0, 3))) {
            var empty = Misbehaviours.named("an empty day is an empty object");
            server.misbehave(empty);
            var targets = new Targets(RecordKind.CUSTOMER, FileType.NDJSON, Compression.NONE, byDay);
            var finished = new ArrayList<LocalDate>();
            var watcher = new Watcher() {
                @Override
                public void finished(LocalDate day) {
                    finished.add(day);
                }
            };
            var pull = new Pull(options(server, targets, LAST.plusDays(9)), targets.in(files(server)), watcher);
            assertEquals(3, pull.run(false).records());
            server.put(VendorCustomer.of(9_999, LAST.atTime(10, 0)));
            finished.clear();
            server.misbehave(
                    empty,
                    odd((answer, asked) -> finished.isEmpty() ? answer : VendorAnswer.failed(401, "Invalid Auth Key")));
            pull.restart();
            for (var run = 0; run < 2; run++) {
                var restarts = run == 0;
                var stopped = assertThrows(ClientException.class, () -> pull.run(restarts));
                assertEquals(Reason.KEY_REFUSED, stopped.reason(), stopped::getMessage);
                assertEquals(List.of(FIRST), finished);
            }
            server.misbehave(empty);
            assertEquals(4, pull.run(false).records());
        }
    }

    private Reason stopsAt(VendorAnswer odd, String nothing, String empty) throws Exception {
        try (var server = VendorServer.start(customers(5, 7, 3))) {
            server.nothingIs(nothing.replace('\'', '"'));
            server.misbehave(
                    Misbehaviour.of("empty", Sort.EMPTY_DAY)
                            .answers((answer, asked) -> asked.first().isAfter(LAST) ? json(empty) : answer),
                    odd((answer, asked) -> odd));
            return pull(server, Targets.NDJSON).map(ClientException::reason).orElseThrow();
        }
    }

    private static VendorAnswer json(String text) {
        return VendorAnswer.json(200, text.replace('\'', '"'));
    }

    private static Misbehaviour odd(BiFunction<VendorAnswer, VendorRequest, VendorAnswer> change) {
        return Misbehaviour.of("odd", Sort.BODY)
                .answers((answer, asked) ->
                        asked.first().equals(ODD) && asked.last().equals(ODD) ? change.apply(answer, asked) : answer);
    }

    /**
     * After {@code fine} answers the server fails: it gives the same empty object for every day. Only the pulled day
     * has records, so the answers for other days cannot show the failure. The pull must stop, or have all records.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void aServerThatBeginsToFailNeverLooksLikeAnEmptyDay(int fine) throws Exception {
        try (var server = VendorServer.start(customers(250))) {
            var answered = new AtomicInteger();
            server.misbehave(Misbehaviour.of("fails", Sort.EMPTY_DAY)
                    .answers(answer -> answered.incrementAndGet() > fine ? json("{}") : answer));
            var day = options(server, Targets.NDJSON, LAST.plusDays(1)).withDays(FIRST, FIRST);
            var stopped = pull(server, Targets.NDJSON, day);
            assertTrue(stopped.isPresent() || lines(server) == 250, "exit 0 after " + fine + " answers");
        }
    }

    /**
     * Until the server recovers, each of its answers looks like that for an empty day, even the one for a day one year
     * ahead. The pull must stop, or get all records; it must not delete the files of an earlier pull.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{};3",
                "{};4",
                "{};5",
                "{};7",
                "{};9",
                "'';5",
                "null;7",
                "{'message':null,'status':'success'};5",
                "{'message':'No records: database offline','status':'failed'};7"
            })
    void aServerThatRecoversNeverLooksLikeEmptyDays(String failure, int times) throws Exception {
        for (var byDay : List.of(false, true)) {
            try (var server = VendorServer.start(customers(5, 7, 3))) {
                var targets = new Targets(RecordKind.CUSTOMER, FileType.NDJSON, Compression.NONE, byDay);
                var one = options(server, targets, LAST.plusDays(1));
                var options = new PullOptions(one.connection(), one.pages(), FIRST, LAST, byDay ? 3 : 1);
                var pull = new Pull(options, targets.in(files(server)), Watcher.NOBODY);
                assertEquals(15, pull.run(false).records());
                var answered = new AtomicInteger();
                server.misbehave(Misbehaviour.of("recovers", Sort.EMPTY_DAY)
                        .answers(answer -> answered.incrementAndGet() > times ? answer : json(failure)));
                pull.restart();
                try {
                    assertEquals(15, pull.run(true).records(), "exit 0 after " + times + " failures");
                } catch (ClientException stopped) {
                    assertEquals(Reason.MISBEHAVED, stopped.reason(), stopped::getMessage);
                }
                for (var day : List.of(FIRST, ODD, LAST)) {
                    assertTrue(Files.exists(
                            targets.in(files(server)).files(day).get(0).path()));
                }
                assertEquals(15, pull.run(true).records());
            }
        }
    }

    /**
     * The first day seems empty during an outage, and the next day is really empty. So the later answer for both days
     * looks as if end dates did not count. The pull must not conclude this, but stop.
     */
    @Test
    void anOutageDoesNotShowHowWindowsEnd() throws Exception {
        try (var server = VendorServer.start(customers(5, 0, 3))) {
            var answered = new AtomicInteger();
            server.misbehave(Misbehaviour.of("recovers", Sort.EMPTY_DAY)
                    .answers(answer -> answered.incrementAndGet() > 3 ? answer : json("{}")));
            var stopped = pull(server, Targets.NDJSON).orElseThrow();
            assertTrue(
                    stopped.getMessage().contains("records of it for 2024-05-01 to 2024-05-02"), stopped::getMessage);
            assertEquals(Optional.empty(), pull(server, Targets.NDJSON).map(ClientException::getMessage));
            assertEquals(8, lines(server));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5, 9, 1_000})
    void aStreamOfAServerThatRecoversFailsOrIsComplete(int times) throws Exception {
        try (var server = VendorServer.start(customers(5, 7, 3))) {
            var answered = new AtomicInteger();
            server.misbehave(Misbehaviour.of("recovers", Sort.EMPTY_DAY)
                    .answers(answer -> answered.incrementAndGet() > times ? answer : json("{}")));
            var connection = options(server, Targets.NDJSON, LAST.plusDays(1)).connection();
            try (var client = Client.of(connection, Watcher.NOBODY);
                    var customers = client.customers().createdBetween(FIRST, LAST)) {
                assertEquals(15, customers.count());
            } catch (ClientException stopped) {
                assertEquals(Reason.MISBEHAVED, stopped.reason(), stopped::getMessage);
                assertTrue(stopped.getMessage().contains("2024-05-01"), stopped::getMessage);
            }
        }
    }

    /**
     * Only the first answer is odd. All others say plainly that there are no records, so the stream ends without an
     * error.
     */
    @Test
    void aStreamOfAnEmptyAccountEndsAfterOneOddAnswer() throws Exception {
        try (var server = VendorServer.start(customers(0, 0, 0))) {
            var answered = new AtomicInteger();
            server.misbehave(Misbehaviour.of("one odd answer", Sort.EMPTY_DAY)
                    .answers(answer -> answered.incrementAndGet() > 1 ? answer : json("{}")));
            var connection = options(server, Targets.NDJSON, LAST.plusDays(1)).connection();
            try (var client = Client.of(connection, Watcher.NOBODY);
                    var customers = client.customers().createdBetween(FIRST, LAST)) {
                assertEquals(0, customers.count());
            }
        }
    }

    /**
     * All days seemed empty during an outage. After it, one of two replicas still fails: the first new answer for the
     * first day has records, the next one has none. The pull must stop.
     */
    @Test
    void recordsOfADayThatSeemedEmptyAreNotIgnoredIfTheNextAnswerHasNone() throws Exception {
        try (var server = VendorServer.start(customers(5, 7, 3))) {
            var answered = new AtomicInteger();
            var ofFirst = new AtomicInteger();
            server.misbehave(Misbehaviour.of("two replicas", Sort.EMPTY_DAY).answers((answer, asked) -> {
                var fails = answered.incrementAndGet() <= 13
                        || (asked.first().equals(FIRST) && ofFirst.getAndIncrement() > 0);
                return fails ? json("{}") : answer;
            }));
            var stopped = pull(server, Targets.NDJSON).orElseThrow();
            assertTrue(stopped.getMessage().contains("but gives some now"), stopped::getMessage);
        }
    }

    /**
     * The first day seemed empty during an outage. The only record of the second day is of its first instant, and does
     * not show whether end dates count. So the puller requests both days together, sees that the first day is not
     * empty, and stops.
     */
    @Test
    void aDayThatSeemedEmptyIsAskedForWithTheNextIfTheEndOfWindowsIsUnknown() throws Exception {
        var records = customers(5, 0, 3);
        records.add(VendorCustomer.of(900, ODD.atStartOfDay()));
        try (var server = VendorServer.start(records)) {
            var answered = new AtomicInteger();
            server.misbehave(
                    Misbehaviours.named("end date is its first instant"),
                    Misbehaviour.of("recovers", Sort.EMPTY_DAY)
                            .answers(answer -> answered.incrementAndGet() > 13 ? answer : json("{}")));
            var stopped = pull(server, Targets.NDJSON).orElseThrow();
            assertTrue(stopped.getMessage().contains("but gives some now"), stopped::getMessage);
        }
    }

    @Test
    void aStreamFailsIfTheServerFailsBeforeAndAfterTheRecords() throws Exception {
        try (var server = VendorServer.start(customers(5, 7, 3))) {
            var answered = new AtomicInteger();
            server.misbehave(Misbehaviour.of("fails twice", Sort.EMPTY_DAY).answers((answer, asked) -> {
                if (answered.incrementAndGet() > 5 && asked.first().equals(FIRST)) {
                    answered.set(-1_000_000);
                }
                return answered.get() <= 5 ? json("{}") : answer;
            }));
            var connection = options(server, Targets.NDJSON, LAST.plusDays(1)).connection();
            try (var client = Client.of(connection, Watcher.NOBODY);
                    var customers = client.customers().createdBetween(FIRST, LAST)) {
                assertEquals(
                        Reason.MISBEHAVED,
                        assertThrows(ClientException.class, customers::count).reason());
            }
        }
    }

    /**
     * The server has an outage for two answers: all days then seem empty, in the form in which it answers for days that
     * are really empty. The pull must stop, or have all records.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13})
    void aShortOutageNeverLooksLikeAnEmptyDay(int fine) throws Exception {
        try (var server = VendorServer.start(customers(5, 7, 3))) {
            var answered = new AtomicInteger();
            server.misbehave(
                    Misbehaviours.named("an empty day is an empty object"),
                    Misbehaviour.of("outage", Sort.EMPTY_DAY).answers(answer -> {
                        var number = answered.incrementAndGet();
                        return number == fine + 1 || number == fine + 2 ? json("{}") : answer;
                    }));
            var stopped = pull(server, Targets.NDJSON);
            assertTrue(stopped.isPresent() || lines(server) == 15, "exit 0 after " + fine + " answers");
        }
    }

    /**
     * The first day seemed empty. The answer for this day and the next one together has records of the first day, so
     * the pull stops.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'message':[],'status':'success'}                 | 7",
                "{'message':[],'status':'success'}                 | 0",
                "{'message':'No data found','status':'failed'}     | 7",
                "{'message':'No data found','status':'failed'}     | 0"
            })
    void aDayIsNotEmptyIfAnAnswerForTwoDaysHasItsRecords(String empty, int second) throws Exception {
        try (var server = VendorServer.start(customers(5, second, 3))) {
            var answered = new AtomicInteger();
            server.misbehave(Misbehaviour.of("lags once", Sort.EMPTY_DAY)
                    .answers(answer -> answered.incrementAndGet() == 1 ? json(empty) : answer));
            var stopped = pull(server, Targets.NDJSON).orElseThrow();
            assertEquals(Reason.MISBEHAVED, stopped.reason());
            assertTrue(
                    stopped.getMessage().contains("records of it for 2024-05-01 to 2024-05-02"), stopped::getMessage);
            assertEquals(Optional.empty(), pull(server, Targets.NDJSON).map(ClientException::getMessage));
            assertEquals(8 + second, lines(server));
        }
    }

    /**
     * The times of the records cannot be read, so they do not show to which of two days the records belong. But the
     * answer for the second day alone does not have all of them: the others are of the first day, which seemed empty.
     */
    @Test
    void aDayIsNotEmptyIfAnAnswerForTwoDaysHasRecordsThatTheSecondDayDoesNotHave() throws Exception {
        try (var server = VendorServer.start(customers(5, 7, 3))) {
            var answered = new AtomicInteger();
            server.misbehave(
                    Misbehaviours.named("times that nobody can read"),
                    Misbehaviour.of("lags once", Sort.EMPTY_DAY)
                            .answers(answer -> answered.incrementAndGet() == 1
                                    ? json("{'message':[],'status':'success'}")
                                    : answer));
            var stopped = pull(server, Targets.NDJSON).orElseThrow();
            assertTrue(
                    stopped.getMessage().contains("records of it for 2024-05-01 to 2024-05-02"), stopped::getMessage);
        }
    }

    /**
     * The first day seemed empty, but the answer for two days has its records. The pull must stop even if the server
     * does not answer the probe for the second day alone.
     */
    @Test
    void aDayIsNotEmptyIfItsRecordsCameForTwoDaysAndTheSecondDayAloneIsNotAnswered() throws Exception {
        try (var server = VendorServer.start(customers(5, 7, 3))) {
            var answered = new AtomicInteger();
            var ofSecond = new AtomicInteger();
            server.misbehave(
                    odd((answer, asked) ->
                            ofSecond.incrementAndGet() <= 6 ? VendorAnswer.failed(503, "Service Unavailable") : answer),
                    Misbehaviour.of("lags once", Sort.EMPTY_DAY)
                            .answers(answer -> answered.incrementAndGet() == 1
                                    ? json("{'message':[],'status':'success'}")
                                    : answer));
            var stopped = pull(server, Targets.NDJSON).orElseThrow();
            assertTrue(
                    stopped.getMessage().contains("records of it for 2024-05-01 to 2024-05-02"), stopped::getMessage);
        }
    }

    // Tests of the number of records that the server states.

    @Test
    void aShortPageIsNotTheLastIfTheServerNamesMoreRecords() throws Exception {
        try (var server = VendorServer.start(tickets(100, 250, 3))) {
            server.misbehave(Misbehaviour.of("cut", Sort.PAGING)
                    .requests(asked -> asked.first().equals(ODD) && asked.offset() == 0
                            ? asked.part(Math.min(60, asked.limit()), 0)
                            : asked)
                    .answers((answer, asked) -> counted(answer, asked.first().equals(ODD) ? "250" : "null")));
            assertEquals(Optional.empty(), pull(server, ticketFiles()).map(ClientException::getMessage));
            assertEquals(353, lines(server));
        }
    }

    /** On the current day a ticket may be new, so the day is asked for again. */
    @ParameterizedTest
    @CsvSource({"0, 251", "60, 251", "250, 251", "0, '\"251\"'", "250, '\"251\"'"})
    void aPagedDayWithFewerRecordsThanTheServerCountsIsIncomplete(int records, String total) throws Exception {
        try (var server = VendorServer.start(tickets(100, records, 3))) {
            server.nothingIs("[]");
            server.misbehave(odd((answer, asked) -> counted(answer, total)));
            for (var today : List.of(LAST.plusDays(1), ODD)) {
                var stopped = pull(server, ticketFiles(), today).orElseThrow();
                assertEquals(Reason.MISBEHAVED, stopped.reason());
                assertEquals(
                        "the server says that 2024-05-02 has 251 tickets, but sends " + records
                                + "; the same command asks for this day again",
                        stopped.getMessage());
            }
        }
    }

    /**
     * The server gives whole days in one page. For one day it states 250 records, but sends only 160. The pull must
     * stop.
     */
    @Test
    void anUnpagedDayWithFewerRecordsThanTheServerCountsIsIncomplete() throws Exception {
        try (var server = VendorServer.start(tickets(200, 250, 3))) {
            server.misbehave(
                    Misbehaviour.of("whole", Sort.PAGING)
                            .requests(asked -> asked.part(asked.first().equals(ODD) ? 160 : Integer.MAX_VALUE, 0)),
                    Misbehaviour.of("counted", Sort.PAGING)
                            .answers((answer, asked) ->
                                    counted(answer, asked.first().equals(ODD) ? "250" : "null")));
            var stopped = pull(server, ticketFiles()).orElseThrow();
            assertTrue(stopped.getMessage().contains("has 250 tickets, but sends 160"), stopped::getMessage);
        }
    }

    /**
     * A ticket is created after the server has read the page and before it counts the tickets, or pages show a new
     * ticket only later. Then the stated number of tickets is too high, which is no error on the current day.
     */
    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "3, 1", "100, 1", "0, 2", "1, 2", "3, 2", "100, 2"})
    void aNewTicketOfTodayMayBeCountedBeforeItIsSent(int records, int late) throws Exception {
        try (var server = VendorServer.start(tickets(98, 7, records))) {
            server.nothingIs("[]");
            var lastPages = new AtomicInteger();
            server.misbehave(
                    Misbehaviour.of("oldest first", Sort.ORDER)
                            .orders((found, asked) -> found.stream()
                                    .sorted(Comparator.comparing(VendorRecord::createdAt))
                                    .toList()),
                    Misbehaviour.of("counted", Sort.PAGING).answers((answer, asked) -> {
                        if (!asked.first().equals(LAST) || !asked.last().equals(LAST)) {
                            return answer;
                        }
                        if (asked.offset() >= records - 1 && lastPages.incrementAndGet() == late) {
                            server.put(VendorTicket.of(7_000_000, LAST.atTime(20, 0)));
                        }
                        return counted(answer, Integer.toString(records + Math.min(1, lastPages.get())));
                    }));
            assertEquals(Optional.empty(), pull(server, ticketFiles(), LAST).map(ClientException::getMessage));
            assertEquals(106 + records, lines(server));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "250", "-1", "null", "\"250\"", "\"many\"", "1.5", "99999999999999999999"})
    void anUnreliableTotalCountIsIgnored(String total) throws Exception {
        try (var server = VendorServer.start(tickets(100, 250, 3))) {
            server.misbehave(odd((answer, asked) -> counted(answer, total)));
            assertEquals(Optional.empty(), pull(server, ticketFiles()).map(ClientException::getMessage));
            assertEquals(353, lines(server));
        }
    }

    private static VendorAnswer counted(VendorAnswer answer, String total) {
        return answer.text(text -> text.replace("\"totalCount\":null", "\"totalCount\":" + total));
    }

    private static Targets ticketFiles() {
        return new Targets(RecordKind.TICKET, FileType.NDJSON, Compression.NONE, false);
    }

    // Tests of ids that are texts.

    @Test
    void differentTextIdsBelongToDifferentRecords() throws Exception {
        var ids = List.of("7", "07", "0007", "+7", " 7", "\u0667", "-7", "-07", "-0", "00", "9223372036854775808");
        try (var server = VendorServer.start(customers(0, ids.size(), 1))) {
            server.misbehave(Misbehaviour.of("ids", Sort.RECORD).records(json -> {
                var number = Integer.parseInt(json.replaceFirst("^\\{\"id\":(\\d+).*$", "$1")) % 1_000;
                return json.contains("May 2,")
                        ? json.replaceFirst("^\\{\"id\":\\d+", "{\"id\":\"" + ids.get(number) + "\"")
                        : json;
            }));
            assertEquals(Optional.empty(), pull(server, Targets.NDJSON).map(ClientException::getMessage));
            assertEquals(ids.size() + 1, lines(server));
        }
    }

    @Test
    void twoDifferentRecordsWithTheSameIdStopThePull() throws Exception {
        try (var server = VendorServer.start(customers(5, 7, 3))) {
            server.misbehave(sameId(json -> json.replaceFirst("1003", "1002")));
            var stopped = pull(server, Targets.NDJSON).orElseThrow();
            assertEquals(Reason.MISBEHAVED, stopped.reason(), stopped::getMessage);
            assertTrue(stopped.getMessage().contains("two records have the id 1002"), stopped::getMessage);
            server.misbehave();
            assertEquals(Optional.empty(), pull(server, Targets.NDJSON).map(ClientException::getMessage));
            assertEquals(15, lines(server));
        }
    }

    @Test
    void aRecordThatComesTwiceInAPageIsWrittenOnce() throws Exception {
        var twice = VendorCustomer.of(1002, ODD.atTime(9, 0, 2)).json();
        try (var server = VendorServer.start(customers(5, 7, 3))) {
            server.misbehave(sameId(json -> twice));
            assertEquals(Optional.empty(), pull(server, Targets.NDJSON).map(ClientException::getMessage));
            assertEquals(14, lines(server));
        }
    }

    private static Misbehaviour sameId(UnaryOperator<String> change) {
        return Misbehaviour.of("same id", Sort.RECORD)
                .records(json -> json.startsWith("{\"id\":1003,") ? change.apply(json) : json);
    }

    // Tests of values that no format can hold.

    private static List<Targets> formats() {
        return List.of(
                Targets.NDJSON,
                new Targets(RecordKind.CUSTOMER, FileType.CSV, Compression.NONE, false),
                new Targets(RecordKind.CUSTOMER, FileType.PARQUET, Compression.NONE, false));
    }

    /**
     * Bytes that are not UTF-8: surrogates as three bytes each, a single surrogate, long forms of NUL, and characters
     * beyond the last one.
     */
    @ParameterizedTest
    @ValueSource(strings = {"eda0bdedb880", "eda080", "c080", "f7bfbfbf", "f4908080", "e08080", "f0808080"})
    void bytesThatAreNotUtf8AreRefusedInEveryFormat(String hex) throws Exception {
        var bytes = HexFormat.of().parseHex(hex);
        for (var target : formats()) {
            try (var server = VendorServer.start(customers(5, 7, 3))) {
                server.misbehave(odd((answer, asked) -> answer.with(withName(answer.body(), 1_002, bytes))));
                var stopped = pull(server, target).orElseThrow();
                assertEquals(Reason.MISBEHAVED, stopped.reason(), stopped::getMessage);
                assertTrue(stopped.getMessage().startsWith("2024-05-02 from offset 0 on: "), stopped::getMessage);
                assertTrue(stopped.getMessage().contains("not UTF-8"), stopped::getMessage);
                assertTrue(stopped.getMessage().contains("in the record 1002"), stopped::getMessage);
            }
        }
    }

    /** The page with the name of a customer replaced. */
    private static byte[] withName(byte[] page, long id, byte[] name) {
        var text = new String(page, StandardCharsets.ISO_8859_1);
        var record = text.indexOf("{\"id\":" + id + ",");
        var at = text.indexOf("\"name\":\"", record) + 8;
        var changed = new ByteArrayOutputStream();
        changed.write(page, 0, at);
        changed.writeBytes(name);
        changed.write(page, at, page.length - at);
        return changed.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999", "-1.5E-99999999999", "1e+100000"})
    void aNumberTooLargeForAnyFormatIsRefusedInEveryFormat(String number) throws Exception {
        for (var target : formats()) {
            try (var server = VendorServer.start(customers(5, 7, 3))) {
                server.misbehave(odd((answer, asked) -> answer.text(text ->
                        text.replace("{\"id\":1002,", "{\"id\":1002,\"deep\":[{\"amount\":" + number + "}],"))));
                var stopped = pull(server, target).orElseThrow();
                assertEquals(Reason.MISBEHAVED, stopped.reason(), stopped::getMessage);
                assertTrue(
                        stopped.getMessage().contains("the record 1002 has the number " + number), stopped::getMessage);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NDJSON", "CSV", "PARQUET"})
    void aRecordLongerThanTheLineLimitIsRefusedInEveryFormat(FileType type) throws Exception {
        try (var server = VendorServer.start(customers(5, 7, 3))) {
            server.misbehave(odd((answer, asked) -> answer.text(
                    text -> text.replace("{\"id\":1002,", "{\"id\":1002,\"long\":\"" + "x".repeat(17 << 20) + "\","))));
            var stopped = pull(server, new Targets(RecordKind.CUSTOMER, type, Compression.NONE, false))
                    .orElseThrow();
            assertEquals(Reason.MISBEHAVED, stopped.reason(), stopped::getMessage);
            assertTrue(stopped.getMessage().contains("the record 1002 has 178"), stopped::getMessage);
        }
    }

    private long lines(VendorServer server) throws IOException {
        try (var lines = Files.lines(files(server).resolve("out"))) {
            return lines.count();
        }
    }

    /** The folder for the files that are pulled from a server. */
    private Path files(VendorServer server) throws IOException {
        return Files.createDirectories(
                folder.resolve(Integer.toString(server.uri().getPort())));
    }

    private Optional<ClientException> pull(VendorServer server, Targets targets) throws Exception {
        return pull(server, targets, LAST.plusDays(1));
    }

    private Optional<ClientException> pull(VendorServer server, Targets targets, LocalDate today) throws Exception {
        return pull(server, targets, options(server, targets, today));
    }

    private Optional<ClientException> pull(VendorServer server, Targets targets, PullOptions options) throws Exception {
        try {
            new Pull(options, targets.in(files(server)), Watcher.NOBODY).run(false);
            return Optional.empty();
        } catch (ClientException stopped) {
            return Optional.of(stopped);
        }
    }

    private static PullOptions options(VendorServer server, Targets targets, LocalDate today) {
        return new PullOptions(
                PulledRange.toVendor(server.uri(), PATIENCE),
                PageOptions.of(PulledKind.of(targets.kind())).withSize(100).withToday(today),
                FIRST,
                LAST,
                1);
    }

    private static List<VendorRecord> customers(int... counts) {
        return records(RecordKind.CUSTOMER, counts);
    }

    private static List<VendorRecord> tickets(int... counts) {
        return records(RecordKind.TICKET, counts);
    }

    private static List<VendorRecord> records(RecordKind kind, int... counts) {
        var all = new ArrayList<VendorRecord>();
        for (var day = 0; day < counts.length; day++) {
            var first = FIRST.plusDays(day).atTime(9, 0);
            var base = day == 0 ? 500L : 1_000L * day;
            IntStream.range(0, counts[day])
                    .mapToObj(number -> kind == RecordKind.TICKET
                            ? VendorTicket.of(base + number + 1_000_000, first.plusSeconds(number))
                            : VendorCustomer.of(base + number, first.plusSeconds(number)))
                    .forEach(all::add);
        }
        return all;
    }
}
