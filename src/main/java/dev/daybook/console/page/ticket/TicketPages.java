package dev.daybook.console.page.ticket;

import dev.daybook.console.frame.PageAnswer;
import dev.daybook.console.frame.Sight;
import dev.daybook.console.frame.Visit;
import dev.daybook.domain.Problem;
import dev.daybook.domain.account.Author;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.Right;
import dev.daybook.domain.ticket.Priority;
import dev.daybook.domain.ticket.SubStatus;
import dev.daybook.domain.ticket.Ticket;
import dev.daybook.domain.ticket.TicketEvent;
import dev.daybook.domain.ticket.TicketStatus;
import dev.daybook.store.Database;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.ListStore;
import dev.daybook.store.person.AuthorNames;
import dev.daybook.store.person.SavedFilterStore;
import dev.daybook.store.person.SavedFilterStore.SavedFilter;
import dev.daybook.store.ticket.TicketList;
import dev.daybook.store.ticket.TicketRulesStore;
import dev.daybook.store.ticket.TicketStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Pages to find and read a ticket. */
public final class TicketPages {
    private static final int ROWS = 25;

    private final TicketLooks looks = new TicketLooks();
    private final Database database;
    private final TicketStore tickets;

    public TicketPages(Database database, TicketStore tickets) {
        this.database = database;
        this.tickets = tickets;
    }

    /**
     * The chosen filter and order of the queue.
     *
     * @param status P for pending, C for complete, or all
     * @param priority the number of a priority, empty for any
     * @param assignee the id of an employee, 0 for nobody, empty for any
     * @param late 1 for late tickets only
     * @param order {@code due} to sort by due time, {@code new} for the newest first
     */
    public record Chosen(String status, String priority, String assignee, String late, String order) {
        static Chosen of(Visit visit) {
            var status = visit.query("status");
            return new Chosen(
                    status.equals("C") || status.equals("all") ? status : "P",
                    visit.query("priority"),
                    visit.query("assignee"),
                    visit.query("late"),
                    visit.query("order").equals("due") ? "due" : "new");
        }

