package dev.daybook.domain.order;

import dev.daybook.domain.DaySpan;
import dev.daybook.domain.Window;
import dev.daybook.domain.customer.FreeText;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The filter of Pull Order. All given criteria must match. Empty texts, missing map keys and 0 mean "any".
 *
 * @param name a part of the customer's name, ignoring case
 * @param phone the customer's or the contact's phone
 * @param email the customer's or the contact's e-mail, ignoring case
 * @param ids the given ids, by kind of list; {@link OrderIds} says how they match
 * @param words the given words, by kind of word; an order must have one of the words of each kind
 * @param secondarySourceId the id of the customer's secondary source
 * @param attributes the value of an attribute, by attribute number (1 to 15)
 * @param spans the days on which an event, such as the booking, must have happened, by kind of event
 * @param byUnkept whether the request filters by data that Daybook does not store, or stores only as a text that it
 *     cannot compare; then no order matches
 */
public record OrderFilter(
        String name,
        String phone,
        String email,
        Map<OrderIds, List<Long>> ids,
        Map<OrderWord, List<String>> words,
        long secondarySourceId,
        Map<Integer, String> attributes,
        Map<OrderSpan, DaySpan> spans,
        boolean byUnkept) {
    /** Matches every order. */
    public static final OrderFilter NONE =
            new OrderFilter("", "", "", Map.of(), Map.of(), 0, Map.of(), Map.of(), false);

    public OrderFilter {
        ids = Map.copyOf(ids);
        words = Map.copyOf(words);
        attributes = Map.copyOf(attributes);
        spans = Map.copyOf(spans);
    }

    /**
     * The window of creation: the days of {@link OrderSpan#CREATED} or {@link OrderSpan#GENERATED}, or the common days
     * if both are given; empty if neither is.
     *
     * @param zone the time zone of the days
     */
    public Optional<Window> created(ZoneId zone) {
        return Stream.of(OrderSpan.CREATED, OrderSpan.GENERATED)
                .flatMap(span -> Optional.ofNullable(spans.get(span)).stream())
                .map(days -> days.in(zone))
                .reduce(Window::intersection);
    }

    /** Whether this filter uses a phone, an e-mail, or an attribute that looks like one. Masking hides such values. */
    public boolean asksForHidden() {
        return !phone.isEmpty()
                || !email.isEmpty()
                || attributes.values().stream().anyMatch(FreeText::isHidden);
    }
}
