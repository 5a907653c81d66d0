package dev.daybook.console.page;

import dev.daybook.console.frame.PageAnswer;
import dev.daybook.console.frame.Sight;
import dev.daybook.console.frame.Visit;
import dev.daybook.domain.PagePosition;
import dev.daybook.domain.Problem;
import dev.daybook.domain.Window;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.customer.Customer;
import dev.daybook.domain.customer.EnquiryField;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.order.Order;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.Right;
import dev.daybook.domain.ticket.Ticket;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.store.Database;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.ListStore;
import dev.daybook.store.customer.CustomerParts;
import dev.daybook.store.customer.CustomerSearch;
import dev.daybook.store.customer.CustomerTable;
import dev.daybook.store.order.OrderList;
import dev.daybook.store.ticket.TicketList;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pages to find a customer and to read all about it. */
public final class CustomerPages {
    private static final int ROWS = 25;
    private static final int LINES = 50;

    private final Database database;

    public CustomerPages(Database database) {
        this.database = database;
    }

    /**
     * Customers in a list. Phones and e-mails in the list are masked for everyone; the page of a customer shows them to
     * people with {@link Right#SEE_REACH}.
     *
     * @param words the words to search for, empty for the newest customers
     * @param from the first day, empty for any
     * @param to the last day, empty for any
     * @param cut whether more may match than are shown
     * @param next the cursor of the next page, empty if there is none
     */
    public record Found(String words, String from, String to, List<Customer> customers, boolean cut, String next) {
        /** The masking of the customers in the list. */
        public Sight sight() {
            return new Sight(true);
        }

        /** Whether the list has no search and no filter. */
        public boolean isAll() {
            return words.isEmpty() && from.isEmpty() && to.isEmpty();
        }
    }

    /**
     * A line of a customer's time line.
     *
     * @param at the time of creation
     * @param kind one of the words {@code created}, {@code enquiry}, {@code ticket} and {@code order}
     * @param title the subject, such as a ticket's title, maybe empty
     * @param detail more, such as a ticket's sub-status, maybe empty
     * @param link the path within the account, empty if there is none
     */
    public record Line(Instant at, String kind, String title, String detail, String link) {}

    /**
     * A customer.
     *
     * @param parts the customer with its parts
     * @param sight the masking of its texts
     * @param named the names of its sales zone and its sources
     * @param assignee the name of the employee to whom the customer is assigned, maybe empty
     * @param lines its time line, the newest first
     * @param cut whether the customer has more tickets, orders or enquiries than the time line shows
     */
    public record Shown(
            CustomerParts parts,
            Sight sight,
            Map<AccountList, String> named,
            String assignee,
            List<Line> lines,
            boolean cut) {
        /** The most tickets that a time line shows, and also the most orders. */
        public int most() {
            return LINES;
        }

        /** The customer. */
        public Customer customer() {
            return parts.customer();
        }
    }

    /** The name of a customer; if it has none, its id. */
    public static String title(Customer customer) {
        var name = customer.text(ProfileField.NAME);
        return name.isEmpty() ? Long.toString(customer.id()) : name;
    }

    /** The name of the customer with this id; the id if there is no such customer, or no name. */
    public static String name(Transaction transaction, long cmId, long id) {
        return CustomerTable.select(transaction, cmId, List.of(id)).stream()
                .map(CustomerPages::title)
                .findFirst()
                .orElse(Long.toString(id));
    }

    /** GET customers. */
    public PageAnswer list(Visit visit) {
        var words = visit.query("q");
        return PageAnswer.page(
                "customers.jte",
                database.read(transaction ->
                        words.isEmpty() ? newest(transaction, visit) : found(transaction, visit, words)));
    }

    private Found newest(Transaction transaction, Visit visit) {
        var window = window(visit);
        var before = visit.after().orElse(new PagePosition(window.end(), 0));
        var page = CustomerSearch.newest(transaction, visit.cmId(), window, before, ROWS);
        var next = page.next().map(Visit::cursor).orElse("");
        return new Found("", visit.query("from"), visit.query("to"), page.records(), false, next);
    }

