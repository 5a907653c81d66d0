package dev.daybook.console.page.ticket;

import dev.daybook.console.frame.Once;
import dev.daybook.console.frame.PageAnswer;
import dev.daybook.console.frame.Visit;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.ticket.AssociateFields;
import dev.daybook.domain.ticket.Priority;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.store.Database;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.ListStore;
import dev.daybook.store.ticket.TicketRulesStore;
import dev.daybook.store.ticket.TicketStore;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Forms that add and change tickets. They write as Add and Update Ticket of the API do, with history and webhook. */
public final class TicketForms {
    private static final int MOST_AT_ONCE = 25;

    private final Database database;
    private final TicketStore tickets;
    private final TicketPages pages;
    private final Clock clock;

    /** @param clock the clock of records, which a sandbox can move */
    public TicketForms(Database database, TicketStore tickets, TicketPages pages, Clock clock) {
        this.database = database;
        this.tickets = tickets;
        this.pages = pages;
        this.clock = clock;
    }

    /**
     * The form of a new ticket.
     *
     * @param customer the id of its customer, from the link to this page or as typed
     * @param title the title as typed
     * @param detail the detail as typed
     * @param priority the number of the chosen priority
     * @param problem what is wrong, empty if nothing is
     */
    public record Form(String customer, String title, String detail, String priority, String problem) {}

    /**
     * The form that answers and changes one ticket, or changes several tickets, as typed. An empty choice changes
     * nothing.
     *
     * @param subStatus the key of the chosen sub-status, empty for none
     * @param priority the number of the chosen priority, empty for none
     * @param assignee the id of the chosen employee, {@code me} for the visitor, empty for none
     */
    public record Typed(String reply, String subStatus, String priority, String assignee) {
        /** A form that nobody has filled in yet. */
        public static final Typed NOTHING = new Typed("", "", "", "");

        static Typed of(Visit visit) {
            return new Typed(
                    visit.form("reply"),
                    visit.form("sub-status"),
                    visit.form("set-priority"),
                    visit.form("set-assignee"));
        }
    }

    /** GET tickets/new. */
    public PageAnswer blank(Visit visit) {
        return PageAnswer.page("ticket-form.jte", new Form(visit.query("customer"), "", "", "0", ""));
    }

    /** POST tickets/new. */
    public PageAnswer add(Visit visit) {
        try {
            var texts = new EnumMap<TicketField, String>(TicketField.class);
            texts.put(TicketField.TITLE, visit.text("title", TicketField.TITLE));
            texts.put(TicketField.DETAIL, visit.text("detail", TicketField.DETAIL));
            texts.values().removeIf(String::isEmpty);
            if (!texts.containsKey(TicketField.TITLE)) {
                throw Problem.INVALID_VALUE.because(visit.t("error.title"));
            }
            var change = new TicketChange(
                    Optional.empty(),
                    "",
                    texts,
                    visit.form("customer"),
                    Priority.of(visit.form("priority")),
                    EmployeeName.NOBODY,
                    Map.of(),
                    "",
                    AssociateFields.NONE);
            var number = database.write("console: add a ticket", transaction -> {
                if (!Once.isFirstToAdd(transaction, visit)) {
                    return 0L;
                }
                var saved =
                        tickets.add(transaction, visit.account(), change, Rights.ALL, visit.author(), clock.instant());
                if (saved.customerUnknown()) {
                    throw Problem.INVALID_VALUE.because(visit.t("error.no.customer"));
                }
                visit.audited(
                        transaction, AuditAction.ADD_TICKET, saved.ticket().number());
                return saved.ticket().number();
            });
            return PageAnswer.redirect(
                    number == 0 ? visit.url("tickets", "saved") : visit.url("tickets/" + number, "ticket.added"));
        } catch (ProblemException refused) {
            return PageAnswer.refused(
                    "ticket-form.jte",
                    new Form(
                            visit.form("customer"),
                            visit.form("title"),
                            visit.form("detail"),
                            visit.form("priority"),
                            known(visit, refused)));
        }
    }

    private static String known(Visit visit, ProblemException refused) {
        refused.throwUnless(Problem.INVALID_VALUE, Problem.TICKET_INCOMPLETE, Problem.CONFLICT, Problem.TICKET_UNKNOWN);
        return visit.t(refused);
    }

