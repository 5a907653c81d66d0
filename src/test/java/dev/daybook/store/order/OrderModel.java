package dev.daybook.store.order;

import dev.daybook.domain.DaySpan;
import dev.daybook.domain.order.OrderFilter;
import dev.daybook.domain.order.OrderIds;
import dev.daybook.domain.order.OrderSpan;
import dev.daybook.domain.order.OrderWord;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Pull Order as the vendor's page describes it, over a list in memory: slow and simple. Shares no code with the stores.
 */
final class OrderModel {
    private static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");

    static final class Row {
        long id;
        long customerId;
        long enquiryId;
        long zoneId;
        long assignedToId;
        Instant createdAt = Instant.EPOCH;
        Instant bookedAt = Instant.EPOCH;
        String name = "";
        String national = "";
        String email = "";
        String city = "";
        String erpId = "";
        String status = "";
        String subStatus = "";
        String attribute = "";
        /** The total in units of 10^-12, the precision of a product of two amounts. */
        BigInteger total = BigInteger.ZERO;
    }

    final List<Row> rows = new ArrayList<>();

    List<Long> pull(OrderFilter filter) {
        return rows.stream()
                .filter(row -> matches(row, filter))
                .sorted(Comparator.comparing((Row row) -> row.createdAt).thenComparing(row -> row.id))
                .map(row -> row.id)
                .toList();
    }

    /** The total as in a document: with a decimal point, and without trailing zeros after the first decimal. */
    String total(long id) {
        var row = rows.stream().filter(one -> one.id == id).findFirst().orElseThrow();
        var digits = row.total.toString();
        var padded = "0".repeat(Math.max(0, 13 - digits.length())) + digits;
        var decimals = padded.substring(padded.length() - 12);
        while (decimals.length() > 1 && decimals.endsWith("0")) {
            decimals = decimals.substring(0, decimals.length() - 1);
        }
        return padded.substring(0, padded.length() - 12) + "." + decimals;
    }

    private static boolean matches(Row row, OrderFilter filter) {
        return (filter.name().isEmpty()
                        || lower(row.name).contains(lower(filter.name().replaceAll(" +", " "))))
                && (filter.phone().isEmpty()
                        || (!row.national.isEmpty() && filter.phone().endsWith(row.national)))
                && (filter.email().isEmpty() || lower(row.email).equals(lower(filter.email())))
                && filter.ids().entrySet().stream().allMatch(list -> has(row, list.getKey(), list.getValue()))
                && filter.words().entrySet().stream().allMatch(list -> has(row, list.getKey(), list.getValue()))
                && filter.attributes().values().stream().allMatch(row.attribute::equals)
                && filter.spans().entrySet().stream().allMatch(span -> has(row, span.getKey(), span.getValue()));
    }

    private static boolean has(Row row, OrderIds list, List<Long> ids) {
        return switch (list) {
            case ORDERS -> ids.contains(row.id);
            case CUSTOMERS, LEADS -> ids.contains(row.customerId);
            case ENQUIRIES -> row.enquiryId != 0 && ids.contains(row.enquiryId);
            case ZONES -> ids.contains(row.zoneId);
            case ASSIGNED, ASSIGNED_TO, CREATED_BY_OR_ASSIGNED -> ids.contains(row.assignedToId);
            case NOT_ASSIGNED_TO -> !ids.contains(row.assignedToId);
        };
    }

    private static boolean has(Row row, OrderWord word, List<String> words) {
        return switch (word) {
            case STATUS, BOOKING_STATUS ->
                words.stream().anyMatch(one -> lower(one).equals(lower(row.status)));
            case SUB_STATUS, BOOKING_SUB_STATUS ->
                words.stream().anyMatch(one -> lower(one).equals(lower(row.subStatus)));
            case CITY -> words.stream().anyMatch(one -> lower(one).equals(lower(row.city)));
            case ERP_ORDER_ID -> words.contains(row.erpId);
            case STATE, COUNTRY, BLOCK, UNIT -> false;
        };
    }

    private static boolean has(Row row, OrderSpan span, DaySpan days) {
        var day = (span == OrderSpan.BOOKED ? row.bookedAt : row.createdAt)
                .atZone(ZONE)
                .toLocalDate();
        return !day.isBefore(days.first()) && !day.isAfter(days.last());
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
