package dev.daybook.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.answer.PulledPage;
import dev.daybook.domain.proof.PullDigest;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.wire.Paths;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Orders from request to answer. */
class PullOrdersTest {
    private static final Pattern CUSTOMER = Pattern.compile("\"kapture_customer_id\":\"(\\d+)\"");

    @ParameterizedTest
    @EnumSource
    void whatIsAddedIsPulled(TestDatabase database) {
        try (var server = TestServer.start(database)) {
            server.clock.set(Instant.parse("2024-05-02T10:45:42.249Z"));
            var added = server.post(Paths.SAVE_ORDER, """
                    {"customer_info":{"customer_name":"Asha Rao","phone":"9000000001"},
                     "order_info":{"erp_order_id":"E-1","order_status":"Pending","total_paid":"0.10"},
                     "product_details":[{"sku_id":"S-1","product_name":"Chair","rate":"0.10","quantity":3}]}""");
            assertEquals(200, added.statusCode(), added.body());
            assertTrue(added.body().contains("\"message\":\"Order Added Successfully\""), added.body());

            var pulled = server.post(
                    Paths.PULL_ORDERS,
                    "{\"cmId\":1000298,\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\"}");
            assertEquals(200, pulled.statusCode(), pulled.body());
            assertTrue(pulled.body().contains("\"grandTotal\":0.3,\"totalPaid\":0.1,\"outstandingAmount\":0.2,"));
            assertTrue(pulled.body().contains("\"erpOrderId\":\"E-1\""), pulled.body());
            assertTrue(pulled.body().contains("\"customerName\":\"Asha Rao\""), pulled.body());
        }
    }

    /** The puller reads the same keys of orders as of customers, so its digest equals the proof's. */
    @ParameterizedTest
    @EnumSource
    void theDigestOfWhatIsPulledIsTheProof(TestDatabase database) {
        try (var server = TestServer.start(database)) {
            for (var number = 0; number < 20; number++) {
                server.clock.set(Instant.parse("2024-05-02T10:45:42.249Z").plusSeconds(number));
                var saved = server.post(Paths.SAVE_ORDER, """
                        {"customer_info":{"customer_name":"Asha Rao","phone":"9000000001"},
                         "order_info":{"erp_order_id":"E-%d","update":true,"total_paid":"0.10"}}""".formatted(number % 13));
                assertEquals(200, saved.statusCode(), saved.body());
            }
            var pulled = server.post(
                    Paths.PULL_ORDERS,
                    "{\"cmId\":1000298,\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\"}");
            var digest = PullDigest.EMPTY;
            for (var order : PulledPage.read(pulled.body().getBytes(StandardCharsets.UTF_8), PulledKind.ORDERS.keys())
                    .records()) {
                assertEquals(LocalDate.parse("2024-05-02"), order.createdAt().toLocalDate());
                digest = digest.with(order.id(), order.modifiedAt());
            }
            assertEquals(13, digest.records());
            var proof = server.post(
                    Paths.PROOF_OF_ORDERS,
                    "{\"cm_id\":1000298,\"startDate\":\"2024-05-02\",\"endDate\":\"2024-05-02\"}");
            assertTrue(proof.body().contains("\"records\":13,\"digest\":\"" + digest.text() + "\""), proof.body());
        }
    }

    /** Several concurrent first orders of one person make one customer. */
    @ParameterizedTest
    @EnumSource
    void ordersOfOnePersonAtOnceMakeOneCustomer(TestDatabase database) throws Exception {
        var threads = Executors.newFixedThreadPool(8);
        try (var server = TestServer.start(database)) {
            for (var round = 0; round < 5; round++) {
                var number = round;
                var calls = IntStream.range(0, 8)
                        .mapToObj(call -> (Callable<String>) () -> server.post(
                                        call % 2 == 0 ? Paths.SAVE_ORDER : Paths.SAVE_ORDER_OLD,
                                        """
                                {"customer_info":{"customer_name":"Asha","phone":"900000010%1$d"},
                                 "order_info":{"erp_order_id":"E-%1$d-%2$d","grand_total":"1"}}""".formatted(number, call))
                                .body())
                        .toList();
                var customers = new HashSet<String>();
                for (var answer : threads.invokeAll(calls)) {
                    var found = CUSTOMER.matcher(answer.get());
                    assertTrue(found.find(), answer.get());
                    customers.add(found.group(1));
                }
                assertEquals(1, customers.size(), customers.toString());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Several concurrent requests with the same order make one order, and exactly one of them added it. */
    @ParameterizedTest
    @EnumSource
    void oneOrderSentAtOnceIsOneOrder(TestDatabase database) throws Exception {
        var threads = Executors.newFixedThreadPool(8);
        try (var server = TestServer.start(database)) {
            var call =
                    (Callable<String>) () -> server.post(Paths.SAVE_ORDER, """
                    {"customer_info":{"customer_name":"Ravi","email_id":"ravi@mail.example"},
                     "order_info":{"erp_order_id":"E-1","update":true,"grand_total":"1"}}""").body();
            var orders = new HashSet<String>();
            var added = 0;
            for (var answer : threads.invokeAll(java.util.Collections.nCopies(8, call))) {
                var body = answer.get();
                orders.add(body.replaceAll(".*\"order_id\":\"(\\d+)\".*", "$1"));
                added += body.contains("Order Added Successfully") ? 1 : 0;
                assertTrue(body.contains("\"status\":\"success\""), body);
            }
            assertEquals(1, orders.size(), orders.toString());
            assertEquals(1, added);
        } finally {
            threads.shutdownNow();
        }
    }
}
