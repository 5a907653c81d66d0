package dev.daybook.console.page;

import dev.daybook.console.data.TicketRenderings;
import dev.daybook.console.frame.Once;
import dev.daybook.console.frame.PageAnswer;
import dev.daybook.console.frame.Visit;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.ticket.SubStatus;
import dev.daybook.domain.ticket.TicketRules;
import dev.daybook.store.Database;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.account.ListStore;
import dev.daybook.store.account.NamedIds;
import dev.daybook.store.ticket.TicketRulesStore;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Page of an account's lists, sub-statuses and working hours, and of the limits of the server. */
public final class SettingsPages {
    private final Database database;
    private final TicketRenderings renderings;
    private final Limits limits;

    /**
     * @param renderings renders the tickets of an account again after a change of its sub-statuses
     * @param limits the limits for every account
     */
    public SettingsPages(Database database, TicketRenderings renderings, Limits limits) {
        this.database = database;
        this.renderings = renderings;
        this.limits = limits;
    }

    /**
     * The settings of an account.
     *
     * @param lists the first entries of each of its lists: at most {@link ListStore#MOST_ENTRIES} to show, and one more
     *     if the list is longer
     * @param rules its rules for tickets
     * @param hours its working hours for the form, as stored, or as typed and refused
     * @param was the stored working hours that the sender of the form has seen, as {@link HoursForm#was} writes them
     * @param stored the working hours that somebody else has stored since the refused form was opened; empty if nobody
     *     has
     * @param typed the refused form of a sub-status or of a list, as typed
     * @param limits the limits for every account
     * @param problem what is wrong, empty if nothing is
     */
    public record Settings(
            Map<AccountList, List<ListStore.Entry>> lists,
            TicketRules rules,
            HoursForm hours,
            String was,
            Optional<HoursForm> stored,
            Typed typed,
            Limits limits,
            String problem) {
        /** The days of the week. */
        public List<DayOfWeek> week() {
            return List.of(DayOfWeek.values());
        }

        /** The stored value of a field; empty if nobody else has changed the hours, or if the same value was typed. */
        public Optional<String> storedIn(Function<HoursForm, String> field) {
            return stored.map(field).filter(text -> !text.equals(field.apply(hours)));
        }
    }

    /**
     * The form of a sub-status, or of the entry of a list, as typed.
     *
     * @param list the name of the list, empty for a sub-status
     * @param key the key of the sub-status
     * @param completes whether the sub-status completes a ticket: 1 or 0, empty to leave it as it is
     */
    public record Typed(String list, String key, String name, String completes) {
        static Typed of(Visit visit) {
            return new Typed(visit.form("list"), visit.form("key"), visit.form("name"), visit.form("completes"));
        }

        /** The name that was typed for an entry of this list; empty unless the form of this list was sent. */
        public String nameIn(AccountList of) {
            return list.equals(of.name()) ? name : "";
        }

        /** The name that was typed for a sub-status; empty unless the form of a sub-status was sent. */
        public String subStatus() {
            return list.isEmpty() ? name : "";
        }
    }

    /**
     * The limits of the server.
     *
     * @param ratePerSecond requests a second for each key; 0 for no limit
     * @param maxLimit the maximum number of records in a page
     * @param maxBody the maximum bytes of a request's body
     * @param auditDays how many days the audit is kept; 0 for ever
     */
    public record Limits(int ratePerSecond, int maxLimit, int maxBody, int auditDays) {}

    /** GET settings. */
    public PageAnswer show(Visit visit) {
        return PageAnswer.page("settings.jte", settings(visit, Optional.empty(), false, ""));
    }

    /**
     * The settings of the account.
     *
     * @param typed the refused working hours; empty if none were refused
     * @param outdated whether the typed hours were refused because somebody else has changed the stored hours. The page
     *     then shows both, so that the next save may replace the stored hours
     */
    private Settings settings(Visit visit, Optional<HoursForm> typed, boolean outdated, String problem) {
        return database.read(transaction -> {
            var all = new EnumMap<AccountList, List<ListStore.Entry>>(AccountList.class);
            for (var list : AccountList.values()) {
                all.put(list, ListStore.entries(transaction, visit.cmId(), list, ListStore.MOST_ENTRIES + 1));
            }
            var rules = TicketRulesStore.find(transaction, visit.cmId());
            var stored = HoursForm.of(rules);
            return new Settings(
                    all,
                    rules,
                    typed.orElse(stored),
                    typed.isPresent() && !outdated ? visit.form("was") : stored.was(),
                    Optional.of(stored).filter(hours -> outdated),
                    Typed.of(visit),
                    limits,
                    problem);
        });
    }

