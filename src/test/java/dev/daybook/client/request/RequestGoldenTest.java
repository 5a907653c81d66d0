package dev.daybook.client.request;

import static dev.daybook.kit.Golden.assertGoldenFile;
import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.daybook.client.Client;
import dev.daybook.client.call.ClientException;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.account.RecordDetails;
import dev.daybook.domain.customer.ContactChange;
import dev.daybook.domain.customer.ContactField;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.CustomerQuery;
import dev.daybook.domain.customer.EnquiryChange;
import dev.daybook.domain.customer.EnquiryField;
import dev.daybook.domain.customer.FlagsChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.faq.IndexRange;
import dev.daybook.domain.order.Amount;
import dev.daybook.domain.order.OrderAmount;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.domain.order.OrderDate;
import dev.daybook.domain.order.OrderField;
import dev.daybook.domain.order.Product;
import dev.daybook.domain.ticket.AssociateField;
import dev.daybook.domain.ticket.AssociateFields;
import dev.daybook.domain.ticket.Priority;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.domain.ticket.TicketStatus;
import dev.daybook.domain.ticket.TicketTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares every request of the typed client on the wire with a golden file of its path and formatted body. Only the
 * golden files and the vendor's reference repeat the names of fields, so this finds a name that is wrong in both client
 * and server; a round trip would not.
 */
@SuppressWarnings("NullAway.Init")
@Tag("jdk")
class RequestGoldenTest {
    private static final LocalDate DAY = LocalDate.of(2024, 5, 2);
    private static final Instant TIME = Instant.parse("2024-05-03T12:30:00Z");
    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final byte[] REFUSAL =
            "{\"status\":\"failed\",\"message\":\"recorded\"}".getBytes(StandardCharsets.UTF_8);

    /** A call of the client; its result does not matter. */
    private interface Call {
        Object make(Client client);
    }

    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::refuse);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void refuse(HttpExchange exchange) throws IOException {
        var body = PRETTY.readTree(exchange.getRequestBody().readAllBytes());
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + "\n\n"
                + PRETTY.writeValueAsString(body).replace("\r\n", "\n") + "\n");
        exchange.sendResponseHeaders(400, REFUSAL.length);
        exchange.getResponseBody().write(REFUSAL);
        exchange.close();
    }

    @Test
    void pages() {
        golden(
                "pull-customers",
                client -> client.customers().createdBetween(DAY, DAY).count());
        golden(
                "pull-tickets",
                client -> client.tickets().createdBetween(DAY, DAY).count());
        golden("pull-orders", client -> client.orders().createdBetween(DAY, DAY).count());
    }

    @Test
    void customers() {
        golden("get-customer-by-id", client -> client.customers().find(new CustomerQuery(1_000_001, "", "")));
        golden(
                "get-customer-by-contact",
                client -> client.customers().find(new CustomerQuery(0, "asha@example.com", "9100000001")));
        golden("add-customer", client -> client.customers().save(customer(0)));
        golden("update-customer", client -> client.customers().save(customer(1_000_001)));
    }

    private static CustomerChange customer(long id) {
        return new CustomerChange(
                id,
                id != 0,
                texts(ProfileField.values()),
                new FlagsChange(Optional.of(true), Optional.of(false), Optional.of(true)),
                new RecordDetails(
                        texts(AccountList.values()),
                        new EmployeeName("Ravi", "E7", "ravi@example.com"),
                        Map.of(1, "first", 15, "last"),
                        Map.of("loyalty", "{\"tier\":3}", "visits", "[1,2]")),
                List.of(
                        new ContactChange(0, true, texts(ContactField.values())),
                        new ContactChange(5, false, Map.of(ContactField.PHONE, "9100000002"))),
                Optional.of(new EnquiryChange(
                        id == 0 ? 0 : 9,
                        texts(EnquiryField.values()),
                        new EmployeeName("Lata", "E8", "lata@example.com"),
                        Map.of("source_page", "\"home\""))));
    }

    @Test
    void tickets() {
        golden("add-ticket", client -> client.tickets().add(ticket()));
        golden("update-ticket", client -> client.tickets().update(7_000_123, ticket()));
        golden("get-tickets", client -> client.tickets().get(List.of(7_000_123L, 7_000_124L)));
    }

    private static TicketChange ticket() {
        return new TicketChange(
                Optional.of(TicketStatus.COMPLETE),
                "In Progress",
                texts(Arrays.stream(TicketField.values())
                        .filter(field -> field != TicketField.DUE_DATE)
                        .toArray(TicketField[]::new)),
                "1000001",
                Optional.of(Priority.LOW),
                new EmployeeName("Ravi", "E7", "ravi@example.com"),
                Map.of(TicketTime.DUE, TIME, TicketTime.CALL_BACK, TIME.minusSeconds(60)),
                "a comment",
                new AssociateFields(List.of(
                        new AssociateField("webform", "order", "\"A-1\""),
                        new AssociateField("webform", "items", "[1,2]"),
                        new AssociateField("user_id", "", "7"))));
    }

    @Test
    void orders() {
        golden("add-order", client -> client.orders().save(order(0)));
        golden("update-order", client -> client.orders().save(order(2_000_001)));
    }

    private static OrderChange order(long id) {
        return new OrderChange(
                id,
                id != 0,
                texts(OrderField.values()),
                Map.of(OrderDate.BOOKING, TIME, OrderDate.EXPECTED_DELIVERY, TIME.plusSeconds(3_600)),
                Map.of(OrderAmount.GRAND_TOTAL, Amount.of("31.50"), OrderAmount.TOTAL_PAID, Amount.of("10")),
                new RecordDetails(
                        Map.of(AccountList.ZONE, "South"),
                        new EmployeeName("Ravi", "E7", "ravi@example.com"),
                        Map.of(2, "second"),
                        Map.of("gift", "true")),
                List.of(new Product("SKU-1", "Lamp", "Light", Amount.of("10.50"), Amount.of("3"), Amount.of("0.25"))),
                CustomerChange.ofTexts(
                        0, false, Map.of(ProfileField.NAME, "Asha Rao", ProfileField.PHONE, "9100000001")));
    }

    @Test
    void faq() {
        golden("get-faq-categories", client -> client.faq().categories());
        golden("get-faq-contents", client -> client.faq().contents(11, new IndexRange(0, 20)));
        golden("search-faq-contents", client -> client.faq().search("broken cup", new IndexRange(20, 40)));
        golden("search-faq-contents-of-category", client -> client.faq().search("cup", 11, new IndexRange(0, 5)));
    }

    /** A different text for each field, so that swapped fields are noticed. */
    private static <F extends Enum<F>> Map<F, String> texts(F[] fields) {
        return Arrays.stream(fields)
                .collect(toMap(
                        field -> field,
                        field -> field.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
    }

    private void golden(String name, Call call) {
        var uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (var client = Client.of(uri, 1_000_298, "a2V5")) {
            var refused = assertThrows(ClientException.class, () -> call.make(client));
            assertEquals(ClientException.Reason.REFUSED, refused.reason());
        }
        assertGoldenFile(
                "requests/" + name + ".http", String.valueOf(requests.poll()).getBytes(StandardCharsets.UTF_8));
        assertEquals(0, requests.size(), "one request for each call");
    }
}
