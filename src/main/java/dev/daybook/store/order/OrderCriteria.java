package dev.daybook.store.order;

import dev.daybook.domain.Phone;
import dev.daybook.domain.TextKey;
import dev.daybook.domain.Window;
import dev.daybook.domain.message.Blanks;
import dev.daybook.domain.order.OrderFilter;
import dev.daybook.domain.order.OrderIds;
import dev.daybook.domain.order.OrderSpan;
import dev.daybook.domain.order.OrderWord;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.record.Criteria;
import dev.daybook.store.record.PhoneMatch;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Translates the filters of Pull Order into SQL. */
public final class OrderCriteria {
    /**
     * Orders whose customer or contact has the phone of the filter. Two queries in one IN list, joined by UNION ALL:
     * with OR instead, SQLite would scan all orders. The second query finds the orders whose contact's phone has other
     * last digits than the customer's phone; only these orders are in the index of contacts.
     */
    private static final String PHONE =
            """
            r.id IN (SELECT s.id FROM sales_order s
             WHERE s.cm_id = :cmId AND s.customer_phone_tail <> '' AND s.customer_phone_tail = :tail AND (%1$s OR %2$s)
             UNION ALL SELECT s.id FROM sales_order s
             WHERE s.cm_id = :cmId AND s.contact_phone_tail <> '' AND s.contact_phone_tail <> s.customer_phone_tail
              AND %2$s)""".formatted(PhoneMatch.sql("s.customer_phone"), PhoneMatch.sql("s.contact_phone"));

    private static final String EMAIL = """
            r.id IN (SELECT s.id FROM sales_order s
             WHERE s.cm_id = :cmId AND s.customer_email_key <> '' AND s.customer_email_key = :email
             UNION ALL SELECT s.id FROM sales_order s
             WHERE s.cm_id = :cmId AND s.contact_email_key <> '' AND s.contact_email_key <> s.customer_email_key
              AND s.contact_email_key = :email)""";

    /**
     * Looks up the few matching orders first. Otherwise the database would scan all documents in the order of creation.
     */
    private static final String FEW = """
            d.created_at IN (SELECT r.created_at FROM sales_order r WHERE r.cm_id = :cmId AND r.deleted_at = 0 AND %s)""";

    private static final String BOOKED = "r.booking_at >= :bookedFrom AND r.booking_at < :bookedTo";

    private static final String SOURCE = """
            r.customer_id IN (SELECT c.id FROM customer c
             WHERE c.cm_id = :cmId AND c.deleted_at = 0 AND c.secondary_source_id = :secondarySourceId)""";

    private static final String ATTRIBUTE = """
            EXISTS (SELECT 1 FROM sales_order_attribute a WHERE a.cm_id = :cmId AND a.order_id = r.id
             AND a.number = %1$d AND a.value = :attr%1$d)""";

    /**
     * All white space and no-break spaces, to remove from both ends of stored texts. The words of a filter have none
     * there.
     */
    private static final String BLANKS = IntStream.rangeClosed(0, Character.MAX_VALUE)
            .filter(Blanks::isBlank)
            .mapToObj(Character::toString)
            .collect(Collectors.joining());

    private OrderCriteria() {}

