package dev.daybook.store.ticket;

import dev.daybook.domain.ticket.Ticket;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.domain.ticket.TicketTime;
import dev.daybook.store.RowBatch;
import dev.daybook.store.Times;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;

/** The columns of a ticket's row that a change of the ticket may change, each with what a ticket has there. */
@SuppressWarnings("ImmutableEnumChecker") // the functions have nothing to change
enum TicketColumn {
    STATUS(ticket -> ticket.status().key()),
    SUB_STATUS(ticket -> ticket.subStatus().key()),
    CUSTOMER_ID(ticket -> ticket.customer().customerId()),
    CONTACT_ID(ticket -> ticket.customer().contactId()),
    PRIORITY(ticket -> ticket.priority().number()),
    ASSIGNED_TO_ID(ticket -> ticket.assignee().id()),
    DUE(TicketTime.DUE),
    CALL_BACK(TicketTime.CALL_BACK),
    FOLLOW_UP(TicketTime.FOLLOW_UP),
    ENDED(TicketTime.ENDED),
    CONVERSATION(TicketTime.CONVERSATION),
    LATE(ticket -> ticket.late() ? 1 : 0),
    TAT_MINUTES(ticket -> ticket.taken().toMinutes()),
    SLA_MINUTES(ticket -> ticket.allowed().toMinutes()),
    NOTES(Ticket::notes),
    TITLE(TicketField.TITLE),
    DETAIL(TicketField.DETAIL),
    QUEUE(TicketField.QUEUE),
    DISPOSITION(TicketField.DISPOSITION),
    CLASSIFICATION(TicketField.CLASSIFICATION),
    DUE_DATE(TicketField.DUE_DATE),
    CUSTOMER_NAME(TicketField.CUSTOMER_NAME),
    CUSTOMER_CODE(TicketField.CUSTOMER_CODE),
    PHONE(TicketField.PHONE),
    EMAIL(TicketField.EMAIL),
    ADDRESS(TicketField.ADDRESS);

    private final Function<Ticket, Object> value;

    TicketColumn(Function<Ticket, Object> value) {
        this.value = value;
    }

    TicketColumn(TicketTime time) {
        this(ticket -> Times.column(ticket.time(time).orElse(Instant.EPOCH)));
    }

    TicketColumn(TicketField field) {
        this(ticket -> ticket.text(field));
    }

    /** Its name in SQL. */
    String sql() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Puts what a ticket has there at the next place of a row. */
    void addTo(RowBatch row, Ticket ticket) {
        var held = value.apply(ticket);
        if (held instanceof Number number) {
            row.add(number.longValue());
        } else {
            row.add(held.toString());
        }
    }

    /** Whether two tickets have there what is not the same. */
    boolean differs(Ticket one, Ticket other) {
        return !value.apply(one).equals(value.apply(other));
    }
}
