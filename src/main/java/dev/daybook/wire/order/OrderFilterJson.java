package dev.daybook.wire.order;

import static dev.daybook.wire.json.Fields.MAX_TEXT;

import dev.daybook.domain.DaySpan;
import dev.daybook.domain.order.OrderField;
import dev.daybook.domain.order.OrderFilter;
import dev.daybook.domain.order.OrderIds;
import dev.daybook.domain.order.OrderSpan;
import dev.daybook.domain.order.OrderWord;
import dev.daybook.wire.PullJson;
import dev.daybook.wire.customer.CustomerFilterJson;
import dev.daybook.wire.json.Fields;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The filters of Pull Order. */
final class OrderFilterJson {
    private OrderFilterJson() {}

    static OrderFilter from(Fields fields) {
        var ids = ids(fields);
        var words = words(fields);
        var anywhere = words.containsKey(OrderWord.ERP_ORDER_ID)
                || ids.keySet().stream().anyMatch(OrderIds::isNaming);
        return new OrderFilter(
                fields.text("name", MAX_TEXT),
                CustomerFilterJson.phone(fields),
                fields.word("email", MAX_TEXT),
                ids,
                words,
                fields.id("secondarySourceId"),
                CustomerFilterJson.attributes(fields),
                spans(fields, anywhere),
                byUnkept(fields, anywhere));
    }

    /**
     * Whether the request has a filter of the vendor's page that Daybook cannot apply. Daybook does not store the data,
     * or stores only a text, such as the time of the next follow-up. Then no order matches.
     */
    private static boolean byUnkept(Fields fields, boolean anywhere) {
        var given = false;
        for (var pair : List.of("nextFollowup", "lastFollowup", "expectedClosure")) {
            given |= days(fields, pair, anywhere).isPresent();
        }
        for (var name :
                List.of("clientReferenceIds", "approvedIds", "creatorIdStr", "leadPriorityStr", "pricingStatus")) {
            given |= !fields.words(name).isEmpty();
        }
        return given;
    }

    private static Map<OrderIds, List<Long>> ids(Fields fields) {
        var ids = new EnumMap<OrderIds, List<Long>>(OrderIds.class);
        ids.put(OrderIds.ORDERS, fields.ids("orderIds"));
        ids.put(OrderIds.CUSTOMERS, customers(fields));
        ids.put(OrderIds.LEADS, fields.ids("leadIdStr"));
        ids.put(OrderIds.ENQUIRIES, fields.ids("enquiryIds"));
        ids.put(OrderIds.ZONES, fields.ids("zoneIdStr"));
        ids.put(OrderIds.ASSIGNED, fields.ids("assignIdStr"));
        ids.put(OrderIds.ASSIGNED_TO, fields.ids("assignToIdsStr"));
        ids.put(OrderIds.CREATED_BY_OR_ASSIGNED, fields.ids("creatorOrAssignedIdStr"));
        ids.put(OrderIds.NOT_ASSIGNED_TO, fields.ids("notAssignToIdsStr"));
        ids.values().removeIf(List::isEmpty);
        return ids;
    }

    /**
     * The ids of the customers to filter by, in one of two fields: on the vendor's page, the table has {@code
     * customer_Ids}, but the sample {@code customerIds}.
     */
    private static List<Long> customers(Fields fields) {
        var ids = fields.ids("customerIds");
        var others = fields.ids("customer_Ids");
        return ids.isEmpty() ? others : ids;
    }

    private static Map<OrderWord, List<String>> words(Fields fields) {
        var words = new EnumMap<OrderWord, List<String>>(OrderWord.class);
        words.put(OrderWord.STATUS, fields.words("statusStr"));
        words.put(OrderWord.BOOKING_STATUS, fields.words("bookingStatus"));
        words.put(OrderWord.SUB_STATUS, fields.words("subStatusStr"));
        words.put(OrderWord.BOOKING_SUB_STATUS, fields.words("bookingSubStatus"));
        words.put(OrderWord.CITY, one(fields.word("city", MAX_TEXT)));
        words.put(OrderWord.STATE, one(fields.word("state", MAX_TEXT)));
        words.put(OrderWord.COUNTRY, one(fields.word("country", MAX_TEXT)));
        words.put(OrderWord.ERP_ORDER_ID, one(fields.code("erpOrderId", OrderField.ERP_ORDER_ID.maxLength())));
        words.put(OrderWord.BLOCK, one(fields.word("blockId", OrderField.BLOCK_ID.maxLength())));
        words.put(OrderWord.UNIT, one(fields.word("unitId", OrderField.UNIT_ID.maxLength())));
        words.values().removeIf(List::isEmpty);
        return words;
    }

    private static List<String> one(String word) {
        return word.isEmpty() ? List.of() : List.of(word);
    }

    private static Map<OrderSpan, DaySpan> spans(Fields fields, boolean anywhere) {
        var spans = new EnumMap<OrderSpan, DaySpan>(OrderSpan.class);
        days(fields, "create", anywhere).ifPresent(days -> spans.put(OrderSpan.CREATED, days));
        days(fields, "generation", anywhere).ifPresent(days -> spans.put(OrderSpan.GENERATED, days));
        days(fields, "booking", anywhere).ifPresent(days -> spans.put(OrderSpan.BOOKED, days));
        return spans;
    }

    /**
     * Reads a pair of days, such as {@code createStartDate} and {@code createEndDate}. Both must be given, or none.
     *
     * @param anywhere whether the days may be more than one day apart, because the request names orders, customers or
     *     enquiries
     */
    private static Optional<DaySpan> days(Fields fields, String pair, boolean anywhere) {
        var start = pair + "StartDate";
        var end = pair + "EndDate";
        if (fields.date(start).isEmpty() && fields.date(end).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(anywhere ? PullJson.days(fields, start, end) : PullJson.range(fields, start, end));
    }
}