        TicketList.Filter filter() {
            return new TicketList.Filter(
                    TicketStatus.of(status),
                    Priority.of(priority),
                    Visit.digits(assignee).map(OptionalLong::of).orElse(OptionalLong.empty()),
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
                    + (late.equals("1") ? "1" : "") + "&order=" + order;
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

        /** Whether the queue is not filtered, apart from the status. */
        public boolean isAll() {
            return priority.isEmpty() && assignee.isEmpty() && late.isEmpty() && !isDueFirst();
        }
    }

    /**
     * The page that lists tickets: a part of the tickets that match the chosen filter.
     *
     * @param chosen the chosen filter and order
     * @param tickets the tickets
     * @param employees the employees whom tickets can be assigned to
     * @param subStatuses the sub-statuses to choose from
     * @param after the cursor of this page, empty for the first one
     * @param next the cursor of the next page, empty if there is none
     * @param filters the filters that the person saved
     * @param typed the refused name of a filter, as typed; empty if none was refused
     * @param change the refused change of several tickets, as typed
     * @param numbers the numbers of the tickets that were chosen for {@code change}
     * @param problem what is wrong, empty if nothing is
     */
    public record Queue(
            Chosen chosen,
            List<Ticket> tickets,
            ListStore.Employees employees,
            List<SubStatus> subStatuses,
            String after,
            String next,
            List<SavedFilter> filters,
            Optional<String> typed,
            TicketForms.Typed change,
            List<Long> numbers,
            String problem) {
        /** The masking of texts: lists show no full phone or e-mail. */
        public Sight sight() {
            return new Sight(true);
        }

        /** The saved filter that is chosen now, if there is one. */
        public Optional<SavedFilter> shown() {
            return filters.stream()
                    .filter(filter -> filter.query().equals(chosen.query()))
                    .findFirst();
        }
    }

    /**
     * The page of a ticket.
     *
     * @param ticket the ticket
     * @param events its newest events, the oldest event first
     * @param eventCount the number of all its events
     * @param authors the names of the authors of the events, as far as they are known
     * @param sight the masking of its texts
     * @param employees the employees whom it can be assigned to
     * @param subStatuses the sub-statuses to choose from
     * @param typed the refused form, as typed
     * @param problem what is wrong, empty if nothing is
     */
    public record Shown(
            Ticket ticket,
            List<TicketEvent> events,
            long eventCount,
            Map<Author, String> authors,
            Sight sight,
            ListStore.Employees employees,
            List<SubStatus> subStatuses,
            TicketForms.Typed typed,
            String problem) {
        public Shown {
            authors = Map.copyOf(authors);
        }

        /** The name of an event's author, empty if it is not known. */
        public String author(TicketEvent event) {
            return authors.getOrDefault(event.author(), "");
        }

        /** Whether an event was made by a program. */
        public boolean isOfProgram(TicketEvent event) {
            return event.author().keyId() != 0;
        }

        /**
         * Whether an event is the addition of a note. The page shows these events as the conversation, and all others
         * as the history.
         */
        public boolean isSaid(TicketEvent event) {
            return event.kind() == TicketEvent.Kind.RESPONSE;
        }

        /** Whether the conversation lacks older notes. */
        public boolean conversationCut() {
            return said() < ticket.notes();
        }

        /** Whether the history lacks older events. */
        public boolean historyCut() {
            return events.size() - said() < eventCount - ticket.notes();
        }

        private long said() {
            return events.stream().filter(this::isSaid).count();
        }
    }

    /** GET tickets. */
    public PageAnswer list(Visit visit) {
        return PageAnswer.page("tickets.jte", queue(visit, Optional.empty(), TicketForms.Typed.NOTHING, List.of(), ""));
    }

    /** The page of tickets that the URL's query asks for, with the refused name of a filter and the problem. */
    Queue queue(Visit visit, String typed, String problem) {
        return queue(visit, Optional.of(typed), TicketForms.Typed.NOTHING, List.of(), problem);
    }

    /** The page of tickets with a refused change of the tickets with these numbers. */
    Queue queue(Visit visit, TicketForms.Typed change, List<Long> numbers, String problem) {
        return queue(visit, Optional.empty(), change, numbers, problem);
    }

    private Queue queue(
            Visit visit, Optional<String> typed, TicketForms.Typed change, List<Long> numbers, String problem) {
        var chosen = Chosen.of(visit);
        var filter = chosen.filter();
        return database.read(transaction -> {
            var after = visit.after();
            var page = TicketList.page(transaction, visit.cmId(), filter, after, ROWS);
            if (after.isPresent() && page.records().isEmpty()) {
                // A change of the last page's tickets may have taken all of them out of the filter.
                after = Optional.empty();
                page = TicketList.page(transaction, visit.cmId(), filter, after, ROWS);
            }
            return new Queue(
                    chosen,
                    page.records(),
                    ListStore.employees(
                            transaction, visit.cmId(), filter.assignee().orElse(0)),
                    subStatuses(transaction, visit.cmId()),
                    after.map(Visit::cursor).orElse(""),
                    page.next().map(Visit::cursor).orElse(""),
                    SavedFilterStore.list(transaction, visit.cmId(), visit.personId()),
                    typed,
                    change,
                    numbers,
                    problem);
        });
    }

    private static List<SubStatus> subStatuses(Transaction transaction, long cmId) {
        return TicketRulesStore.find(transaction, cmId).subStatuses().list();
    }

    /** GET tickets/{number}. */
    public PageAnswer show(Visit visit) {
        return PageAnswer.page("ticket.jte", shown(visit, visit.number("number"), TicketForms.Typed.NOTHING, ""));
    }

    /**
     * Refuses a ticket that the account does not have.
     *
     * @throws dev.daybook.domain.ProblemException NO_SUCH_PATH
     */
    void check(Visit visit, long number) {
        if (database.read(transaction -> TicketList.find(transaction, visit.cmId(), number))
                .isEmpty()) {
            throw Problem.NO_SUCH_PATH.because("no such ticket");
        }
    }

    /**
     * The page of a ticket, with a refused form and the problem. If the visitor sees phones and e-mails, the audit gets
     * a line for this look, but not for each poll of the page; see {@link TicketLooks}.
     */
    Shown shown(Visit visit, long number, TicketForms.Typed typed, String problem) {
        var sight = new Sight(!visit.may(Right.SEE_REACH));
        var shown = database.readConsistently(transaction -> TicketList.find(transaction, visit.cmId(), number)
                        .map(ticket -> {
                            var events = tickets.newestEvents(transaction, visit.cmId(), ticket.id()).stream()
                                    .map(sight::of)
                                    .toList();
                            var authors =
                                    events.stream().map(TicketEvent::author).toList();
                            return new Shown(
                                    ticket,
                                    events,
                                    tickets.eventCount(transaction, visit.cmId(), ticket.id()),
                                    AuthorNames.of(transaction, visit.cmId(), authors),
                                    sight,
                                    ListStore.employees(
                                            transaction,
                                            visit.cmId(),
                                            ticket.assignee().id()),
                                    subStatuses(transaction, visit.cmId()),
                                    typed,
                                    problem);
                        }))
                .orElseThrow(() -> Problem.NO_SUCH_PATH.because("no such ticket"));
        if (!sight.masks() && !looks.renews(visit, number)) {
            visit.audited(database, AuditAction.LOOK_AT_TICKET, number);
            looks.audited(visit, number);
        }
        return shown;
    }
}
