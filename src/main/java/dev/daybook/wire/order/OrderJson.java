package dev.daybook.wire.order;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.daybook.domain.order.BuyerField;
import dev.daybook.domain.order.Order;
import dev.daybook.domain.order.OrderAmount;
import dev.daybook.domain.order.OrderDate;
import dev.daybook.domain.order.OrderField;
import dev.daybook.wire.CalendarJson;
import dev.daybook.wire.VendorTimes;
import dev.daybook.wire.json.Json;
import dev.daybook.wire.json.JsonBody;
import dev.daybook.wire.json.MaskedJson;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * An order as in the answer of Pull Order. The vendor's page of that name shows no answer (checked 2026-11), so the
 * keys are Daybook's choice, in the vendor's spelling. The id, {@code generationDate} and {@code lastModificationTime}
 * have the same form as those of customers.
 */
public record OrderJson(
        long id,
        long cmId,
        long orderId,
        String erpOrderId,
        String orderStatus,
        String orderSubStatus,
        String orderType,
        String generationDate,
        CalendarJson lastModificationTime,
        String bookingDate,
        String expectedDeliveryDate,
        long customerId,
        String customerCode,
        String customerName,
        String customerPhone,
        String customerEmail,
        OrderContactJson contact,
        long enquiryId,
        long zone,
        long assignedToId,
        String address,
        String shippingAddress,
        String zipCode,
        String city,
        String state,
        String country,
        String blockId,
        String unitId,
        List<ProductJson> products,
        BigDecimal grandTotal,
        BigDecimal totalPaid,
        BigDecimal outstandingAmount,
        String paymentMode,
        String transaction,
        String remarks,
        @JsonProperty("additional_info") Map<String, JsonNode> additionalInfo) {
    /** The version of this document format. {@code daybook rerender} renders documents of older versions again. */
    public static final int FORMAT = 1;

    private static final ObjectWriter WRITER =
            Json.MAPPER.writerFor(OrderJson.class).with(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN);
    private static final ObjectWriter TREE_WRITER =
            Json.MAPPER.writer().with(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN);
    private static final List<String> FREE_TEXTS = List.of("address", "shippingAddress", "transaction", "remarks");
    private static final ObjectReader LENIENT = Json.LENIENT.readerFor(OrderJson.class);

    /** The order's document: its JSON in UTF-8, with all times in the account's zone. */
    public static byte[] render(Order order, ZoneId zone) {
        return WRITER.writeValueAsBytes(from(order, zone));
    }

    /** A masked document: hides phones and e-mails. */
    public static byte[] mask(byte[] document) {
        var order = (ObjectNode) Json.MAPPER.readTree(document);
        MaskedJson.phone(order, "customerPhone");
        MaskedJson.email(order, "customerEmail");
        OrderContactJson.mask((ObjectNode) order.get("contact"));
        MaskedJson.texts(order, FREE_TEXTS);
        MaskedJson.own(order);
        return TREE_WRITER.writeValueAsBytes(order);
    }

    /**
     * Parses a record of any server; missing values become null or 0. A number that is sent as a text is read as a
     * number.
     *
     * @throws IllegalArgumentException if the JSON is malformed, or if a value cannot be converted to the type that it
     *     has in Daybook
     */
    public static OrderJson read(byte[] json) {
        try {
            return LENIENT.readValue(json);
        } catch (JacksonException other) {
            throw new IllegalArgumentException("not an order: " + other.getOriginalMessage());
        }
    }

    static OrderJson from(Order order, ZoneId zone) {
        var buyer = order.buyer();
        return new OrderJson(
                order.id(),
                order.cmId(),
                order.id(),
                order.text(OrderField.ERP_ORDER_ID),
                order.text(OrderField.ORDER_STATUS),
                order.text(OrderField.ORDER_SUB_STATUS),
                order.text(OrderField.ORDER_TYPE),
                VendorTimes.spoken(order.createdAt(), zone),
                CalendarJson.from(order.modifiedAt().atZone(zone)),
                time(order.dates(), OrderDate.BOOKING, zone),
                time(order.dates(), OrderDate.EXPECTED_DELIVERY, zone),
                buyer.customerId(),
                buyer.text(BuyerField.CUSTOMER_CODE),
                buyer.text(BuyerField.CUSTOMER_NAME),
                buyer.text(BuyerField.CUSTOMER_PHONE),
                buyer.text(BuyerField.CUSTOMER_EMAIL),
                OrderContactJson.from(buyer),
                order.enquiryId(),
                order.zoneId(),
                order.assignedToId(),
                order.text(OrderField.ADDRESS),
                order.text(OrderField.SHIPPING_ADDRESS),
                order.text(OrderField.ZIP_CODE),
                buyer.text(BuyerField.CITY),
                buyer.text(BuyerField.STATE),
                buyer.text(BuyerField.COUNTRY),
                order.text(OrderField.BLOCK_ID),
                order.text(OrderField.UNIT_ID),
                order.products().stream().map(ProductJson::from).toList(),
                order.amount(OrderAmount.GRAND_TOTAL).value(),
                order.amount(OrderAmount.TOTAL_PAID).value(),
                order.outstanding().value(),
                order.text(OrderField.PAYMENT_MODE),
                order.text(OrderField.TRANSACTION_ID),
                order.text(OrderField.REMARKS),
                additionalInfo(order));
    }

    private static String time(Map<OrderDate, Instant> dates, OrderDate date, ZoneId zone) {
        var time = dates.get(date);
        return time == null ? "" : VendorTimes.spoken(time, zone);
    }

    /** The associate fields by name, including attributes. */
    private static Map<String, JsonNode> additionalInfo(Order order) {
        var info = new TreeMap<String, JsonNode>();
        order.associates().forEach((name, json) -> info.put(name, JsonBody.value(json)));
        order.attributes().forEach((number, value) -> info.put("attr" + number, StringNode.valueOf(value)));
        return info;
    }
}
