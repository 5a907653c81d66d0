package dev.daybook.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.battery.Check;
import dev.daybook.battery.Tally;
import dev.daybook.domain.AnswerRoom;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.ticket.TicketEvent;
import dev.daybook.kit.Backends;
import dev.daybook.kit.ServerChild;
import dev.daybook.kit.StoredRecords;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestKeys;
import dev.daybook.kit.Waits;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.account.AccountStore;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills a real server during writes, again and again on one database. Every write that it acknowledged is stored
 * completely, and no write is stored in part.
 */
@Tag("battery-1")
class CrashTest {
    private static final int WRITERS = 8;

    /** The number of writers that add tickets; the others add customers. */
    private static final int TICKET_WRITERS = 2;

    private static final long CM_ID = 1_000_298;
    private static final Account ACCOUNT = new Account(CM_ID, "Crash", Account.DEFAULT_ZONE, "{}");
    private static final Pattern CODE = Pattern.compile("\"customerCode\":\"(\\w+)-(\\d+)\"");
    private static final Pattern ENQUIRIES = Pattern.compile("\"totalNoOfEnquiries\":(\\d+)");
    private static final Pattern TITLE = Pattern.compile("\"title\":\"(ticket-\\w+-(\\d+))\"");
    private static final Pattern ID = Pattern.compile("\"id\":(\\d+),\"generationDate\"");
    private static final Pattern PERSON = Pattern.compile("person-\\w+-\\d+-\\d");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();

    @ParameterizedTest
    @EnumSource
    void acknowledgedWritesSurviveAKill(TestDatabase database) throws Exception {
        var address = database.newUrl();
        var url = DatabaseUrl.parse(address);
        var token = accountAndKey(url);
        Tally.run(Check.SERVER_KILLED, database.toString(), tally -> {
            var random = new Random(tally.seed());
            for (var round = 0; round < Tally.trials(3, 100); round++) {
                var before = acknowledged.size();
                crash(address, token, "r" + round, 20 + random.nextInt(600));
                assertTrue(acknowledged.size() > before, "nothing was written in time");
                check(url, database + ", round " + round + ", seed " + tally.seed());
                tally.held();
            }
        });
    }

    private static String accountAndKey(DatabaseUrl url) {
        try (var stores = Stores.open(url)) {
            stores.database().write(transaction -> AccountStore.add(transaction, ACCOUNT));
            return TestKeys.add(stores, CM_ID);
        }
    }

    /** Starts a server, writes to it from many threads and kills it some milliseconds after its first answer. */
    private void crash(String database, String token, String round, long millis) throws Exception {
        try (var server = ServerChild.start(database, "--rate", "0", "--lame-duck", "0")) {
            var threads = new ArrayList<Thread>();
            for (var writer = 0; writer < WRITERS; writer++) {
                var first = writer * 100_000;
                var tickets = writer >= WRITERS - TICKET_WRITERS;
                var thread = new Thread(() -> write(server.address(), token, round, first, tickets));
                thread.start();
                threads.add(thread);
            }
            var before = acknowledged.size();
            Waits.until(() -> acknowledged.size() > before, () -> "nothing is written");
            Thread.sleep(millis);
            server.kill();
            for (var thread : threads) {
                thread.join(20_000);
                assertTrue(!thread.isAlive(), "a writer hangs");
            }
        }
        Backends.awaitGone(database);
    }

