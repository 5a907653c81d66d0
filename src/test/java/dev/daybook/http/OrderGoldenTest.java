package dev.daybook.http;

import static dev.daybook.kit.Golden.assertGolden;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Scope;
import dev.daybook.kit.GoldenAnswers;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.store.account.AccountStore;
import dev.daybook.wire.Paths;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The successes and the documented refusals of the operations on orders, byte for byte. On a new SQLite database ids
 * count up from the same number, so the files contain them.
 */
@Tag("jdk")
@Tag("battery-14")
class OrderGoldenTest {
    private static final String DAY =
            "{\"cmId\":1000298,\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\"}";

    private final TestServer server = TestServer.start(TestDatabase.SQLITE);
    private final GoldenAnswers answers = new GoldenAnswers(server);

    @BeforeEach
    void addTwo() {
        server.clock.set(Instant.parse("2024-05-02T10:45:42.249Z"));
        answers.golden("orders/added", 200, Paths.SAVE_ORDER, """
                {"customer_info":{"customer_name":"Asha Rao","phone":"9000000001","email_id":"asha@example.com",\
                "customer_code":"C-7","city":"Pune","state":"Maharashtra","country":"India","zone":"West"},\
                "contact_info":[{"contact_person_name":"Ravi Rao","country_code":"+91",\
                "contact_person_phone":"9000000002","contact_person_email":"ravi@example.com"}],\
                "enquiry_info":{"remarks":"testing"},\
                "order_info":{"erp_order_id":"SO-17","order_status":"Pending","order_sub_status":"New",\
                "order_type":"Online","create_date":"2024-05-01 21:05","expected_delivery_date":"2024-05-06",\
                "address":"4 Mill Lane","shipping_address":"5 Mill Lane","zip_code":"411001","total_paid":"1000",\
                "payment_mode":"cash","transaction":"T-9","assign_email_id":"sales@shop.example","block_id":"B1",\
                "unit_id":"U2","remarks":"ring twice, 9000000001","additional_fields":{"attr1":"gold"},\
                "associate_fields":{"gift":[{"wrap":true,"for":"asha@example.com"}]}},\
                "product_details":[{"sku_id":"S-1","product_name":"Chair","parent_product_name":"Seat",\
                "rate":"10000","quantity":"1","discount":"1"},{"sku_id":"S-2","rate":0.1,"quantity":0.3}]}""");
        server.clock.set(Instant.parse("2024-05-02T11:08:14.026Z"));
        answers.golden("orders/added-flat", 200, Paths.SAVE_ORDER_OLD, """
                [{"customer_name":"Meera","phone":"9000000003","order_status":"Delivered","grand_total":"12.50"}]""");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void save() {
        answers.golden(
                "orders/updated",
                200,
                Paths.SAVE_ORDER,
                "{\"order_info\":{\"erp_order_id\":\"SO-17\",\"update\":true}}");
        answers.golden("orders/erp-id-in-use", 409, Paths.SAVE_ORDER, """
                {"customer_info":{"customer_name":"x","phone":"1"},"order_info":{"erp_order_id":"SO-17"}}""");
        answers.golden("orders/unknown-order", 404, Paths.SAVE_ORDER, "{\"order_info\":{\"order_id\":1}}");
        answers.golden("orders/unknown-customer", 404, Paths.SAVE_ORDER, "{\"customer_info\":{\"customer_id\":1}}");
        answers.golden("orders/incomplete", 400, Paths.SAVE_ORDER, "{\"order_info\":{\"order_status\":\"Pending\"}}");
        answers.golden("orders/wrong-amount", 400, Paths.SAVE_ORDER, """
                {"customer_info":{"customer_name":"x","phone":"1"},"product_details":[{"rate":"ten"}]}""");
        answers.golden("orders/discount-too-large", 400, Paths.SAVE_ORDER, """
                {"customer_info":{"customer_name":"x","phone":"1"},"product_details":[{"rate":"1","discount":"2"}]}""");
        answers.refusals(Paths.SAVE_ORDER, "{}", Scope.ORDERS_WRITE);
    }

    @Test
    void pull() {
        var pulled = answers.golden("orders/pulled", 200, Paths.PULL_ORDERS, DAY);
        answers.golden("orders/no-criterion", 400, Paths.PULL_ORDERS, "{\"cmId\":1000298}");
        answers.golden("orders/range-too-wide", 400, Paths.PULL_ORDERS, DAY.replace("05-02\"}", "05-04\"}"));
        answers.golden("orders/changes", 200, Paths.ORDER_CHANGES, "{\"cm_id\":1000298}");
        answers.golden("orders/proof", 200, Paths.PROOF_OF_ORDERS, """
                {"cm_id":1000298,"startDate":"2024-05-02","endDate":"2024-05-02"}""");
        answers.refusals(Paths.PULL_ORDERS, DAY, Scope.ORDERS_READ);
        var masking = server.addKey(TestServer.CM_ID, EnumSet.of(Scope.ORDERS_READ), true, Instant.MAX);
        var masked = server.post(Paths.PULL_ORDERS, DAY, Map.of("Authorization", "Basic " + masking));
        assertGolden("orders/masked", masked.body());

        // A document is rendered from the tables alone, independently of the previous document.
        assertEquals(2 + 2, server.stores.rerender(account("Asia/Kolkata"), true));
        assertEquals(pulled, server.post(Paths.PULL_ORDERS, DAY).body());
        var elsewhere = account("America/New_York");
        server.stores.database().write(transaction -> AccountStore.set(transaction, elsewhere));
        server.stores.rerender(elsewhere, true);
        assertGolden(
                "orders/pulled-elsewhere",
                server.post(Paths.PULL_ORDERS, "{\"cmId\":1000298,\"erpOrderId\":\"SO-17\"}")
                        .body());
    }

    private static Account account(String zone) {
        return new Account(TestServer.CM_ID, "Test", ZoneId.of(zone), "{}");
    }
}
