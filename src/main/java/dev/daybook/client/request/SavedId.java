package dev.daybook.client.request;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** An id in the answer to a write. Servers differ in its place, and an answer may have it in several places. */
public enum SavedId {
    CUSTOMER,
    TICKET,
    ORDER,
    ENQUIRY;

    /** The places as JSON pointers. If an answer has the id in several of them, the first one counts. */
    public List<String> places() {
        return switch (this) {
            case CUSTOMER -> List.of("/kapture_customer_id", "/Kapture Customer Id");
            case TICKET -> List.of("/ticket_id", "/ticket/ticketId");
            case ORDER -> List.of("/order_id", "/Order Id");
            case ENQUIRY -> List.of("/enquiry_id", "/Enquiry Id");
        };
    }

    /** The word for the record that has this id. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The id in an answer; 0 if the answer has none. */
    long in(JsonNode answer) {
        return places().stream()
                .mapToLong(place -> answer.at(place).asLong(0))
                .filter(id -> id != 0)
                .findFirst()
                .orElse(0);
    }

    /**
     * The id in an answer.
     *
     * @throws IllegalArgumentException if the answer has none
     */
    long requiredIn(JsonNode answer) {
        var id = in(answer);
        if (id == 0) {
            throw new IllegalArgumentException("the answer does not name the " + word());
        }
        return id;
    }
}