    /** Adds customers or tickets one after the other until the server is gone. */
    private void write(URI address, String token, String round, int first, boolean tickets) {
        var target = address.resolve(tickets ? Paths.ADD_TICKET : Paths.SAVE_CUSTOMER);
        try {
            for (var number = first; ; number++) {
                var request = HttpRequest.newBuilder(target)
                        .timeout(Duration.ofSeconds(15))
                        .header("Authorization", "Basic " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                tickets ? ticket(round, number) : body(round, number)))
                        .build();
                var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    acknowledged.add((tickets ? "ticket-" : "") + round + "-" + number);
                }
            }
        } catch (IOException killed) {
            // Expected: the server was killed.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A customer whose parts follow from its number: every third has two contacts, every second an enquiry. */
    private static String body(String round, int number) {
        var contacts = new ArrayList<String>();
        for (var index = 0; index < (number % 3 == 0 ? 2 : 0); index++) {
            contacts.add("{\"contact_person_name\":\"person-%s-%d-%d\",\"contact_person_email\":\"p%d@mail.example\"}"
                    .formatted(round, number, index, index));
        }
        return """
                {"customer_info":{"customer_name":"Customer %1$d","phone":"90000%1$d","customer_code":"%2$s-%1$d"},
                 "contact_info":[%3$s],"enquiry_info":%4$s}""".formatted(
                        number, round, String.join(",", contacts), number % 2 == 0 ? "{\"remarks\":\"call\"}" : "{}");
    }

    /** A ticket with two associate fields; every second ticket has a note. */
    private static String ticket(String round, int number) {
        return """
                {"title":"ticket-%1$s-%2$d","webform":[{"one":%2$d,"two":%2$d}],"comment":"%3$s"}""".formatted(round, number, number % 2 == 0 ? "note " + number : "");
    }

    private void check(DatabaseUrl url, String where) {
        try (var stores = Stores.open(url)) {
            var documents = documents(stores, RecordKind.CUSTOMER);
            var tickets = documents(stores, RecordKind.TICKET);
            var byCode = new HashMap<String, String>();
            for (var document : documents) {
                var code = CODE.matcher(document);
                assertTrue(code.find(), where + ": " + document);
                byCode.put(code.group(1) + "-" + code.group(2), document);
                checkParts(document, Integer.parseInt(code.group(2)), where);
            }
            assertEquals(documents.size(), byCode.size(), where + ": a code twice");
            checkTickets(stores, tickets, byCode, where);
            assertEquals(documents.size() + tickets.size(), byCode.size(), where + ": a title twice");
            assertEquals(Set.of(), missing(byCode), where + ": acknowledged and lost");
            var rendered = stores.rerender(ACCOUNT, true);
            assertEquals(documents.size() + tickets.size(), rendered, where + ": records without a document");
            assertEquals(
                    documents, documents(stores, RecordKind.CUSTOMER), where + ": a document that is not its columns");
            assertEquals(tickets, documents(stores, RecordKind.TICKET), where + ": a document that is not its columns");
        }
    }

    /** Checks that the fields, notes and events of each ticket are complete. */
    private static void checkTickets(Stores stores, List<String> tickets, Map<String, String> known, String where) {
        var numbers = new HashMap<Long, Integer>();
        for (var document : tickets) {
            var title = TITLE.matcher(document);
            var id = ID.matcher(document);
            assertTrue(title.find() && id.find(), where + ": " + document);
            known.put(title.group(1), document);
            var number = Integer.parseInt(title.group(2));
            numbers.put(Long.parseLong(id.group(1)), number);
            var fields = "{\"webform\":{\"one\":%1$d,\"two\":%1$d}}".formatted(number);
            assertTrue(document.endsWith("\"additional_info\":" + fields + "}"), where + ": " + document);
        }
        stores.database().read(transaction -> {
            var notes = stores.tickets().notes(transaction, CM_ID, numbers.keySet(), AnswerRoom.endless(bytes -> {}));
            var kinds = EnumSet.allOf(TicketEvent.Kind.class);
            var events = stores.tickets()
                    .events(transaction, CM_ID, numbers.keySet(), kinds, AnswerRoom.endless(bytes -> {}));
            numbers.forEach((id, number) -> {
                var noted = number % 2 == 0 ? 1 : 0;
                assertEquals(noted, notes.getOrDefault(id, List.of()).size(), where + ": notes of " + number);
                assertEquals(1 + noted, events.getOrDefault(id, List.of()).size(), where + ": events of " + number);
            });
            return true;
        });
    }

    private Set<String> missing(Map<String, String> byCode) {
        var missing = new TreeSet<>(acknowledged);
        missing.removeAll(byCode.keySet());
        return missing;
    }

    private static void checkParts(String document, int number, String where) {
        var people = PERSON.matcher(document)
                .results()
                .map(found -> found.group())
                .distinct()
                .count();
        assertEquals(number % 3 == 0 ? 2 : 0, people, where + ": " + document);
        var enquiries = ENQUIRIES.matcher(document);
        assertTrue(enquiries.find(), document);
        assertEquals(number % 2 == 0 ? "1" : "0", enquiries.group(1), where + ": " + document);
        assertTrue(document.contains("\"contacts\":[{"), where + ": " + document);
    }

    private static List<String> documents(Stores stores, RecordKind kind) {
        return StoredRecords.texts(stores.database(), CM_ID, kind);
    }
}
