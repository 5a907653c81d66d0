package dev.daybook.wire.ticket;

import dev.daybook.domain.ticket.TicketField;
import dev.daybook.wire.json.TextNames;

/**
 * The names of a ticket's texts in requests, from the vendor's Add and Update Ticket pages (checked 2026-11); texts
 * that these pages lack have their names from Add Customer.
 */
public final class TicketNames {
    /** The names of a ticket's texts in a request. */
    public static final TextNames<TicketField> TEXTS = TextNames.of(TicketField.class)
            .text(TicketField.TITLE, "title")
            .text(TicketField.DETAIL, "ticket_details")
            .word(TicketField.QUEUE, "queue")
            .text(TicketField.DISPOSITION, "disposition")
            .text(TicketField.CLASSIFICATION, "classification")
            .word(TicketField.DUE_DATE, "due_date")
            .text(TicketField.CUSTOMER_NAME, "customer_name")
            .code(TicketField.CUSTOMER_CODE, "customer_code")
            .code(TicketField.PHONE, "phone")
            .word(TicketField.EMAIL, "email_id")
            .text(TicketField.ADDRESS, "address");

    private TicketNames() {}
}