    private PageAnswer refused(Visit visit, String key) {
        return PageAnswer.refused("settings.jte", settings(visit, Optional.empty(), false, visit.t(key)));
    }

    /**
     * POST settings/calendar: sets the working hours, and the working time within which new tickets must be complete,
     * as {@code daybook account calendar} does. The rules are locked before they are compared with the form, so that
     * the second of two concurrent saves is refused.
     */
    public PageAnswer setCalendar(Visit visit) {
        var typed = HoursForm.of(visit);
        try {
            // Parse the form before the transaction, so that a long list of holidays does not occupy the writer.
            var calendar = typed.calendar();
            var allowed = typed.allowed();
            database.run("console: set the calendar", transaction -> {
                if (!Once.isFirst(transaction, visit)) {
                    return;
                }
                var before = TicketRulesStore.lock(transaction, visit.cmId());
                if (!visit.form("was").equals(HoursForm.of(before).was())) {
                    // Throw to roll back, so that the refused form does not count as sent.
                    throw Problem.CONFLICT.because("the working hours were changed since the form was opened");
                }
                TicketRulesStore.put(transaction, visit.cmId(), calendar, allowed);
                visit.audited(transaction, AuditAction.CHANGE_CALENDAR, 0);
            });
            return PageAnswer.redirect(visit.url("settings", "saved"));
        } catch (ProblemException refused) {
            refused.throwUnless(Problem.CONFLICT);
            return refused(visit, typed, true, "error.hours.meanwhile");
        } catch (DateTimeException | IllegalArgumentException none) {
            return refused(visit, typed, false, "error.hours");
        }
    }

    private PageAnswer refused(Visit visit, HoursForm typed, boolean outdated, String key) {
        return PageAnswer.refused("settings.jte", settings(visit, Optional.of(typed), outdated, visit.t(key)));
    }

    /** POST settings/lists: adds a name to a list. */
    public PageAnswer addEntry(Visit visit) {
        var name = visit.typedWord("name");
        var list = Arrays.stream(AccountList.values())
                .filter(one -> one.name().equals(visit.form("list")))
                .findFirst();
        if (list.isEmpty() || !ListStore.mayAdd(name)) {
            return refused(visit, "error.entry.name");
        }
        database.run("console: add a list entry", transaction -> {
            AccountStore.holdNow(transaction, visit.cmId());
            var id = new NamedIds(transaction, visit.cmId()).idOrAdd(list.get(), name);
            visit.audited(transaction, AuditAction.ADD_LIST_ENTRY, id);
        });
        return PageAnswer.redirect(visit.url("settings", "saved"));
    }

    /**
     * POST settings/sub-statuses: adds a sub-status, or changes the one with its key, and renders the tickets again. A
     * repeated form only renders the tickets again: the first rendering may have failed, or its server may have
     * stopped.
     */
    public PageAnswer setSubStatus(Visit visit) {
        var key = visit.typedWord("key");
        var name = visit.form("name");
        if (key.isEmpty() || key.length() > SubStatus.MAX_KEY || name.isEmpty() || name.length() > SubStatus.MAX_NAME) {
            return refused(visit, "error.substatus");
        }
        var completes = visit.form("completes");
        try {
            database.run("console: set a sub-status", transaction -> {
                var before =
                        TicketRulesStore.lockNames(transaction, visit.cmId()).subStatuses();
                // Lock the account before claiming the form. A claim holds the account, and a lock waits until no other
                // transaction holds it. So if two transactions claimed first, each would wait for the other.
                if (Once.isFirst(transaction, visit)) {
                    var sub = new SubStatus(
                            key, name, completes.isEmpty() ? before.completes(key) : completes.equals("1"));
                    TicketRulesStore.put(transaction, visit.cmId(), before.with(sub));
                    visit.audited(transaction, AuditAction.CHANGE_SUB_STATUS, 0);
                }
            });
        } catch (ProblemException refused) {
            refused.throwUnless(Problem.CONFLICT, Problem.INVALID_VALUE);
            return PageAnswer.refused("settings.jte", settings(visit, Optional.empty(), false, visit.t(refused)));
        }
        return new PageAnswer.Awaited(() -> rendered(visit));
    }

    private PageAnswer rendered(Visit visit) {
        try {
            var all = renderings.render(visit.account());
            return PageAnswer.redirect(visit.url("settings", all ? "saved" : "substatus.failed"));
        } catch (TimeoutException goesOn) {
            return PageAnswer.redirect(visit.url("settings", "substatus.partly"));
        }
    }
}
