package dev.daybook.store.order;

import dev.daybook.domain.Phone;
import dev.daybook.domain.TextKey;
import dev.daybook.domain.Window;
import dev.daybook.domain.order.OrderFilter;
import dev.daybook.domain.order.OrderIds;
import dev.daybook.domain.order.OrderSpan;
import dev.daybook.domain.order.OrderWord;
import dev.daybook.store.Times;
import dev.daybook.store.record.Criteria;
import dev.daybook.store.record.SamePhone;
import java.time.Instant;
import java.time.ZoneId;

/** The criteria of Pull Order as SQL. */
public final class OrderCriteria {
    /** All times there are. */
    private static final Window ALWAYS = new Window(Instant.ofEpochMilli(Long.MIN_VALUE), Instant.MAX);

    private static final String PHONE = "((r.customer_phone_tail <> '' AND "
            + SamePhone.sql("r.customer_phone")
            + ") OR (r.contact_phone_tail <> '' AND "
            + SamePhone.sql("r.contact_phone")
            + "))";

    private static final String EMAIL = """
            ((r.customer_email_key <> '' AND r.customer_email_key = :email)
             OR (r.contact_email_key <> '' AND r.contact_email_key = :email))""";

    private static final String SOURCE = """
            r.customer_id IN (SELECT c.id FROM customer c
             WHERE c.cm_id = :cmId AND c.deleted_at = 0 AND c.secondary_source_id = :secondarySourceId)""";

    private static final String ATTRIBUTE = """
            EXISTS (SELECT 1 FROM sales_order_attribute a WHERE a.cm_id = :cmId AND a.order_id = r.id
             AND a.number = %1$d AND a.value = :attr%1$d)""";

    private OrderCriteria() {}

    /**
     * What orders must match beside the days of their creation.
     *
     * @param zone the account's, in which days are
     * @param masked whether phones may be compared only as they are
     */
    public static Criteria of(OrderFilter filter, ZoneId zone, boolean masked) {
        var criteria = new Criteria();
        var name = TextKey.of(filter.name()).replaceAll("([!%_])", "!$1");
        criteria.andIf(!name.isEmpty(), "r.customer_name_key LIKE :name ESCAPE '!'", "name", "%" + name + "%");
        if (!filter.phone().isEmpty()) {
            criteria.and(PHONE);
            SamePhone.values(Phone.of(filter.phone()), !masked).forEach(criteria::value);
        }
        criteria.andIf(!filter.email().isEmpty(), EMAIL, "email", TextKey.of(filter.email()));
        filter.ids().forEach((list, ids) -> criteria.andAny(clause(list), list.name(), ids));
        filter.words()
                .forEach((word, values) -> criteria.andAny(
                        column(word) + " IN (<" + word.name() + ">)",
                        word.name(),
                        word.isExact()
                                ? values
                                : values.stream().map(TextKey::of).toList()));
        criteria.andIf(filter.secondarySourceId() != 0, SOURCE, "secondarySourceId", filter.secondarySourceId());
        filter.attributes()
                .forEach((number, value) -> criteria.andIf(true, ATTRIBUTE.formatted(number), "attr" + number, value));
        filter.spans().forEach((span, days) -> addSpan(criteria, span, days.in(zone)));
        if (!filter.equals(OrderFilter.NONE)) {
            // So that the database may also go from few orders to their documents, not only through all documents.
            criteria.and("r.created_at = d.created_at");
        }
        return criteria;
    }

    /** The window of creation that orders are asked for by; all times if they are not. */
    public static Window created(OrderFilter filter, ZoneId zone) {
        var days = filter.spans().get(OrderSpan.CREATED);
        return days == null ? ALWAYS : days.in(zone);
    }

    private static void addSpan(Criteria criteria, OrderSpan span, Window window) {
        if (span != OrderSpan.CREATED) {
            var column = span == OrderSpan.BOOKED ? "r.booking_at" : "r.created_at";
            var start = span.name() + "_START";
            var end = span.name() + "_END";
            criteria.and(column + " >= :" + start + " AND " + column + " < :" + end)
                    .value(start, Times.column(window.start()))
                    .value(end, Times.column(window.end()));
        }
    }

    private static String clause(OrderIds list) {
        var column = switch (list) {
            case ORDERS -> "r.id";
            case CUSTOMERS, LEADS -> "r.customer_id";
            case ENQUIRIES -> "r.enquiry_id";
            case ZONES -> "r.zone_id";
            case ASSIGNED, ASSIGNED_TO, CREATED_BY_OR_ASSIGNED, NOT_ASSIGNED_TO -> "r.assigned_to_id";
        };
        return column + (list == OrderIds.NOT_ASSIGNED_TO ? " NOT IN (<" : " IN (<") + list.name() + ">)";
    }

    private static String column(OrderWord word) {
        return switch (word) {
            case STATUS, BOOKING_STATUS -> "r.order_status_key";
            case SUB_STATUS, BOOKING_SUB_STATUS -> "r.order_sub_status_key";
            case CITY -> "r.city_key";
            case STATE -> "r.state_key";
            case COUNTRY -> "r.country_key";
            case ERP_ORDER_ID -> "r.erp_order_id";
            case BLOCK -> "r.block_id";
            case UNIT -> "r.unit_id";
        };
    }
}
