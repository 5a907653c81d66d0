package dev.daybook.wire.ticket;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.daybook.domain.ticket.Ticket;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.wire.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * The body that is posted when the status of a ticket changed. It has the names of status and sub-status, not their
 * keys. The vendor's reference does not define this body. Some known receivers read the sub-status as {@code
 * subStatus}, some as {@code sub_status}, so the body has both.
 */
public final class StatusChange {
    private StatusChange() {}

    /** The body for the current state of a ticket. */
    public static String body(Ticket ticket) {
        var subStatus = ticket.subStatus().name();
        return Json.MAPPER.writeValueAsString(new Body(
                Long.toString(ticket.number()),
                ticket.status().label(),
                subStatus,
                subStatus,
                ticket.text(TicketField.QUEUE),
                null));
    }

    /** The body of a test call, with a ticket id that no ticket has. */
    public static String testBody() {
        return Json.MAPPER.writeValueAsString(new Body("0", "Pending", "Test", "Test", "", true));
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Body(
            String ticketId,
            String status,
            String subStatus,
            @JsonProperty("sub_status") String otherSubStatus,
            String queue,
            @Nullable Boolean test) {}
}
