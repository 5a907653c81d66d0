package dev.daybook.domain.ticket;

import dev.daybook.domain.account.EmployeeName;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What one Add or Update Ticket asks for. Only what is given changes.
 *
 * @param status the given status
 * @param subStatus the given sub-status, by key or name; empty if none
 * @param texts the given texts
 * @param customerId the customer by its id, as it was written; empty if not given
 * @param priority the given priority
 * @param assignee the employee to assign it to
 * @param times the given moments: when it is due, when to call back
 * @param comment a note to add, empty for none
 * @param associates the given fields of the account's own
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public record TicketChange(
        Optional<TicketStatus> status,
        String subStatus,
        Map<TicketField, String> texts,
        String customerId,
        Optional<Priority> priority,
        EmployeeName assignee,
        Map<TicketTime, Instant> times,
        String comment,
        AssociateFields associates) {
    /** How many characters a note may have. */
    public static final int MAX_COMMENT = 100_000;

    /** How many notes a ticket may have. */
    public static final int MAX_NOTES = 1_000;

    /** How many bytes of UTF-8 the notes of a ticket may have together. */
    public static final int MAX_NOTE_BYTES = 4_194_304;

    public TicketChange {
        texts = Map.copyOf(texts);
        times = Map.copyOf(times);
    }

    /** One of the given texts, empty if it is not given. */
    public String text(TicketField field) {
        return texts.getOrDefault(field, "");
    }

    /** Whether it gives texts or associate fields, and not only a status, a time, a comment or an employee. */
    public boolean describes() {
        return !texts.isEmpty() || !associates.list().isEmpty() || namesCustomer();
    }

    /** Whether it says anything of a customer. */
    public boolean namesCustomer() {
        return !(customerId.isEmpty()
                && text(TicketField.CUSTOMER_CODE).isEmpty()
                && text(TicketField.PHONE).isEmpty()
                && text(TicketField.EMAIL).isEmpty());
    }
}
