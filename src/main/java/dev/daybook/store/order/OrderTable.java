package dev.daybook.store.order;

import dev.daybook.domain.TextKey;
import dev.daybook.domain.order.Amount;
import dev.daybook.domain.order.Buyer;
import dev.daybook.domain.order.BuyerField;
import dev.daybook.domain.order.Order;
import dev.daybook.domain.order.OrderAmount;
import dev.daybook.domain.order.OrderDate;
import dev.daybook.domain.order.OrderField;
import dev.daybook.store.RowBatch;
import dev.daybook.store.Times;
import dev.daybook.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The rows of orders, without those of their products and fields. */
public final class OrderTable {
    private static final String INTO = """
            sales_order
            (cm_id, id, created_at, modified_at, deleted_at, version, changed_in, customer_id, contact_id, enquiry_id,
             zone_id, assigned_to_id, booking_at, expected_delivery_at, grand_total, total_paid, erp_order_id,
             order_status, order_status_key, order_sub_status, order_sub_status_key, order_type, address,
             shipping_address, zip_code, payment_mode, transaction_id, block_id, unit_id, remarks,
             customer_code, customer_name, customer_name_key, customer_phone, customer_phone_digits,
             customer_phone_tail, customer_email, customer_email_key, contact_name, contact_country_code,
             contact_phone, contact_phone_digits, contact_phone_tail, contact_email, contact_email_key,
             city, city_key, state, state_key, country, country_key)""";

    /** Adds an order, or puts another in its place as its next version. */
    private static final String PUT = "INSERT INTO " + INTO + """

            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
             ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (cm_id, id) DO UPDATE SET
             modified_at = excluded.modified_at, version = sales_order.version + 1, changed_in = excluded.changed_in,
             customer_id = excluded.customer_id, contact_id = excluded.contact_id, enquiry_id = excluded.enquiry_id,
             zone_id = excluded.zone_id, assigned_to_id = excluded.assigned_to_id, booking_at = excluded.booking_at,
             expected_delivery_at = excluded.expected_delivery_at, grand_total = excluded.grand_total,
             total_paid = excluded.total_paid, erp_order_id = excluded.erp_order_id,
             order_status = excluded.order_status, order_status_key = excluded.order_status_key,
             order_sub_status = excluded.order_sub_status, order_sub_status_key = excluded.order_sub_status_key,
             order_type = excluded.order_type, address = excluded.address,
             shipping_address = excluded.shipping_address, zip_code = excluded.zip_code,
             payment_mode = excluded.payment_mode, transaction_id = excluded.transaction_id,
             block_id = excluded.block_id, unit_id = excluded.unit_id, remarks = excluded.remarks,
             customer_code = excluded.customer_code, customer_name = excluded.customer_name,
             customer_name_key = excluded.customer_name_key, customer_phone = excluded.customer_phone,
             customer_phone_digits = excluded.customer_phone_digits,
             customer_phone_tail = excluded.customer_phone_tail, customer_email = excluded.customer_email,
             customer_email_key = excluded.customer_email_key, contact_name = excluded.contact_name,
             contact_country_code = excluded.contact_country_code, contact_phone = excluded.contact_phone,
             contact_phone_digits = excluded.contact_phone_digits, contact_phone_tail = excluded.contact_phone_tail,
             contact_email = excluded.contact_email, contact_email_key = excluded.contact_email_key,
             city = excluded.city, city_key = excluded.city_key, state = excluded.state,
             state_key = excluded.state_key, country = excluded.country, country_key = excluded.country_key""";

    private static final String SELECT =
            "SELECT * FROM sales_order WHERE cm_id = :cmId AND id IN (<ids>) AND deleted_at = 0";

    private static final String LOCK =
            "SELECT id FROM sales_order WHERE cm_id = :cmId AND id = :id AND deleted_at = 0 ";

    private static final String BY_ERP_ID = """
            SELECT id FROM sales_order WHERE cm_id = :cmId AND erp_order_id = :erpId AND erp_order_id <> ''
            AND deleted_at = 0""";

    private static final String OF_CUSTOMER = """
            SELECT id FROM sales_order WHERE cm_id = :cmId AND customer_id = :customerId AND deleted_at = 0
            ORDER BY id""";

    private OrderTable() {}

    /** Adds orders, or puts them in place of what is there; no two may have the same id. */
    static void put(Transaction transaction, List<Order> orders) {
        var changedIn = transaction.changeNumber();
        try (var batch = transaction.rows(INTO, PUT, false)) {
            orders.forEach(order -> {
                addNumbers(batch, order, changedIn);
                addTexts(batch, order);
                addBuyer(batch, order.buyer());
                batch.endRow();
            });
            batch.execute();
        }
    }

    private static void addNumbers(RowBatch batch, Order order, long changedIn) {
        batch.add(order.cmId())
                .add(order.id())
                .add(Times.column(order.createdAt()))
                .add(Times.column(order.modifiedAt()))
                .add(0)
                .add(1)
                .add(changedIn)
                .add(order.buyer().customerId())
                .add(order.buyer().contactId())
                .add(order.enquiryId())
                .add(order.zoneId())
                .add(order.assignedToId())
                .add(date(order, OrderDate.BOOKING))
                .add(date(order, OrderDate.EXPECTED_DELIVERY))
                .add(order.amount(OrderAmount.GRAND_TOTAL).text())
                .add(order.amount(OrderAmount.TOTAL_PAID).text());
    }

