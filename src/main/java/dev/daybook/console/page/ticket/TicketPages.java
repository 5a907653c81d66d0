package dev.daybook.console.page.ticket;

import dev.daybook.console.frame.PageAnswer;
import dev.daybook.console.frame.Sight;
import dev.daybook.console.frame.Visit;
import dev.daybook.console.page.CustomerPages;
import dev.daybook.domain.Problem;
import dev.daybook.domain.account.Author;
import dev.daybook.domain.message.Blanks;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.Right;
import dev.daybook.domain.ticket.SubStatus;
import dev.daybook.domain.ticket.Ticket;
import dev.daybook.domain.ticket.TicketEvent;
import dev.daybook.store.Database;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.ListStore;
import dev.daybook.store.person.AuthorNames;
import dev.daybook.store.person.SavedFilterStore;
import dev.daybook.store.person.SavedFilterStore.SavedFilter;
import dev.daybook.store.record.RecordTable;
import dev.daybook.store.ticket.TicketList;
import dev.daybook.store.ticket.TicketRulesStore;
import dev.daybook.store.ticket.TicketStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
     * The page that lists tickets: a part of the tickets that match the chosen filter.
     *
     * @param chosen the chosen filter and order
     * @param words the number to search for; empty for the tickets that match the filter
     * @param customer the name of the chosen customer, empty for all
     * @param employees the employees to whom tickets can be assigned
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
            String words,
            String customer,
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
     * @param events the newest events of the ticket, ordered from old to new
     * @param eventCount the number of all its events
     * @param authors the names of the authors of the events, as far as they are known
     * @param sight the masking of its texts
     * @param employees the employees to whom the ticket can be assigned
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

    /** GET tickets. If the query has a number to search for, and only one ticket is found, redirects to this ticket. */
    public PageAnswer list(Visit visit) {
        var queue = queue(visit, Optional.empty(), TicketForms.Typed.NOTHING, List.of(), "");
        return !queue.words.isEmpty() && queue.tickets.size() == 1
                ? PageAnswer.redirect(
                        visit.url("tickets/" + queue.tickets.get(0).number()))
                : PageAnswer.page("tickets.jte", queue);
    }

    /** The page of tickets that the URL's query asks for, with the refused name of a filter and the problem. */
    Queue queue(Visit visit, String typed, String problem) {
        return queue(visit, Optional.of(typed), TicketForms.Typed.NOTHING, List.of(), problem);
    }

    /** The page of tickets, with a change that was refused for the tickets with these numbers, and the problem. */
    Queue queue(Visit visit, TicketForms.Typed change, List<Long> numbers, String problem) {
        return queue(visit, Optional.empty(), change, numbers, problem);
    }

    private Queue queue(
            Visit visit, Optional<String> typed, TicketForms.Typed change, List<Long> numbers, String problem) {
        var chosen = Chosen.of(visit);
        var filter = chosen.filter();
        var words = visit.query("q");
        return database.read(transaction -> {
            var after = visit.after();
            var page = words.isEmpty()
                    ? TicketList.page(transaction, visit.cmId(), filter, after, ROWS)
                    : found(transaction, visit.cmId(), words);
            if (words.isEmpty() && after.isPresent() && page.records().isEmpty()) {
                // A change of the last page's tickets may have taken all of them out of the filter.
                after = Optional.empty();
                page = TicketList.page(transaction, visit.cmId(), filter, after, ROWS);
            }
            return new Queue(
                    chosen,
                    words,
                    filter.customer().isPresent()
                            ? CustomerPages.name(
                                    transaction, visit.cmId(), filter.customer().getAsLong())
                            : "",
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

    private static RecordTable.Page<Ticket> found(Transaction transaction, long cmId, String words) {
        var tickets = Visit.digits(Blanks.fold(words).replaceFirst("^#", ""))
                .map(number -> TicketList.search(transaction, cmId, number))
                .orElse(List.of());
        return new RecordTable.Page<>(tickets, Optional.empty());
    }

    private static List<SubStatus> subStatuses(Transaction transaction, long cmId) {
        return TicketRulesStore.find(transaction, cmId).subStatuses().list();
    }

    /** GET tickets/{number}. */
    public PageAnswer show(Visit visit) {
        return PageAnswer.page("ticket.jte", shown(visit, visit.number("number"), TicketForms.Typed.NOTHING, ""));
    }

    /**
     * The page of a ticket, with a refused form and the problem, if any. If the visitor sees phones and e-mails, the
     * audit gets a line for this look, but not for each poll of the page; see {@link TicketLooks}.
     *
     * @throws dev.daybook.domain.ProblemException NO_SUCH_PATH if there is no such ticket
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
