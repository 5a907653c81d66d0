package dev.daybook.wire.order;

import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.FlagsChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.domain.order.OrderField;
import dev.daybook.wire.Fields;
import dev.daybook.wire.RowTime;
import dev.daybook.wire.Texts;
import dev.daybook.wire.customer.CustomerFilterJson;
import dev.daybook.wire.customer.SaveCustomer;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One order of a file to import, or one product of it: a flat object or a row of texts. The names are those of the
 * vendor's older Order Push where it has one.
 *
 * @param change what the row says of the order
 * @param createdAt when the order was created, if the row says so
 * @param isLine whether the row has a product in fields of its own
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public record OrderRow(OrderChange change, Optional<Instant> createdAt, boolean isLine) {
    private static final List<String> LINE =
            List.of("sku_id", "product_name", "parent_product_name", "rate", "quantity", "discount");

    private static final List<String> OTHERS = List.of(
            "erp_order_id",
            "created_at",
            "create_date",
            "order_status",
            "order_sub_status",
            "order_type",
            "customer_id",
            "customer_code",
            "customer_name",
            "phone",
            "email",
            "city",
            "state",
            "country",
            "address",
            "shipping_address",
            "zip_code",
            "grand_total",
            "total_paid",
            "payment_mode",
            "transaction",
            "expected_delivery_date",
            "zone",
            "assigned_to",
            "block_id",
            "unit_id",
            "remarks",
            "product_details");

    /** The names of all fields. */
    public static final List<String> FIELDS = Stream.of(
                    OTHERS.stream(), LINE.stream(), IntStream.rangeClosed(1, 15).mapToObj(number -> "attr" + number))
            .flatMap(names -> names)
            .toList();

    /**
     * Reads a row.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE or CUSTOMER_INCOMPLETE
     */
    public static OrderRow from(Fields row, ZoneId zone) {
        var createdAt = row.word("created_at", RowTime.MAX_LENGTH);
        var created = createdAt.isEmpty()
                ? Optional.<Instant>empty()
                : Optional.of(RowTime.parse(createdAt, zone)
                        .orElseThrow(() -> row.invalid("created_at", RowTime.EXPECTATION)));
        var isLine = LINE.stream().anyMatch(row::has);
        if (isLine && row.has("product_details")) {
            throw row.invalid("product_details", "either this or the fields of one product, found both");
        }
        var change = new OrderChange(
                0,
                true,
                SaveOrder.texts(row),
                SaveOrder.dates(row, zone),
                SaveOrder.amounts(row),
                row.word("zone", SaveCustomer.MAX_NAME),
                new EmployeeName(row.word("assigned_to", SaveCustomer.MAX_NAME), "", ""),
                isLine ? List.of(SaveOrder.product(row)) : SaveOrder.products(row),
                CustomerFilterJson.attributes(row),
                Map.of(),
                customer(row));
        if (change.text(OrderField.ERP_ORDER_ID).isEmpty() && change.customer().customerId() == OrderChange.NOT_NAMED) {
            // Nothing else can tell who ordered: refuse the row here, where its line is known.
            change.customer().of(0);
        }
        return new OrderRow(change, created, isLine);
    }

    private static CustomerChange customer(Fields row) {
        var customerId = row.number("customer_id");
        var texts = new Texts<>(ProfileField.class, row)
                .text(ProfileField.NAME, "customer_name")
                .word(ProfileField.CUSTOMER_CODE, "customer_code")
                .word(ProfileField.PHONE, "phone")
                .word(ProfileField.EMAIL, "email")
                .text(ProfileField.CITY, "city")
                .text(ProfileField.STATE, "state")
                .text(ProfileField.COUNTRY, "country")
                .given();
        return new CustomerChange(
                customerId == 0 ? OrderChange.NOT_NAMED : customerId,
                true,
                texts,
                FlagsChange.NONE,
                Map.of(),
                EmployeeName.NOBODY,
                Map.of(),
                Map.of(),
                List.of(),
                Optional.empty());
    }
}
