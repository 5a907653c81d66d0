package dev.daybook.console.page.ticket;

import dev.daybook.console.frame.Visit;
import dev.daybook.domain.ticket.Priority;
import dev.daybook.domain.ticket.TicketStatus;
import dev.daybook.store.ticket.TicketList;
import java.util.OptionalLong;

/**
 * The chosen filter and order of the queue.
 *
 * @param status P for pending, C for complete, or all
 * @param priority the number of a priority, empty for any
 * @param assignee the id of an employee, 0 for nobody, empty for any
 * @param customer the id of a customer, empty for any
 * @param late 1 for late tickets only
 * @param order {@code due} to sort by due time, {@code new} for the newest first
 */
public record Chosen(String status, String priority, String assignee, String customer, String late, String order) {
    static Chosen of(Visit visit) {
        var status = visit.query("status");
        return new Chosen(
                status.equals("C") || status.equals("all") ? status : "P",
                visit.query("priority"),
                visit.query("assignee"),
                visit.queryNumber("customer")
                        .filter(id -> id > 0)
                        .map(String::valueOf)
                        .orElse(""),
                visit.query("late"),
                visit.query("order").equals("due") ? "due" : "new");
    }

    TicketList.Filter filter() {
        return new TicketList.Filter(
                TicketStatus.of(status),
                Priority.of(priority),
                Visit.digits(assignee).map(OptionalLong::of).orElse(OptionalLong.empty()),
                Visit.digits(customer).map(OptionalLong::of).orElse(OptionalLong.empty()),
                late.equals("1"),
                isDueFirst());
    }

    /** Whether only pending tickets with a due time are shown, those with the earliest due time first. */
    public boolean isDueFirst() {
        return order.equals("due") && status.equals("P");
    }

    /** The chosen filter and order as the query of a URL. */
    public String query() {
        return "status=" + status + "&priority=" + digitsOf(priority) + "&assignee=" + digitsOf(assignee) + "&late="
                + (late.equals("1") ? "1" : "") + "&order=" + order
                + (customer.isEmpty() ? "" : "&customer=" + customer);
    }

    /** This choice for all customers. */
    public Chosen ofAll() {
        return new Chosen(status, priority, assignee, "", late, order);
    }

    /**
     * The chosen filter and order, and the cursor {@code after}, as the query of a URL. The cursor of the first
     * page is empty, and is left out.
     */
    public String query(String after) {
        return (after.isEmpty() ? "" : "after=" + after + "&") + query();
    }

    private static String digitsOf(String text) {
        return text.matches("[0-9]{1,18}") ? text : "";
    }

    /** Whether the queue has no filter except the status. {@link #isDueFirst} is a filter too. */
    public boolean isAll() {
        return priority.isEmpty() && assignee.isEmpty() && customer.isEmpty() && late.isEmpty() && !isDueFirst();
    }
}
