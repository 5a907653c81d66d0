package dev.daybook.cli.demo;

import dev.daybook.domain.account.RecordDetails;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.order.Amount;
import dev.daybook.domain.order.OrderAmount;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.domain.order.OrderDate;
import dev.daybook.domain.order.OrderField;
import dev.daybook.domain.order.Product;
import dev.daybook.store.record.RecordLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Generator of orders of sample customers, the same ones for the same seed. */
final class SampleOrders {
    private record Ware(String sku, String name, String parent, String rate) {}

    private static final List<Ware> WARES = List.of(
            new Ware("CH-01", "Chair, oak", "Chair", "2499.50"),
            new Ware("CH-02", "Chair, steel", "Chair", "1899"),
            new Ware("DK-01", "Desk, 120 cm", "Desk", "7350"),
            new Ware("LM-04", "Reading lamp", "Lamp", "649.95"),
            new Ware("SH-10", "Shelf, five boards", "Shelf", "3120.25"),
            new Ware("TX-07", "Cotton, per metre", "Cloth", "189.75"),
            new Ware("BK-33", "Ledger, 200 pages", "Book", "120"));
    private static final List<String> STATUSES =
            List.of("Pending", "Confirmed", "Packed", "Shipped", "Delivered", "Cancelled", "Returned");
    private static final List<String> TYPES = List.of("Online", "Shop", "Phone");
    private static final List<String> MODES = List.of("cash", "card", "bank transfer");

    private final Random random;

    SampleOrders(long seed) {
        this.random = new Random(seed);
    }

    /**
     * Generates orders of random customers, each created between the creation of its customer and {@code end}. All
     * customers must have a code.
     */
    List<RecordLoad.Row<OrderChange>> of(List<RecordLoad.Row<CustomerChange>> customers, Instant end, int count) {
        var rows = new ArrayList<RecordLoad.Row<OrderChange>>(count);
        for (var number = 1; number <= count; number++) {
            rows.add(row(number, customers.get(random.nextInt(customers.size())), end));
        }
        return rows;
    }

    private RecordLoad.Row<OrderChange> row(int number, RecordLoad.Row<CustomerChange> customer, Instant end) {
        var known = customer.change();
        var span = Math.max(1, Duration.between(customer.createdAt(), end).toMillis());
        var createdAt = customer.createdAt().plusMillis(random.nextLong(span));
        var status = STATUSES.get(number % STATUSES.size());
        var products = IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(line -> product())
                .toList();
        var total = Product.total(products);
        var texts = new EnumMap<OrderField, String>(OrderField.class);
        texts.put(OrderField.ERP_ORDER_ID, "SO-" + (10_000 + number));
        texts.put(OrderField.ORDER_STATUS, status);
        texts.put(OrderField.ORDER_TYPE, pick(TYPES));
        texts.put(OrderField.PAYMENT_MODE, pick(MODES));
        texts.put(OrderField.ADDRESS, known.text(ProfileField.ADDRESS));
        texts.put(OrderField.SHIPPING_ADDRESS, known.text(ProfileField.ADDRESS));
        texts.put(OrderField.ZIP_CODE, known.text(ProfileField.PIN_CODE));
        var paid = List.of("Delivered", "Returned", "Shipped").contains(status) || random.nextBoolean();
        var change = new OrderChange(
                0,
                true,
                texts,
                Map.of(
                        OrderDate.BOOKING, createdAt.minus(Duration.ofMinutes(random.nextInt(600))),
                        OrderDate.EXPECTED_DELIVERY, createdAt.plus(Duration.ofDays(2 + random.nextInt(6)))),
                Map.of(OrderAmount.TOTAL_PAID, paid ? total : Amount.ZERO),
                RecordDetails.NONE,
                products,
                buyer(known));
        return new RecordLoad.Row<>(change, createdAt);
    }

    private Product product() {
        var ware = pick(WARES);
        var quantity = Amount.of(Integer.toString(1 + random.nextInt(4)));
        var discount = Amount.of(random.nextInt(4) == 0 ? "50.25" : "0");
        return new Product(ware.sku, ware.name, ware.parent, Amount.of(ware.rate), quantity, discount);
    }

    private static CustomerChange buyer(CustomerChange known) {
        var texts = new EnumMap<ProfileField, String>(ProfileField.class);
        for (var field :
                List.of(ProfileField.NAME, ProfileField.CUSTOMER_CODE, ProfileField.PHONE, ProfileField.EMAIL)) {
            texts.put(field, known.text(field));
        }
        return CustomerChange.ofTexts(CustomerChange.NOT_NAMED, true, texts);
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
