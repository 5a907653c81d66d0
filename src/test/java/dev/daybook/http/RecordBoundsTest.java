package dev.daybook.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.AnswerRoom;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Scope;
import dev.daybook.domain.faq.CategoryTree;
import dev.daybook.domain.faq.FaqFilter;
import dev.daybook.domain.faq.IndexRange;
import dev.daybook.domain.faq.SearchWords;
import dev.daybook.domain.ticket.TicketEvent;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestFaq;
import dev.daybook.kit.TestServer;
import dev.daybook.store.Transaction;
import dev.daybook.store.faq.FaqStore;
import dev.daybook.wire.Headers;
import dev.daybook.wire.Paths;
import dev.daybook.wire.faq.GetFaqCategories;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** No request makes a record too large to be written quickly and pulled, on both databases. */
class RecordBoundsTest {
    private static final Pattern TICKET = Pattern.compile("\"ticket_id\":\"(\\d+)\"");
    private static final Pattern CUSTOMER = Pattern.compile("\"kapture_customer_id\":\"(\\d+)\"");
    private static final Pattern ORDER = Pattern.compile("\"order_id\":\"(\\d+)\"");
    private static final Pattern ENQUIRY = Pattern.compile("\"enquiry_id\":\"?(\\d+)");
    private static final String DAY = "\"start_date\":\"2024-05-02\",\"end_date\":\"2024-05-02\"";

    @ParameterizedTest
    @EnumSource
    void refusesATicketOfManyFieldsBeforeTheWriterIsEntered(TestDatabase database) {
        try (var server = TestServer.start(database)) {
            var fields = fields(60_000);
            assertTrue(fields.length() > 830_000, "as large as the one that stopped all writes");
            Assertions.assertTimeoutPreemptively(
                    Duration.ofSeconds(30),
                    () -> refused(
                            server,
                            Paths.ADD_TICKET,
                            "{\"title\":\"x\",\"webform\":{" + fields + "}}",
                            "associate fields: expected at most 500, found 60000"));
            refused(
                    server,
                    Paths.ADD_TICKET,
                    "{\"title\":\"x\",\"webform\":{\"a\":\"" + "x".repeat(65_536) + "\"}}",
                    "associate fields: expected at most 65536 bytes of names and values, found 65546");
        }
    }

    @ParameterizedTest
    @EnumSource
    void limitsTheAssociateFieldsOfARecordOverAllRequests(TestDatabase database) {
        try (var server = TestServer.start(database)) {
            var ticket = ticket(server, "{\"title\":\"x\",\"webform\":{" + fields(500) + "}}");
            var update = "{\"ticket_id\":\"" + ticket + "\",\"sub_status\":\"OP\"";
            refused(
                    server,
                    Paths.UPDATE_TICKET,
                    update + ",\"webform\":{\"more\":1}}",
                    "associate fields: expected at most 500, found 501");
            assertEquals(200, server.post(Paths.UPDATE_TICKET, update + "}").statusCode());
            var form = ",\"webform\":{\"more\":\"\"," + fields(500).replace("\"1\"", "\"new\"") + "}}";
            var completed = server.post(Paths.UPDATE_TICKET, update.replace("OP", "CO") + form);
            assertEquals(200, completed.statusCode(), "a form has empty fields too: " + completed.body());
            assertTrue(completed.body().contains("\"f1\":\"new\""), completed.body());
            assertFalse(completed.body().contains("\"more\""), completed.body());

            var info = "\"customer_info\":{\"customer_name\":\"A\",\"phone\":\"9000000001\",\"update\":true";
            var customer = "{" + info + ",\"associate_fields\":{" + fields(500)
                    + "}},\"enquiry_info\":{\"enquiry_id\":\"\",\"x\":1}}";
            assertEquals(200, server.post(Paths.SAVE_CUSTOMER, customer).statusCode());
            refused(
                    server,
                    Paths.SAVE_CUSTOMER,
                    "{" + info + ",\"one\":1}}",
                    "associate fields: expected at most 500, found 501");
            refused(
                    server,
                    Paths.SAVE_CUSTOMER,
                    "{" + info + "},\"enquiry_info\":{" + fields(501) + "}}",
                    "associate fields: expected at most 500, found 501");

            var buyer = "\"customer_info\":{\"customer_name\":\"A\",\"phone\":\"9000000001\"}";
            var order = "{" + buyer + ",\"order_info\":{\"erp_order_id\":\"E\",\"update\":true,";
            assertEquals(
                    200,
                    server.post(Paths.SAVE_ORDER, order + fields(500) + "}}").statusCode());
            refused(
                    server,
                    Paths.SAVE_ORDER,
                    order + "\"one\":1}}",
                    "associate fields: expected at most 500, found 501");
        }
    }

