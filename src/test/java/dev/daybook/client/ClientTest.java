package dev.daybook.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.call.Connection;
import dev.daybook.client.call.RetryPolicy;
import dev.daybook.client.call.Watcher;
import dev.daybook.client.proof.ProofCheck;
import dev.daybook.client.request.CustomerRequests;
import dev.daybook.client.request.OrderRequests;
import dev.daybook.client.request.TicketRequests;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.account.RecordDetails;
import dev.daybook.domain.account.Scope;
import dev.daybook.domain.customer.ContactChange;
import dev.daybook.domain.customer.ContactField;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.CustomerQuery;
import dev.daybook.domain.customer.EnquiryChange;
import dev.daybook.domain.customer.EnquiryField;
import dev.daybook.domain.customer.FlagsChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.faq.IndexRange;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.domain.order.OrderDate;
import dev.daybook.domain.ticket.AssociateField;
import dev.daybook.domain.ticket.AssociateFields;
import dev.daybook.domain.ticket.SavedTicket;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.domain.ticket.TicketTime;
import dev.daybook.kit.CompressedBody;
import dev.daybook.kit.Fault;
import dev.daybook.kit.FaultPlan;
import dev.daybook.kit.FaultProxy;
import dev.daybook.kit.Misbehaviour;
import dev.daybook.kit.TestCertificate;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.TestTickets;
import dev.daybook.kit.VendorAnswer;
import dev.daybook.kit.VendorCustomer;
import dev.daybook.kit.VendorOrder;
import dev.daybook.kit.VendorServer;
import dev.daybook.kit.VendorTicket;
import dev.daybook.kit.Waits;
import dev.daybook.wire.Headers;
import dev.daybook.wire.customer.CustomerJson;
import dev.daybook.wire.customer.SaveCustomer;
import dev.daybook.wire.faq.FaqContents;
import dev.daybook.wire.faq.GetFaqCategories;
import dev.daybook.wire.order.SaveOrder;
import dev.daybook.wire.ticket.AddTicket;
import dev.daybook.wire.ticket.TicketJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The typed client against a real server. */
@SuppressWarnings("NullAway.Init")
class ClientTest {
    private static final LocalDate TODAY = LocalDate.of(2024, 5, 2);
    private static final RetryPolicy SHORT =
            new RetryPolicy(Duration.ofMillis(2), Duration.ofMillis(10), Duration.ofSeconds(60));
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(TestDatabase.SQLITE);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theClientAddsChangesAndFindsACustomer() {
        try (var client = client(server.uri(""), server.token)) {
            var added = client.customers().save(named("Asha Rao", "9100000001", "R-1"));
            assertTrue(added.created());
            assertEquals(1, added.contactIds().size());
            var changed = client.customers()
                    .save(change(added.id(), Map.of(ProfileField.NAME, "Asha R. Rao"), List.of(), Optional.empty()));
            assertFalse(changed.created());
            assertEquals(added.id(), changed.id());

            var found = client.customers()
                    .find(new CustomerQuery(added.id(), "", ""))
                    .orElseThrow();
            assertEquals("Asha R. Rao", found.name());
            assertEquals("R-1", found.customerCode());
            assertEquals("9100000001", found.contacts().get(0).phone());
            assertEquals(
                    Optional.of(added.id()),
                    client.customers()
                            .find(new CustomerQuery(0, "", "9100000001"))
                            .map(CustomerJson::id));
            assertEquals(Optional.empty(), client.customers().find(new CustomerQuery(1, "", "")));
        }
    }

