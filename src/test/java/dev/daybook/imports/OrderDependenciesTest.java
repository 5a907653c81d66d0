package dev.daybook.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.RecordDetails;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.order.OrderField;
import dev.daybook.wire.order.OrderRow;
import dev.daybook.wire.row.FileRow;
import dev.daybook.wire.row.RowRules;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A rehearsal of a batch also loads the earlier orders on which the batch depends, but at most as many as a transaction
 * can hold.
 */
class OrderDependenciesTest {
    private static final RowRules RULES = RowRules.of(Account.DEFAULT_ZONE);

    /** More orders than two batches have, and more than a transaction of PostgreSQL can hold. */
    private static final int MANY = 7_000;

    private final OrderDependencies dependencies = new OrderDependencies(changes -> new BitSet());

    @Test
    void onlyTheFirstAndTheLastOrderWithAnEmailAreRehearsed() {
        dependencies.loaded(orders(MANY, number -> Map.of("phone", phone(number), "email", "shop@mail.example")));

        var before = before(List.of(order(Map.of("email", "shop@mail.example"))));

        assertEquals(2, before.size());
        assertEquals(
                List.of(phone(0), phone(MANY - 1)),
                before.stream().map(OrderDependenciesTest::phone).toList());
    }

    /**
     * Each order shares a key with the previous one, as if one customer changed its phone and e-mail in turns. Only a
     * part of these orders is loaded before a batch that depends on them.
     */
    @Test
    void aLongChainOfDependentOrdersIsTruncated() {
        dependencies.loaded(orders(
                MANY, number -> Map.of("phone", phone(number / 2), "email", "a" + (number + 1) / 2 + "@mail.example")));

        assertTrue(before(List.of(order(Map.of("phone", phone(5))))).size() <= 200);
        // A large batch may depend on as many earlier orders as it contains.
        var large = orders(1_000, number -> Map.of("phone", phone(number)));
        assertEquals(1_000, before(large).size());
    }

    /**
     * An order with only a code is refused if no customer has the code. So before such an order, the first order that
     * gives the code to a customer must be loaded, even if many other orders share an e-mail with this first order.
     */
    @Test
    void theFirstOrderWithACodeIsNeverLeftOut() {
        dependencies.loaded(orders(MANY, number -> Map.of("phone", phone(number), "email", "shop@mail.example")));
        dependencies.loaded(orders(
                1_000,
                number -> Map.of("customer_code", "C" + number, "phone", phone(number), "email", "shop@mail.example")));
        dependencies.loaded(orders(1_000, number -> Map.of("customer_code", "C" + number, "city", "Pune")));
        var batch = IntStream.range(0, 1_000)
                .mapToObj(number -> named("C" + number))
                .toList();

        var before = before(batch);

        assertEquals(1_000, before.size());
        var codes = new HashSet<String>();
        before.stream().filter(row -> !phone(row).isEmpty()).forEach(row -> codes.add(code(row)));
        assertEquals(1_000, codes.size(), "the orders that gave the codes");
    }

    /**
     * The second order replaces the first order's code, and the third order gives this code again. So before a later
     * order with this code, both the first and the third must be loaded.
     */
    @Test
    void theLastOrderIsKeptAlsoIfItIsLikeAnEarlierOne() {
        var one = order(Map.of("customer_code", "C1", "phone", phone(1)));
        var other = order(Map.of("customer_code", "C2", "phone", phone(1)));
        dependencies.loaded(List.of(one, other, one));

        assertEquals(
                List.of("C1", "C1"),
                before(List.of(named("C1"))).stream()
                        .map(OrderDependenciesTest::code)
                        .toList());
    }

    /**
     * An order must be rehearsed if an earlier order of the file has the same code, phone or e-mail. A rehearsal stores
     * nothing, so the database does not know the earlier order, and would accept this one.
     */
    @Test
    void anOrderThatSharesAKeyWithAnEarlierOneIsRehearsed() {
        var all = new OrderDependencies(changes -> places(IntStream.range(0, changes.size())));
        var first = List.of(
                order(Map.of("customer_code", "C1", "phone", phone(1))),
                order(Map.of("phone", phone(2), "email", "asha@mail.example")),
                order(Map.of("phone", "+91 " + phone(1))));
        assertEquals(places(IntStream.of(1)), all.accepted(first), "nor the earlier one, on which it depends");

        var second = List.of(
                order(Map.of("phone", phone(3), "email", "ASHA@mail.example")),
                named("C1"),
                order(Map.of("phone", phone(4))),
                order(Map.of("phone", phone(3))));
        assertEquals(places(IntStream.of(2)), all.accepted(second));
    }

    /**
     * An order with only the code of an existing customer does not change the customer. So further orders with this
     * code need no rehearsal.
     */
    @Test
    void manyOrdersMayNameAnExistingCustomer() {
        var all = new OrderDependencies(changes -> places(IntStream.range(0, changes.size())));
        assertEquals(places(IntStream.range(0, 3)), all.accepted(List.of(named("C1"), named("C2"), named("C1"))));
        assertEquals(places(IntStream.of(0)), all.accepted(List.of(named("C1"))));
    }

    /**
     * The first order has only a code, and the second order gives this code to a customer. It is not certain that the
     * first is accepted, so both must be rehearsed.
     */
    @Test
    void anOrderThatSharesACodeWithADoubtfulOrderIsRehearsed() {
        var complete = new OrderDependencies(changes -> places(IntStream.range(0, changes.size())
                .filter(place -> changes.get(place).customer().isComplete())));
        assertEquals(
                new BitSet(),
                complete.accepted(List.of(named("C1"), order(Map.of("customer_code", "C1", "phone", phone(1))))));
    }

