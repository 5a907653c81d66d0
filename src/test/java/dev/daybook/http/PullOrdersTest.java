package dev.daybook.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.answer.PulledPage;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.domain.order.OrderField;
import dev.daybook.domain.order.SavedOrder;
import dev.daybook.domain.proof.PullDigest;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.Together;
import dev.daybook.wire.Paths;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Orders are added by requests, also by several at the same time, and pulled. */
class PullOrdersTest {
    private static final Pattern CUSTOMER = Pattern.compile("\"kapture_customer_id\":\"(\\d+)\"");

    @ParameterizedTest
    @EnumSource
    void anAddedOrderIsPulled(TestDatabase database) {
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

    /**
     * The puller reads the same keys of orders as of customers. So the digest of pulled orders must equal that of the
     * proof.
     */
    @ParameterizedTest
    @EnumSource
    void theDigestOfPulledOrdersEqualsTheProof(TestDatabase database) {
        try (var server = TestServer.start(database)) {
            for (var number = 0; number < 20; number++) {
                server.clock.set(Instant.parse("2024-05-02T10:45:42.249Z").plusSeconds(number));
                server.client().orders().save(order("E-" + number % 13, "Asha Rao", "9000000001"));
            }
            var pulled = server.post(
                    Paths.PULL_ORDERS,
                    "{\"cmId\":1000298,\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\"}");
            var digest = PullDigest.EMPTY;
            for (var order : PulledPage.read(
                            pulled.body().getBytes(StandardCharsets.UTF_8), PulledKind.ORDERS.keys(), true)
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
    void concurrentFirstOrdersOfAPersonAddOneCustomer(TestDatabase database) throws Exception {
        try (var server = TestServer.start(database.create(), TestServer.patient())) {
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
                for (var answer : Together.run(calls)) {
                    var found = CUSTOMER.matcher(answer);
                    assertTrue(found.find(), answer);
                    customers.add(found.group(1));
                }
                assertEquals(1, customers.size(), customers.toString());
            }
        }
    }

    /** Several concurrent requests with the same order make one order, and exactly one of them added it. */
    @ParameterizedTest
    @EnumSource
    void concurrentRequestsWithTheSameOrderAddOneOrder(TestDatabase database) throws Exception {
        try (var server = TestServer.start(database.create(), TestServer.patient())) {
            var call = (Callable<SavedOrder>) () -> server.client().orders().save(order("E-1", "Ravi", "9000000002"));
            var orders = new HashSet<Long>();
            var added = 0;
            for (var saved : Together.run(Collections.nCopies(8, call))) {
                orders.add(saved.id());
                added += saved.created() ? 1 : 0;
            }
            assertEquals(1, orders.size(), orders.toString());
            assertEquals(1, added);
        }
    }

    private static OrderChange order(String erpId, String name, String phone) {
        var buyer = Map.of(ProfileField.NAME, name, ProfileField.PHONE, phone);
        return OrderChange.ofTexts(
                0,
                true,
                Map.of(OrderField.ERP_ORDER_ID, erpId),
                CustomerChange.ofTexts(CustomerChange.NOT_NAMED, false, buyer));
    }
}
