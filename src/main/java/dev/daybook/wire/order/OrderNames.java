package dev.daybook.wire.order;

import dev.daybook.domain.order.OrderAmount;
import dev.daybook.domain.order.OrderDate;
import dev.daybook.domain.order.OrderField;
import dev.daybook.wire.json.TextNames;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The names of the parts of an order in requests, from the vendor's older Order Push (checked 2026-11). */
public final class OrderNames {
    /** The names of an order's texts. */
    public static final TextNames<OrderField> TEXTS = TextNames.of(OrderField.class)
            .code(OrderField.ERP_ORDER_ID, "erp_order_id")
            .word(OrderField.ORDER_STATUS, "order_status")
            .word(OrderField.ORDER_SUB_STATUS, "order_sub_status")
            .word(OrderField.ORDER_TYPE, "order_type")
            .text(OrderField.ADDRESS, "address")
            .text(OrderField.SHIPPING_ADDRESS, "shipping_address")
            .word(OrderField.ZIP_CODE, "zip_code")
            .word(OrderField.PAYMENT_MODE, "payment_mode")
            .word(OrderField.TRANSACTION_ID, "transaction")
            .word(OrderField.BLOCK_ID, "block_id")
            .word(OrderField.UNIT_ID, "unit_id")
            .text(OrderField.REMARKS, "remarks");

    /** The names of an order's times. */
    public static final Map<OrderDate, String> DATES =
            inOrder(Map.of(OrderDate.BOOKING, "create_date", OrderDate.EXPECTED_DELIVERY, "expected_delivery_date"));

    /** The names of an order's amounts. */
    public static final Map<OrderAmount, String> AMOUNTS =
            inOrder(Map.of(OrderAmount.GRAND_TOTAL, "grand_total", OrderAmount.TOTAL_PAID, "total_paid"));

    /** The name of the field that contains the products. */
    public static final String PRODUCTS = "product_details";

    public static final String SKU_ID = "sku_id";
    public static final String PRODUCT_NAME = "product_name";
    public static final String PARENT_PRODUCT_NAME = "parent_product_name";
    public static final String RATE = "rate";
    public static final String QUANTITY = "quantity";
    public static final String DISCOUNT = "discount";

    /** The names of the parts of a product. */
    static final List<String> PRODUCT = List.of(SKU_ID, PRODUCT_NAME, PARENT_PRODUCT_NAME, RATE, QUANTITY, DISCOUNT);

    private OrderNames() {}

    /** The map in the order of the enum: the help of an import must be the same in each run. */
    private static <K extends Enum<K>> Map<K, String> inOrder(Map<K, String> names) {
        return Collections.unmodifiableMap(new EnumMap<>(names));
    }
}