    /** Each request is within the limit of 64 KB; a record is refused if several requests together exceed it. */
    @ParameterizedTest
    @EnumSource
    void limitsTheBytesOfTheFieldsOfARecordOverAllRequests(TestDatabase database) {
        try (var server = TestServer.start(database)) {
            var ticket = ticket(server, "{\"title\":\"x\",\"webform\":{" + large("a", "x") + "}}");
            var update = "{\"ticket_id\":\"" + ticket + "\",\"sub_status\":\"OP\",\"webform\":{";
            assertBytesAreLimited(server, Paths.UPDATE_TICKET, update, "}}");

            var info = "{\"customer_info\":{\"customer_name\":\"A\",\"phone\":\"9000000001\",\"update\":true";
            var customer = server.post(Paths.SAVE_CUSTOMER, info + "," + large("a", "x") + "}}");
            assertEquals(200, customer.statusCode(), customer.body());
            assertBytesAreLimited(server, Paths.SAVE_CUSTOMER, info + ",", "}}");

            var enquiry = server.post(
                    Paths.SAVE_CUSTOMER, info + "},\"enquiry_info\":{\"enquiry_id\":\"\"," + large("a", "x") + "}}");
            assertEquals(200, enquiry.statusCode(), enquiry.body());
            var id = ENQUIRY.matcher(enquiry.body());
            assertTrue(id.find(), enquiry.body());
            assertBytesAreLimited(
                    server,
                    Paths.SAVE_CUSTOMER,
                    info + "},\"enquiry_info\":{\"enquiry_id\":" + id.group(1) + ",",
                    "}}");

            var order = "{\"customer_info\":{\"customer_name\":\"A\",\"phone\":\"9000000001\"},"
                    + "\"order_info\":{\"erp_order_id\":\"E\",\"update\":true,";
            var ordered = server.post(Paths.SAVE_ORDER, order + large("a", "x") + "}}");
            assertEquals(200, ordered.statusCode(), ordered.body());
            assertBytesAreLimited(server, Paths.SAVE_ORDER, order, "}}");
        }
    }

    /**
     * Checks that a record with an associate field {@code a} of 40,000 bytes gets no other field of this size, but a
     * new value of {@code a}.
     */
    private static void assertBytesAreLimited(TestServer server, String path, String before, String after) {
        refused(
                server,
                path,
                before + large("b", "y") + after,
                "associate fields: expected at most 65536 bytes of names and values, found 80");
        var replaced = server.post(path, before + large("a", "z") + after);
        assertEquals(200, replaced.statusCode(), replaced.body());
    }

    private static String large(String name, String letter) {
        return "\"" + name + "\":\"" + letter.repeat(40_000) + "\"";
    }