    @Test
    void streamsNewCustomersPageByPage() {
        try (var client = client(server.uri(""), server.token)) {
            var ids = new HashSet<Long>();
            for (var number = 0; number < 250; number++) {
                ids.add(client.customers()
                        .save(named("Many " + number, "92" + (10_000_000 + number), ""))
                        .id());
            }
            try (var pulled = client.customers().createdBetween(TODAY.minusDays(1), TODAY)) {
                var seen = pulled.filter(customer -> customer.name().startsWith("Many"))
                        .map(CustomerJson::id)
                        .toList();
                assertEquals(250, seen.size());
                assertEquals(ids, new HashSet<>(seen));
            }
            try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.none());
                    var counted = client(proxy.uri(), server.token);
                    var pulled = counted.customers().createdBetween(TODAY, TODAY)) {
                assertTrue(pulled.iterator().hasNext());
                assertEquals(1, proxy.requests().size(), "one page is fetched for one customer");
            }
        }
    }

    /**
     * A stream of empty days fails if nothing proves that they are empty, as a pull of these days would. A day that is
     * not over may be empty without proof.
     */
    @Test
    void anUnprovenEmptyDayEndsTheStreamWithAFailure() {
        try (var vendor = VendorServer.start(List.of());
                var client = client(vendor.uri(), VendorServer.TOKEN)) {
            vendor.nothingIs("[]");
            vendor.misbehave(Misbehaviour.of("two days refused", Misbehaviour.Sort.WINDOW)
                    .answers((answer, asked) -> asked.last().isAfter(asked.first())
                            ? VendorAnswer.failed(400, "Bad Request - Invalid parameters or missing data")
                            : answer));
            var stopped = assertReason(
                    Reason.MISBEHAVED,
                    () -> client.customers()
                            .createdBetween(TODAY, TODAY.plusDays(1))
                            .count());
            assertTrue(stopped.getMessage().contains("whether the end date of a window counts"), stopped::getMessage);
            var open = LocalDate.now(Account.DEFAULT_ZONE).plusDays(1);
            assertEquals(0, client.customers().createdBetween(open, open).count());
            vendor.put(VendorCustomer.of(1, TODAY.plusDays(1).atTime(9, 0)));
            assertEquals(
                    1,
                    client.customers().createdBetween(TODAY, TODAY.plusDays(1)).count());
            // The record of the day before the range shows which window the server uses.
            assertEquals(
                    0,
                    client.customers()
                            .createdBetween(TODAY.plusDays(2), TODAY.plusDays(3))
                            .count());
        }
    }

    /**
     * A day is over when it is over in the zone of the account. Only a day that is over needs a proof that it is empty.
     */
    @Test
    void theZoneOfTheAccountDecidesWhichDaysAreOver() {
        var now = LocalDateTime.now(ZoneOffset.MIN);
        assumeTrue(now.toLocalTime().isBefore(LocalTime.of(23, 55)), "the day may be over before the last pull");
        try (var vendor = VendorServer.start(List.of());
                var client = client(vendor.uri(), VendorServer.TOKEN)) {
            vendor.misbehave(Misbehaviour.of("no list", Misbehaviour.Sort.EMPTY_DAY)
                    .answers((answer, asked) -> VendorAnswer.json(200, "{}")));
            // At any time, the day in one of these zones is not the day in India.
            var west = now.toLocalDate();
            assertEmpty(client.customers(ZoneOffset.MIN).createdBetween(west, west));
            assertEmpty(client.tickets(ZoneOffset.MIN).createdBetween(west, west));
            assertEmpty(client.orders(ZoneOffset.MIN).createdBetween(west, west));
            var over = LocalDate.now(ZoneOffset.MAX).minusDays(1);
            var unproven = client.customers(ZoneOffset.MAX).createdBetween(over, over);
            assertReason(Reason.MISBEHAVED, unproven::count);
        }
    }

    /** The server misbehaves, so this is a failure of the call, as with a record that is read alone. */
    @Test
    void aRecordWithAValueOfAnotherTypeEndsTheStreamWithAFailure() {
        var at = TODAY.atTime(9, 0);
        try (var vendor = VendorServer.start(
                        List.of(VendorCustomer.of(1, at), VendorTicket.of(2, at), VendorOrder.of(3, at)));
                var client = client(vendor.uri(), VendorServer.TOKEN)) {
            vendor.misbehave(Misbehaviour.of("a text for a number", Misbehaviour.Sort.RECORD)
                    .answers(answer -> answer.text(
                            text -> text.replaceAll("\"(zone|folderId|customerId)\":\\d+", "\"$1\":\"a\\\\u0007b\""))));
            var failure = assertReason(
                    Reason.MISBEHAVED,
                    () -> client.customers().createdBetween(TODAY, TODAY).toList());
            assertTrue(failure.getMessage().startsWith("customer 1: not a customer"), failure::getMessage);
            assertFalse(failure.getMessage().contains("\u0007"), failure::getMessage);
            assertReason(
                    Reason.MISBEHAVED,
                    () -> client.tickets().createdBetween(TODAY, TODAY).toList());
            assertReason(
                    Reason.MISBEHAVED,
                    () -> client.orders().createdBetween(TODAY, TODAY).toList());
        }
    }

    private static void assertEmpty(Stream<?> records) {
        assertEquals(0, records.count());
    }

    @Test
    void theClientAddsUpdatesGetsAndStreamsTickets() {
        var due = Instant.parse("2024-05-03T12:30:00Z");
        try (var client = client(server.uri(""), server.token)) {
            var tickets = client.tickets();
            var added = tickets.add(ticket(
                    Map.of(TicketField.TITLE, "Broken कप", TicketField.PHONE, "9100000031"),
                    Map.of(TicketTime.DUE, due, TicketTime.CALL_BACK, due.minusSeconds(60)),
                    "",
                    new AssociateFields(List.of(
                            new AssociateField("webform", "order", "\"A-1\""),
                            new AssociateField("webform", "items", "[1,2]"),
                            new AssociateField("user_id", "", "7")))));
            var second = tickets.add(ticket(Map.of(TicketField.TITLE, "Other"), Map.of(), "", AssociateFields.NONE));
            var got = tickets.get(List.of(second.number(), 1L, added.number()));
            assertEquals(
                    List.of(second.id(), added.id()),
                    got.stream().map(TicketJson::taskId).toList());
            var first = got.get(1);
            assertEquals("Broken कप", first.title());
            assertEquals(Long.toString(added.number()), first.ticketId());
            assertEquals("03-05-2024 18:00", first.dueDate());
            assertEquals("03-05-2024 17:59", first.nextFollowUp());
            assertEquals("9100000031", first.customerPhone());
            assertEquals("{\"webform\":{\"order\":\"A-1\",\"items\":[1,2]},\"user_id\":7}", first.additionalInfo());

            assertEquals(
                    added,
                    tickets.update(added.number(), ticket(Map.of(), Map.of(), "In Progress", AssociateFields.NONE)));
            assertEquals(
                    "In Progress", tickets.get(List.of(added.number())).get(0).substatus());
            try (var pulled = tickets.createdBetween(TODAY, TODAY)) {
                // Other tests may have added tickets to this server.
                var all = pulled.filter(ticket -> ticket.taskId() == added.id() || ticket.taskId() == second.id())
                        .toList();
                assertEquals(
                        List.of(added.id(), second.id()),
                        all.stream().map(TicketJson::taskId).toList());
                assertEquals(first.additionalInfo(), all.get(0).additionalInfo());
            }
            assertEquals(List.of(), tickets.get(List.of()));
            assertReason(
                    Reason.NOT_FOUND,
                    () -> tickets.update(1, ticket(Map.of(), Map.of(), "Closed", AssociateFields.NONE)));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> tickets.add(ticket(Map.of(), Map.of(TicketTime.ENDED, due), "", AssociateFields.NONE)));
        }
    }

    private static TicketChange ticket(
            Map<TicketField, String> texts, Map<TicketTime, Instant> times, String subStatus, AssociateFields own) {
        return TestTickets.inSubStatus(subStatus, texts).with(times, own);
    }

    /** A key without the scope customers:write adds orders, but changes nothing of an existing customer. */
    @Test
    void aSavedOrderShowsWhetherItsCustomerWasLeftUnchanged() {
        var seller = server.addKey(TestServer.CM_ID, EnumSet.of(Scope.ORDERS_WRITE), false, Instant.MAX);
        try (var owner = client(server.uri(""), server.token);
                var shop = client(server.uri(""), seller)) {
            var id = owner.customers().save(named("Buyer", "9100000033", "")).id();
            var contacts = List.of(new ContactChange(0, false, Map.of(ContactField.PHONE, "9100000034")));
            var enquiry = new EnquiryChange(0, Map.of(EnquiryField.REMARKS, "a lamp"), EmployeeName.NOBODY, Map.of());
            var name = Map.of(ProfileField.NAME, "Renamed");
            assertLeft(true, true, shop, change(id, name, contacts, Optional.empty()));
            assertLeft(true, false, shop, change(id, name, List.of(), Optional.empty()));
            assertLeft(true, false, shop, change(id, Map.of(), List.of(), Optional.of(enquiry)));
            assertLeft(false, false, shop, change(id, Map.of(), List.of(), Optional.empty()));
            assertLeft(false, false, owner, change(id, name, contacts, Optional.of(enquiry)));
        }
    }

    @Test
    void aSavedTicketNamesWhatWasIgnored() {
        try (var client = client(server.uri(""), server.token)) {
            var texts = Map.of(TicketField.TITLE, "Broken", TicketField.DUE_DATE, "27/12/2026");
            var tickets = client.tickets();
            var saved = tickets.add(ticket(texts, Map.of(), "x".repeat(65), AssociateFields.NONE));
            assertEquals(
                    List.of("due_date", "sub_status"),
                    saved.ignored().stream().sorted().toList());
            var again = tickets.update(saved.number(), ticket(texts, Map.of(), "", AssociateFields.NONE));
            assertEquals(List.of("due_date"), again.ignored());
            var plain = ticket(Map.of(TicketField.TITLE, "Whole"), Map.of(), "", AssociateFields.NONE);
            assertEquals(List.of(), tickets.add(plain).ignored());
        }
    }

    private static void assertLeft(boolean customer, boolean contact, Client client, CustomerChange change) {
        var saved = client.orders().save(OrderChange.ofTexts(0, false, Map.of(), change));
        assertEquals(List.of(customer, contact), List.of(saved.customerLeft(), saved.contactLeft()));
    }

    @Test
    void aRefusalIsAnExceptionWithItsReason() {
        try (var client = client(server.uri(""), "bm9ib2R5")) {
            assertReason(Reason.KEY_REFUSED, () -> client.customers().save(named("Nobody", "9100000009", "")));
            assertReason(
                    Reason.KEY_REFUSED,
                    () -> client.customers().createdBetween(TODAY, TODAY).count());
        }
        try (var client = client(server.uri(""), server.token)) {
            client.customers().save(named("Has Code", "9100000010", "TAKEN"));
            var refused = assertReason(
                    Reason.REFUSED, () -> client.customers().save(named("Wants Code", "9100000011", "TAKEN")));
            assertTrue(String.valueOf(refused.getMessage()).contains("customer_code is in use"));
        }
    }

    @Tag("jdk")
    @Test
    void aLostWriteIsRepeatedOnlyOnRequestAndTakesEffectOnce() {
        try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.at(1, Fault.resetInBody()));
                var client = client(proxy.uri(), server.token)) {
            var change = named("Only Once", "9100000020", "");
            var uncertain =
                    assertReason(Reason.UNCERTAIN, () -> client.customers().save(change, "once-1"));
            assertTrue(String.valueOf(uncertain.getMessage()).contains("may have been written"));
            assertEquals(1, proxy.requests().size());
            var first = client.customers().save(change, "once-1");
            assertEquals(first, client.customers().save(change, "once-1"));
            try (var pulled = client.customers().createdBetween(TODAY, TODAY)) {
                assertEquals(
                        1,
                        pulled.filter(customer -> customer.name().equals("Only Once"))
                                .count());
            }
        }
    }

    /**
     * Java would send a question mark in place of each letter outside ASCII, and HTTP drops blanks at the ends of a
     * value. So two different keys could become the same key.
     */
    @Tag("jdk")
    @Test
    void anIdempotencyKeyThatCannotBeSentIsRefused() {
        try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.none());
                var client = client(proxy.uri(), server.token)) {
            for (var key : List.of("check-Köln", "check-कप", "two\nlines", "tab\t", " first", "last ", " ")) {
                var refused = assertThrows(
                        IllegalArgumentException.class,
                        () -> client.customers().save(named("Unsent", "9100000035", ""), key));
                assertEquals(
                        "the idempotency key must be of ASCII letters, digits and signs, without blanks at its ends",
                        refused.getMessage());
            }
            assertEquals(0, proxy.requests().size());
            assertTrue(client.customers()
                    .save(named("Sent", "9100000035", ""), "check-~ Koln!")
                    .created());
        }
    }

    @Test
    void aWriteRefusedByABusyServerIsRetried() {
        for (var fault : List.of(Fault.tooMany(), Fault.busyWith200(Duration.ofSeconds(1)))) {
            try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.burst(1, 2, fault));
                    var client = client(proxy.uri(), server.token)) {
                assertTrue(client.customers()
                        .save(named("After Two", "9100000021", ""))
                        .created());
                var keys = proxy.requests().stream()
                        .map(request -> request.header(Headers.IDEMPOTENCY_KEY).orElseThrow())
                        .toList();
                assertEquals(3, keys.size(), fault::toString);
                assertEquals(1, Set.copyOf(keys).size(), "the server may have done it");
            }
        }
    }

    /**
     * A gateway may send such an answer after it has forwarded the write. A retry could then write twice, because not
     * every server honours an idempotency key.
     */
    @ParameterizedTest
    @ValueSource(strings = {"half-1", ""})
    void theOutcomeOfAWriteIsUncertainAfterAServerError(String key) {
        var faults = List.of(
                Fault.serverError(500),
                Fault.internalErrorWith200(),
                Fault.answer(408, "{}"),
                Fault.serverError(502),
                Fault.serverError(503),
                Fault.unavailable(Duration.ofSeconds(1)),
                Fault.serverError(504));
        for (var fault : faults) {
            try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.at(1, fault));
                    var client = client(proxy.uri(), server.token)) {
                assertReason(Reason.UNCERTAIN, () -> client.customers().save(named("Half", "9100000024", ""), key));
                assertEquals(1, proxy.requests().size(), fault::toString);
            }
        }
    }

    /** The advice for a read whose answer broke off would be wrong for a write. */
    @Test
    void aWriteWhoseAnswerBreaksOffIsUncertainAndNamesNoPageSize() {
        try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.at(1, Fault.cut()));
                var client = client(proxy.uri(), server.token)) {
            var broken = assertReason(
                    Reason.UNCERTAIN, () -> client.customers().save(named("Half", "9100000024", ""), "half-2"));
            var words = String.valueOf(broken.getMessage());
            assertTrue(words.startsWith("the connection broke within the answer ("), words);
            assertTrue(words.endsWith("); it may have been written all the same"), words);
        }
    }

    /**
     * If the server does not know whether it stored a write, and a retry fails for another reason, the reason stays
     * UNCERTAIN. Otherwise a program would save again with a new idempotency key, and might store the customer twice.
     */
    @Test
    void aWriteStaysUncertainAfterTheServerDoesNotKnowItsOutcome() {
        var sentence = "The database broke off during the commit; whether this was stored is not known";
        var change = named("Perhaps", "9100000026", "");
        for (var status : List.of(503, 200)) {
            var unknown = Fault.answer(status, failed(sentence));
            for (var refusal : List.of(Fault.unauthorized(), Fault.badRequest(), Fault.serverError(404))) {
                var plan = FaultPlan.at(1, unknown).or(FaultPlan.from(2, refusal));
                try (var proxy = FaultProxy.start(server.uri(""), plan);
                        var client = client(proxy.uri(), server.token)) {
                    uncertain(sentence, () -> client.customers().save(change));
                    assertEquals(2, proxy.requests().size(), refusal::toString);
                }
            }
            try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.at(1, unknown));
                    var client = client(proxy.uri(), server.token)) {
                uncertain(sentence, () -> client.customers().save(change, ""));
                assertEquals(1, proxy.requests().size(), "without a key the server would not recognise a retry");
            }
            var busy = FaultPlan.at(1, unknown).or(FaultPlan.from(2, Fault.unavailable(Duration.ofMinutes(2))));
            try (var proxy = FaultProxy.start(server.uri(""), busy);
                    var client = client(proxy.uri(), server.token)) {
                uncertain(sentence, () -> client.customers().save(change));
                assertEquals(2, proxy.requests().size(), "the server asks for a longer wait than the client may take");
            }
            var restart = FaultPlan.at(1, unknown).or(FaultPlan.at(2, Fault.serverError(503)));
            try (var proxy = FaultProxy.start(server.uri(""), restart);
                    var client = client(proxy.uri(), server.token)) {
                assertTrue(client.customers()
                        .save(named("After " + status, "9100000" + status, ""))
                        .created());
                assertEquals(3, proxy.requests().size(), "only Daybook says so, and Daybook knows the key");
            }
        }
    }

    @Test
    void aWriteStaysUncertainIfTheWaitBeforeItsRetryIsInterrupted() {
        var interrupting = new Watcher() {
            @Override
            public void waits(Duration wait, String why) {
                Thread.currentThread().interrupt();
            }
        };
        var sentence = "The database broke off during the commit; whether this was stored is not known";
        for (var isKnown : List.of(false, true)) {
            var fault = isKnown ? Fault.tooMany() : Fault.answer(503, failed(sentence));
            try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.at(1, fault));
                    var client = Client.of(Connection.to(proxy.uri(), TestServer.CM_ID, server.token), interrupting)) {
                Executable write = () -> client.customers().save(named("Stopped", "9100000027", ""));
                if (isKnown) {
                    assertReason(Reason.INTERRUPTED, write);
                } else {
                    uncertain(sentence, write);
                }
                assertTrue(Thread.interrupted(), "the thread stays interrupted");
            }
        }
    }

    /**
     * The server may have stored a write whose answer did not arrive. A repeated call with the same key shows this: it
     * returns the customer that the first call added.
     */
    @Tag("jdk")
    @Test
    void aWriteIsUncertainIfItIsInterruptedBeforeItsAnswer() {
        var waiting = Thread.currentThread();
        var change = named("Stopped Late", "9100000028", "");
        var ended = new CountDownLatch(1);
        var interrupt = FaultPlan.at(1, Fault.before("an interrupt of the client", () -> {
            waiting.interrupt();
            // No answer comes before the call has ended: a call that has its answer ignores the interrupt.
            Waits.await(ended);
        }));
        try (var proxy = FaultProxy.start(server.uri(""), interrupt);
                var client = client(proxy.uri(), server.token)) {
            uncertain("the thread was interrupted", () -> client.customers().save(change, "stopped-1"));
            ended.countDown();
            assertTrue(Thread.interrupted(), "the thread stays interrupted");
            assertTrue(client.customers().save(change, "stopped-1").created());
            assertEquals(2, proxy.requests().size());
            waiting.interrupt();
            assertReason(Reason.INTERRUPTED, () -> client.customers().save(change));
            assertTrue(Thread.interrupted(), "the thread stays interrupted");
            assertEquals(2, proxy.requests().size(), "a thread that is interrupted before the call sends nothing");
        }
    }

    @Tag("jdk")
    @Test
    void aWriteIsUncertainIfItsAnswerIsTooLarge() throws IOException {
        var large = new byte[(64 << 20) + 1];
        for (var body : List.of(large, CompressedBody.gzip(large))) {
            var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            http.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            });
            http.start();
            try (var client =
                    client(URI.create("http://127.0.0.1:" + http.getAddress().getPort()), "key")) {
                uncertain("larger than 64 MB", () -> client.customers().save(named("Large", "9100000029", "")));
            } finally {
                http.stop(0);
            }
        }
    }

    private static void uncertain(String sentence, Executable write) {
        var failure = assertReason(Reason.UNCERTAIN, write);
        assertTrue(String.valueOf(failure.getMessage()).contains(sentence), failure.getMessage());
    }

    @Test
    void theReasonWhyGetCustomerIsRefusedIsShownAlsoIfItIsInAnArray() {
        var nobody = new CustomerQuery(1, "", "");
        var refused = assertThrows(
                ClientException.class,
                () -> answered(
                        200,
                        "[" + failed("The account is locked") + "]",
                        client -> client.customers().find(nobody)));
        assertTrue(refused.getMessage().contains("The account is locked"), refused.getMessage());
    }

    /**
     * Only an answer of Get Customer itself means that no customer was found; any other 404 is a failure. Otherwise a
     * program that adds a customer it does not find would add a duplicate.
     */
    @Test
    void onlyAnAnswerOfGetCustomerMeansThatNoCustomerWasFound() {
        var nobody = new CustomerQuery(1, "", "");
        for (var fault : List.of(
                Fault.serverError(404),
                Fault.answer(404, "{}"),
                Fault.answer(404, "{\"message\":\"No data found\"}"),
                Fault.answer(404, "No data found"),
                Fault.answer(
                        404, "{\"message\":\"Not Found - Resource or endpoint not found\",\"status\":\"failed\"}"))) {
            try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.at(1, fault));
                    var client = client(proxy.uri(), server.token)) {
                assertReason(Reason.NOT_FOUND, () -> client.customers().find(nobody));
            }
        }
        try (var client = client(server.uri("/crm"), server.token)) {
            assertReason(Reason.NOT_FOUND, () -> client.customers().find(nobody));
        }
        for (var none : List.of(
                "{\"Customer Details\":\"Information given by you does not exist in our sytsem.\",\"status\":\"failed\"}",
                failed("Customer not found"),
                failed("No data found"))) {
            for (var status : List.of(200, 404)) {
                assertEquals(
                        Optional.empty(),
                        answered(status, none, client -> client.customers().find(nobody)));
            }
            assertEquals(
                    Optional.empty(),
                    answered(200, "[" + none + "]", client -> client.customers().find(nobody)));
        }
        assertEquals(
                Optional.of(7L),
                answered(
                        200,
                        "[{\"Customer Details\":{\"id\":7},\"status\":\"success\"}]",
                        client -> client.customers().find(nobody).map(CustomerJson::id)));
        assertEquals(
                Optional.empty(),
                answered(
                        200,
                        "{\"Customer Details\":\"\",\"status\":\"success\"}",
                        client -> client.customers().find(nobody)));
        for (var unclear : List.of(
                failed("Customers not available, the index is rebuilt"),
                "{\"status\":\"error\",\"message\":\"Search is down\",\"Customer Details\":\"\"}",
                "{\"status\":\"success\",\"Customer Details\":\"Search is down\"}",
                "{\"status\":\"error\",\"message\":\"Search is down\",\"Customer Details\":{}}",
                "{\"status\":\"error\",\"Customer Details\":{\"id\":7}}",
                "{\"status\":\"failed\",\"Customer Details\":{}}",
                "{\"status\":\"success\",\"Customer Details\":{}}",
                "{\"Customer Details\":\"\"}")) {
            assertReason(
                    Reason.MISBEHAVED,
                    () -> answered(200, unclear, client -> client.customers().find(nobody)));
        }
        for (var words : List.of("Internal Server Error", "Search is down", "")) {
            var failed = "{\"Customer Details\":\"" + words + "\",\"status\":\"failed\"}";
            assertReason(
                    Reason.REFUSED,
                    () -> answered(200, failed, client -> client.customers().find(nobody)));
            assertReason(
                    Reason.NOT_FOUND,
                    () -> answered(404, failed, client -> client.customers().find(nobody)));
        }
    }

    @Test
    void aFailureIsNotReadAsAnEmptyFaq() {
        var range = new IndexRange(0, 20);
        for (var frame : List.of("\"status\":\"error\"", "\"status\":\"success\",\"error\":\"down\"")) {
            var failed = "{" + frame + ",\"message\":{\"category\":[],\"contents\":[]}}";
            for (Function<Client, Object> read : List.<Function<Client, Object>>of(
                    client -> client.faq().categories(),
                    client -> client.faq().contents(7, range),
                    client -> client.faq().search("refund", 0, range))) {
                assertReason(Reason.MISBEHAVED, () -> answered(200, failed, read));
            }
        }
    }

    /**
     * The vendor's reference shows no totalCount. If a missing number were read as 0, a caller who reads page by page
     * would stop.
     */
    @Test
    void theTotalOfTheFaqIsNotKnownIfTheAnswerHasNone() {
        var entry = "{\"id\":18909,\"title\":\"Refunds\",\"detail\":\"By card.\"}";
        for (var total : List.of("", ",\"totalCount\":null")) {
            var answer = "{\"message\":{\"contents\":[" + entry + "]" + total + "},\"status\":\"success\"}";
            for (Function<Client, FaqContents.Message> read : List.<Function<Client, FaqContents.Message>>of(
                    client -> client.faq().contents(7, new IndexRange(0, 20)),
                    client -> client.faq().search("refund", 0, new IndexRange(0, 20)))) {
                var page = answered(200, answer, read);
                assertEquals(1, page.contents().size());
                assertEquals(-1, page.totalCount(), answer);
            }
        }
    }

    /** The vendor documents fewer keys of an entry than Daybook sends. */
    @Test
    void textsThatAnAnswerOfTheFaqLacksAreEmpty() {
        var answer = "{\"message\":{\"contents\":[{\"id\":18909,\"title\":\"Refunds\",\"detail\":null}]},"
                + "\"status\":\"success\"}";
        var entry = answered(200, answer, client -> client.faq().contents(7, new IndexRange(0, 20)))
                .contents()
                .get(0);
        assertEquals(new FaqContents.Content(18909, "Refunds", "", 0, "", ""), entry);
        var categories = "{\"message\":{\"category\":[{\"id\":1,\"name\":\"A\",\"parentCategoryName\":null},{}]},"
                + "\"status\":\"success\"}";
        assertEquals(
                List.of(new GetFaqCategories.Category(1, "A", ""), new GetFaqCategories.Category(0, "", "")),
                answered(200, categories, client -> client.faq().categories()));
        var nulls = "{\"message\":{\"category\":[null],\"contents\":[null]},\"status\":\"success\"}";
        assertReason(
                Reason.MISBEHAVED,
                () -> answered(200, nulls, client -> client.faq().categories()));
    }

    /** A refusal may be as large as an answer with records, for example if it has a stack trace. */
    @Test
    void aLargeRefusalOfAReadIsJudgedByItsMessage() {
        var trace = "\",\"trace\":\"" + "x".repeat(5_000);
        var range = new IndexRange(0, 20);
        for (Function<Client, Object> read : List.<Function<Client, Object>>of(
                client -> client.customers().find(new CustomerQuery(1, "", "")),
                client -> client.tickets().get(List.of(1L)),
                client -> client.faq().categories(),
                client -> client.faq().contents(7, range))) {
            assertReason(Reason.KEY_REFUSED, () -> answered(200, failed("Invalid Auth Key" + trace), read));
            assertReason(Reason.REFUSED, () -> answered(200, failed("Bad Request" + trace), read));
        }
        assertEquals(
                List.of(),
                answered(
                        200,
                        failed("Ticket not found" + trace),
                        client -> client.tickets().get(List.of(1L))));
    }

    /**
     * A refusal is a failure, as with every other read. Only an answer that is no refusal shows that the server has no
     * proof.
     */
    @Test
    void aLargeRefusalOfAProofIsJudgedByItsMessage() {
        for (var trace : List.of("", "\",\"trace\":\"" + "x".repeat(5_000))) {
            assertReason(Reason.KEY_REFUSED, () -> proven(failed("Invalid Auth Key" + trace)));
            assertReason(Reason.REFUSED, () -> proven(failed("Bad Request" + trace)));
            assertReason(Reason.NOT_FOUND, () -> proven(failed("No data found" + trace)));
        }
    }

    private static void proven(String answer) throws InterruptedException {
        try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.always(Fault.answer(200, answer)))) {
            var connection =
                    Connection.to(proxy.uri(), TestServer.CM_ID, server.token).withRetries(SHORT);
            new ProofCheck(connection, PulledKind.CUSTOMERS, Watcher.NOBODY).requiredServerProof();
        }
    }

    @Test
    void unknownTicketsGiveAnEmptyListWithEitherStatus() {
        for (var status : List.of(200, 404)) {
            assertEquals(
                    List.of(),
                    answered(
                            status,
                            failed("Ticket not found"),
                            client -> client.tickets().get(List.of(1L))));
        }
    }

    /**
     * If a refusal were read as an empty list, a program that adds each ticket that it does not find would add
     * duplicates.
     */
    @Test
    void aRefusalInAListIsNotTakenForUnknownTickets() {
        Function<Client, List<TicketJson>> get = client -> client.tickets().get(List.of(1L));
        for (var item : List.of(
                failed("Internal Server Error"),
                failed("Invalid Auth Key"),
                "{\"task_details\":null}",
                "{\"task_details\":\"Search is down\"}",
                "\"Search is down\"",
                "[]")) {
            assertReason(Reason.MISBEHAVED, () -> answered(200, "[" + item + "]", get));
        }
        var refused = assertReason(Reason.MISBEHAVED, () -> answered(200, "[" + failed("Search is down") + "]", get));
        assertTrue(refused.getMessage().contains("it says: Search is down"), refused.getMessage());
        for (var nothing : List.of("[]", "[{}]", "[null]", "[" + failed("Ticket not found") + "]")) {
            assertEquals(List.of(), answered(200, nothing, get));
        }
    }

    @Test
    void ticketsComeInTheOrderAskedWhateverTheOrderOfTheAnswer() {
        var answer = "[" + gotTicket("7") + "," + gotTicket("8") + ",{}," + gotTicket("9") + "]";
        assertEquals(
                List.of("9", "7", "8"),
                answered(200, answer, client -> client.tickets().get(List.of(9L, 6L, 7L, 8L))).stream()
                        .map(TicketJson::ticketId)
                        .toList());
    }

    /**
     * A server may answer only for the first numbers of a list. Each missing number is requested alone, and is unknown
     * only if the server refuses this request.
     */
    @Test
    void eachTicketThatAnAnswerForSeveralLacksIsRequestedAlone() {
        var plan = ofTickets("6,7,8,9", "[" + gotTicket("6") + "," + gotTicket("7") + "]")
                .or(ofTickets("8", "[" + gotTicket("8") + "]"))
                .or(FaultPlan.when(
                        request -> request.body().contains("\"9\""), Fault.answer(404, failed("No data found"))));
        try (var proxy = FaultProxy.start(server.uri(""), plan);
                var client = client(proxy.uri(), server.token)) {
            var got = client.tickets().get(List.of(6L, 7L, 8L, 9L));
            assertEquals(
                    List.of("6", "7", "8"),
                    got.stream().map(TicketJson::ticketId).toList());
        }
    }

    /** Some servers answer a list of numbers with its first ticket only, or with nothing if one number is unknown. */
    @Test
    void ticketsAreRequestedSinglyIfAServerDoesNotAnswerForSeveral() {
        for (var several : List.of("[" + gotTicket("7") + "]", failed("No Data found"), "[]")) {
            var plan = ofTickets("6,7,8", several)
                    .or(ofTickets("7", "[" + gotTicket("7") + "]"))
                    .or(ofTickets("8", "[" + gotTicket("8") + "]"));
            try (var proxy = FaultProxy.start(server.uri(""), plan);
                    var client = client(proxy.uri(), server.token)) {
                var got = client.tickets().get(List.of(6L, 7L, 8L));
                assertEquals(
                        List.of("7", "8"),
                        got.stream().map(TicketJson::ticketId).toList(),
                        several);
            }
        }
    }

    /** Some servers ignore the numbers in the request, and give another ticket. */
    @Test
    void aTicketThatWasNotRequestedIsLeftOut() {
        var other = "[" + gotTicket("8") + "]";
        assertEquals(List.of(), answered(200, other, client -> client.tickets().get(List.of(7L))));
    }

    private static FaultPlan ofTickets(String numbers, String answer) {
        return FaultPlan.when(request -> request.body().contains("\"" + numbers + "\""), Fault.answer(200, answer));
    }

    private static String gotTicket(String number) {
        return "{\"additional_info\":{},\"task_details\":{\"ticketId\":\"" + number + "\"}}";
    }

    /** "No data found" is an empty result only for a read; for a write it is a failure. */
    @Test
    void aWriteToAMissingRecordFailsAsNotFound() {
        for (var status : List.of(200, 404)) {
            for (var words : List.of(
                    "No Data found/ticket_id is missing",
                    "Ticket not found",
                    "No data found",
                    "Ticket not found for this account")) {
                assertReason(
                        Reason.NOT_FOUND,
                        () -> answered(
                                status,
                                failed(words),
                                client -> client.tickets()
                                        .update(1, ticket(Map.of(), Map.of(), "Closed", AssociateFields.NONE))));
            }
        }
    }

    @Test
    void aWriteSucceedsWithEachStatusOfSuccess() {
        var done = "{\"ticket_id\":7,\"ticket\":{\"id\":5},\"status\":\"success\"}";
        var change = ticket(Map.of(TicketField.TITLE, "Broken"), Map.of(), "", AssociateFields.NONE);
        for (var status : List.of(200, 201, 202)) {
            assertEquals(
                    new SavedTicket(5, 7, List.of()),
                    answered(status, done, client -> client.tickets().add(change)));
            assertReason(
                    Reason.REFUSED,
                    () -> answered(
                            status,
                            failed("Bad Request"),
                            client -> client.tickets().add(change)));
            assertReason(
                    Reason.REFUSED,
                    () -> answered(
                            status,
                            "[" + failed("Bad Request") + "]",
                            client -> client.tickets().add(change)));
            assertReason(
                    Reason.UNCERTAIN,
                    () -> answered(status, "{}", client -> client.tickets().add(change)));
        }
    }

    /**
     * A write fails if its answer does not report success, even if the answer has an id: an answer may name the record
     * that it refuses to change.
     */
    @Test
    void aWriteFailsIfTheBodyDoesNotReportSuccess() {
        var ticket = ticket(Map.of(), Map.of(), "Closed", AssociateFields.NONE);
        var customer = named("Asha", "9100000025", "");
        var order = OrderChange.ofTexts(7, true, Map.of(), customer);
        var ids = "\"ticket_id\":\"7\",\"kapture_customer_id\":\"7\",\"order_id\":\"7\"";
        for (var frame : List.of(
                "\"status\":\"error\",\"message\":\"It is locked\"",
                "\"Status\":\"fail\",\"message\":\"It is locked\"",
                "\"status\":\"failure\",\"message\":\"It is locked\"",
                "\"status\":false,\"message\":\"It is locked\"",
                "\"status\":\"failed\"",
                "\"success\":false",
                "\"status\":\"success\",\"error\":\"locked\"")) {
            var locked = "{" + frame + "," + ids + "}";
            for (Function<Client, Object> write : List.<Function<Client, Object>>of(
                    client -> client.tickets().update(7, ticket),
                    client -> client.customers().save(customer),
                    client -> client.orders().save(order))) {
                assertReason(Reason.UNCERTAIN, () -> answered(200, locked, write));
            }
        }
        var large = "{\"message\":\"Ticket is locked\",\"status\":\"failed\"," + ids + ",\"ticket\":{\"detail\":\""
                + "x".repeat(5_000) + "\"}}";
        assertReason(
                Reason.REFUSED,
                () -> answered(200, large, client -> client.tickets().update(7, ticket)));
        for (var frame : List.of("\"Status\":\"Success\"", "\"status\":true", "\"status\":\"OK\",\"error\":null")) {
            assertEquals(
                    new SavedTicket(0, 7, List.of()),
                    answered(
                            200,
                            "{" + frame + "," + ids + "}",
                            client -> client.tickets().update(7, ticket)));
        }
    }

    /** As in a pull, control characters in texts have only one meaning. */
    @Test
    void anAnswerMayHaveControlCharactersInItsTexts() {
        var change = ticket(Map.of(TicketField.TITLE, "Broken"), Map.of(), "", AssociateFields.NONE);
        Function<Client, SavedTicket> add = client -> client.tickets().add(change);
        var added = "{\"ticket_id\":7,\"ticket\":{\"id\":5,\"detail\":\"one\ntwo\"},\"status\":\"success\"}";
        assertEquals(new SavedTicket(5, 7, List.of()), answered(200, added, add));
        assertReason(Reason.REFUSED, () -> answered(200, failed("It is locked:\nby Asha"), add));
        Function<Client, Optional<CustomerJson>> find =
                client -> client.customers().find(new CustomerQuery(7, "", ""));
        var found = "{\"Customer Details\":{\"id\":7,\"name\":\"Asha\tRao\"},\"status\":\"success\"}";
        assertEquals(Optional.of("Asha\tRao"), answered(200, found, find).map(CustomerJson::name));
        assertReason(Reason.KEY_REFUSED, () -> answered(200, failed("Invalid Auth Key\n"), find));
        var cut = assertReason(Reason.MISBEHAVED, () -> answered(200, found.substring(0, found.length() - 1), find));
        assertTrue(cut.getMessage().contains("not valid JSON"), cut.getMessage());
    }

    @Test
    void anAnswerIsReadInTheCharsetThatItNames() {
        var change = ticket(Map.of(TicketField.TITLE, "Broken"), Map.of(), "", AssociateFields.NONE);
        Function<Client, SavedTicket> add = client -> client.tickets().add(change);
        var added = "{\"ticket_id\":7,\"ticket\":{\"id\":5,\"detail\":\"Café\"},\"status\":\"success\"}";
        assertEquals(new SavedTicket(5, 7, List.of()), answered(Fault.latin(200, added), add));
        assertReason(Reason.REFUSED, () -> answered(Fault.latin(200, failed("Not in the café")), add));
        var found = "{\"Customer Details\":{\"id\":7,\"name\":\"Zoé\"},\"status\":\"success\"}";
        assertEquals(
                Optional.of("Zoé"),
                answered(Fault.latin(200, found), client -> client.customers().find(new CustomerQuery(7, "", "")))
                        .map(CustomerJson::name));
    }

    /**
     * Valid JSON shows what happened to a write. If the write counted as uncertain, a program could send it twice. An
     * answer to a read is refused: a program keeps its texts, so they must not be guessed.
     */
    @ParameterizedTest
    @ValueSource(strings = {"utf8mb4", "\"UTF-8,", "windows-1252"})
    void anAnswerToAWriteIsReadAsUtf8IfItIsNotInTheCharsetThatItNames(String charset) {
        var change = ticket(Map.of(TicketField.TITLE, "Broken"), Map.of(), "", AssociateFields.NONE);
        Function<Client, SavedTicket> add = client -> client.tickets().add(change);
        // windows-1252 has no letter for the second byte of Á in UTF-8.
        var added = "{\"ticket_id\":7,\"ticket\":{\"id\":5,\"detail\":\"Á\"},\"status\":\"success\"}";
        for (var status : List.of(200, 201)) {
            assertEquals(new SavedTicket(5, 7, List.of()), answered(Fault.misnamed(status, charset, added), add));
        }
        var wrong = assertReason(
                Reason.REFUSED, () -> answered(Fault.misnamed(400, charset, failed("Á is not a title")), add));
        assertTrue(wrong.getMessage().contains("Á is not a title"), wrong.getMessage());
        assertReason(Reason.REFUSED, () -> answered(Fault.misnamed(200, charset, failed("Á is not a title")), add));
        // The client gives up at once, because the wait is longer than its time limit.
        var busy = Fault.misnamedBusy(Duration.ofHours(1), charset, failed("Busy: Á"));
        assertReason(Reason.WAITED_TOO_LONG, () -> answered(busy, add));
        var found = "{\"Customer Details\":{\"id\":7,\"name\":\"Á\"},\"status\":\"success\"}";
        assertReason(
                Reason.MISBEHAVED,
                () -> answered(
                        Fault.misnamed(200, charset, found),
                        client -> client.customers().find(new CustomerQuery(7, "", ""))));
    }

    private static String failed(String message) {
        return "{\"message\":\"" + message + "\",\"status\":\"failed\"}";
    }

    /** Makes a call to a server that gives this answer to every request. Returns the result of the call. */
    private static <T> T answered(int status, String json, Function<Client, T> call) {
        return answered(Fault.answer(status, json), call);
    }

    private static <T> T answered(Fault answer, Function<Client, T> call) {
        try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.always(answer));
                var client = client(proxy.uri(), server.token)) {
            return call.apply(client);
        }
    }

    @Tag("jdk")
    @Test
    void aWriteIsRetriedIfTheServerCannotBeReached() throws IOException {
        try (var unused = new Socket()) {
            // Bound and not listening, so that nobody else can answer there.
            unused.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            notSent(URI.create("http://127.0.0.1:" + unused.getLocalPort()), "cannot connect to the server");
        }
        notSent(URI.create("http://nosuch.invalid"), "unknown host nosuch.invalid");
    }

    /** The write fails immediately: a retry would not help, and nothing was written. */
    @Tag("jdk")
    @Test
    void aWriteFailsWithoutRetryIfTheCertificateIsNotTrusted(@TempDir Path folder) throws Exception {
        TestCertificate.make(folder);
        var untrusted = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        untrusted.setHttpsConfigurator(new HttpsConfigurator(TestCertificate.serving(folder)));
        untrusted.start();
        try {
            var uri = URI.create("https://127.0.0.1:" + untrusted.getAddress().getPort());
            try (var client = client(uri, "key")) {
                var refused = assertThrows(
                        ClientException.class, () -> client.customers().save(named("Unsent", "9100000023", "")));
                assertEquals(Reason.REFUSED, refused.reason());
                assertTrue(refused.getMessage().contains("certificate is not trusted"), refused.getMessage());
            }
        } finally {
            untrusted.stop(0);
        }
    }

    /** Writes until the client waits for a retry, and checks the reason of this wait. */
    private static void notSent(URI uri, String told) {
        var connection = Connection.to(uri, TestServer.CM_ID, "key").withRetries(SHORT);
        try (var client = Client.of(connection, new Watcher() {
            @Override
            public void waits(Duration wait, String why) {
                throw new IllegalStateException(why);
            }
        })) {
            var waits = assertThrows(
                    IllegalStateException.class, () -> client.customers().save(named("Unsent", "9100000022", "")));
            assertTrue(String.valueOf(waits.getMessage()).contains(told), waits.getMessage());
        }
    }

    @Tag("jdk")
    @Test
    void aClosedClientRefusesCalls() {
        var client = client(server.uri(""), server.token);
        var stream = client.customers().createdBetween(TODAY, TODAY);
        client.close();
        for (var call : List.<Executable>of(
                stream::findFirst,
                () -> client.customers().find(new CustomerQuery(1, "", "")),
                () -> client.customers().save(named("Late", "9100000028", "")))) {
            var refused = assertThrows(IllegalStateException.class, call);
            assertEquals("the client is closed", refused.getMessage());
        }
    }

    /** The server does not answer. The pause before another attempt would be five minutes. */
    @Tag("jdk")
    @Test
    void closingTheClientEndsACallThatWaitsForItsAnswer() throws Exception {
        var wait = Duration.ofMinutes(5);
        for (var isWrite : List.of(false, true)) {
            try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                var connection = Connection.to(
                                URI.create("http://127.0.0.1:" + silent.getLocalPort()), TestServer.CM_ID, "key")
                        .withRetries(new RetryPolicy(wait, wait, wait.multipliedBy(3)));
                var client = Client.of(connection, Watcher.NOBODY);
                var call = new FutureTask<>(() -> assertThrows(ClientException.class, () -> {
                    if (isWrite) {
                        client.customers().save(named("Cut off", "9100000029", ""));
                    } else {
                        client.customers().find(new CustomerQuery(1, "", ""));
                    }
                }));
                new Thread(call).start();
                try (var sent = silent.accept()) {
                    assertEquals('P', sent.getInputStream().read());
                    client.close();
                    var ended = call.get(4, TimeUnit.MINUTES);
                    assertEquals(isWrite ? Reason.UNCERTAIN : Reason.INTERRUPTED, ended.reason());
                    assertTrue(ended.getMessage().startsWith("the client was closed"), ended.getMessage());
                }
            }
        }
    }

    /** The write certainly was not sent. */
    @Tag("jdk")
    @Test
    void closingTheClientEndsTheWaitBeforeARetry() throws IOException {
        try (var unused = new Socket()) {
            unused.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            var clients = new ArrayList<Client>();
            var wait = Duration.ofMinutes(5);
            var connection = Connection.to(
                            URI.create("http://127.0.0.1:" + unused.getLocalPort()), TestServer.CM_ID, "key")
                    .withRetries(new RetryPolicy(wait, wait, wait.multipliedBy(3)));
            clients.add(Client.of(connection, new Watcher() {
                @Override
                public void waits(Duration pause, String why) {
                    clients.get(0).close();
                }
            }));
            var ended = assertReason(
                    Reason.INTERRUPTED, () -> clients.get(0).customers().save(named("Unsent", "9100000030", "")));
            assertEquals("the client was closed", ended.getMessage());
            assertFalse(Thread.currentThread().isInterrupted());
        }
    }

    @Test
    void theServerReadsEachFieldThatTheClientWrites() {
        var texts = new EnumMap<ProfileField, String>(ProfileField.class);
        for (var field : ProfileField.values()) {
            texts.put(field, "text of " + field.name());
        }
        var contact = new EnumMap<ContactField, String>(ContactField.class);
        for (var field : ContactField.values()) {
            contact.put(field, "c " + field.name().length());
        }
        var enquiry = new EnumMap<EnquiryField, String>(EnquiryField.class);
        for (var field : EnquiryField.values()) {
            enquiry.put(field, "e " + field.name().length());
        }
        var listed = new EnumMap<AccountList, String>(AccountList.class);
        for (var list : AccountList.values()) {
            listed.put(list, "name of " + list);
        }
        var change = new CustomerChange(
                77,
                true,
                texts,
                new FlagsChange(Optional.of(true), Optional.empty(), Optional.of(false)),
                new RecordDetails(
                        listed,
                        new EmployeeName("Ravi", "E7", "ravi@mail.example"),
                        Map.of(1, "one", 15, "fifteen"),
                        Map.of("loyalty", "{\"tier\":3}")),
                List.of(new ContactChange(5, true, contact)),
                Optional.of(new EnquiryChange(
                        9, enquiry, new EmployeeName("", "E8", ""), Map.of("source_page", "\"home\""))));
        var read = SaveCustomer.decode(CustomerRequests.save(TestServer.CM_ID, change));
        assertEquals(change, read.asked());
        assertEquals(List.of(), read.ignored());
    }

    /**
     * The server reads each time of the hour that clocks repeat as the client meant it. Only a call-back time is
     * written without an offset, so it always means the first occurrence of its local time.
     */
    @Tag("jdk")
    @Test
    void theServerReadsTimesOfARepeatedHourAsTheyWereMeant() {
        var zone = ZoneId.of("Europe/Berlin");
        var first = Instant.parse("2026-10-25T00:30:00Z");
        for (var at : List.of(first, first.plusSeconds(3_600))) {
            var ticket = ticket(
                    Map.of(TicketField.TITLE, "Broken"),
                    Map.of(TicketTime.DUE, at, TicketTime.CALL_BACK, at),
                    "",
                    AssociateFields.NONE);
            assertEquals(
                    Map.of(TicketTime.DUE, at, TicketTime.CALL_BACK, first),
                    AddTicket.decode(TicketRequests.add(TestServer.CM_ID, ticket, zone), zone)
                            .asked()
                            .times());
            var dates = Map.of(OrderDate.BOOKING, at, OrderDate.EXPECTED_DELIVERY, at);
            var order = new OrderChange(
                    0,
                    false,
                    Map.of(),
                    dates,
                    Map.of(),
                    RecordDetails.NONE,
                    List.of(),
                    named("Asha", "9100000027", ""));
            var read = SaveOrder.decode(OrderRequests.save(TestServer.CM_ID, order, zone), zone);
            assertEquals(dates, read.asked().dates());
        }
    }

    private static ClientException assertReason(Reason reason, Executable call) {
        var failure = assertThrows(ClientException.class, call);
        assertEquals(reason, failure.reason(), failure.getMessage());
        return failure;
    }

    private static Client client(URI uri, String token) {
        return Client.of(Connection.to(uri, TestServer.CM_ID, token).withRetries(SHORT), Watcher.NOBODY);
    }

    private static CustomerChange named(String name, String phone, String code) {
        return change(
                0,
                Map.of(ProfileField.NAME, name, ProfileField.PHONE, phone, ProfileField.CUSTOMER_CODE, code),
                List.of(),
                Optional.empty());
    }

    private static CustomerChange change(
            long id, Map<ProfileField, String> texts, List<ContactChange> contacts, Optional<EnquiryChange> enquiry) {
        return new CustomerChange(id, false, texts, FlagsChange.NONE, RecordDetails.NONE, contacts, enquiry);
    }
}
