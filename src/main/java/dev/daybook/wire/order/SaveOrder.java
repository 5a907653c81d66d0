package dev.daybook.wire.order;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.daybook.domain.TextKey;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.account.RecordDetails;
import dev.daybook.domain.order.Amount;
import dev.daybook.domain.order.OrderAmount;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.domain.order.OrderDate;
import dev.daybook.domain.order.Product;
import dev.daybook.domain.order.SavedOrder;
import dev.daybook.wire.Request;
import dev.daybook.wire.customer.CustomerFilterJson;
import dev.daybook.wire.customer.SaveCustomer;
import dev.daybook.wire.json.Fields;
import dev.daybook.wire.json.Json;
import dev.daybook.wire.json.JsonBody;
import dev.daybook.wire.row.RowTime;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Request and answer of Add Order and Update Order, as on the vendor's pages of those names. Both operations have the
 * same paths, request and answer. Those pages do not show the fields of the order itself, so Daybook takes them from
 * the vendor's older Order Push page (checked 2026-11). A body without {@code order_info} and {@code customer_info} is
 * read as the flat body of Order Push.
 */
public final class SaveOrder {
    private static final int MAX_NAME = 2_000;
    private static final Pattern TO_THE_MINUTE =
            Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2})(Z|[+-][0-9:]+)?");

    /**
     * The fields of {@code order_info} and of {@code customer_info}. The products and the order's id are left out,
     * because they may also be beside {@code order_info}.
     */
    private static final List<String> OF_PARTS = Stream.of(
                    OrderNames.TEXTS.names(),
                    OrderNames.DATES.values(),
                    OrderNames.AMOUNTS.values(),
                    List.of("update", "zone", "additional_fields", "associate_fields", "assign_email_id"),
                    List.of("assign_emp_name", "assign_emp_code", "assign_emp_email"),
                    SaveCustomer.OF_INFO)
            .flatMap(Collection::stream)
            .distinct()
            .toList();

    private SaveOrder() {}

    /**
     * Reads a request.
     *
     * @param zone the account's zone, in which the request's times are
     * @throws dev.daybook.domain.ProblemException INVALID_JSON or INVALID_VALUE
     */
    public static Request<OrderChange> decode(byte[] body, ZoneId zone) {
        var fields = JsonBody.parse(body);
        var cmId = fields.id("cm_id");
        if (fields.has("order_info") || fields.has("customer_info")) {
            return new Request<>(cmId, nested(fields, zone), SaveCustomer.ignored(fields, OF_PARTS));
        }
        var change = FlatOrder.change(fields, zone);
        var associates = change.details().associates();
        return new Request<>(cmId, change, SaveCustomer.ignored(fields, OF_PARTS, associates));
    }

    /**
     * Encodes the answer. Some clients read an id under one name, some under another, so the answer has both names.
     *
     * @param push whether to encode for the older Order Push, whose page shows the same answer in an array
     */
    public static byte[] encode(SavedOrder saved, boolean push) {
        var enquiryId = saved.enquiryId() == 0 ? "" : Long.toString(saved.enquiryId());
        var orderId = Long.toString(saved.id());
        var customerId = Long.toString(saved.customerId());
        var answer = new Saved(
                enquiryId,
                orderId,
                customerId,
                saved.created() ? "Order Added Successfully" : "Order Updated Successfully",
                orderId,
                enquiryId,
                customerId,
                "success");
        return Json.MAPPER.writeValueAsBytes(push ? List.of(answer) : answer);
    }

    /**
     * The names of those parts of a request that changed nothing, because the key may not change the customer, or
     * because the customer was deleted or has too many contacts.
     */
    public static List<String> left(OrderChange change, SavedOrder saved) {
        var customer = change.customer();
        var left = new ArrayList<String>();
        if (saved.customerLeft() && customer.describes()) {
            left.add("customer_info");
        }
        if (saved.contactLeft() || (saved.customerLeft() && customer.hasContacts())) {
            left.add("contact_info");
        }
        if (saved.customerLeft() && customer.enquiry().isPresent()) {
            left.add("enquiry_info");
        }
        return left;
    }

    private static OrderChange nested(Fields body, ZoneId zone) {
        var info = body.object("order_info");
        requireBeside(info);
        Fields[] own = {info.object("additional_fields"), info.object("associate_fields"), info, body};
        var orderId = orderId(body, info);
        var update = info.flag("update").orElse(false);
        var texts = OrderNames.TEXTS.read(info);
        var dates = dates(info, zone);
        var amounts = amounts(info);
        var listed = SaveCustomer.listed(info, AccountList.ZONE);
        var assignee = assignee(info);
        var products = products(body);
        // The products in order_info count only if the body itself has none. Call info.has in any case: it marks them
        // as read. Unread fields would be kept as associate fields.
        if (info.has(OrderNames.PRODUCTS) && products.isEmpty()) {
            products = products(info);
        }
        var attributes = CustomerFilterJson.attributes(own);
        var customer = SaveCustomer.ofOrder(body);
        var associates = SaveCustomer.associates(own);
        var details = new RecordDetails(listed, assignee, attributes, associates);
        return new OrderChange(orderId, update, texts, dates, amounts, details, products, customer);
    }

    /** Refuses customer, contacts and enquiry inside {@code order_info}, where they would be kept without an effect. */
    private static void requireBeside(Fields info) {
        // A customer_info that contains only flags that are false is an empty template.
        if (SaveCustomer.hasPart(
                info,
                "customer_info",
                fields -> !fields.rest().values().stream().allMatch("false"::equals))) {
            throw info.invalid("customer_info", "it beside order_info");
        }
        SaveCustomer.requireFlat(info, "it beside order_info");
    }

    private static long orderId(Fields body, Fields info) {
        var own = info.id("order_id");
        var outer = body.id("order_id");
        if (own != 0 && outer != 0 && own != outer) {
            throw body.invalid("order_id", "the same number as order_info.order_id");
        }
        return own != 0 ? own : outer;
    }

    static Map<OrderDate, Instant> dates(Fields info, ZoneId zone) {
        var dates = new EnumMap<OrderDate, Instant>(OrderDate.class);
        OrderNames.DATES.forEach((date, name) -> {
            var text = info.word(name, RowTime.MAX_LENGTH);
            if (!text.isEmpty()) {
                dates.put(date, time(info, name, text, zone));
            }
        });
        return dates;
    }

    private static Instant time(Fields info, String name, String text, ZoneId zone) {
        var minute = TO_THE_MINUTE.matcher(text);
        var whole = minute.matches() ? minute.replaceFirst("$1:00$2") : text;
        return RowTime.parse(whole, zone)
                .orElseThrow(() -> info.invalid(
                        name,
                        "an existing day and time as YYYY-MM-DD, YYYY-MM-DD HH:mm or YYYY-MM-DD HH:mm:ss,"
                                + " found another text"));
    }

    static Map<OrderAmount, Amount> amounts(Fields info) {
        var amounts = new EnumMap<OrderAmount, Amount>(OrderAmount.class);
        OrderNames.AMOUNTS.forEach((amount, name) -> {
            if (info.has(name)) {
                amounts.put(amount, info.amount(name).orElse(Amount.ZERO));
            }
        });
        return amounts;
    }

    /**
     * The employee whom the order is assigned to. The fields have the same names as those of an enquiry. If {@code
     * assign_emp_email} is not given, {@code assign_email_id} of the older page is used. A text in that field that is
     * not an e-mail is used only if neither name nor code is given. Otherwise a given name would be ignored, because an
     * employee is found by the e-mail before the name.
     */
    static EmployeeName assignee(Fields info) {
        var named = SaveCustomer.employee(info, "assign_emp_");
        var email = SaveCustomer.key(info, "assign_email_id");
        return named.isNobody()
                        || (named.email().isEmpty() && !TextKey.ofEmail(email).isEmpty())
                ? new EmployeeName(named.name(), named.code(), email)
                : named;
    }

    /**
     * The products of a request. A row that nobody has filled in is no product, even if a client's form has preset some
     * of its numbers. The fields of such a row count as not read, so that the answer names them as ignored.
     */
    static List<Product> products(Fields holder) {
        var products = new ArrayList<Product>();
        for (var row : rows(holder)) {
            var product = product(row);
            if (product.isBlank()) {
                OrderNames.PRODUCT.stream().filter(row::has).forEach(row::leave);
            } else {
                products.add(product);
            }
        }
        return products;
    }

    /** The rows of products in which at least one field has a value. */
    static List<Fields> rows(Fields holder) {
        return holder.objects(OrderNames.PRODUCTS, OrderChange.MAX_PRODUCTS).stream()
                .filter(SaveOrder::isProduct)
                .toList();
    }

    /** Whether any part of a product is given. */
    static boolean isProduct(Fields fields) {
        return OrderNames.PRODUCT.stream().anyMatch(fields::has);
    }

    static Product product(Fields fields) {
        var product = new Product(
                fields.word(OrderNames.SKU_ID, MAX_NAME),
                fields.text(OrderNames.PRODUCT_NAME, MAX_NAME),
                fields.text(OrderNames.PARENT_PRODUCT_NAME, MAX_NAME),
                fields.amount(OrderNames.RATE).orElse(Amount.ZERO),
                fields.amount(OrderNames.QUANTITY).orElse(Amount.ONE),
                fields.amount(OrderNames.DISCOUNT).orElse(Amount.ZERO));
        if (product.total().isNegative()) {
            throw fields.invalid(OrderNames.DISCOUNT, "at most rate times quantity");
        }
        return product;
    }

    private record Saved(
            @JsonProperty("Enquiry Id") String titleCaseEnquiryId,
            @JsonProperty("Order Id") String titleCaseOrderId,
            @JsonProperty("kapture_customer_id") String kaptureCustomerId,
            String message,
            @JsonProperty("order_id") String orderId,
            @JsonProperty("enquiry_id") String enquiryId,
            @JsonProperty("Kapture Customer Id") String titleCaseCustomerId,
            String status) {}
}