    @ParameterizedTest
    @EnumSource
    void boundsTheContactsOfACustomer(TestDatabase database) {
        try (var server = TestServer.start(database)) {
            var first = server.post(Paths.SAVE_CUSTOMER, customer("", contacts(0)));
            var id = CUSTOMER.matcher(first.body());
            assertTrue(id.find(), first.body());
            var named = "\"customer_id\":" + id.group(1) + ",";
            assertEquals(
                    200,
                    server.post(Paths.SAVE_CUSTOMER, customer(named, contacts(100)))
                            .statusCode());
            refused(
                    server,
                    Paths.SAVE_CUSTOMER,
                    customer(named, contacts(200)),
                    "contact_info: expected at most 200 contacts of one customer");
            assertEquals(
                    200,
                    server.post(Paths.SAVE_CUSTOMER, customer(named, contacts(150)))
                            .statusCode(),
                    "contacts that are there are changed as before");
            var scopes = EnumSet.of(Scope.ORDERS_WRITE, Scope.CUSTOMERS_WRITE);
            var headers =
                    Map.of("Authorization", "Basic " + server.addKey(TestServer.CM_ID, scopes, true, Instant.MAX));
            var order = "{\"customer_info\":{\"customer_id\":" + id.group(1)
                    + "},\"contact_info\":{\"contact_person_email\":\"7@mail.example\"},\"order_info\":{}}";
            var ordered = server.post(Paths.SAVE_ORDER, order, headers);
            assertEquals(200, ordered.statusCode(), "a masking key always adds a contact: " + ordered.body());
            assertEquals(
                    "contact_info",
                    ordered.headers().firstValue(Headers.IGNORED).orElse(""));
            var customer = server.post(Paths.GET_CUSTOMER, "{\"kapture_customer_id\":" + id.group(1) + "}");
            assertEquals(201, customer.body().split("\"isPrimaryContact\"", -1).length, customer.body());
            var orderId = ORDER.matcher(ordered.body());
            assertTrue(orderId.find(), ordered.body());
            var pulled = server.post(
                    Paths.PULL_ORDERS, "{\"cmId\":" + TestServer.CM_ID + ",\"orderIds\":" + orderId.group(1) + "}");
            assertTrue(pulled.body().contains("\"email\":\"0@mail.example\""), "the primary one: " + pulled.body());
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesARecordThatWouldBeTooLarge(TestDatabase database) {
        try (var server = TestServer.start(database)) {
            var large = "\\u0001".repeat(43_500);
            var form = "\"title\":\"x\",\"phone\":\"12\",\"webform\":{\"a\":\"v\",\"b\":\"\"}";
            var ticket = ticket(server, "{" + form + ",\"ticket_details\":\"" + large + "\"}");
            refused(
                    server,
                    Paths.ADD_TICKET,
                    "{\"title\":\"x\",\"ticket_details\":\"" + large + "\\u0001".repeat(1_000) + "\"}",
                    "the ticket would have 267");
            var update = "{\"ticket_id\":\"" + ticket + "\",";
            for (var change : new String[] {
                "\"sub_status\":\"CL\",\"callback_time\":\"2024-06-01 10:00:00\"",
                "\"sub_status\":\"" + "s".repeat(64) + "\",\"assign_emp_name\":\"" + "n".repeat(500) + "\"",
                "\"sub_status\":\"OP\",\"comment\":\"goes on\"",
                "\"sub_status\":\"OP\",\"due_date\":\"2024-06-02 10:00:00\"",
                "\"sub_status\":\"CO\"," + form,
                "\"sub_status\":\"OP\",\"customer_id\":\"4711\"," + form.replace("v", ""),
            }) {
                var answer = server.post(Paths.UPDATE_TICKET, update + change + "}");
                assertEquals(200, answer.statusCode(), "a full ticket stays usable: " + answer.body());
            }
            refused(
                    server,
                    Paths.UPDATE_TICKET,
                    update + "\"sub_status\":\"OP\",\"title\":\"" + "t".repeat(1_000) + "\"}",
                    "shorten its texts or lists");
            var pulled = server.post(Paths.PULL_TICKETS, "{" + DAY + "}");
            assertTrue(pulled.body().contains("\"total_conversations\":\"1\""));
        }
    }

    /**
     * A write that changes no text still changes the time of the last change, and the number of enquiries. These may
     * get a digit more, so a full record could refuse the same write in one second and accept it in another.
     */
    @ParameterizedTest
    @EnumSource
    void aFullCustomerAcceptsWritesThatAddNothing(TestDatabase database) {
        try (var server = TestServer.start(database)) {
            server.clock.set(Instant.parse("2024-05-02T10:45:05Z"));
            var info = "{\"customer_info\":{\"update\":true,\"customer_name\":\"A\",\"phone\":\"9000000001\"";
            var remarks = ",\"remarks\":\"%1$s\",\"customer_remarks\":\"%1$s\"".formatted(escaped(20_000));
            var text = fill(
                    some -> saved(server, Paths.SAVE_CUSTOMER, info + remarks + ",\"address\":\"" + some + "\"}}"),
                    () -> server.post(Paths.GET_CUSTOMER, "{\"phone\":\"9000000001\"}")
                            .body(),
                    "{\"Customer Details\":,\"status\":\"success\"}");
            server.clock.set(Instant.parse("2024-12-12T10:45:10Z"));
            saved(server, Paths.SAVE_CUSTOMER, info + "}}");
            saved(server, Paths.SAVE_CUSTOMER, info + ",\"mood\":\"good\"},\"enquiry_info\":{\"remarks\":\"buys\"}}");
            saved(server, Paths.SAVE_ENQUIRY_OLD, "{\"customer_name\":\"A\",\"phone\":\"9000000001\"}");
            saved(server, Paths.SAVE_ORDER, info + "},\"order_info\":{\"erp_order_id\":\"E\"}}");
            var reason = "the customer would have 2621";
            refused(server, Paths.SAVE_CUSTOMER, info + ",\"city\":\"Pune\"}}", reason);
            var contact = "},\"contact_info\":[{\"contact_person_phone\":\"9000000002\"}]}";
            refused(server, Paths.SAVE_CUSTOMER, info + contact, "the customer would have 262");
            saved(server, Paths.SAVE_CUSTOMER, info + ",\"address\":\"" + text.substring(1) + "\"}}");
            var id = CUSTOMER.matcher(saved(server, Paths.SAVE_CUSTOMER, info + "}}"));
            assertTrue(id.find());
            doesNotTell(
                    server,
                    Paths.SAVE_CUSTOMER,
                    "{\"customer_info\":{\"customer_id\":" + id.group(1) + ",\"phone\":\"GUESS\"}}");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFullOrderAcceptsWritesThatAddNothing(TestDatabase database) {
        try (var server = TestServer.start(database)) {
            server.clock.set(Instant.parse("2024-05-02T10:45:05Z"));
            var order = "{\"customer_info\":{\"customer_name\":\"A\",\"phone\":\"9000000001\"},"
                    + "\"order_info\":{\"erp_order_id\":\"E\",\"update\":true";
            var texts =
                    ",\"remarks\":\"%s\",\"address\":\"%2$s\",\"shipping_address\":\"%2$s\",\"own\":\"%3$s\",\"tel\":\"9000000001\"}"
                            .formatted(escaped(20_000), escaped(4_000), escaped(10_000));
            var product = ",\"product_details\":[{\"rate\":\"1\",\"sku_id\":\"%1$s\",\"parent_product_name\":\"%1$s\""
                    .formatted(escaped(1_999) + "x");
            var text = fill(
                    some -> saved(
                            server,
                            Paths.SAVE_ORDER,
                            order + texts + product + ",\"product_name\":\"" + some + "\"}]}"),
                    () -> server.post(Paths.PULL_ORDERS, "{\"cmId\":1000298,\"erpOrderId\":\"E\"}")
                            .body(),
                    "{\"message\":[],\"status\":\"success\"}");
            server.clock.set(Instant.parse("2024-12-12T10:45:10Z"));
            saved(server, Paths.SAVE_ORDER, order + "}}");
            saved(server, Paths.SAVE_ORDER, order + ",\"total_paid\":\"0.5\"}}");
            refused(server, Paths.SAVE_ORDER, order + ",\"order_type\":\"Gift\"}}", "the order would have 2621");
            var shorter = product + ",\"product_name\":\"" + text.substring(1) + "\"}]}";
            saved(server, Paths.SAVE_ORDER, order + "}" + shorter);
            doesNotTell(
                    server,
                    Paths.SAVE_ORDER,
                    "{\"order_info\":{\"erp_order_id\":\"E\",\"update\":true,\"tel\":\"GUESS\"}}");
        }
    }

    /** Checks that a masking key does not learn, from a full record, whether it has guessed the stored phone. */
    private static void doesNotTell(TestServer server, String path, String body) {
        var key = server.addKey(TestServer.CM_ID, EnumSet.allOf(Scope.class), true, Instant.MAX);
        for (var guess : List.of("9000000001", "9000000002", "9000000003", "9000000003")) {
            var answer = server.post(path, body.replace("GUESS", guess), Map.of("Authorization", "Basic " + key));
            assertEquals(200, answer.statusCode(), guess + answer.body());
        }
        refused(server, path, body.replace("GUESS", "90000000010"), " would have 2621");
    }

    /**
     * Makes a record exactly as large as it may be.
     *
     * @param write saves the record with a text
     * @param read returns the answer with the record
     * @param frame the answer without the record
     * @return the text that makes the record so large
     */
    private static String fill(Consumer<String> write, Supplier<String> read, String frame) {
        write.accept("x");
        var room = 262_144 - (read.get().length() - frame.length()) + 1;
        var text = "x".repeat(6 + room % 6) + escaped(room / 6 - 1);
        write.accept(text);
        assertEquals(262_144, read.get().length() - frame.length());
        return text;
    }

    /** Control characters for a body. JSON writes each of them with six bytes. */
    private static String escaped(int letters) {
        return "\\u0001".repeat(letters);
    }

    private static String saved(TestServer server, String path, String body) {
        var answer = server.post(path, body);
        assertEquals(200, answer.statusCode(), answer.body());
        return answer.body();
    }

    @ParameterizedTest
    @EnumSource
    void refusesNumbersWithExponentsBeyond400(TestDatabase database) {
        try (var server = TestServer.start(database)) {
            for (var number : new String[] {
                "1e9999", "1e10000", "1e-10000", "1e2147483647", "1e2147483648", "-1e-2147483649", "1e99999999999"
            }) {
                for (var path : new String[] {Paths.ADD_TICKET, Paths.SAVE_ORDER, Paths.SAVE_CUSTOMER}) {
                    refused(
                            server,
                            path,
                            "{\"title\":\"x\",\n \"a\":[" + number + "]}",
                            "Line 2, column 7: found a number with an exponent beyond 400");
                }
            }
            var doubles = "[1.7976931348623157E308,4.9E-324]";
            ticket(server, "{\"title\":\"x\",\"webform\":{\"a\":" + doubles + "}}");
            var order = "{\"customer_info\":{\"customer_name\":\"A\",\"phone\":\"1\"},\"order_info\":{\"a\":" + doubles
                    + ",\"erp_order_id\":\"E\"}}";
            assertEquals(200, server.post(Paths.SAVE_ORDER, order).statusCode());
            var many =
                    order.replace(doubles, "[" + "1e300,".repeat(5_000) + "1]").replace("\"E\"", "\"F\"");
            refused(server, Paths.SAVE_ORDER, many, "the order would have 15");
        }
    }

    /**
     * In the document, the number has a point and a longer exponent, so it is longer than a number in a request may be.
     * It must be kept all the same.
     */
    @ParameterizedTest
    @EnumSource
    void keepsTheLongestNumberThatARequestMayHave(TestDatabase database) {
        try (var server = TestServer.start(database)) {
            var longest = "1".repeat(99) + "e5";
            var written = "1." + "1".repeat(98) + "E+103";
            for (var fields :
                    List.of("\"a\":" + longest, "\"a\":[" + longest + "]", "\"webform\":{\"a\":" + longest + "}")) {
                ticket(server, "{\"title\":\"x\"," + fields + "}");
            }
            var pulled = server.post(Paths.PULL_TICKETS, "{" + DAY + "}").body();
            assertEquals(4, pulled.split(Pattern.quote(written), -1).length, pulled);
            var order = "{\"customer_info\":{\"customer_name\":\"A\",\"phone\":\"1\"},\"order_info\":{\"a\":" + longest
                    + ",\"erp_order_id\":\"E\"}}";
            assertEquals(200, server.post(Paths.SAVE_ORDER, order).statusCode());
            refused(server, Paths.ADD_TICKET, "{\"title\":\"x\",\"a\":1" + longest + "}", "a value is too long");
        }
    }

    @ParameterizedTest
    @EnumSource
    void limitsTheNotesOfATicketButAcceptsUpdatesWithoutNotes(TestDatabase database) {
        try (var server = TestServer.start(database)) {
            var ticket = ticket(server, "{\"title\":\"x\"}");
            var update = "{\"ticket_id\":\"" + ticket + "\",\"sub_status\":\"OP\"";
            var long400 = update + ",\"comment\":\"" + "नमस्ते ".repeat(14_000) + "\"}";
            var answers = IntStream.range(0, 20)
                    .mapToObj(
                            number -> server.post(Paths.UPDATE_TICKET, long400).statusCode())
                    .collect(Collectors.groupingBy(status -> status, Collectors.counting()));
            assertEquals(Map.of(200, 15L, 400, 5L), answers);
            refused(server, Paths.UPDATE_TICKET, long400, "comment: expected at most 4194304 bytes of notes");
            assertEquals(200, server.post(Paths.UPDATE_TICKET, update + "}").statusCode());
            var got = server.post(
                    Paths.GET_TICKET, "{\"ticket_ids\":\"" + ticket + "\",\"conversation_type\":\"notes\"}");
            assertEquals(200, got.statusCode());
            var others = IntStream.range(0, 6)
                    .mapToObj(number -> {
                        var other = ticket(server, "{\"title\":\"x\"}");
                        IntStream.range(0, 15)
                                .forEach(note -> server.post(Paths.UPDATE_TICKET, long400.replace(ticket, other)));
                        return other;
                    })
                    .collect(Collectors.joining(","));
            OpenApiTest.documented(
                    400,
                    server.post(
                            Paths.GET_TICKET,
                            "{\"ticket_ids\":\"" + ticket + "," + others
                                    + "\",\"conversation_type\":\"notes\",\"history_type\":\"all\"}"));
            var one = server.post(
                    Paths.GET_TICKET,
                    "{\"ticket_ids\":\"" + ticket + "," + others
                            + "\",\"conversation_type\":\"notes\",\"create\":\"1\"}");
            assertEquals(200, one.statusCode(), "sections that were not asked for do not count");
            assertTrue(one.body().contains("{\"create\":[{\"action\":\"CREATE\""));
        }
    }

    /**
     * Many short rows, and letters that JSON escapes, need as much memory as few long rows of usual letters. So the
     * limit of an answer must count whole rows and escaped letters.
     */
    @ParameterizedTest
    @EnumSource
    void theRoomOfAnAnswerCountsWholeRows(TestDatabase database) {
        try (var server = TestServer.start(database)) {
            var ticket = ticket(server, "{\"title\":\"x\"}");
            for (var update = 0; update < 30; update++) {
                var comment = update == 1 ? "\\u0001\\\"\\\\\\n".repeat(300) : "x";
                var fields = update % 2 == 0
                        ? "\"sub_status\":\"CL\""
                        : "\"sub_status\":\"OP\",\"comment\":\"" + comment + "\"";
                var answer = server.post(Paths.UPDATE_TICKET, "{\"ticket_id\":\"" + ticket + "\"," + fields + "}");
                assertEquals(200, answer.statusCode(), answer.body());
            }
            var got = JsonMapper.shared()
                    .readTree(server.post(
                                    Paths.GET_TICKET,
                                    "{\"ticket_ids\":\"" + ticket
                                            + "\",\"conversation_type\":\"notes\",\"history_type\":\"all\"}")
                            .body())
                    .get(0);
            var tickets = server.stores.tickets();
            var ids = List.of(got.at("/task_details/id").asLong());
            var kinds = List.of(TicketEvent.Kind.values());
            assertFits(
                    server,
                    got.at("/conversation_type/notes").toString().length(),
                    (transaction, room) -> tickets.notes(transaction, TestServer.CM_ID, ids, room));
            assertFits(
                    server,
                    got.get("history").toString().length(),
                    (transaction, room) -> tickets.events(transaction, TestServer.CM_ID, ids, kinds, room));
        }
    }

    /**
     * The limit counts what it counts in {@link #theRoomOfAnAnswerCountsWholeRows}, and also the name of a parent once
     * for each subcategory.
     */
    @ParameterizedTest
    @EnumSource
    void theRoomOfAnFaqAnswerCountsWholeRows(TestDatabase database) {
        try (var server = TestServer.start(database)) {
            var letters = "\u0001\"\\\n".repeat(50);
            var entries = IntStream.range(0, 60)
                    .mapToObj(number -> TestFaq.entry(
                            "",
                            "Top" + letters + (number < 30 ? "" : " > c" + number),
                            "large" + number + letters,
                            "x" + letters))
                    .toList();
            var account = new Account(TestServer.CM_ID, "x", Account.DEFAULT_ZONE, "{}");
            TestFaq.load(server.stores, account, false, entries);
            var categories = server.post(Paths.GET_FAQ_CATEGORIES, "{}").body();
            assertFits(
                    server,
                    categories.length(),
                    (transaction, room) -> GetFaqCategories.encode(
                            new CategoryTree(FaqStore.categories(transaction, TestServer.CM_ID, room)), room));
            var top = JsonMapper.shared()
                    .readTree(categories)
                    .at("/message/category/0/id")
                    .asLong();
            var range = new IndexRange(0, IndexRange.MAX_LENGTH);
            var contents = server.post(Paths.GET_FAQ_CONTENTS, "{\"category_id\":" + top + ",\"end_index\":200}");
            assertFits(
                    server,
                    contents.body().length(),
                    (transaction, room) -> FaqStore.contents(
                            transaction, TestServer.CM_ID, new FaqFilter(top, Optional.empty(), 0), range, room));
            var search = server.post(Paths.SEARCH_FAQ_CONTENTS, "{\"search_text\":\"large\",\"end_index\":200}");
            assertFits(
                    server,
                    search.body().length(),
                    (transaction, room) ->
                            FaqStore.search(transaction, TestServer.CM_ID, SearchWords.of("large"), 0, range, room));
        }
    }

    /**
     * Checks that an answer whose JSON has this length can be read with a limit that is a quarter larger, but not with
     * a limit that is a tenth smaller.
     */
    private static void assertFits(TestServer server, int length, BiFunction<Transaction, AnswerRoom, Object> read) {
        var full = Problem.INVALID_VALUE.because("full");
        var database = server.stores.database();
        Assertions.assertThrows(
                ProblemException.class,
                () -> database.read(
                        transaction -> read.apply(transaction, new AnswerRoom(length * 9L / 10, full, bytes -> {}))));
        database.read(transaction -> read.apply(transaction, new AnswerRoom(length * 5L / 4, full, bytes -> {})));
    }

    private static String customer(String named, String contacts) {
        return "{\"customer_info\":{" + named + "\"customer_name\":\"A\",\"phone\":\"9000000001\"},\"contact_info\":["
                + contacts + "]}";
    }

    private static String contacts(int from) {
        return IntStream.range(from, from + (from == 150 ? 50 : 100))
                .mapToObj(
                        number -> "{\"contact_person_email\":\"" + number + "@mail.example\",\"matchEmailPhone\":true}")
                .collect(Collectors.joining(","));
    }

    private static String fields(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> "\"f" + number + "\":\"" + number + "\"")
                .collect(Collectors.joining(","));
    }

    private static String ticket(TestServer server, String body) {
        var answer = server.post(Paths.ADD_TICKET, body);
        var id = TICKET.matcher(answer.body());
        assertTrue(id.find(), answer.body());
        return id.group(1);
    }

    private static void refused(TestServer server, String path, String body, String reason) {
        var answer = server.post(path, body);
        assertTrue(answer.body().contains(reason), answer.statusCode() + " " + answer.body());
        assertEquals(400, answer.statusCode(), answer.body());
    }
}
