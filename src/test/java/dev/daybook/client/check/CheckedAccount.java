package dev.daybook.client.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.domain.account.Account;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestFaq;
import dev.daybook.kit.TestServer;
import dev.daybook.wire.Paths;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;

/** The records that a server needs so that a check can answer every question. All personal data has a marker. */
final class CheckedAccount {
    /** The day with more customers than a default page, and some tickets and orders. */
    static final LocalDate DAY = LocalDate.parse("2024-05-02");

    /** Part of every name, address and text. */
    static final String MARKER = "Zebulon";

    /** The beginning of every phone. */
    static final String PHONE_MARKER = "98765";

    private static final int CUSTOMERS = 104;
    private static final int OTHERS = 6;
    private static final Instant DAY_BEFORE = Instant.parse("2024-05-01T05:00:00Z");
    /** When {@link #DAY} begins in the account's zone. */
    static final Instant FIRST_INSTANT = Instant.parse("2024-05-01T18:30:00Z");

    private static final Instant MORNING = Instant.parse("2024-05-02T02:00:00Z");

    private final TestServer server;

    private CheckedAccount(TestServer server) {
        this.server = server;
    }

    /** Starts a server with a filled account. It trusts the stand-ins before it to name the sender of a request. */
    static TestServer startServer() {
        var server = TestServer.start(TestDatabase.SQLITE.create(), settings -> settings.trustedProxies("127.0.0.1"));
        fill(server);
        return server;
    }

    /** Fills the initial account of a test server. */
    static void fill(TestServer server) {
        var account = new CheckedAccount(server);
        account.records(DAY_BEFORE, 3, 3, "before");
        server.clock.set(FIRST_INSTANT);
        account.order(0, "first");
        account.records(MORNING, CUSTOMERS, OTHERS, "");
        server.clock.set(Instant.parse("2024-05-03T05:00:00Z"));
        TestFaq.load(
                server.stores,
                new Account(TestServer.CM_ID, "Test", Account.DEFAULT_ZONE, "{}"),
                false,
                List.of(
                        TestFaq.entry("f1", "Orders > Delivery", "When does a parcel arrive?", MARKER + " knows."),
                        TestFaq.entry("f2", "Orders > Delivery", "Who brings the parcel?", MARKER + " does."),
                        TestFaq.entry("f3", "Orders > Delivery", "Where is the parcel?", "Near " + MARKER),
                        TestFaq.entry("f4", "Payment", "Which cards are taken?", "All but that of " + MARKER)));
    }

    private void records(Instant start, int customers, int others, String suffix) {
        IntStream.range(0, customers).forEach(number -> {
            server.clock.set(start.plusSeconds(60L * number));
            customer(number, suffix);
        });
        IntStream.range(0, others).forEach(number -> {
            server.clock.set(start.plusSeconds(61L * number));
            ticket(number, suffix);
            server.clock.set(start.plusSeconds(62L * number));
            order(number, suffix);
        });
    }

    private void customer(int number, String suffix) {
        post(Paths.SAVE_CUSTOMER, """
                {"customer_info": {"customer_name": "%1$s Person%2$d%3$s", "phone": "%4$s%6$d%2$04d",
                 "email_id": "%1$s%2$d%3$s@mail.example", "customer_code": "C%2$d%3$s", "organization": %5$s,
                 "city": "%1$s\u00eb City", "address": "%2$d %1$s Road"}}
                """.formatted(
                        MARKER, number, suffix, PHONE_MARKER, number % 2 == 0, suffix.length() % 9));
    }

    private void ticket(int number, String suffix) {
        post(Paths.ADD_TICKET, """
                [{"title": "%1$s needs help %2$d", "ticket_details": "of %1$s", "customer_code": "C%2$d%3$s",
                  "customer_name": "%1$s", "phone": "%4$s%6$d%2$04d", "webform": [{"%1$s_key": "%1$s"}]%5$s}]
                """.formatted(
                        MARKER,
                        number,
                        suffix,
                        PHONE_MARKER,
                        number == OTHERS - 1 ? ", \"status\": \"Complete\", \"sub_status\": \"CO\"" : "",
                        suffix.length() % 9));
    }

    private void order(int number, String suffix) {
        post(Paths.SAVE_ORDER, """
                {"customer_info": {"customer_name": "%1$s Person%2$d%3$s", "phone": "%4$s%6$d%2$04d",
                 "email_id": "%1$s%2$d%3$s@mail.example"},
                 "order_info": {"erp_order_id": "%1$s-%2$d%3$s", "order_status": "Pending", "address": "%1$s Road"},
                 "product_details": [{"sku_id": "A", "product_name": "Tea of %1$s", "rate": "10.50", "quantity": "2"}]}
                """.formatted(MARKER, number, suffix, PHONE_MARKER, 0, suffix.length() % 9));
    }

    private void post(String path, String body) {
        var answer = server.post(path, body);
        assertEquals(200, answer.statusCode(), answer.body());
    }
}