    /**
     * The conditions that orders must match in addition to the window of their creation.
     *
     * @param zone the time zone of the account, in which the days of the filter start and end
     */
    public static Criteria of(OrderFilter filter, ZoneId zone) {
        var criteria = new Criteria()
                .andPart("r.customer_name_key", "name", TextKey.ofName(filter.name()))
                .andText(EMAIL, "email", TextKey.of(filter.email()));
        if (!filter.phone().isEmpty()) {
            criteria.and(PHONE);
            PhoneMatch.values(Phone.of(filter.phone())).forEach(criteria::value);
        }
        var few = few(filter);
        if (!few.isEmpty()) {
            criteria.and(FEW.formatted(String.join(" AND ", few)));
        } else if (hasOneStatus(filter)) {
            // The index of statuses is in the order of a pull. It has only orders that are not deleted, so the query
            // must repeat this condition.
            criteria.and("r.deleted_at = 0").inOrderOfRecords();
        }
        filter.ids().forEach((list, ids) -> criteria.andAny(clause(list), list.name(), ids));
        filter.words()
                .forEach((word, values) -> criteria.andAny(
                        clause(word),
                        word.name(),
                        word.isExact()
                                ? values
                                : values.stream().map(TextKey::of).toList()));
        if (filter.secondarySourceId() != 0) {
            criteria.and(SOURCE, "secondarySourceId", filter.secondarySourceId());
        }
        filter.attributes()
                .forEach((number, value) -> criteria.and(ATTRIBUTE.formatted(number), "attr" + number, value));
        if (filter.spans().containsKey(OrderSpan.BOOKED)) {
            var booked = filter.spans().get(OrderSpan.BOOKED).in(zone);
            criteria.and(BOOKED)
                    .value("bookedFrom", EpochMillis.column(booked.start()))
                    .value("bookedTo", EpochMillis.column(booked.end()));
        }
        return criteria;
    }

    /** The conditions that few orders match. The database can look up each of them in an index. */
    private static List<String> few(OrderFilter filter) {
        var few = new ArrayList<String>();
        if (!filter.phone().isEmpty()) {
            few.add(PHONE);
        }
        if (!filter.email().isEmpty()) {
            few.add(EMAIL);
        }
        filter.ids().keySet().stream()
                .filter(OrderIds::isNaming)
                .map(OrderCriteria::clause)
                .forEach(few::add);
        if (filter.words().containsKey(OrderWord.ERP_ORDER_ID)) {
            few.add("r.erp_order_id <> '' AND " + clause(OrderWord.ERP_ORDER_ID));
        }
        if (filter.spans().containsKey(OrderSpan.BOOKED)) {
            few.add(BOOKED);
        }
        return few;
    }

    private static boolean hasOneStatus(OrderFilter filter) {
        return Stream.of(OrderWord.STATUS, OrderWord.BOOKING_STATUS)
                .anyMatch(word -> filter.words().getOrDefault(word, List.of()).size() == 1);
    }

    /**
     * The window of creation instants to read: that of the filter, or all instants if the filter has none. If the
     * filter needs a value that Daybook does not store, no order matches, so the window is empty.
     */
    public static Window created(OrderFilter filter, ZoneId zone) {
        return filter.byUnkept() ? Window.NEVER : filter.created(zone).orElse(Window.ALWAYS);
    }

    private static String clause(OrderIds list) {
        var column = switch (list) {
            case ORDERS -> "r.id";
            case CUSTOMERS, LEADS -> "r.customer_id";
            case ENQUIRIES -> "r.enquiry_id";
            case ZONES -> "r.zone_id";
            case ASSIGNED, ASSIGNED_TO, CREATED_BY_OR_ASSIGNED, NOT_ASSIGNED_TO -> "r.assigned_to_id";
        };
        var only = list == OrderIds.ENQUIRIES ? "r.enquiry_id <> 0 AND " : "";
        return only + column + (list == OrderIds.NOT_ASSIGNED_TO ? " NOT IN (<" : " IN (<") + list + ">)";
    }

    private static String clause(OrderWord word) {
        return column(word) + " IN (<" + word + ">)";
    }

    private static String column(OrderWord word) {
        return switch (word) {
            case STATUS, BOOKING_STATUS -> "r.order_status_key";
            case SUB_STATUS, BOOKING_SUB_STATUS -> "r.order_sub_status_key";
            case CITY -> stripped("r.city_key");
            case STATE -> stripped("r.state_key");
            case COUNTRY -> stripped("r.country_key");
            case ERP_ORDER_ID -> "r.erp_order_id";
            case BLOCK -> "r.block_id";
            case UNIT -> "r.unit_id";
        };
    }

    /**
     * SQL for a city, state or country without the blanks around it. The column has the folded text with these blanks,
     * but the word of a filter has none. No index contains this value.
     */
    private static String stripped(String column) {
        return "trim(" + column + ", '" + BLANKS + "')";
    }
}