    private Found found(Transaction transaction, Visit visit, String words) {
        var hasDays = visit.day("from").isPresent() || visit.day("to").isPresent();
        var days = hasDays ? Optional.of(window(visit)) : Optional.<Window>empty();
        var found = CustomerSearch.find(transaction, visit.cmId(), words, days, visit.may(Right.SEE_REACH));
        return new Found(words, visit.query("from"), visit.query("to"), found.customers(), found.cut(), "");
    }

    /** The window from the start of the query's first day to the end of its last day; a missing day means no limit. */
    static Window window(Visit visit) {
        var zone = visit.account().zone();
        var start =
                visit.day("from").map(day -> day.atStartOfDay(zone).toInstant()).orElse(Window.ALWAYS.start());
        var end = visit.day("to")
                .map(day -> day.plusDays(1).atStartOfDay(zone).toInstant())
                .orElse(Window.ALWAYS.end());
        return new Window(start, end.isBefore(start) ? start : end);
    }

    /** GET customers/{id}. */
    public PageAnswer show(Visit visit) {
        var id = visit.number("id");
        var sight = new Sight(!visit.may(Right.SEE_REACH));
        var shown = database.read(transaction ->
                CustomerParts.find(transaction, visit.cmId(), id).map(parts -> shown(transaction, parts, sight)));
        var found = shown.orElseThrow(() -> Problem.NO_SUCH_PATH.because("no such customer"));
        if (!sight.masks()) {
            visit.audited(database, AuditAction.LOOK_AT_CUSTOMER, id);
        }
        return PageAnswer.page("customer.jte", found);
    }

    private Shown shown(Transaction transaction, CustomerParts parts, Sight sight) {
        var customer = parts.customer();
        var ofTickets = TicketList.page(
                transaction, customer.cmId(), TicketList.Filter.ofCustomer(customer.id()), Optional.empty(), LINES);
        var filter = OrderList.Filter.ofCustomer(customer.id());
        var ofOrders = OrderList.newest(transaction, customer.cmId(), filter, filter.start(), LINES);
        return new Shown(
                parts,
                sight,
                named(transaction, customer),
                ListStore.employeeName(transaction, customer.cmId(), customer.assignedToId()),
                lines(parts, sight, ofTickets.records(), ofOrders.records()),
                ofTickets.next().isPresent()
                        || ofOrders.next().isPresent()
                        || customer.enquiries() > CustomerParts.MOST_ENQUIRIES);
    }

    private Map<AccountList, String> named(Transaction transaction, Customer customer) {
        var named = new EnumMap<AccountList, String>(AccountList.class);
        for (var list : AccountList.values()) {
            var id = list == AccountList.ZONE
                    ? customer.zoneId()
                    : customer.sources().getOrDefault(list, 0L);
            if (id != 0) {
                ListStore.entry(transaction, customer.cmId(), list, id)
                        .ifPresent(entry -> named.put(list, entry.name()));
            }
        }
        return named;
    }

    private static List<Line> lines(CustomerParts parts, Sight sight, List<Ticket> tickets, List<Order> orders) {
        var lines = new ArrayList<Line>();
        lines.add(new Line(parts.customer().createdAt(), "created", "", "", ""));
        parts.enquiries()
                .forEach(enquiry -> lines.add(new Line(
                        enquiry.createdAt(),
                        "enquiry",
                        sight.of(EnquiryField.ACTION, enquiry.text(EnquiryField.ACTION)),
                        sight.of(EnquiryField.REMARKS, enquiry.text(EnquiryField.REMARKS)),
                        "")));
        tickets.forEach(ticket -> lines.add(new Line(
                ticket.createdAt(),
                "ticket",
                sight.of(TicketField.TITLE, ticket.text(TicketField.TITLE)),
                ticket.subStatus().name(),
                "tickets/" + ticket.number())));
        orders.forEach(order -> lines.add(new Line(
                order.createdAt(),
                "order",
                OrderPages.title(order),
                OrderPages.status(order),
                "orders/" + order.id())));
        lines.sort(Comparator.comparing(Line::at).reversed());
        return lines;
    }
}