    @Test
    void anOrderThatMayBeTooLargeIsRehearsed() {
        var all = new OrderDependencies(changes -> places(IntStream.range(0, changes.size())));
        assertEquals(
                places(IntStream.of(0)),
                all.accepted(List.of(
                        order(Map.of("phone", phone(1), "remarks", "x".repeat(20_000))),
                        order(Map.of(
                                "phone",
                                phone(2),
                                "remarks",
                                "x".repeat(20_000),
                                "address",
                                "x".repeat(4_000),
                                "shipping_address",
                                "x".repeat(1_001))))));
    }

    private static BitSet places(IntStream places) {
        return places.collect(BitSet::new, BitSet::set, BitSet::or);
    }

    @Test
    void ordersWithTheSameCustomerDataAreLoadedOnce() {
        dependencies.loaded(orders(MANY, number -> Map.of("phone", phone(1))));

        assertEquals(1, before(List.of(order(Map.of("phone", phone(1))))).size());
    }

    /**
     * Most orders of a file have different phones, so a rehearsal keeps many orders. On a server it must save memory:
     * of each order it keeps only the customer and the number.
     */
    @Test
    void onlyCustomerAndNumberOfAnOrderAreKeptInMemory() {
        var orders = orders(
                3,
                number -> Map.of(
                        "phone",
                        phone(number),
                        "erp_order_id",
                        "E-" + number,
                        "remarks",
                        "x".repeat(20_000),
                        "attr1",
                        "y".repeat(1_000)));
        assertEquals(20_000, orders.get(0).change().text(OrderField.REMARKS).length());
        dependencies.loaded(orders);

        var kept = before(orders);

        assertEquals(
                List.of(
                        Map.of(OrderField.ERP_ORDER_ID, "E-0"),
                        Map.of(OrderField.ERP_ORDER_ID, "E-1"),
                        Map.of(OrderField.ERP_ORDER_ID, "E-2")),
                kept.stream().map(row -> row.change().texts()).toList());
        assertTrue(kept.stream().allMatch(row -> row.change().details().equals(RecordDetails.NONE)));
        assertEquals(
                orders.stream().map(row -> row.change().customer()).toList(),
                kept.stream().map(row -> row.change().customer()).toList());
    }

    /**
     * When the limit of memory is reached, of all further orders only the first one with each code is kept. The orders
     * of this test share one long text, so that the test itself needs little memory.
     */
    @Test
    void beyondTheMemoryLimitOnlyTheFirstOrderOfACodeIsKept() {
        var city = "x".repeat(500);
        IntFunction<Map<String, String>> customer =
                number -> Map.of("phone", phone(number), "city", city, "state", city, "country", city);
        dependencies.loaded(orders(30_000, customer));
        var coded = orders(100, number -> Map.of("customer_code", "C" + number, "phone", phone(40_000 + number)));
        dependencies.loaded(coded);

        var characters = 0L;
        for (var start = 0; start < 30_000; start += 1_000) {
            var first = start;
            var kept = before(orders(1_000, number -> customer.apply(first + number)));
            characters += kept.stream()
                    .flatMap(row -> row.change().customer().texts().values().stream())
                    .mapToLong(String::length)
                    .sum();
        }
        assertTrue(characters > 20_000_000, characters + " characters");
        assertTrue(characters < 31_000_000, characters + " characters");
        assertEquals(
                100,
                before(IntStream.range(0, 100)
                                .mapToObj(number -> named("C" + number))
                                .toList())
                        .size());
        assertEquals(List.of(), before(List.of(order(Map.of("phone", phone(40_000))))));
    }

    /**
     * All orders have the same e-mail. Only the first and the last of them may stay in memory, so that there is room
     * for an order with another key.
     */
    @Test
    void onlyTheFirstAndTheLastOrderOfAKeyUseMemory() {
        var city = "x".repeat(500);
        dependencies.loaded(orders(
                40_000,
                number -> Map.of(
                        "email", "shop@mail.example", "customer_name", "Asha " + number, "city", city, "state", city)));

        dependencies.loaded(orders(1, number -> Map.of("phone", phone(1))));

        assertEquals(1, before(List.of(order(Map.of("phone", phone(1))))).size());
    }

    /** The earlier orders that are loaded before this batch, if each order of the batch is rehearsed. */
    private List<OrderRow> before(List<OrderRow> batch) {
        return dependencies.before(batch, batch.size());
    }

    private static String phone(int number) {
        return String.valueOf(9_000_000_000L + number);
    }

    private static String phone(OrderRow row) {
        return row.change().customer().text(ProfileField.PHONE);
    }

    private static String code(OrderRow row) {
        return row.change().customer().text(ProfileField.CUSTOMER_CODE);
    }

    private static List<OrderRow> orders(int count, IntFunction<Map<String, String>> texts) {
        return IntStream.range(0, count)
                .mapToObj(number -> order(texts.apply(number)))
                .toList();
    }

    private static OrderRow order(Map<String, String> texts) {
        var all = new HashMap<>(texts);
        all.putIfAbsent("customer_name", "Asha");
        return OrderRow.from(FileRow.ofTexts(all), RULES);
    }

    private static OrderRow named(String code) {
        return OrderRow.from(FileRow.ofTexts(Map.of("customer_code", code)), RULES);
    }
}
