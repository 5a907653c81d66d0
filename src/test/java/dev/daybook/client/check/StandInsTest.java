package dev.daybook.client.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.client.answer.EmptyShape;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.check.CheckResult.Answered;
import dev.daybook.client.check.session.CheckOptions;
import dev.daybook.client.check.session.Session;
import dev.daybook.client.server.Known;
import dev.daybook.client.server.Paging;
import dev.daybook.client.server.ServerProfile;
import dev.daybook.client.server.WindowEnd;
import dev.daybook.kit.CompressedBody;
import dev.daybook.kit.TestServer;
import dev.daybook.wire.Paths;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks servers that differ from Daybook in one point each: the check reports that point and no other. These checks
 * only read, and most of their requests are the same, so Daybook answers each request once for all stand-ins.
 */
class StandInsTest {
    private static final String TOO_LARGE = "the answer is too large";

    /** A page in gzip that is too large once it is decompressed. Compressing it takes a second. */
    private static final byte[] ENDLESS = endless();

    /** Daybook's answers to the stand-ins. */
    private static final Map<TwistedRequest, TwistedAnswer> KNOWN = new ConcurrentHashMap<>();

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = CheckedAccount.startServer();
    }

    @AfterAll
    static void stop() {
        server.close();
        KNOWN.clear();
    }

    static List<Twist> twists() {
        return Twists.all();
    }

    @ParameterizedTest
    @MethodSource("twists")
    void theCheckNamesExactlyTheDifferencesOfAServer(Twist twist) throws IOException, InterruptedException {
        CheckTest.assertNamed(twist, check(twist));
    }

    /** A question that no stand-in answers differently might never report a difference, and no test would fail. */
    @Test
    void eachQuestionIsNamedByAStandIn() {
        var named = Stream.concat(Twists.all().stream(), WriteTwists.all().stream())
                .flatMap(twist -> twist.named().stream())
                .map(StandInsTest::ofAnyKind)
                .collect(Collectors.toSet());
        var options = CheckTest.options(server.uri(""), server.token, CheckedAccount.DAY, true);
        try (var session = new Session(options, Clock.systemUTC(), record -> {})) {
            var unnamed = Questions.of(session, true).stream()
                    .map(Question::id)
                    .filter(id -> !named.contains(ofAnyKind(id)))
                    .toList();
            assertEquals(List.of(), unnamed);
        }
    }

    /**
     * The id of a question, with {@code records} in place of the kind of record. The same program code asks a question
     * about pulls for all kinds, so a stand-in for one kind is enough.
     */
    private static String ofAnyKind(String id) {
        return id.replaceFirst("^(customers|tickets|orders)[.]", "records.");
    }

    /**
     * The three records of the day before the checked day fill the first page of a request for both days. The second
     * page has records of the checked day, which shows that the end date is included.
     */
    @Test
    void pagesOf3RecordsShowThatTheEndDateIsIncluded() throws IOException, InterruptedException {
        assertEquals(Finding.conforms("yes, both days"), finding("orders.end", pagesOf("3")));
    }

    /**
     * In a request for both days, the second page has only the third record of the day before, and one record of the
     * first instant of the checked day. This does not show whether the end date is included.
     */
    @Test
    void pagesOf2RecordsLeaveOpenWhetherTheEndDateIsIncluded() throws IOException, InterruptedException {
        assertEquals(
                Finding.unknown("the day before has too many records to see"), finding("orders.end", pagesOf("2")));
    }

    /** The records of the last day are in the answer, so only the missing ones of the first day show the difference. */
    @Test
    void twoDaysWithoutTheRecordsOfTheFirstAreADifference() throws IOException, InterruptedException {
        var last = Twist.requests(
                "of two days the last alone is given",
                "",
                asked -> asked.isAt(Paths.PULL_ORDERS) && days(asked) == 2
                        ? asked.with(fields -> fields.put("createStartDate", asked.field("createEndDate")))
                        : asked);
        assertEquals(Finding.differs("only the last day of two is given"), finding("orders.end", last));
    }

    private static Twist pagesOf(String records) {
        return Twist.requests(
                "pages of " + records,
                "orders.size",
                asked -> asked.isAt(Paths.PULL_ORDERS) ? asked.with(fields -> fields.put("limit", records)) : asked);
    }

    /** The vendor's page does not list createStartDate among the criteria of which one is required. */
    @Test
    void generationStartDateIsAskedAlsoIfCreateStartDateIsRefused() throws IOException, InterruptedException {
        var refusing = Twist.instead(
                "createStartDate is no criterion",
                "",
                asked -> asked.isAt(Paths.PULL_ORDERS) && asked.has("createStartDate"),
                TwistedAnswer.failed(400, "A criterion is required"));
        var result = check(refusing);
        assertEquals(Finding.conforms("yes"), CheckTest.finding(result, "filters.order-generation"));
        assertTrue(CheckTest.differing(result).contains("orders.pull"));
    }

    /** Without its only criterion, the request gets all orders, so those of the checked day are among them. */
    @Test
    void ordersOfOtherDaysShowThatGenerationStartDateIsIgnored() throws IOException, InterruptedException {
        assertEquals(
                Finding.differs("3 of 10 orders are of other days"),
                finding("filters.order-generation", ignoringGenerationDates()));
    }

    /** Without a day that is known to have orders, orders of other days do not show what the server does. */
    @Test
    void ordersOfOtherDaysShowNothingIfNoDayWithOrdersIsKnown() throws IOException, InterruptedException {
        var ignoring = ignoringGenerationDates();
        var refusing = new Twist(
                "createStartDate is no criterion, and generationStartDate ignored",
                Set.of(),
                ignoring.request(),
                (asked, given) -> asked.isAt(Paths.PULL_ORDERS) && asked.has("createStartDate")
                        ? TwistedAnswer.failed(400, "A criterion is required")
                        : given);
        assertEquals(
                Finding.unknown("3 of 10 orders are of other days"), finding("filters.order-generation", refusing));
    }

    /** All orders of this server are of one day, so only a day without orders shows that it ignores the days. */
    @Test
    void ordersForADayWithoutOrdersShowThatGenerationStartDateIsIgnored() throws IOException, InterruptedException {
        var day = CheckedAccount.DAY.toString();
        var ignoring = Twist.requests(
                "generationStartDate ignored, and orders of one day",
                "",
                asked -> asked.isAt(Paths.PULL_ORDERS) && asked.has("generationStartDate")
                        ? asked.with(
                                fields -> fields.put("generationStartDate", day).put("generationEndDate", day))
                        : asked);
        assertEquals(
                Finding.differs("7 orders for a day without orders"), finding("filters.order-generation", ignoring));
    }

    private static Twist ignoringGenerationDates() {
        var before = CheckedAccount.DAY.minusDays(1).toString();
        return Twist.requests(
                "generationStartDate ignored",
                "",
                asked -> asked.isAt(Paths.PULL_ORDERS) && asked.has("generationStartDate")
                        ? asked.with(fields -> fields.remove(List.of("generationStartDate", "generationEndDate"))
                                .put("createStartDate", before)
                                .put("createEndDate", CheckedAccount.DAY.toString()))
                        : asked);
    }

    @Test
    void aRefusedFutureDayLeavesTheFormOfAnEmptyDayOpen() throws IOException, InterruptedException {
        var noFuture = Twist.instead(
                "no day ahead",
                "",
                asked -> asked.isAt(Paths.PULL_ORDERS)
                        && asked.day("createStartDate")
                                .filter(LocalDate.parse("2024-05-03")::isBefore)
                                .isPresent(),
                TwistedAnswer.failed(400, "createStartDate is in the future"));
        var result = check(noFuture);
        assertEquals(
                Finding.unknown("a day ahead is refused: 400, failed, a text of 32 characters"),
                CheckTest.finding(result, "orders.empty"));
        assertEquals(Finding.conforms("200, success, a list of 0"), CheckTest.finding(result, "orders.past-end"));
    }

    /**
     * The checked day is the day before {@link CheckedAccount#DAY}; the day before the checked day has no orders. A
     * server that refuses such an empty day differs.
     */
    @ParameterizedTest
    @ValueSource(ints = {404, 500})
    void aServerThatRefusesEachEmptyDayDiffers(int status) throws IOException, InterruptedException {
        try (var standIn = standIn(refusesEmptyDays(status))) {
            var first = CheckTest.options(standIn.uri(), server.token, CheckedAccount.DAY.minusDays(1), false);
            assertEquals(
                    Finding.differs(status + ", failed, a text of 18 characters"),
                    CheckTest.finding(CheckTest.run(first, server), "orders.empty"));
        }
    }

    /** The vendor's keys are for one operation each. The check says nothing of the operations that refuse the key. */
    @Test
    void aKeyForOnlyOneOperationIsNoDifference() throws IOException, InterruptedException {
        var result = check(Twist.instead(
                "a key for Pull Customer only", "", asked -> !asked.isAt(Paths.PULL_CUSTOMERS), keyRefused()));
        assertEquals(List.of(), CheckTest.told(result, Verdict.DIFFERS));
        assertEquals(Optional.empty(), result.lack());
        for (var question : List.of("get-customer.id", "faq.contents", "paths.customers", "failures.unknown-path")) {
            assertEquals(Finding.unknown("the key is refused for this operation"), CheckTest.finding(result, question));
        }
    }

    /** The key expires during the check, or the server needs a new log-in. This is no difference of any operation. */
    @ParameterizedTest
    @ValueSource(ints = {200, 302, 401})
    void aKeyThatIsRefusedLaterEndsTheQuestions(int status) throws IOException, InterruptedException {
        var left = new AtomicInteger(40);
        var refusal = status == 401 ? keyRefused() : TwistedAnswer.html(status).with("Location", "/login.html");
        var result = check(
                Twist.answers("the key expires", "", (asked, given) -> left.getAndDecrement() > 0 ? given : refusal));
        assertEquals(List.of(), CheckTest.told(result, Verdict.DIFFERS));
        assertEquals(
                Optional.of("the pull of customers gave records before, and is now answered: " + status
                        + (status == 401 ? ", failed, Invalid Auth Key" : ", HTML, 28 bytes")),
                result.lack());
        assertEquals(42, result.requests(), "the first that is refused, and the pull of the day");
    }

    /**
     * The key is for pulls only, so another request is refused. A later failure of a pull does not mean that the key
     * has expired.
     */
    @Test
    void aFailureOfTheServerDoesNotEndTheQuestions() throws IOException, InterruptedException {
        var failing = new AtomicInteger();
        var result = check(Twist.answers("a pull fails twice after each refused key", "", (asked, given) -> {
            if (!asked.isAt(Paths.GET_CUSTOMER)) {
                return failing.get() > 0 && failing.getAndDecrement() > 0
                        ? TwistedAnswer.failed(500, "Internal error")
                        : given;
            }
            failing.compareAndSet(0, 2);
            return keyRefused();
        }));
        assertEquals(
                Finding.unknown("the pull of customers gave records before, and is now answered: 500, failed, a text of"
                        + " 14 characters"),
                CheckTest.finding(result, "get-customer.id"));
        assertEquals(Verdict.CONFORMS, CheckTest.finding(result, "faq.contents").verdict());
    }

    private static TwistedAnswer keyRefused() {
        return TwistedAnswer.failed(401, "Invalid Auth Key");
    }

    /** Such a server may have orders on another day. */
    @Test
    void theReasonNamesTheOptionIfTheNamedDayIsRefused() throws IOException, InterruptedException {
        try (var standIn = standIn(refusesEmptyDays(404))) {
            var empty = CheckedAccount.DAY.minusDays(2);
            var named = CheckTest.options(standIn.uri(), server.token, empty, false);
            assertEquals(
                    Finding.unknown("the pull of orders on " + empty
                            + " is refused: 404, failed, a text of 18 characters; if the day is empty, name another"
                            + " --day"),
                    CheckTest.finding(CheckTest.run(named, server), "orders.end"));
        }
    }

    private static Twist refusesEmptyDays(int status) {
        return Twist.answers(
                "empty days are refused",
                "",
                (asked, given) -> asked.isAt(Paths.PULL_ORDERS) && given.isEmptyList()
                        ? TwistedAnswer.failed(status, "Nothing to display")
                        : given);
    }

    /** With a given day, the check pulls only this day; without one, it searches. */
    @Test
    void theRefusalIsTheReasonIfEachPullOfAKindIsRefused() throws IOException, InterruptedException {
        var refusing = Twist.refuses("no pulls of orders", "", 400, asked -> asked.isAt(Paths.PULL_ORDERS));
        var refusal = "400, failed, a text of 2 characters";
        var searched = searched(refusing, "2024-05-06T05:00:00Z");
        assertEquals(Finding.differs(refusal), CheckTest.finding(searched, "orders.pull"));
        assertEquals(
                Finding.unknown("the pull of orders is refused: " + refusal),
                CheckTest.finding(searched, "orders.end"));
        var named = check(refusing);
        assertEquals(Finding.differs(refusal), CheckTest.finding(named, "orders.pull"));
        assertEquals(
                Finding.unknown("the pull of orders on " + CheckedAccount.DAY + " is refused: " + refusal
                        + "; if the day is empty, name another --day"),
                CheckTest.finding(named, "orders.end"));
    }

    @Test
    void anAnswerThatIsTooLargeOnceDecompressedIsNotJudged() throws IOException, InterruptedException {
        var endless = Twist.instead(
                "an endless page",
                "orders.past-end",
                asked -> asked.isAt(Paths.PULL_ORDERS) && asked.has("offset") && asked.number("offset") >= 100,
                endlessPage());
        assertEquals(Finding.unknown(TOO_LARGE), finding("orders.past-end", endless));
    }

    /**
     * Not only the questions need answers, but also the profile and the search for a day. An answer that is too large
     * must not end the check there either.
     */
    @Test
    void theCheckContinuesAfterAnswersThatAreTooLarge() throws IOException, InterruptedException {
        var twoOrders = Twist.instead(
                "an endless page of two",
                "",
                asked -> asked.isAt(Paths.PULL_ORDERS) && asked.has("limit") && asked.number("limit") == 2,
                endlessPage());
        var result = check(twoOrders);
        assertEquals(Finding.unknown(TOO_LARGE), CheckTest.finding(result, "orders.size"));
        assertEquals(Set.of("customers", "tickets"), result.pulls().keySet());
        var allCustomers =
                Twist.instead("endless customers", "", asked -> asked.isAt(Paths.PULL_CUSTOMERS), endlessPage());
        result = check(allCustomers);
        assertEquals(Finding.unknown(TOO_LARGE), CheckTest.finding(result, "customers.pull"));
        assertEquals(Verdict.CONFORMS, CheckTest.finding(result, "tickets.pull").verdict());
        assertEquals(Optional.of(TOO_LARGE), result.lack());
        var oneDay = Twist.instead(
                "an endless day",
                "",
                asked -> asked.isAt(Paths.PULL_CUSTOMERS)
                        && asked.day("createStartDate").equals(asked.day("createEndDate")),
                endlessPage());
        result = searched(oneDay, "2024-05-06T05:00:00Z");
        assertEquals(Finding.unknown(TOO_LARGE), CheckTest.finding(result, "customers.end"));
        assertEquals(Verdict.CONFORMS, CheckTest.finding(result, "tickets.pull").verdict());
    }

    /**
     * The search for a day asks for the found day alone, and together with the next day. A truncated answer to one of
     * these requests must not count as an answer without records: that would mean that the end date is excluded.
     */
    @Test
    void aTruncatedAnswerIsNotTakenForAnEmptyDay() throws IOException, InterruptedException {
        var first = new AtomicBoolean(true);
        var alone = Twist.answers(
                "the first day alone is cut",
                "",
                (asked, given) -> isOfDays(asked, 1) && first.getAndSet(false) ? half(given) : given);
        var result = searched(alone, "2024-05-06T05:00:00Z");
        var end = CheckTest.finding(result, "customers.end");
        assertEquals(Verdict.NOT_ESTABLISHED, end.verdict(), end.found());
        assertTrue(end.found().startsWith("the pull of customers is answered: 200, not JSON, "), end.found());
        assertEquals(end, CheckTest.finding(result, "customers.pull"));
        assertEquals(Optional.of(end.found()), result.lack());
        assertEquals(Set.of("tickets", "orders"), result.pulls().keySet());
        var both = Twist.answers(
                "a day alone is empty, and both days are cut",
                "",
                (asked, given) ->
                        isOfDays(asked, 1) ? TwistedAnswer.nothing() : isOfDays(asked, 2) ? half(given) : given);
        end = finding("customers.end", both);
        assertEquals(Verdict.NOT_ESTABLISHED, end.verdict(), end.found());
        assertTrue(end.found().startsWith("the pull of customers is answered: 200, not JSON, "), end.found());
    }

    /** Whether a request pulls the customers of this many days. */
    private static boolean isOfDays(TwistedRequest asked, int days) {
        return asked.isAt(Paths.PULL_CUSTOMERS)
                && asked.day("createStartDate").isPresent()
                && asked.day("createEndDate")
                        .equals(asked.day("createStartDate").map(day -> day.plusDays(days - 1)));
    }

    private static TwistedAnswer half(TwistedAnswer given) {
        return given.text(text -> text.substring(0, text.length() / 2));
    }

    private static TwistedAnswer endlessPage() {
        return TwistedAnswer.nothing().with(ENDLESS);
    }

    private static byte[] endless() {
        var page = TwistedAnswer.nothing().text() + " ".repeat(65 << 20);
        return CompressedBody.gzip(page.getBytes(StandardCharsets.US_ASCII));
    }

    /** The answers are larger together than what the check keeps, so it asks for some of them again. */
    @Test
    void largeAnswersChangeNoFinding() throws IOException, InterruptedException {
        var padding = " ".repeat(2 << 20);
        var same = Twist.answers("as Daybook", "", (asked, given) -> given);
        var padded = Twist.answers(
                "large pages",
                "",
                (asked, given) -> asked.isAt(Paths.PULL_CUSTOMERS) ? given.text(text -> text + padding) : given);
        var expected = check(same);
        var result = check(padded);
        assertEquals(findings(expected), findings(result));
        assertEquals(expected.pulls(), result.pulls());
        assertTrue(result.requests() > expected.requests(), "some answers were dropped");
    }

    private static List<Finding> findings(CheckResult result) {
        return result.answered().stream().map(Answered::finding).toList();
    }

    /**
     * To find the longest accepted window, the check only asks for windows that end with the checked day, which may be
     * today. So a server that refuses days in the future refuses none of them.
     */
    @Test
    void aRefusedFutureDayIsNotTakenForARefusedWindow() throws IOException, InterruptedException {
        var noFuture = new Twist(
                "no day ahead, and windows of any length",
                Set.of(),
                StandInsTest::ofLastTwoDays,
                (asked, given) -> asked.isAt(Paths.PULL_ORDERS)
                                && asked.day("createEndDate")
                                        .filter(CheckedAccount.DAY::isBefore)
                                        .isPresent()
                        ? TwistedAnswer.failed(400, "createEndDate is in the future")
                        : given);
        assertEquals(
                Finding.unnoticed("366 days or more are answered, with records of the last 2"),
                finding("orders.longest", noFuture));
    }

    /** A request for a long window may be heavy, so it is not repeated; the shorter windows are still reported. */
    @Test
    void aLongWindowWithoutAnAnswerIsAskedForOnce() throws IOException, InterruptedException {
        var years = new AtomicInteger();
        var slow = new Twist("no window of a year", Set.of(), StandInsTest::ofLastTwoDays, (asked, given) -> {
            if (!asked.isAt(Paths.PULL_ORDERS) || days(asked) < 366) {
                return given;
            }
            years.incrementAndGet();
            return TwistedAnswer.html(504);
        });
        assertEquals(
                Finding.unnoticed("31 days or more are answered, with records of the last 2"),
                finding("orders.longest", slow));
        assertEquals(1, years.get());
    }

    /** A longer window must have the records of a shorter one. This server gives those of the last day in silence. */
    @ParameterizedTest
    @ValueSource(ints = {3, 366})
    void aLongWindowThatIsCutInSilenceIsADifference(int cutFrom) throws IOException, InterruptedException {
        var cut = Twist.requests("the last day of long windows", "", asked -> {
            var last = asked.field("createEndDate");
            return asked.isAt(Paths.PULL_ORDERS) && days(asked) >= cutFrom
                    ? asked.with(fields -> fields.put("createStartDate", last))
                    : ofLastTwoDays(asked);
        });
        assertEquals(
                Finding.differs(cutFrom + " days are answered, but only with records of the last 1"),
                finding("orders.longest", cut));
    }

    @Test
    void aLongWindowWithoutRecordsIsADifference() throws IOException, InterruptedException {
        var empty = Twist.instead(
                "long windows are empty",
                "",
                asked -> asked.isAt(Paths.PULL_ORDERS) && days(asked) > 2,
                TwistedAnswer.nothing());
        assertEquals(Finding.differs("3 days are answered, but without records"), finding("orders.longest", empty));
    }

    /** The day before is in a window of two days, but in longer ones it may be on the pages after a full one. */
    @Test
    void aFullPageOfALongWindowDoesNotShowThatDaysAreMissing() throws IOException, InterruptedException {
        var full = Twist.requests("long windows begin with the last day", "", asked -> {
            var last = asked.field("createEndDate");
            return asked.isAt(Paths.PULL_CUSTOMERS) && days(asked) > 2
                    ? asked.with(fields -> fields.put("createStartDate", last))
                    : asked;
        });
        assertEquals(Finding.unnoticed("366 days or more are answered"), finding("customers.longest", full));
    }

    /** A page of HTML, such as a form to log in, and a redirect to it do not mean that a window is accepted. */
    @ParameterizedTest
    @ValueSource(ints = {200, 302})
    void aFormToLogInDoesNotMeanThatALongWindowIsAccepted(int status) throws IOException, InterruptedException {
        var three = Twist.instead(
                "a form for three days",
                "",
                asked -> asked.isAt(Paths.PULL_ORDERS) && days(asked) > 2,
                TwistedAnswer.html(status));
        assertEquals(
                Finding.differs("neither accepted nor refused: " + status + ", HTML, 28 bytes"),
                finding("orders.longest", three));
        var year = new Twist(
                "a form for more than a month",
                Set.of(),
                StandInsTest::ofLastTwoDays,
                (asked, given) ->
                        asked.isAt(Paths.PULL_ORDERS) && days(asked) > 31 ? TwistedAnswer.html(status) : given);
        assertEquals(
                Finding.unnoticed("31 days or more are answered, with records of the last 2"),
                finding("orders.longest", year));
    }

    /** The request with the last two days of its window, so that Daybook accepts a window of any length. */
    private static TwistedRequest ofLastTwoDays(TwistedRequest asked) {
        return days(asked) < 3
                ? asked
                : asked.with(fields -> fields.put(
                        "createStartDate",
                        asked.day("createEndDate").orElseThrow().minusDays(1).toString()));
    }

    /** The number of days of a window; 0 if the request has none. */
    private static long days(TwistedRequest asked) {
        var first = asked.day("createStartDate");
        var last = asked.day("createEndDate");
        return first.isPresent() && last.isPresent() ? ChronoUnit.DAYS.between(first.get(), last.get()) + 1 : 0;
    }

    /**
     * A server may also close connections without this header, so the finding says that it is based on the missing
     * header.
     */
    @Test
    void theFindingAboutConnectionsNamesTheMissingHeader() throws IOException, InterruptedException {
        var same = Twist.answers("as Daybook", "", (asked, given) -> given);
        assertEquals(Finding.conforms("yes, no Connection: close"), finding("http.keep-alive", same));
    }

    /** Some servers limit the rate by another status than 429. Without Retry-After, 503 may be an outage. */
    @ParameterizedTest
    @CsvSource({"429, X-Other, true", "503, Retry-After, true", "200, Retry-After, true", "503, X-Other, false"})
    void anAnswerThatAsksToWaitIsALimitOfTheRate(int status, String header, boolean isLimit)
            throws IOException, InterruptedException {
        var seen = ConcurrentHashMap.<String>newKeySet();
        var limited = Twist.answers(
                "the first request of each pull has to wait",
                "",
                (asked, given) -> seen.add(asked.path())
                        ? TwistedAnswer.failed(status, "Too many requests").with(header, "1")
                        : given);
        assertEquals(
                isLimit ? Finding.differs("3 answers asked to wait") : Finding.conforms("none is announced or met"),
                finding("http.rate", limited));
    }

    @Test
    void damagedGzipIsNotTakenForABrokenConnection() throws IOException, InterruptedException {
        var whole = CompressedBody.gzip(TwistedAnswer.nothing().body());
        var damaged = Twist.instead(
                "gzip without its end",
                "",
                asked -> asked.isAt(Paths.PULL_ORDERS),
                TwistedAnswer.nothing().with(Arrays.copyOf(whole, whole.length - 6)));
        assertEquals(Finding.unknown("the answer is damaged gzip"), finding("orders.pull", damaged));
    }

    /** Without a loop, the calls for the empty members would use up the stack. */
    @Test
    void manyEmptyGzipMembersAreRead() throws IOException, InterruptedException {
        var empty = CompressedBody.gzip(new byte[0]);
        var members = new ByteArrayOutputStream();
        for (var count = 0; count < 50_000; count++) {
            members.writeBytes(empty);
        }
        var hostile = Twist.answers("many empty members of gzip before the answer", "", (asked, given) -> {
            if (!asked.isAt(Paths.PULL_ORDERS)) {
                return given;
            }
            var body = new ByteArrayOutputStream();
            body.writeBytes(members.toByteArray());
            body.writeBytes(CompressedBody.gzip(given.body()));
            return given.with(body.toByteArray());
        });
        assertEquals(Verdict.CONFORMS, finding("orders.pull", hostile).verdict());
    }

    @Test
    void aServerThatAcceptsEveryKeyLeavesTheFormOfFailuresOpen() throws IOException, InterruptedException {
        var anyKey = Twist.requests("every key is accepted, and a day is not needed", "", asked -> {
            asked.headers().set("Authorization", "Basic " + server.token);
            return asked.isAt(Paths.PULL_CUSTOMERS) && asked.json().isPresent() && !asked.has("createStartDate")
                    ? asked.with(fields -> fields.put("createStartDate", CheckedAccount.DAY.toString()))
                    : asked;
        });
        var result = check(anyKey);
        assertEquals(Finding.unknown("a wrong key is not refused"), CheckTest.finding(result, "failures.status"));
        assertEquals(
                Finding.unknown("a wrong key and a missing date are not refused"),
                CheckTest.finding(result, "failures.form"));
        assertEquals(
                Verdict.DIFFERS, CheckTest.finding(result, "failures.wrong-key").verdict());
    }

    /** A server whose pages need a session answers a wrong key by its form to log in. It does not accept the key. */
    @ParameterizedTest
    @ValueSource(ints = {200, 302})
    void aFormToLogInDoesNotMeanThatAKeyIsAccepted(int status) throws IOException, InterruptedException {
        var form = Twist.answers(
                "a form to log in",
                "",
                (asked, given) ->
                        given.status() == 401 ? TwistedAnswer.html(status).with("location", "/login.html") : given);
        var result = check(form);
        var found = status + ", HTML, 28 bytes";
        assertEquals(
                Finding.differs("neither accepted nor refused: " + found),
                CheckTest.finding(result, "failures.wrong-key"));
        assertEquals(Finding.unknown("a wrong key is not refused"), CheckTest.finding(result, "failures.status"));
    }

    @Test
    void aRefusalWithStatus200IsReportedAsADifference() throws IOException, InterruptedException {
        var ok = Twist.answers(
                "200 for a wrong key only",
                "",
                (asked, given) -> given.status() == 401 ? given.withStatus(200) : given);
        assertEquals(Finding.differs("no, it is 200"), finding("failures.status", ok));
    }

    /**
     * The time of the last change may show whether months count from 0 or from 1. In the first case, month 5 must be
     * May, because June is in the future. In the second case, month 3 may be March or April.
     */
    @ParameterizedTest
    @CsvSource({
        "'May 2, 2024 10:00:00 AM', 5, DIFFERS, months of calendar objects count from 1",
        "'Feb 2, 2024 10:00:00 AM', 3, NOT_ESTABLISHED, 'formats as documented, but not seen from which number months"
                + " of calendar objects count'"
    })
    void theLastChangeShowsFromWhichNumberMonthsCount(String created, int month, Verdict verdict, String found)
            throws IOException, InterruptedException {
        var changed = Twist.answers(
                "changed later",
                "",
                (asked, given) -> given.rows(row -> {
                    row.put("generationDate", created);
                    ((ObjectNode) row.path("lastModificationTime"))
                            .put("month", month)
                            .put("dayOfMonth", 3)
                            .put("minute", 7);
                }));
        assertEquals(new Finding(verdict, verdict == Verdict.DIFFERS, found), finding("orders.times", changed));
    }

    /** A default as text or number shows nothing: this server ignores both, and answers as if nothing was given. */
    @Test
    void ignoredTextsAndNumbersAreDifferences() throws IOException, InterruptedException {
        var ignoring = Twist.requests(
                "isOrganisation as a text and limit as a number are ignored",
                "",
                asked -> asked.with(fields -> {
                    if (fields.path("isOrganisation").isString()) {
                        fields.remove("isOrganisation");
                    }
                    if (fields.path("limit").isNumber()) {
                        fields.remove("limit");
                    }
                }));
        assertEquals(Finding.differs("\"true\": 49 others too"), finding("values.flags", ignoring));
        assertEquals(
                Finding.differs("a limit of 2, a number: 200, success, a list of 100"),
                finding("values.numbers", ignoring));
    }

    /** If a limit as text and a boolean do not work either, another question reports this. */
    @Test
    void ignoredFiltersAndLimitsLeaveTheirTypesOpen() throws IOException, InterruptedException {
        var ignoring = Twist.requests(
                "isOrganisation and limit are ignored",
                "",
                asked -> asked.with(fields -> fields.remove(List.of("isOrganisation", "limit"))));
        assertEquals(Finding.unknown("true, a boolean: 49 others too"), finding("values.flags", ignoring));
        assertEquals(
                Finding.unknown("a limit of 2, a text: 200, success, a list of 100"),
                finding("values.numbers", ignoring));
    }

    /**
     * If a name has only one word, this word is the whole name. So only a part of the word shows that this server
     * compares whole names.
     */
    @Test
    void aFilterForWholeNamesIsADifferenceIfNamesHaveOneWord() throws IOException, InterruptedException {
        assertEquals(
                Finding.differs("200, success, a list of 0"),
                finding("filters.name", names(name -> name.replace(" ", ""), String::equalsIgnoreCase)));
    }

    /** A name in capitals is found in capitals, so only small letters show that this server respects case. */
    @Test
    void aFilterThatRespectsCaseIsADifferenceIfNamesAreInCapitals() throws IOException, InterruptedException {
        assertEquals(
                Finding.differs("200, success, a list of 0"),
                finding("filters.name", names(name -> name.toUpperCase(Locale.ROOT), String::contains)));
    }

    @Test
    void namesWithoutCapitalsLeaveTheFilterForNamesOpen() throws IOException, InterruptedException {
        assertEquals(
                Finding.unknown("no customer of the day has one with a word of five letters or more, in a script with"
                        + " capitals, that is not masked"),
                finding("filters.name", names(name -> name.replaceAll("\\p{L}", "\u0915"), String::contains)));
    }

    /**
     * A server that shows each name in the form {@code form}. Its filter finds a name if {@code match} is true for the
     * shown name and the name that is asked for.
     */
    private static Twist names(UnaryOperator<String> form, BiPredicate<String, String> match) {
        return new Twist(
                "other names",
                Set.of(),
                asked -> asked.has("name") ? asked.with(fields -> fields.remove("name")) : asked,
                (asked, given) -> given.allRows(rows -> {
                    rows.forEach(
                            row -> row.put("name", form.apply(row.path("name").asString())));
                    return rows.stream()
                            .filter(row -> !asked.has("name")
                                    || match.test(row.path("name").asString(), asked.field("name")))
                            .toList();
                }));
    }

    /** If all records of the day match, the day does not show whether the server applies the filter. */
    @Test
    void aFilterThatAllRecordsMatchIsNotJudged() throws IOException, InterruptedException {
        var alike = Twist.answers(
                "records alike",
                "",
                (asked, given) -> asked.isAt(Paths.PULL_TICKETS) || asked.isAt(Paths.PULL_ORDERS)
                        ? given.rows(row -> row.put("status", "Pending")
                                .put("customerCode", "C1")
                                .put("customerId", 1))
                        : given);
        var result = check(alike);
        var tickets = Finding.unknown("all tickets of the day would match");
        assertEquals(tickets, CheckTest.finding(result, "filters.ticket-status"));
        assertEquals(tickets, CheckTest.finding(result, "filters.ticket-code"));
        assertEquals(
                Finding.unknown("all orders of the day would match"),
                CheckTest.finding(result, "filters.order-customer"));
    }

    @ParameterizedTest
    @CsvSource({
        "200, \"No data found\", NO_DATA_TEXT",
        "200, No data found, NO_DATA_TEXT",
        "200, null, NULL",
        "200, '\r\n', EMPTY_BODY",
        "200, '\uFEFF\r\n', EMPTY_BODY",
        "204, '', EMPTY_BODY"
    })
    void theSearchForADayContinuesAfterAnAnswerWithoutRecords(int status, String text, EmptyShape shape)
            throws IOException, InterruptedException {
        var bare = Twist.answers(
                "no list for an empty day",
                "",
                (asked, given) -> asked.isAt(Paths.PULL_TICKETS) && given.isEmptyList()
                        ? TwistedAnswer.json(status, text)
                        : given);
        var result = searched(bare, "2024-05-06T05:00:00Z");
        assertEquals(Verdict.CONFORMS, CheckTest.finding(result, "tickets.pull").verdict());
        assertEquals(
                Optional.of(shape),
                Optional.ofNullable(result.pulls().get("tickets")).map(ServerProfile::emptyDay));
    }

    @ParameterizedTest
    @ValueSource(strings = {"No data found", ""})
    void silenceDuringTheSearchForADayIsNotADifference(String text) throws IOException, InterruptedException {
        assertEquals(
                Finding.unknown("no answer: the server answered 503, 3 times"),
                pullAfterAnEmptyWindow(text, TwistedAnswer.failed(503, "Busy")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"No data found", "", "[]"})
    void anUnreadAnswerDuringTheSearchForADayIsNotADifference(String text) throws IOException, InterruptedException {
        assertEquals(Finding.unknown(TOO_LARGE), pullAfterAnEmptyWindow(text, endlessPage()));
    }

    /**
     * Runs a check against a server that answers the first pull of tickets by {@code text}, which means that the window
     * has no tickets, and all later ones by {@code later}. Returns the finding on the pull of tickets.
     */
    private static Finding pullAfterAnEmptyWindow(String text, TwistedAnswer later)
            throws IOException, InterruptedException {
        var calls = new AtomicInteger();
        var failing = Twist.answers("no answer after an empty window", "", (asked, given) -> {
            if (!asked.isAt(Paths.PULL_TICKETS)) {
                return given;
            }
            return calls.incrementAndGet() == 1 ? TwistedAnswer.json(200, text) : later;
        });
        return CheckTest.finding(searched(failing, "2024-05-06T05:00:00Z"), "tickets.pull");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 404})
    void aFailureThatMeansNoDataIsAnAnswerToAPull(int status) throws IOException, InterruptedException {
        var failing = Twist.answers(
                "a failure for an empty day",
                "",
                (asked, given) -> asked.isAt(Paths.PULL_TICKETS) && given.isEmptyList()
                        ? TwistedAnswer.failed(status, "No data found")
                        : given);
        assertDiffersOnlyOnEmptyDays(failing, status + ", failed, No Data found");
    }

    @ParameterizedTest
    @CsvSource({
        "200, '', an empty body",
        "200, {}, an object without keys",
        "200, null, null",
        "200, '\r\n', 'not JSON, 2 bytes'",
        "204, '', an empty body"
    })
    void anAnswerWithoutAMessageForEmptyDaysIsADifferenceOnlyThere(int status, String body, String shape)
            throws IOException, InterruptedException {
        var bare = Twist.answers(
                "nothing for an empty day",
                "",
                (asked, given) -> asked.isAt(Paths.PULL_TICKETS) && given.isEmptyList()
                        ? TwistedAnswer.json(status, body)
                        : given);
        assertDiffersOnlyOnEmptyDays(bare, status + ", " + shape);
    }

    private static void assertDiffersOnlyOnEmptyDays(Twist twist, String difference)
            throws IOException, InterruptedException {
        try (var standIn = standIn(twist)) {
            var empty = CheckTest.options(standIn.uri(), server.token, CheckedAccount.DAY.minusDays(9), false);
            var result = CheckTest.run(empty, server);
            assertEquals(
                    Finding.unknown("no tickets were found on 2024-04-23; name another --day"),
                    CheckTest.finding(result, "tickets.pull"));
            assertEquals(Finding.differs(difference), CheckTest.finding(result, "tickets.empty"));
        }
    }

    @Test
    void anOutageOfOneKindLeavesTheOthersToTheCheck() throws IOException, InterruptedException {
        var result = check(Twist.instead(
                "no customers", "", asked -> asked.isPull(Paths.PULL_CUSTOMERS), TwistedAnswer.failed(503, "Busy")));
        assertEquals(Verdict.CONFORMS, CheckTest.finding(result, "tickets.pull").verdict());
        assertEquals(List.of(), result.noticed());
        var silence = "no answer: the server answered 503, 3 times";
        assertEquals(Finding.unknown(silence), CheckTest.finding(result, "customers.pull"));
        assertEquals(Optional.of(silence), result.lack());
    }

    /**
     * The address may only lack the s of https. No question is asked there, because it would send the key in clear
     * text.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAddressThatOnlyRedirectsEndsTheCheck(boolean hasPage) throws IOException, InterruptedException {
        var requests = new AtomicInteger();
        var moved = hasPage ? TwistedAnswer.html(301) : TwistedAnswer.json(308, "");
        var redirecting = Twist.answers("only redirects", "", (asked, given) -> {
            requests.incrementAndGet();
            return moved.with("Location", "https://crm.example" + asked.target());
        });
        var refused = assertThrows(ClientException.class, () -> searched(redirecting, "2024-05-06T05:00:00Z"));
        assertEquals(Reason.REFUSED, refused.reason());
        assertEquals(3, requests.get());
    }

    /** Answers that have only ASCII are the same in UTF-8 and in most other encodings. */
    @Test
    void answersOnlyInAsciiLeaveTheEncodingOpen() throws IOException, InterruptedException {
        var ascii = Twist.answers(
                "only ASCII", "", (asked, given) -> given.text(text -> text.replaceAll("[^\\p{ASCII}]", "e")));
        assertEquals(Finding.unknown("all answers have only ASCII characters"), finding("http.utf8", ascii));
    }

    @Test
    void aServerThatAllowsOneOtherOriginIsNotOpenToAll() throws IOException, InterruptedException {
        var one = Twist.answers(
                "open to one origin",
                "",
                (asked, given) -> given.with("Access-Control-Allow-Origin", "https://forms.example"));
        assertEquals(Finding.conforms("only those of certain origins"), finding("http.cors", one));
    }

    /**
     * The check established too little for two reasons: one operation gives no answer, and the day has few records,
     * which leaves earlier questions open. The reason to name is the missing answer.
     */
    @Test
    void aMissingAnswerIsTheReasonIfTooLittleWasEstablished() throws IOException, InterruptedException {
        var late = Twist.instead(
                "no older path of tickets",
                "",
                asked -> asked.isAt(Paths.PULL_TICKETS_OLD),
                TwistedAnswer.failed(503, "Busy"));
        try (var standIn = standIn(late)) {
            var before = CheckTest.options(standIn.uri(), server.token, CheckedAccount.DAY.minusDays(1), false);
            var result = CheckTest.run(before, server);
            assertEquals(List.of(), result.noticed());
            assertEquals(Optional.of("no answer: the server answered 503, 3 times"), result.lack());
        }
    }

    @Test
    void anEntryBehindAHundredOthersLeavesTheSearchOpen() throws IOException, InterruptedException {
        var contents = IntStream.range(0, 100)
                .mapToObj(number -> "{\"id\":" + (900_000_000L + number) + ",\"title\":\"\",\"detail\":\"\"}")
                .collect(Collectors.joining(","));
        var many = Twist.instead(
                "a hundred others",
                "",
                asked -> asked.isAt(Paths.SEARCH_FAQ_CONTENTS),
                TwistedAnswer.json(200, "{\"message\":{\"contents\":[" + contents + "]},\"status\":\"success\"}"));
        assertEquals(Finding.unknown("it is not among the first 100 entries found"), finding("faq.search", many));
    }

    /**
     * This server gives at most 20 entries in an answer, and does not say so. If there are more than 20 others, the
     * entry may be on the next page, and the question stays open.
     */
    @ParameterizedTest
    @CsvSource({"20, false", "40, true"})
    void anEntryMayBeOnTheNextPageOfTheSearch(int others, boolean isOpen) throws IOException, InterruptedException {
        var capped = Twist.answers("pages of 20 others", "", (asked, given) -> {
            if (!asked.isAt(Paths.SEARCH_FAQ_CONTENTS)) {
                return given;
            }
            var from = Math.max(0, (int) asked.number("start_index"));
            var contents = IntStream.range(from, Math.min(others, from + 20))
                    .mapToObj(number -> "{\"id\":" + (900_000_000L + number) + ",\"title\":\"\",\"detail\":\"\"}")
                    .collect(Collectors.joining(","));
            return TwistedAnswer.json(200, "{\"message\":{\"contents\":[" + contents + "]},\"status\":\"success\"}");
        });
        assertEquals(
                isOpen
                        ? Finding.unknown("it is not among the first 20 entries found")
                        : Finding.differs("no, 20 others"),
                finding("faq.search", capped));
    }

    /** The category has three entries, so an answer for 1 to 2 that includes 2 has one entry too many. */
    @Test
    void anEndIndexThatIsIncludedIsADifference() throws IOException, InterruptedException {
        var including = Twist.requests(
                "end_index is included",
                "",
                asked -> asked.isAt(Paths.GET_FAQ_CONTENTS) && asked.has("end_index")
                        ? asked.with(fields -> fields.put("end_index", "3"))
                        : asked);
        assertEquals(Finding.differs("entries from 1 to 2: 2"), finding("faq.part", including));
    }

    /**
     * If the category has only two entries, those from 1 to 2 are the last one, whether the server looks at end_index
     * or not.
     */
    @Test
    void twoEntriesLeaveThePartsOfACategoryOpen() throws IOException, InterruptedException {
        var two = Twist.requests(
                "two entries",
                "",
                asked -> asked.isAt(Paths.GET_FAQ_CONTENTS) && !asked.has("end_index")
                        ? asked.with(fields -> fields.put("end_index", "2"))
                        : asked);
        assertEquals(Finding.unknown("the category has fewer than 3 entries"), finding("faq.part", two));
    }

    @Test
    void theSearchForADayAsksForOneDayIfTwoAreRefused() throws IOException, InterruptedException {
        var result = searched(DayTwists.twoDaysRefused(), "2024-05-04T05:00:00Z");
        assertEquals(Verdict.CONFORMS, CheckTest.finding(result, "orders.pull").verdict());
        assertEquals(
                Finding.differs("a window of two days is refused: 400, failed, a text of 12 characters"),
                CheckTest.finding(result, "orders.end"));
    }

    /**
     * The check's first window has two days: a day with records, and the day before it, which has none. The times of
     * the records cannot be read, so only a window of one day shows to which day they belong.
     */
    @ParameterizedTest
    @ValueSource(strings = {"2024-05-01T10:00:00Z", "05/01/2024 10:00:00"})
    void recordsWithoutAReadableTimeBelongToTheirOneDayWindow(String time) throws IOException, InterruptedException {
        var unreadable = Twist.answers(
                "times that are not read",
                "",
                (asked, given) ->
                        asked.isAt(Paths.PULL_CUSTOMERS) ? given.rows(row -> row.put("generationDate", time)) : given);
        var result = searched(unreadable, "2024-05-02T05:00:00Z");
        assertEquals(Finding.unknown("no time of creation could be read"), CheckTest.finding(result, "customers.end"));
        assertEquals(
                Optional.of(WindowEnd.INCLUSIVE),
                Optional.ofNullable(result.pulls().get("customers")).map(ServerProfile::windowEnd));
        try (var standIn = standIn(unreadable)) {
            var before = CheckTest.options(standIn.uri(), server.token, CheckedAccount.DAY.minusDays(2), false);
            assertEquals(
                    Finding.unknown("no customers were found on 2024-04-30; name another --day"),
                    CheckTest.finding(CheckTest.run(before, server), "customers.end"));
        }
    }

    @Test
    void anEmptyObjectDoesNotCountAsARecord() throws IOException, InterruptedException {
        var object = Twist.answers(
                "an empty object for an empty day",
                "",
                (asked, given) -> asked.isAt(Paths.PULL_ORDERS) && given.isEmptyList()
                        ? TwistedAnswer.json(200, "{\"message\":{},\"status\":\"success\"}")
                        : given.without("x-daybook-has-more"));
        for (var result : List.of(check(object), searched(object, "2024-05-06T05:00:00Z"))) {
            assertEquals(
                    Optional.of(EmptyShape.EMPTY_MESSAGE),
                    Optional.ofNullable(result.pulls().get("orders")).map(ServerProfile::emptyDay));
            assertEquals(
                    Finding.conforms("asked for 2 and 100: 2 and 7 of 7"), CheckTest.finding(result, "orders.size"));
        }
    }

    @Test
    void aFailureAfterTheLastRowIsADifference() throws IOException, InterruptedException {
        var failing = Twist.answers(
                "500 in place of no records",
                "",
                (asked, given) ->
                        asked.isAt(Paths.PULL_ORDERS) && given.isEmptyList() ? TwistedAnswer.failed(500, "No") : given);
        assertEquals(Verdict.DIFFERS, finding("orders.past-end", failing).verdict());
    }

    /** Records beyond the last row show that the offset is ignored, even if they are others than on the first page. */
    @Test
    void anIgnoredOffsetIsNotReportedAgainIfTheOrderVaries() throws IOException, InterruptedException {
        var calls = new AtomicInteger();
        var ignoring = new Twist(
                "the offset is ignored, and the order varies",
                Set.of(),
                asked -> asked.isAt(Paths.PULL_ORDERS) ? asked.with(fields -> fields.remove("offset")) : asked,
                (asked, given) -> asked.isAt(Paths.PULL_ORDERS)
                        ? given.allRows(rows -> {
                            Collections.shuffle(rows, new Random(calls.incrementAndGet() * 7919L));
                            return rows.subList(0, 5);
                        })
                        : given);
        assertEquals(Finding.unknown("the offset is ignored"), finding("orders.past-end", ignoring));
    }

    /** The server gives at most 50 of the 104 customers, and no other page shows that there are more. */
    @Test
    void theSizeOfAPageIsNotJudgedIfTheOffsetIsIgnored() throws IOException, InterruptedException {
        var ignoring = new Twist(
                "at most 50 records, and the offset ignored",
                Set.of(),
                asked -> asked.isPull(Paths.PULL_CUSTOMERS)
                        ? asked.with(fields -> fields.put("limit", Long.toString(Math.min(50, asked.limit())))
                                .put("offset", "0"))
                        : asked,
                (asked, given) -> given.without("x-daybook-has-more"));
        assertEquals(
                Finding.unknown("asked for 2 and 100: 2 and 50 of at least 50"), finding("customers.size", ignoring));
    }

    @Test
    void aWrongIdOfTheRightKindIsNamedAsSuch() throws IOException, InterruptedException {
        var zero = Twist.answers(
                "an id is 0",
                "",
                (asked, given) -> asked.isAt(Paths.PULL_TICKETS) ? given.rows(row -> row.put("taskId", 0)) : given);
        assertEquals(Finding.differs("taskId is a whole number, but no number above 0"), finding("tickets.ids", zero));
    }

    @Test
    void otherRecordsAreNotJudgedIfTheOrderVaries() throws IOException, InterruptedException {
        var calls = new AtomicInteger();
        var shuffled = Twist.answers(
                "shuffled, and other records for a list",
                "",
                (asked, given) -> asked.isAt(Paths.PULL_CUSTOMERS)
                        ? given.allRows(rows -> {
                            Collections.shuffle(rows, new Random(calls.incrementAndGet() * 7919L));
                            rows.stream()
                                    .filter(row -> asked.isList())
                                    .forEach(row -> row.put("id", row.path("id").asLong() + 1_000_000));
                            return rows;
                        })
                        : given);
        var result = check(shuffled);
        assertEquals(Finding.unknown("rows come in another order each time"), CheckTest.finding(result, "values.list"));
        assertEquals(
                Finding.conforms("the same 100 records in another order"), CheckTest.finding(result, "values.numbers"));
    }

    /**
     * A server that ignores a filter differs even if its pages are full and its order changes, so that each answer may
     * have other tickets than the one before.
     */
    @Test
    void anIgnoredFilterIsADifferenceEvenIfTheOrderVaries() throws IOException, InterruptedException {
        var calls = new AtomicInteger();
        var shuffled = new Twist(
                "many tickets, shuffled, of all statuses",
                Set.of(),
                asked -> asked.isAt(Paths.PULL_TICKETS) && asked.has("status")
                        ? asked.with(fields -> fields.remove("status"))
                        : asked,
                (asked, given) -> asked.isAt(Paths.PULL_TICKETS)
                        ? given.allRows(rows -> {
                            var many = new ArrayList<>(Collections.nCopies(100, rows).stream()
                                    .flatMap(List::stream)
                                    .toList());
                            Collections.shuffle(many, new Random(calls.incrementAndGet() * 7919L));
                            return many;
                        })
                        : given);
        assertEquals(Finding.differs("key: 600, name: 600, pending: 500"), finding("filters.ticket-status", shuffled));
    }

    /**
     * A server that refuses a window of two days differs, even if the times of its records show nothing: in one case
     * all are the first instant of the day, in the other they cannot be read.
     */
    @ParameterizedTest
    @ValueSource(strings = {"2024-05-02 00:00:00", "yesterday"})
    void aRefusedTwoDayWindowIsADifferenceForAnyRecordTimes(String time) throws IOException, InterruptedException {
        var oneDay = DayTwists.twoDaysRefused();
        var refusing = Twist.answers(
                "two days refused, and times that do not show the end",
                "",
                (asked, given) -> asked.isAt(Paths.PULL_ORDERS)
                        ? oneDay.answer().apply(asked, given).rows(row -> row.put("generationDate", time))
                        : given);
        assertEquals(
                Finding.differs("a window of two days is refused: 400, failed, a text of 12 characters"),
                finding("orders.end", refusing));
    }

    /**
     * The refusal of a wrong key has an empty body, as a proxy in front of the server may send it. The other refusals
     * are judged all the same.
     */
    @Test
    void anEmptyRefusalOfAKeyDoesNotExcuseOtherRefusals() throws IOException, InterruptedException {
        var bare = Twist.answers(
                "an empty 401, and other failures without a status",
                "",
                (asked, given) -> given.status() == 401
                        ? given.with(new byte[0])
                        : given.text(text -> text.replace(",\"status\":\"failed\"", "")));
        var result = check(bare);
        assertEquals(Finding.differs("401, an empty body"), CheckTest.finding(result, "failures.form"));
        assertEquals(
                Verdict.DIFFERS, CheckTest.finding(result, "failures.no-date").verdict());
        assertEquals(
                Verdict.DIFFERS,
                CheckTest.finding(result, "failures.unknown-path").verdict());
    }

    @Test
    void eachRefusalIsJudgedByItsStatusField() throws IOException, InterruptedException {
        var other = Twist.answers(
                "another word, but for a wrong key",
                "",
                (asked, given) ->
                        given.status() == 401 ? given : given.text(text -> text.replace("\"failed\"", "\"no\"")));
        assertEquals(Verdict.DIFFERS, finding("failures.form", other).verdict());
    }

    @Test
    void aRefusalIsJudgedWithoutADayWithRecords() throws IOException, InterruptedException {
        var other = Twist.answers(
                "another word", "", (asked, given) -> given.text(text -> text.replace("\"failed\"", "\"no\"")));
        try (var standIn = standIn(other)) {
            var empty = CheckTest.options(standIn.uri(), server.token, CheckedAccount.DAY.minusDays(9), false);
            assertEquals(
                    Verdict.DIFFERS,
                    CheckTest.finding(CheckTest.run(empty, server), "failures.unknown-path")
                            .verdict());
        }
    }

    @Test
    void aRefusedSecondPullDoesNotShowThatTheOrderVaries() throws IOException, InterruptedException {
        var result = check(Twist.refuses(
                "X-Request-Id refused",
                "",
                400,
                asked -> !asked.header("X-Request-Id").isEmpty()));
        assertEquals(Set.of(), CheckTest.differing(result));
        assertEquals(
                Finding.unknown("the second pull is answered: 400, failed, a text of 2 characters"),
                CheckTest.finding(result, "customers.stable"));
        assertEquals(
                Optional.of(Known.UNKNOWN),
                Optional.ofNullable(result.pulls().get("customers")).map(ServerProfile::stableOrder));
    }

    @Test
    void aFailedPageLeavesOpenHowManyRecordsADayHas() throws IOException, InterruptedException {
        var failing = Twist.answers(
                "500 beyond the last row",
                "",
                (asked, given) -> asked.isAt(Paths.PULL_CUSTOMERS) && given.isEmptyList()
                        ? TwistedAnswer.failed(500, "No")
                        : given.without("x-daybook-has-more"));
        assertEquals(Finding.unknown("105 of at least 105"), finding("pages.1000", failing));
    }

    /** A refused page has no records, but the finding must name the refusal. */
    @Test
    void aRefusedPageIsNoPageWithoutRecords() throws IOException, InterruptedException {
        var refused = "400, failed, a text of 2 characters";
        var cursors = Twist.refuses("cursors refused", "", 400, asked -> asked.has("cursor"));
        assertEquals(Finding.differs("the cursor is answered: " + refused), finding("http.cursor", cursors));

        var result = check(Twist.refuses(
                "a limit is required",
                "",
                400,
                asked -> (asked.isAt(Paths.PULL_CUSTOMERS) || asked.isAt(Paths.PULL_TICKETS))
                        && asked.json().isPresent()
                        && !asked.has("limit")));
        assertEquals(Finding.differs(refused), CheckTest.finding(result, "customers.default"));
        assertEquals(Finding.differs("without limit: " + refused), CheckTest.finding(result, "filters.ticket-total"));

        var redirect = Twist.answers(
                "a page of 1000 is redirected",
                "",
                (asked, given) -> asked.limit() == 1000 ? TwistedAnswer.json(302, "{}") : given);
        assertEquals(Finding.differs("302, an object without keys"), finding("pages.1000", redirect));
    }

    /** Each attempt may leave the server with the work of a request for all days. */
    @Test
    void aRequestThatMayBeHeavyIsSentOnlyOnce() throws IOException, InterruptedException {
        var sent = Collections.synchronizedList(new ArrayList<String>());
        var busy = Twist.answers("heavy requests time out", "", (asked, given) -> {
            var isPull = asked.isAt(Paths.PULL_CUSTOMERS) || asked.isAt(Paths.PULL_ORDERS);
            var isDated = asked.has("createStartDate")
                    && !asked.field("createStartDate").equals("2024-02-30");
            if (isPull && asked.json().isPresent() && (!isDated || asked.limit() > 1000)) {
                sent.add(asked.target() + asked.body());
                return TwistedAnswer.failed(504, "Timeout");
            }
            return given;
        });
        assertEquals(
                Finding.unknown("no answer: the server answered 504"),
                CheckTest.finding(check(busy), "filters.order-criterion"));
        assertEquals(5, sent.size(), sent.toString());
        assertEquals(sent.stream().distinct().toList(), sent);
    }

    @Test
    void offsetPagingIsEstablishedOnlyBySecondPages() throws IOException, InterruptedException {
        assertEquals(Optional.of(Paging.OFFSET), pagingOfOrders(asked -> asked));
        assertEquals(
                Optional.of(Paging.UNKNOWN),
                pagingOfOrders(asked -> asked.isAt(Paths.PULL_ORDERS) && asked.has("offset")
                        ? asked.with(fields -> fields.put("offset", "0"))
                        : asked));
    }

    private static Optional<Paging> pagingOfOrders(UnaryOperator<TwistedRequest> change)
            throws IOException, InterruptedException {
        var pulls = check(new Twist(
                        "no cursors", Set.of(), change, (asked, given) -> given.without("x-daybook-next-cursor")))
                .pulls();
        return Optional.ofNullable(pulls.get("orders")).map(ServerProfile::paging);
    }

    @Test
    void theTextOfADifferenceDoesNotBeginWithYes() throws IOException, InterruptedException {
        var different = Twist.answers("many differences", "", (asked, given) -> {
            if (asked.isAt(Paths.GET_TICKET) && given.status() == 200) {
                return given.root(root -> {
                    var items = new ArrayList<>(root.valueStream().toList());
                    Collections.reverse(items);
                    ((ArrayNode) root).removeAll().addAll(items);
                });
            }
            if (asked.has("cursor")) {
                return TwistedAnswer.nothing();
            }
            if (asked.has("isOrganisation")) {
                return TwistedAnswer.failed(400, "No");
            }
            if (given.isPacked()) {
                return given.without("content-encoding");
            }
            return asked.header("Content-Type").startsWith("multipart")
                    ? TwistedAnswer.json(200, "{\"message\":{\"category\":[]},\"status\":\"success\"}")
                    : given;
        });
        var result = check(different);
        assertEquals(Finding.differs("no, in another order"), CheckTest.finding(result, "get-ticket.order"));
        assertEquals(Finding.differs("another list"), CheckTest.finding(result, "faq.form"));
        assertEquals(Finding.differs("it does not continue where it should"), CheckTest.finding(result, "http.cursor"));
        assertEquals(Finding.differs("gzip, but no header says so"), CheckTest.finding(result, "http.gzip"));
        assertEquals(
                Finding.differs("400, failed, a text of 2 characters"),
                CheckTest.finding(result, "filters.organisations"));
    }

    /** The finding on one question. The others are not asked, because a whole check takes long. */
    private static Finding finding(String question, Twist twist) throws IOException, InterruptedException {
        try (var standIn = standIn(twist);
                var session = new Session(
                        CheckTest.options(standIn.uri(), server.token, CheckedAccount.DAY, false),
                        Clock.fixed(server.clock.instant(), ZoneOffset.UTC),
                        record -> {})) {
            session.begin();
            return Check.answered(Questions.of(session, false).stream()
                            .filter(one -> one.id().equals(question))
                            .findFirst()
                            .orElseThrow())
                    .finding();
        }
    }

    /** Runs a check at this instant without a given day, so that the check searches for one. */
    private static CheckResult searched(Twist twist, String now) throws IOException, InterruptedException {
        try (var standIn = standIn(twist)) {
            var named = CheckTest.options(standIn.uri(), server.token, CheckedAccount.DAY, false);
            var options = new CheckOptions(named.connection(), Optional.empty(), Optional.empty(), false);
            return new Check(options, Clock.fixed(Instant.parse(now), ZoneOffset.UTC), (count, all) -> {}).run();
        }
    }

    private static TwistedServer standIn(Twist twist) throws IOException {
        return new TwistedServer(server.uri(""), twist, KNOWN);
    }

    private static CheckResult check(Twist twist) throws IOException, InterruptedException {
        try (var standIn = standIn(twist)) {
            return CheckTest.run(standIn.uri(), server, false);
        }
    }
}
