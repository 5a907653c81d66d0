package dev.daybook.wire.ticket;

import dev.daybook.domain.ticket.TicketField;
import dev.daybook.wire.TextNames;

/**
 * What requests call the texts of a ticket: the names of the vendor's Add and Update Ticket pages (checked 2026-11), and
 * for texts that these lack those of Add Customer.
 */
public final class TicketNames {
    /** Those of a ticket in a request. */
    public static final TextNames<TicketField> TEXTS = TextNames.of(TicketField.class)
            .text(TicketField.TITLE, "title")
            .text(TicketField.DETAIL, "ticket_details")
            .word(TicketField.QUEUE, "queue")
            .text(TicketField.DISPOSITION, "disposition")
            .text(TicketField.CLASSIFICATION, "classification")
            .word(TicketField.DUE_DATE, "due_date")
            .text(TicketField.CUSTOMER_NAME, "customer_name")
            .word(TicketField.CUSTOMER_CODE, "customer_code")
            .word(TicketField.PHONE, "phone")
            .word(TicketField.EMAIL, "email_id")
            .text(TicketField.ADDRESS, "address");

    private TicketNames() {}
}
