package dev.daybook.domain.order;

import dev.daybook.domain.AssociateFieldLimits;
import dev.daybook.domain.StoredRecord;
import dev.daybook.domain.customer.FreeText;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * An order as it is stored, with its products.
 *
 * @param id unique within the deployment and never used again
 * @param createdAt when it was created, to the millisecond
 * @param modifiedAt when it last changed, to the millisecond
 * @param enquiryId the enquiry that it belongs to, 0 if none
 * @param zoneId its zone in the account's list, 0 if none
 * @param assignedToId the employee it is assigned to, 0 if none
 * @param texts its texts; a field that is not in the map is empty
 * @param dates its times; a missing one is not set
 * @param amounts its amounts; a missing one is zero
 * @param products its lines, in the order in which they were given
 * @param attributes its attributes by number (1 to 15)
 * @param associates its associate fields: name to JSON text
 */
public record Order(
        long cmId,
        long id,
        Instant createdAt,
        Instant modifiedAt,
        Buyer buyer,
        long enquiryId,
        long zoneId,
        long assignedToId,
        Map<OrderField, String> texts,
        Map<OrderDate, Instant> dates,
        Map<OrderAmount, Amount> amounts,
        List<Product> products,
        Map<Integer, String> attributes,
        Map<String, String> associates)
        implements StoredRecord {
    public Order {
        texts = Map.copyOf(texts);
        dates = Map.copyOf(dates);
        amounts = Map.copyOf(amounts);
        products = List.copyOf(products);
        attributes = Map.copyOf(attributes);
        associates = Map.copyOf(associates);
    }

    /** A new order before its first change: it has a buyer and a zone, and is booked at its creation. */
    public static Order blank(long cmId, long id, Instant createdAt, Buyer buyer, long zoneId) {
        return new Order(
                cmId,
                id,
                createdAt,
                createdAt,
                buyer,
                0,
                zoneId,
                0,
                Map.of(),
                Map.of(OrderDate.BOOKING, createdAt),
                Map.of(),
                List.of(),
                Map.of(),
                Map.of());
    }

    /**
     * This order, but with the buyer, texts, products and fields of another version of it. If the document of the
     * result is shorter than that of this order, the other version has shorter texts.
     */
    public Order withTextsOf(Order other) {
        return new Order(
                cmId,
                id,
                createdAt,
                modifiedAt,
                other.buyer,
                enquiryId,
                zoneId,
                assignedToId,
                other.texts,
                dates,
                amounts,
                other.products,
                other.attributes,
                other.associates);
    }

    /** A text of this order; empty if it is not set. */
    public String text(OrderField field) {
        return texts.getOrDefault(field, "");
    }

    /** An amount of this order; zero if it is not set. */
    public Amount amount(OrderAmount amount) {
        return amounts.getOrDefault(amount, Amount.ZERO);
    }

    /** The unpaid amount; negative if too much was paid. */
    public Amount outstanding() {
        return amount(OrderAmount.GRAND_TOTAL).minus(amount(OrderAmount.TOTAL_PAID));
    }

    /**
     * The values that a change needs in addition to the order.
     *
     * @param enquiryId the enquiry that the order belongs to; 0 if none
     * @param zoneId the zone in the change, or the order's current one
     * @param assignedToId the employee in the change, or the order's current one
     * @param unmasked makes the new value of an associate field from its stored and its given JSON. The new value is
     *     the given one, but a part that equals the masked form of the stored part becomes the stored part
     */
    public record Context(
            Buyer buyer,
            long enquiryId,
            long zoneId,
            long assignedToId,
            Instant now,
            BinaryOperator<String> unmasked) {}

    /**
     * This order after a change. If the change has lines but no total, the total is the sum of the lines. A given text
     * or associate field that is only the masked form of the stored one changes nothing; a given name of an associate
     * field that is the masked form of a stored name means that field.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if the order's associate fields would exceed a limit
     */
    public Order with(OrderChange change, Context context) {
        var totals = new EnumMap<OrderAmount, Amount>(OrderAmount.class);
        totals.putAll(amounts);
        if (!change.products().isEmpty()) {
            totals.put(OrderAmount.GRAND_TOTAL, Product.total(change.products()));
        }
        totals.putAll(change.amounts());
        return new Order(
                cmId,
                id,
                createdAt,
                context.now,
                context.buyer,
                context.enquiryId,
                context.zoneId,
                context.assignedToId,
                merged(texts, change.texts(), FreeText::unmasked),
                merged(dates, change.dates(), (known, given) -> given),
                totals,
                change.products().isEmpty() ? products : change.products(),
                merged(attributes, change.details().attributes(), FreeText::unmasked),
                associates(change.details().associates(), context.unmasked));
    }

    private Map<String, String> associates(Map<String, String> given, BinaryOperator<String> unmasked) {
        if (given.isEmpty()) {
            return associates;
        }
        // Answers show the names sorted, and masked names that look alike are numbered in this order.
        var names = new FreeText.Names(new TreeMap<>(associates).keySet());
        var all = new HashMap<>(associates);
        new TreeMap<>(given).forEach((name, json) -> all.merge(names.meant(name), json, unmasked));
        AssociateFieldLimits.check(all);
        return all;
    }

    private static <K, V> Map<K, V> merged(Map<K, V> before, Map<K, V> given, BinaryOperator<V> value) {
        var all = new HashMap<>(before);
        given.forEach((key, one) -> all.merge(key, one, value));
        return all;
    }
}
