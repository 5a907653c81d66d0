package dev.daybook.kit;

import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.ticket.AssociateFields;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.domain.ticket.TicketField;
import java.util.Map;
import java.util.Optional;

/** Changes of tickets, for tests. */
public final class TestTickets {
    private TestTickets() {}

    /** A change that gives only texts. */
    public static TicketChange of(Map<TicketField, String> texts) {
        return change("", texts, "");
    }

    /** A change that gives only a customer, by its id or code, and texts. */
    public static TicketChange of(String customerId, Map<TicketField, String> texts) {
        return change("", texts, customerId);
    }

    /** A change that gives only a sub-status, by key or name, and texts. */
    public static TicketChange inSubStatus(String subStatus, Map<TicketField, String> texts) {
        return change(subStatus, texts, "");
    }

    private static TicketChange change(String subStatus, Map<TicketField, String> texts, String customerId) {
        return new TicketChange(
                Optional.empty(),
                subStatus,
                texts,
                customerId,
                Optional.empty(),
                EmployeeName.NOBODY,
                Map.of(),
                "",
                AssociateFields.NONE);
    }
}
