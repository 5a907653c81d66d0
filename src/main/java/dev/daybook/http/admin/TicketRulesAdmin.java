package dev.daybook.http.admin;

import dev.daybook.domain.Problem;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.message.Blanks;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.ticket.SubStatus;
import dev.daybook.domain.ticket.SubStatuses;
import dev.daybook.domain.ticket.TicketRules;
import dev.daybook.store.Database;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.ticket.TicketRulesStore;
import dev.daybook.wire.admin.RenderingAdvice;
import dev.daybook.wire.admin.TicketRulesJson.Calendar;
import dev.daybook.wire.admin.TicketRulesJson.SubStatusChange;
import dev.daybook.wire.admin.TicketRulesJson.SubStatusEntry;
import dev.daybook.wire.admin.TicketRulesJson.SubStatusList;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Shows and changes how accounts handle tickets: their sub-statuses and working calendars. */
public final class TicketRulesAdmin {
    private final Database database;
    private final Consumer<Account> rerenderTickets;

    /** @param rerenderTickets renders the tickets of an account again */
    public TicketRulesAdmin(Database database, Consumer<Account> rerenderTickets) {
        this.database = database;
        this.rerenderTickets = rerenderTickets;
    }

    private TicketRules rules(AdminCall call) {
        return database.read(transaction -> {
            call.account(transaction);
            return TicketRulesStore.find(transaction, call.cmId());
        });
    }

    /** The sub-statuses of an account. */
    SubStatusList subStatuses(AdminCall call) {
        return new SubStatusList(rules(call).subStatuses().list().stream()
                .map(sub -> new SubStatusEntry(sub.key(), sub.completes(), sub.name()))
                .toList());
    }

    /** Adds a sub-status, or changes the one with this key. */
    void setSubStatus(AdminCall call) {
        var asked = call.body(SubStatusChange.class);
        var name = asked.name() == null ? "" : Blanks.strip(asked.name());
        var key = Blanks.word(call.word("key"));
        var completes = Optional.ofNullable(asked.completes());
        change(call, list -> list.with(new SubStatus(key, name, completes.orElseGet(() -> list.completes(key)))));
    }

    /** Replaces the name of each sub-status by its key. */
    void nameByKeys(AdminCall call) {
        change(call, SubStatuses::namedByKeys);
    }

    /** Removes a sub-status. */
    void removeSubStatus(AdminCall call) {
        // A key that was stored with invisible characters must be removable.
        var key = Blanks.strip(call.word("key"));
        change(call, list -> {
            if (list.list().stream().noneMatch(sub -> sub.key().equals(key))) {
                throw Problem.REFERENCE_UNKNOWN.because("account " + call.cmId() + " has no sub-status " + key
                        + "; 'daybook account substatus list' shows them");
            }
            return list.without(key);
        });
    }

    private void change(AdminCall call, UnaryOperator<SubStatuses> change) {
        var account = Rendering.before(RenderingAdvice.OF_SUB_STATUSES, () -> store(call, change));
        Rendering.after("the sub-statuses are stored, but some tickets still have them as they were", () -> {
            rerenderTickets.accept(account);
            return account;
        });
    }

    private Account store(AdminCall call, UnaryOperator<SubStatuses> change) {
        return database.write("admin: change sub-statuses", transaction -> {
            // The lock waits for all writes that render a former name. Later writes read the new name.
            AccountStore.lock(transaction, call.cmId());
            var found = call.locked(transaction);
            var before = TicketRulesStore.find(transaction, found.cmId()).subStatuses();
            TicketRulesStore.put(transaction, found.cmId(), AdminCall.valid(() -> change.apply(before)));
            call.audited(transaction, AuditAction.CHANGE_SUB_STATUS, 0);
            return found;
        });
    }

    /** The working calendar of an account. */
    Calendar calendar(AdminCall call) {
        return CalendarText.of(rules(call));
    }

    /** Changes the working calendar. */
    Calendar changeCalendar(AdminCall call) {
        var asked = call.body(Calendar.class);
        if (asked.equals(new Calendar(null, null, null, null))) {
            throw Problem.INVALID_VALUE.because("nothing to change: give days, hours, holidays or sla");
        }
        return database.write("admin: change a calendar", transaction -> {
            call.locked(transaction);
            var before = TicketRulesStore.find(transaction, call.cmId());
            var calendar = AdminCall.valid(() -> CalendarText.changed(before.calendar(), asked));
            var allowed =
                    AdminCall.valid(() -> asked.sla() == null ? before.allowed() : CalendarText.duration(asked.sla()));
            TicketRulesStore.put(transaction, call.cmId(), calendar, allowed);
            call.audited(transaction, AuditAction.CHANGE_CALENDAR, 0);
            return CalendarText.of(new TicketRules(before.subStatuses(), calendar, allowed));
        });
    }
}