    /** POST tickets/{number}: writes a reply and the other chosen values, as one change. */
    public PageAnswer change(Visit visit) {
        var number = visit.number("number");
        var reply = visit.form("reply");
        try {
            if (reply.length() > TicketChange.MAX_COMMENT) {
                throw Problem.INVALID_VALUE.because(
                        visit.t("error.too.long", visit.t("ticket.reply"), TicketChange.MAX_COMMENT));
            }
            var changed = database.write(
                    "console: change a ticket",
                    transaction -> !Once.isFirst(transaction, visit) || write(transaction, visit, number, reply));
            return PageAnswer.redirect(visit.url("tickets/" + number, done(changed)));
        } catch (ProblemException refused) {
            if (refused.problem() == Problem.TICKET_UNKNOWN) {
                throw Problem.NO_SUCH_PATH.because("no such ticket");
            }
            return PageAnswer.refused("ticket.jte", pages.shown(visit, number, Typed.of(visit), known(visit, refused)));
        }
    }

    /** POST tickets: makes the same change to all chosen tickets, in one transaction. */
    public PageAnswer changeAll(Visit visit) {
        var numbers = visit.forms("number").stream()
                .flatMap(text -> Visit.digits(text).stream())
                .distinct()
                .limit(MOST_AT_ONCE)
                // Sort: the pages of two people may have different orders, and their transactions could deadlock.
                .sorted()
                .toList();
        if (numbers.isEmpty()) {
            return refused(visit, numbers, visit.t("error.nothing.chosen"));
        }
        boolean changed;
        try {
            changed = database.write("console: change tickets", transaction -> {
                if (!Once.isFirst(transaction, visit)) {
                    return true;
                }
                var any = false;
                for (var number : numbers) {
                    any |= write(transaction, visit, number, "");
                }
                return any;
            });
        } catch (ProblemException refused) {
            return refused(visit, numbers, known(visit, refused));
        }
        var query = Chosen.of(visit).query(visit.after().map(Visit::cursor).orElse(""));
        return PageAnswer.redirect(visit.url("tickets", done(changed)) + "&" + query);
    }

    private PageAnswer refused(Visit visit, List<Long> numbers, String problem) {
        return PageAnswer.refused("tickets.jte", pages.queue(visit, Typed.of(visit), numbers, problem));
    }

    private static String done(boolean changed) {
        return changed ? "saved" : "nothing.changed";
    }

    /** Changes a ticket; false if the form asks for no change. */
    private boolean write(Transaction transaction, Visit visit, long number, String reply) {
        var change = new TicketChange(
                Optional.empty(),
                visit.form("sub-status"),
                Map.of(),
                "",
                Priority.of(visit.form("set-priority")),
                assignee(transaction, visit),
                Map.of(),
                reply,
                AssociateFields.NONE);
        if (isNothing(change)) {
            return false;
        }
        // A program may send an unknown sub-status. But a person chose it from the list, so if it is unknown, it was
        // removed since then. The claim of the form holds the account, so the list does not change before the
        // transaction ends.
        if (!change.subStatus().isEmpty()
                && TicketRulesStore.find(transaction, visit.cmId())
                        .subStatuses()
                        .find(change.subStatus())
                        .isEmpty()) {
            throw Problem.INVALID_VALUE.because(visit.t("error.substatus.gone"));
        }
        tickets.update(transaction, visit.account(), number, change, Rights.ALL, visit.author(), clock.instant());
        visit.audited(transaction, AuditAction.CHANGE_TICKET, number);
        return true;
    }

    private static boolean isNothing(TicketChange change) {
        return change.subStatus().isEmpty()
                && change.priority().isEmpty()
                && change.assignee().isNobody()
                && change.comment().isEmpty();
    }

    private EmployeeName assignee(Transaction transaction, Visit visit) {
        var chosen = visit.form("set-assignee");
        if (chosen.equals("me")) {
            return new EmployeeName(visit.person().name(), "", visit.person().email());
        }
        return Visit.digits(chosen)
                .map(id -> ListStore.employee(transaction, visit.cmId(), id))
                .orElse(EmployeeName.NOBODY);
    }
}
