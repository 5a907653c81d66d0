package dev.daybook.client.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.client.call.Connection;
import dev.daybook.client.call.RetryPolicy;
import dev.daybook.client.check.session.CheckOptions;
import dev.daybook.client.server.ServerProfile;
import dev.daybook.client.server.WindowEnd;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Scope;
import dev.daybook.kit.Fault;
import dev.daybook.kit.FaultPlan;
import dev.daybook.kit.FaultProxy;
import dev.daybook.kit.SeenRequest;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestFaq;
import dev.daybook.kit.TestRecords;
import dev.daybook.kit.TestServer;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Runs the check against Daybook itself; some tests change a few of its answers. */
class CheckTest {
    private static final RetryPolicy SHORT_WAITS =
            new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMinutes(1));

    @ParameterizedTest
    @EnumSource
    void aCheckOfDaybookFindsNoDifference(TestDatabase database) throws InterruptedException {
        try (var server = TestServer.start(database)) {
            CheckedAccount.fill(server);
            var result = run(server.uri(""), server, true);
            assertEquals(List.of(), told(result, Verdict.DIFFERS));
            assertEquals(List.of(), told(result, Verdict.NOT_ESTABLISHED));
        }
    }

    /**
     * A second check finds no difference either, although the records that the first one added are still in the
     * account.
     */
    @ParameterizedTest
    @EnumSource
    void aSecondCheckOfDaybookFindsNoDifference(TestDatabase database) throws InterruptedException {
        try (var server = TestServer.start(database)) {
            CheckedAccount.fill(server);
            run(server.uri(""), server, true);
            server.clock.set(server.clock.instant().plusSeconds(60));
            assertEquals(List.of(), told(run(server.uri(""), server, true), Verdict.DIFFERS));
        }
    }

    @Test
    void anOperationThatTheKeyMayNotUseIsNotJudged() throws InterruptedException {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            CheckedAccount.fill(server);
            var scopes =
                    EnumSet.of(Scope.CUSTOMERS_READ, Scope.CUSTOMERS_WRITE, Scope.TICKETS_READ, Scope.ORDERS_WRITE);
            var token = server.addKey(TestServer.CM_ID, scopes, false, Instant.MAX);
            var result = run(options(server.uri(""), token, CheckedAccount.DAY, true), server);
            assertEquals(List.of(), told(result, Verdict.DIFFERS));
            var refused = Finding.unknown("the key is refused for this operation");
            for (var question :
                    List.of("ticket-without-title", "ticket", "ticket-unknown", "order-read", "order-change")) {
                assertEquals(refused, finding(result, "write." + question));
            }
            for (var question : List.of("customer", "customer-read", "customer-change", "order")) {
                assertEquals(Finding.conforms("yes"), finding(result, "write." + question));
            }
        }
    }

    /**
     * A busy server is asked again even if its status is 200: with {@code --failure-status ok} Daybook itself sends 200
     * instead of 429 and 503. A request that may be heavy is repeated too, because the server says that it did not
     * begin it. Only the question about the rate reports that the check had to wait.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aServerThatIsBusyWithStatus200IsAskedAgain(boolean failuresAreOk) throws Exception {
        var seen = ConcurrentHashMap.<String>newKeySet();
        var busy = Twist.answers(
                "busy",
                "",
                (asked, given) -> asked.isAt(Paths.PULL_CUSTOMERS) && seen.add(asked.body())
                        ? TwistedAnswer.failed(200, "The server is busy; try again")
                                .with("retry-after", "1")
                        : given);
        try (var server = TestServer.start(
                TestDatabase.SQLITE.create(), settings -> failuresAreOk ? settings.failuresAreOk() : settings)) {
            CheckedAccount.fill(server);
            try (var twisted = new TwistedServer(server.uri(""), busy)) {
                var result = run(twisted.uri(), server, false);
                var known = failuresAreOk ? Set.of("failures.status", "http.rate") : Set.of("http.rate");
                assertEquals(known, differing(result));
                assertEquals(List.of(), told(result, Verdict.NOT_ESTABLISHED));
            }
        }
    }

    /**
     * A gateway answers 504. The server may still have added the ticket, and a repeated request would add another one.
     * A server that ignores the ids of orders may read all orders, so a pull by id is sent once for each question.
     */
    @Test
    void aWriteIsSentOnlyOnce() throws InterruptedException {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            FaultPlan gateway = FaultPlan.when(
                    request -> request.target().equals(Paths.ADD_TICKET)
                            || request.body().contains("orderIds"),
                    Fault.serverError(504));
            try (var proxy = FaultProxy.start(server.uri(""), gateway)) {
                var result = run(proxy.uri(), server, true);
                assertEquals(Finding.unknown("no answer: the server answered 504"), finding(result, "write.ticket"));
                var writes = proxy.requests().stream()
                        .filter(request -> request.target().equals(Paths.ADD_TICKET))
                        .map(SeenRequest::body)
                        .toList();
                assertEquals(writes.stream().distinct().toList(), writes);
                var reads = proxy.requests().stream()
                        .filter(request -> request.body().contains("orderIds"))
                        .count();
                assertEquals(2, reads, "order-read, order-change");
            }
        }
    }

    /** The report must name every record that a write made, even if the write should have updated another. */
    @Test
    void theReportNamesEveryRecordThatTheCheckAdds() throws Exception {
        var updated = Collections.synchronizedSet(new TreeSet<String>());
        var ids = Twist.answers("updates add records", "", (asked, given) -> {
            if (asked.isAt(Paths.UPDATE_TICKET)) {
                updated.add(asked.field("ticket_id"));
                return given.root(root -> ((ObjectNode) root).put("ticket_id", "551"));
            }
            if (asked.isAt(Paths.SAVE_ORDER)) {
                return given.root(root -> ((ObjectNode) root)
                                .put("kapture_customer_id", asked.body().contains("Cancelled") ? "552" : "553")
                                .put(
                                        "order_id",
                                        asked.body().contains("Cancelled")
                                                ? "554"
                                                : root.path("order_id").asString()))
                        .withStatus(201);
            }
            if (asked.isAt(Paths.SAVE_CUSTOMER) && asked.body().contains("Check City")) {
                return given.root(root -> ((ObjectNode) root).put("kapture_customer_id", "555"))
                        .withStatus(202);
            }
            return given;
        });
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            CheckedAccount.fill(server);
            try (var twisted = new TwistedServer(server.uri(""), ids)) {
                var result = run(twisted.uri(), server, true);
                var added = List.of("customer 552", "customer 553", "customer 555", "order 554", "ticket 551");
                assertEquals(
                        added,
                        result.made().stream().filter(added::contains).sorted().toList(),
                        result.made().toString());
                updated.remove(QuestionGroup.NO_ID);
                assertEquals(1, updated.size(), updated.toString());
                assertTrue(result.made().contains("ticket " + updated.iterator().next()), updated.toString());
            }
        }
    }

    @Test
    void theReportNamesRecordsWhoseIdsHaveOnlyTheOlderSpelling() throws Exception {
        var older = Twist.answers(
                "ids in the older spelling",
                "",
                (asked, given) -> asked.isAt(Paths.SAVE_CUSTOMER) || asked.isAt(Paths.SAVE_ORDER)
                        ? given.root(root -> ((ObjectNode) root).remove(List.of("kapture_customer_id", "order_id")))
                        : given);
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            CheckedAccount.fill(server);
            try (var twisted = new TwistedServer(server.uri(""), older)) {
                var result = run(twisted.uri(), server, true);
                assertEquals(Set.of("write.customer", "write.order"), differing(result));
                assertEquals(Finding.differs("kapture_customer_id: nothing"), finding(result, "write.customer"));
                assertEquals(List.of(), told(result, Verdict.NOT_ESTABLISHED));
                assertEquals(
                        List.of("customer", "order", "ticket"),
                        result.made().stream()
                                .map(record -> record.split(" ", -1)[0])
                                .distinct()
                                .sorted()
                                .toList(),
                        result.made().toString());
            }
        }
    }

    /** An answer in an array is a difference, but the record was added and must be reported. */
    @Test
    void theReportNamesARecordWhoseAnswerIsInAnArray() throws Exception {
        var listed = Twist.answers(
                "an answer in an array",
                "",
                (asked, given) -> asked.isAt(Paths.SAVE_ORDER) ? given.text(text -> "[" + text + "]") : given);
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            CheckedAccount.fill(server);
            try (var twisted = new TwistedServer(server.uri(""), listed)) {
                var result = run(twisted.uri(), server, true);
                assertEquals(Set.of("write.order"), differing(result));
                assertTrue(
                        result.made().stream().anyMatch(record -> record.startsWith("order ")),
                        result.made().toString());
            }
        }
    }

    @Test
    void phonesMatchWithAndWithoutACountryCode() throws InterruptedException {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            server.clock.set(Instant.parse("2024-05-02T06:00:00Z"));
            for (var phone : List.of("+919000000001", "9000000001", "09000000001", "9000000002")) {
                server.addCustomer("Asha", phone);
            }
            var result = run(server.uri(""), server, false);
            assertEquals(Finding.conforms("yes, 3"), finding(result, "filters.phone"));
            assertEquals(Finding.conforms("yes"), finding(result, "get-customer.phone"));
        }
    }

    /**
     * The server ignores case, so a search for EISSE finds both Weisser and Weißer, whose upper-case form has other
     * letters. The check must accept both customers.
     */
    @Test
    void namesMatchEvenIfTheirUpperCaseFormHasOtherLetters() throws InterruptedException {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            server.clock.set(Instant.parse("2024-05-02T06:00:00Z"));
            for (var name : List.of("Anna Wei\u00dfer", "Rolf Weisser", "Ravi Rao")) {
                server.addCustomer(name, "9000000001");
            }
            assertEquals(Finding.conforms("yes, 2"), finding(run(server.uri(""), server, false), "filters.name"));
        }
    }

    /**
     * The check must search for a phone that a search can find. None of the first three can be found. The fourth is
     * also the second phone of the newest customer, so the search finds two customers.
     */
    @Test
    void theCheckSearchesForAPhoneThatCustomersHave() throws InterruptedException {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            server.clock.set(Instant.parse("2024-05-02T06:00:00Z"));
            for (var fields : List.of(
                    "'phone': 'N/A', 'email_id': 'asha@mail.example'}",
                    "'phone': '-1', 'email_id': 'ravi@mail.example'}",
                    "'email_id': 'a@mail.example'}, 'contact_info': [{'contact_person_email': 'a@mail.example',"
                            + " 'contact_person_phone': '12345', 'country_code': '91'}]",
                    "'phone': '9000000001'}",
                    "'phone': '9000000002'}, 'contact_info': [{'contact_person_phone': '9000000002',"
                            + " 'additional_contact_phone': '+919000000001'}]")) {
                var body = "{'customer_info': {'customer_name': 'Asha', " + fields + "}";
                assertEquals(
                        200,
                        server.post(Paths.SAVE_CUSTOMER, body.replace('\'', '"'))
                                .statusCode());
            }
            var result = run(server.uri(""), server, false);
            assertEquals(Finding.conforms("yes"), finding(result, "get-customer.phone"));
            assertEquals(Finding.conforms("yes, 2"), finding(result, "filters.phone"));
        }
    }

    /**
     * The only phone is not masked, but has fewer than the seven digits that the check needs. The findings say so, and
     * do not call it masked.
     */
    @Test
    void aShortPhoneIsNotReportedAsMasked() throws InterruptedException {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            server.clock.set(Instant.parse("2024-05-02T06:00:00Z"));
            server.addCustomer("Asha", "12345");
            var result = run(server.uri(""), server, false);
            var none = "no customer of the day has one ";
            var phone = Finding.unknown(none + "of seven digits or more that is not masked");
            assertEquals(phone, finding(result, "filters.phone"));
            assertEquals(phone, finding(result, "get-customer.phone"));
            assertEquals(Finding.unknown(none + "that is not masked"), finding(result, "filters.email"));
            assertEquals(Finding.unknown(none + "that is not masked"), finding(result, "get-customer.email"));
        }
    }

    /**
     * Each record was last changed in the month after its creation. The check does not take this for a server whose
     * months begin at 1.
     */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CUSTOMER")
    void aChangeInTheNextMonthIsNotTakenForMonthsThatStartAtOne(RecordKind kind) throws InterruptedException {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            server.clock.set(Instant.parse("2024-04-30T06:00:00Z"));
            var records = new TestRecords(server, kind);
            var names = List.of(records.add("First"), records.add("Second"));
            server.clock.set(Instant.parse("2024-05-01T06:00:00Z"));
            names.forEach(name -> records.change(name, "Changed"));
            server.clock.set(Instant.parse("2024-05-02T06:00:00Z"));
            var options = options(server.uri(""), server.token, LocalDate.parse("2024-04-30"), false);
            assertEquals(Finding.conforms("as documented"), finding(run(options, server), kind.plural() + ".times"));
        }
    }

    /**
     * The month after the one of the day does not exist, or has no such day. Read as counted from 0, the months of this
     * server therefore make no date.
     */
    @ParameterizedTest
    @ValueSource(strings = {"2024-12-05", "2024-03-31"})
    void monthsThatStartAtOneAreNamedOnEachDayOfTheYear(LocalDate day) throws IOException, InterruptedException {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            server.clock.set(day.atTime(6, 0).toInstant(ZoneOffset.UTC));
            new TestRecords(server, RecordKind.CUSTOMER).add("First");
            try (var twisted = new TwistedServer(server.uri(""), RecordTwists.monthsFromOne())) {
                assertEquals(
                        Finding.differs("months of calendar objects count from 1"),
                        finding(run(options(twisted.uri(), server.token, day, false), server), "customers.times"));
            }
        }
    }

    /**
     * All records are of the first instant of the day. A server that includes only the first instant of the end date
     * would give the same answer, so the check leaves this question open.
     */
    @Test
    void recordsOfMidnightLeaveOpenWhetherTheEndDateIsIncluded() throws InterruptedException {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            server.clock.set(CheckedAccount.FIRST_INSTANT);
            var orders = new TestRecords(server, RecordKind.ORDER);
            orders.add("First");
            orders.add("Second");
            var result = run(server.uri(""), server, false);
            assertEquals(
                    Finding.unknown("all records of the day are of its first instant"), finding(result, "orders.end"));
            assertEquals(
                    Optional.of(WindowEnd.UNKNOWN),
                    Optional.ofNullable(result.pulls().get("orders")).map(ServerProfile::windowEnd));
        }
    }

    /**
     * The check searches for a word that has only letters and digits, apart from punctuation around it. It does not
     * search for a part of {@code O'Sullivan}: a server that takes this for one word need not find the part. If the
     * title has no suitable word, the check searches for nothing.
     */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {"Is it 3DSecure?, 3DSecure", "Who is O'Sullivan?,", "\u201cCards\u201d: O'Sullivan, Cards"})
    void aWholeWordOfATitleIsSearched(String title, @Nullable String word) throws Exception {
        var searched = new CopyOnWriteArrayList<String>();
        var watching = Twist.answers("as Daybook", "", (asked, given) -> {
            if (asked.isAt(Paths.SEARCH_FAQ_CONTENTS)) {
                searched.add(asked.field("search_text"));
            }
            return given;
        });
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            TestFaq.load(
                    server.stores,
                    new Account(TestServer.CM_ID, "Test", Account.DEFAULT_ZONE, "{}"),
                    false,
                    List.of(TestFaq.entry("f1", "Payment", title, "Yes.")));
            try (var twisted = new TwistedServer(server.uri(""), watching)) {
                var found = finding(run(twisted.uri(), server, false), "faq.search");
                assertEquals(
                        word == null
                                ? Finding.unknown("the title has no long word of letters and digits only")
                                : Finding.conforms("yes, 1"),
                        found);
                assertEquals(Stream.ofNullable(word).toList(), searched);
            }
        }
    }

    /**
     * Without {@code --zone} the check learns the offset from the window. The window of a day with a clock change has
     * two offsets, and the finding says that there are others than the first.
     */
    @Test
    void aDayWithAClockChangeHasTheOffsetsBeforeAndAfterIt() throws InterruptedException {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            var cmId = TestServer.CM_ID + 1;
            server.addAccount(cmId, ZoneId.of("America/New_York"));
            var token = server.addKey(cmId, EnumSet.allOf(Scope.class), false, Instant.MAX);
            for (var time : List.of("2024-03-10T06:00:00Z", "2024-03-10T15:00:00Z")) {
                server.clock.set(Instant.parse(time));
                var body = "[{\"title\": \"Late\", \"customer_name\": \"Asha\", \"phone\": \"9000000001\"}]";
                assertEquals(
                        200,
                        server.post(Paths.ADD_TICKET, body, Map.of("Authorization", "Basic " + token))
                                .statusCode());
            }
            var day = Optional.of(LocalDate.parse("2024-03-10"));
            var options = new CheckOptions(connection(server.uri(""), token, cmId), day, Optional.empty(), false);
            assertEquals(Finding.conforms("UTC-05:00 and others"), finding(run(options, server), "tickets.zone"));
        }
    }

    static Finding finding(CheckResult result, String question) {
        return result.answered().stream()
                .filter(one -> one.question().id().equals(question))
                .findFirst()
                .orElseThrow()
                .finding();
    }

    static CheckResult run(URI uri, TestServer server, boolean write) throws InterruptedException {
        return run(options(uri, server.token, CheckedAccount.DAY, write), server);
    }

    static CheckResult run(CheckOptions options, TestServer server) throws InterruptedException {
        return new Check(options, Clock.fixed(server.clock.instant(), ZoneOffset.UTC), (count, all) -> {}).run();
    }

    static CheckOptions options(URI uri, String token, LocalDate day, boolean write) {
        return new CheckOptions(connection(uri, token, TestServer.CM_ID), Optional.of(day), Optional.empty(), write);
    }

    private static Connection connection(URI uri, String token, long cmId) {
        return new Connection(uri, token, cmId, 0, Duration.ofSeconds(20), SHORT_WAITS);
    }

    /** A check of a stand-in must report exactly the differences that the stand-in has. */
    static void assertNamed(Twist twist, CheckResult result) {
        assertEquals(
                new TreeSet<>(twist.named()),
                differing(result),
                () -> told(result, Verdict.DIFFERS).toString());
    }

    /** The ids of the questions with a difference. */
    static SortedSet<String> differing(CheckResult result) {
        return result.withVerdict(Verdict.DIFFERS).stream()
                .map(one -> one.question().id())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static List<String> told(CheckResult result, Verdict verdict) {
        return result.withVerdict(verdict).stream()
                .map(one -> one.question().id() + ": " + one.finding().found())
                .toList();
    }
}