    private static void addTexts(RowBatch batch, Order order) {
        batch.add(order.text(OrderField.ERP_ORDER_ID));
        addWithKey(batch, order.text(OrderField.ORDER_STATUS));
        addWithKey(batch, order.text(OrderField.ORDER_SUB_STATUS));
        batch.add(order.text(OrderField.ORDER_TYPE))
                .add(order.text(OrderField.ADDRESS))
                .add(order.text(OrderField.SHIPPING_ADDRESS))
                .add(order.text(OrderField.ZIP_CODE))
                .add(order.text(OrderField.PAYMENT_MODE))
                .add(order.text(OrderField.TRANSACTION_ID))
                .add(order.text(OrderField.BLOCK_ID))
                .add(order.text(OrderField.UNIT_ID))
                .add(order.text(OrderField.REMARKS));
    }

    private static void addBuyer(RowBatch batch, Buyer buyer) {
        batch.add(buyer.text(BuyerField.CUSTOMER_CODE));
        addWithKey(batch, buyer.text(BuyerField.CUSTOMER_NAME));
        batch.add(buyer.text(BuyerField.CUSTOMER_PHONE))
                .add(buyer.customerPhone().digits())
                .add(buyer.customerPhone().tail());
        addWithKey(batch, buyer.text(BuyerField.CUSTOMER_EMAIL));
        batch.add(buyer.text(BuyerField.CONTACT_NAME))
                .add(buyer.text(BuyerField.CONTACT_COUNTRY_CODE))
                .add(buyer.text(BuyerField.CONTACT_PHONE))
                .add(buyer.contactPhone().digits())
                .add(buyer.contactPhone().tail());
        addWithKey(batch, buyer.text(BuyerField.CONTACT_EMAIL));
        addWithKey(batch, buyer.text(BuyerField.CITY));
        addWithKey(batch, buyer.text(BuyerField.STATE));
        addWithKey(batch, buyer.text(BuyerField.COUNTRY));
    }

    private static void addWithKey(RowBatch batch, String text) {
        batch.add(text).add(TextKey.of(text));
    }

    private static long date(Order order, OrderDate date) {
        return Times.column(order.dates().getOrDefault(date, Instant.EPOCH));
    }

    /** Keeps other writers from an order until the transaction ends; the order, if it is there. */
    static Optional<Order> lock(Transaction transaction, long cmId, long id) {
        var locked = transaction
                .handle()
                .createQuery(LOCK + transaction.dialect().forUpdate())
                .bind("cmId", cmId)
                .bind("id", id)
                .mapTo(Long.class)
                .list();
        return select(transaction, cmId, locked).stream().findFirst();
    }

    /** The order with this id of the caller's own system. */
    static Optional<Long> idByErpId(Transaction transaction, long cmId, String erpId) {
        return transaction
                .handle()
                .createQuery(BY_ERP_ID)
                .bind("cmId", cmId)
                .bind("erpId", erpId)
                .mapTo(Long.class)
                .findOne();
    }

    /** Keeps other writers from the orders of a customer until the transaction ends; their ids. */
    static List<Long> lockOf(Transaction transaction, long cmId, long customerId) {
        var dialect = transaction.dialect();
        return transaction
                .handle()
                .createQuery(OF_CUSTOMER + " " + dialect.forUpdate())
                .bind("cmId", cmId)
                .bind("customerId", customerId)
                .mapTo(Long.class)
                .list();
    }

    /** The orders with these ids, as far as they are there, in no order. */
    public static List<Order> select(Transaction transaction, long cmId, Collection<Long> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        var products = ProductTable.select(transaction, cmId, ids);
        var attributes = OrderFields.attributes(transaction, cmId, ids);
        var associates = OrderFields.associates(transaction, cmId, ids);
        return transaction
                .handle()
                .createQuery(SELECT)
                .bind("cmId", cmId)
                .bindList("ids", List.copyOf(ids))
                .map((row, context) -> {
                    var id = row.getLong("id");
                    return new Order(
                            cmId,
                            id,
                            Times.instant(row.getLong("created_at")),
                            Times.instant(row.getLong("modified_at")),
                            new Buyer(
                                    row.getLong("customer_id"),
                                    row.getLong("contact_id"),
                                    texts(row, BuyerField.class)),
                            row.getLong("enquiry_id"),
                            row.getLong("zone_id"),
                            row.getLong("assigned_to_id"),
                            texts(row, OrderField.class),
                            dates(row),
                            Map.of(
                                    OrderAmount.GRAND_TOTAL, Amount.of(row.getString("grand_total")),
                                    OrderAmount.TOTAL_PAID, Amount.of(row.getString("total_paid"))),
                            products.getOrDefault(id, List.of()),
                            attributes.getOrDefault(id, Map.of()),
                            associates.getOrDefault(id, Map.of()));
                })
                .list();
    }

    private static Map<OrderDate, Instant> dates(ResultSet row) throws SQLException {
        var dates = new EnumMap<OrderDate, Instant>(OrderDate.class);
        for (var date : OrderDate.values()) {
            var millis = row.getLong(column(date) + "_at");
            if (millis != 0) {
                dates.put(date, Times.instant(millis));
            }
        }
        return dates;
    }

    private static <F extends Enum<F>> Map<F, String> texts(ResultSet row, Class<F> fields) throws SQLException {
        var texts = new EnumMap<F, String>(fields);
        for (var field : fields.getEnumConstants()) {
            var text = row.getString(column(field));
            if (!text.isEmpty()) {
                texts.put(field, text);
            }
        }
        return texts;
    }

    private static String column(Enum<?> field) {
        return field.name().toLowerCase(Locale.ROOT);
    }
}
