package dev.daybook.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.client.Client;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.account.RecordDetails;
import dev.daybook.domain.account.Scope;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.CustomerQuery;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.faq.IndexRange;
import dev.daybook.domain.order.Amount;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.domain.order.OrderDate;
import dev.daybook.domain.order.OrderField;
import dev.daybook.domain.order.Product;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.kit.FaultPlan;
import dev.daybook.kit.FaultProxy;
import dev.daybook.kit.OpenApi;
import dev.daybook.kit.SeenRequest;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestFaq;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.TestTickets;
import dev.daybook.kit.VendorOperation;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.lang.reflect.Field;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each operation of the vendor's reference is served, described, documented and called by the client, at one path. */
@SuppressWarnings("NullAway.Init")
class VendorOperationsTest {
    private static final Path PAGES = Path.of("docs", "api");
    private static TestServer server;

    static List<VendorOperation> operations() {
        return VendorOperation.ALL;
    }

    @BeforeAll
    static void start() {
        server = TestServer.start(TestDatabase.SQLITE);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyOperationIsServedDescribedAndDocumented(VendorOperation operation) throws IOException {
        var route = "POST " + operation.path();
        assertTrue(server.routes().contains(route), "served");
        assertTrue(OpenApi.load().operations().contains(route), "in the OpenAPI file");
        var page = Files.readString(PAGES.resolve(operation.page()));
        assertTrue(page.contains(operation.path()), "its page has its path");
        assertTrue(page.contains(operation.name()), "its page has its name");
        var list = Files.readString(PAGES.resolve("README.md"));
        assertTrue(
                list.lines()
                        .anyMatch(line -> line.contains(operation.name())
                                && line.contains("(" + operation.page() + ")")
                                && line.contains("`" + operation.path() + "`")),
                "the list of pages has a row for it");
        assertTrue(Files.readString(Path.of("README.md")).contains(operation.name()), "README.md names it");
    }

    /**
     * Each path that is served for POST belongs to an operation of the vendor's list, unless it is Daybook's own path
     * or an older path of such an operation.
     */
    @Test
    void noServedPathIsMissingInTheListOfOperations() {
        var served = server.routes().stream()
                .filter(route -> route.startsWith("POST ") && !route.startsWith("POST /daybook/"))
                .map(route -> route.substring("POST ".length()))
                .filter(path -> !olderPaths().contains(path))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(paths(), served);
    }

    /** The tables in docs/api/README.md have every served path, and the scope that the path requires. */
    @Test
    void theListOfPagesHasEveryPathWithItsScope() throws IOException {
        var scopes = new TreeMap<String, String>();
        for (var line : Files.readAllLines(PAGES.resolve("README.md"))) {
            var cells = line.split(" \\| ", -1);
            if (line.startsWith("| [")) {
                var scope = cells[cells.length - 1].replaceAll("[`| ]", "");
                var path = cells[1].replace("`", "");
                for (var cell : Arrays.asList(cells).subList(1, cells.length - 1)) {
                    cell = cell.startsWith("the same without `") ? path.replace("/v.2.0", "") : cell;
                    cell = cell.startsWith("the same with `/v.2.0`") ? path + "/v.2.0" : cell;
                    if (cell.replace("`", "").startsWith("/")) {
                        scopes.put(cell.replace("`", ""), scope);
                    }
                }
            }
        }
        assertEquals(
                server.routes().stream()
                        .filter(route -> route.startsWith("POST ") && !route.contains("/admin/"))
                        .map(route -> route.substring("POST ".length()))
                        .collect(Collectors.toCollection(TreeSet::new)),
                scopes.keySet());
        for (var row : scopes.entrySet()) {
            var others = EnumSet.complementOf(EnumSet.of(Scope.EVERYTHING));
            assertTrue(others.removeIf(scope -> scope.label().equals(row.getValue())), row::toString);
            var key = server.addKey(TestServer.CM_ID, others, false, Instant.MAX);
            var refused = server.post(row.getKey(), "{}", Map.of("Authorization", "Basic " + key));
            assertEquals(403, refused.statusCode(), row::toString);
            assertTrue(refused.body().contains("lacks the scope " + row.getValue()), refused::body);
        }
    }

    @Test
    void theTypedClientCallsEveryOperation() {
        var today = LocalDate.ofInstant(server.clock.instant(), ZoneId.of("Asia/Kolkata"));
        try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.none());
                var client = Client.of(proxy.uri(), TestServer.CM_ID, server.token)) {
            var customer = client.customers().save(customer());
            assertTrue(client.customers()
                    .find(new CustomerQuery(customer.id(), "", ""))
                    .isPresent());
            assertEquals(1, count(client.customers().createdBetween(today, today)));
            var ticket = client.tickets().add(ticket(""));
            client.tickets().update(ticket.number(), ticket("Closed"));
            assertEquals(1, client.tickets().get(List.of(ticket.number())).size());
            assertEquals(1, count(client.tickets().createdBetween(today, today)));
            var order = client.orders().save(order(0));
            assertTrue(order.created());
            assertEquals(order.id(), client.orders().save(order(order.id())).id());
            try (var orders = client.orders().createdBetween(today, today)) {
                var all = orders.toList();
                assertEquals(1, all.size());
                assertEquals(new BigDecimal("21.5"), all.get(0).grandTotal());
                assertEquals("May 3, 2024 6:00:00 PM", all.get(0).expectedDeliveryDate());
                assertEquals("Tea", all.get(0).products().get(0).productName());
            }
            callFaq(client);
            assertEquals(
                    paths(),
                    proxy.requests().stream().map(SeenRequest::target).collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    private static void callFaq(Client client) {
        TestFaq.loadReturns(server.stores, TestServer.CM_ID);
        var categories = client.faq().categories();
        assertEquals(
                List.of("Returns in ", "Refunds in Returns"),
                categories.stream()
                        .map(category -> category.name() + " in " + category.parentCategoryName())
                        .toList());
        var first = new IndexRange(0, 20);
        var returns = client.faq().contents(categories.get(0).id(), first);
        assertEquals(1, returns.totalCount());
        assertEquals("Call us.", returns.contents().get(0).detail());
        assertEquals(
                "When is the refund?",
                client.faq().search("refunds", first).contents().get(0).title());
        assertEquals(
                0, client.faq().search("call", categories.get(1).id(), first).totalCount());
    }

    private static long count(Stream<?> records) {
        try (records) {
            return records.count();
        }
    }

    private static CustomerChange customer() {
        return CustomerChange.ofTexts(0, false, Map.of(ProfileField.NAME, "Asha", ProfileField.PHONE, "9100000001"));
    }

    private static OrderChange order(long id) {
        return new OrderChange(
                id,
                false,
                Map.of(OrderField.ORDER_STATUS, "Booked"),
                Map.of(OrderDate.EXPECTED_DELIVERY, Instant.parse("2024-05-03T12:30:00Z")),
                Map.of(),
                new RecordDetails(Map.of(), EmployeeName.NOBODY, Map.of(1, "one"), Map.of("form", "{\"a\":1}")),
                List.of(new Product("A", "Tea", "", Amount.of("10.75"), Amount.of("2"), Amount.ZERO)),
                customer());
    }

    private static TicketChange ticket(String subStatus) {
        return TestTickets.inSubStatus(subStatus, Map.of(TicketField.TITLE, "Broken"));
    }

    private static Set<String> paths() {
        return operations().stream().map(VendorOperation::path).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> olderPaths() {
        return Stream.of(Paths.class.getFields())
                .filter(path ->
                        path.getName().endsWith("_OLD") || path.getName().endsWith("_VERSIONED"))
                .map(VendorOperationsTest::value)
                .collect(Collectors.toSet());
    }

    private static String value(Field path) {
        try {
            return String.valueOf(path.get(null));
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
