package dev.daybook.wire.order;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.account.RecordDetails;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.domain.order.OrderDate;
import dev.daybook.domain.order.OrderField;
import dev.daybook.wire.customer.CustomerFilterJson;
import dev.daybook.wire.customer.CustomerNames;
import dev.daybook.wire.customer.SaveCustomer;
import dev.daybook.wire.json.Fields;
import dev.daybook.wire.json.TextNames;
import dev.daybook.wire.row.FileRow;
import dev.daybook.wire.row.RowRules;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One order of an import file, or one product of an order: a flat object or a row of texts. A field has its name from
 * the vendor's page of the older Order Push if that page has the field.
 *
 * @param createdAt when the order was created, if given
 */
public record OrderRow(OrderChange change, Optional<Instant> createdAt) {
    private static final List<String> DATES = List.of("created_at", "create_date", "expected_delivery_date");

    private static final List<String> NUMBERS = List.of(
            "erp_order_id",
            "customer_id",
            "customer_code",
            "phone",
            "zip_code",
            "transaction",
            "zone",
            "block_id",
            "unit_id",
            OrderNames.SKU_ID);

    private static final TextNames<ProfileField> CUSTOMER = CustomerNames.PROFILE
            .only(
                    ProfileField.NAME,
                    ProfileField.CUSTOMER_CODE,
                    ProfileField.PHONE,
                    ProfileField.EMAIL,
                    ProfileField.CITY,
                    ProfileField.STATE,
                    ProfileField.COUNTRY)
            .renamed(ProfileField.NAME, "customer_name")
            .renamed(ProfileField.EMAIL, "email");

    /** The names of all fields. */
    public static final List<String> FIELDS = Stream.of(
                    List.of("created_at"),
                    OrderNames.TEXTS.names(),
                    OrderNames.DATES.values(),
                    OrderNames.AMOUNTS.values(),
                    List.of("zone", "assigned_to", "customer_id"),
                    CUSTOMER.names(),
                    List.of(OrderNames.PRODUCTS),
                    OrderNames.PRODUCT,
                    CustomerFilterJson.ATTRIBUTE_NAMES)
            .flatMap(Collection::stream)
            .toList();

    /**
     * Reads a row.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE or CUSTOMER_INCOMPLETE
     */
    public static OrderRow from(Fields row, RowRules rules) {
        rules.prepare(row, DATES);
        FileRow.restoreDigits(row, NUMBERS);
        var created = rules.time(row, "created_at");
        var isLine = SaveOrder.isProduct(row);
        if (isLine && row.has(OrderNames.PRODUCTS)) {
            throw row.invalid(OrderNames.PRODUCTS, "either this or the fields of one product, found both");
        }
        var texts = OrderNames.TEXTS.read(row);
        var dates = dates(row, rules);
        var amounts = SaveOrder.amounts(row);
        var listed = SaveCustomer.listed(row, AccountList.ZONE);
        var assignee = SaveCustomer.assignedTo(row);
        var lines = isLine ? List.of(row) : SaveOrder.rows(row);
        var products = lines.stream().map(SaveOrder::product).toList();
        var attributes = CustomerFilterJson.attributes(row);
        var customer = customer(row);
        var details = new RecordDetails(listed, assignee, attributes, unknown(row, rules));
        var change = new OrderChange(0, true, texts, dates, amounts, details, products, customer);
        if (change.text(OrderField.ERP_ORDER_ID).isEmpty()
                && !customer.hasId()
                && customer.text(ProfileField.CUSTOMER_CODE).isEmpty()) {
            // The order may need a new customer. Without this check, the row would be refused only during the load.
            customer.requireComplete();
        }
        return new OrderRow(change, created);
    }

    private static Map<OrderDate, Instant> dates(Fields row, RowRules rules) {
        try {
            return SaveOrder.dates(row, rules.zone());
        } catch (ProblemException refused) {
            throw rules.withOtherForm(refused);
        }
    }

    /**
     * The key of a row's order: its ERP order id; empty if none.
     *
     * @throws ProblemException INVALID_VALUE if the key cannot be read
     */
    public static String key(Fields row) {
        return CustomerChange.unlessMissing(row.code("erp_order_id", OrderField.ERP_ORDER_ID.maxLength()));
    }

    /**
     * Reads the rows of one order, each with or without a product. {@link #from} must have read each row before,
     * because it replaces dates in the file's format by ISO dates.
     *
     * @param lastWins whether the last row decides if rows have different values for a field
     */
    public static OrderRow join(List<Fields> rows, RowRules rules, boolean lastWins) {
        return from(FileRow.joined(rows, OrderNames.PRODUCT, OrderNames.PRODUCTS, lastWins), rules.prepared());
    }

    /**
     * The fields of the order and its products that Daybook does not know, to be kept as associate fields. If the rules
     * do not keep unknown fields, such a field is refused, so that it is not lost silently.
     */
    private static Map<String, String> unknown(Fields row, RowRules rules) {
        if (rules.keepUnknown()) {
            return row.restOfAll();
        }
        row.ignored().stream().findFirst().ifPresent(name -> {
            throw Problem.INVALID_VALUE.because(name
                    + ": expected only fields that Daybook knows; with --keep-unknown it is kept as a field of the"
                    + " order's own");
        });
        return Map.of();
    }

    private static CustomerChange customer(Fields row) {
        var customerId = row.id("customer_id");
        var texts = CUSTOMER.read(row);
        return CustomerChange.ofTexts(customerId == 0 ? CustomerChange.NOT_NAMED : customerId, true, texts);
    }
}
