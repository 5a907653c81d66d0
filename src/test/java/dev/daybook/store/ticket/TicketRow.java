package dev.daybook.store.ticket;

import dev.daybook.domain.ticket.Priority;
import dev.daybook.domain.ticket.TicketStatus;

/** Row of the table of tickets, without texts. */
record TicketRow(
        long cmId,
        long id,
        long createdAt,
        TicketStatus status,
        Priority priority,
        long assignee,
        long customer,
        long due,
        boolean late) {
    /** The SQL of the value in a column. */
    String value(String column) {
        return switch (column) {
            case "cm_id" -> Long.toString(cmId);
            case "id", "number" -> Long.toString(id);
            case "created_at" -> Long.toString(createdAt);
            case "status" -> "'" + status.key() + "'";
            case "priority" -> Integer.toString(priority.number());
            case "assigned_to_id" -> Long.toString(assignee);
            case "customer_id" -> Long.toString(customer);
            case "due" -> Long.toString(due);
            case "sub_status" -> "'US'";
            case "late" -> late ? "1" : "0";
            default ->
                column.matches("title|detail|queue|disposition|classification|due_date|customer_(name|code)"
                                + "|phone|email|address")
                        ? "''"
                        : "0";
        };
    }
}
