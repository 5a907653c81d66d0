package dev.daybook.console.page;

import dev.daybook.console.frame.Reply;
import dev.daybook.console.frame.Visit;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.ticket.SubStatus;
import dev.daybook.domain.ticket.TicketRules;
import dev.daybook.store.Database;
import dev.daybook.store.account.ListStore;
import dev.daybook.store.audit.AuditStore;
import dev.daybook.store.ticket.TicketRulesStore;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Page of an account's lists, sub-statuses and working hours. */
public final class SettingsPages {
    private static final int MAX_NAME = 200;

    private final Database database;
    private final ListStore lists;
    private final AuditStore audit;
    private final Consumer<Account> rerenderTickets;

    /**
     * Joins what it needs.
     *
     * @param rerenderTickets renders tickets again after sub-statuses have other names
     */
    public SettingsPages(Database database, ListStore lists, AuditStore audit, Consumer<Account> rerenderTickets) {
        this.database = database;
        this.lists = lists;
        this.audit = audit;
        this.rerenderTickets = rerenderTickets;
    }

    /**
     * The settings of an account.
     *
     * @param lists its lists
     * @param rules how it handles tickets
     * @param problem what is wrong, empty if nothing is
     */
    public record Settings(Map<AccountList, List<ListStore.Entry>> lists, TicketRules rules, String problem) {}

    /** GET settings. */
    public Reply show(Visit visit) {
        return Reply.page("settings.jte", settings(visit, ""));
    }

    private Settings settings(Visit visit, String problem) {
        return database.read(transaction -> {
            var all = new EnumMap<AccountList, List<ListStore.Entry>>(AccountList.class);
            for (var list : AccountList.values()) {
                all.put(list, lists.entries(transaction, visit.cmId(), list));
            }
            return new Settings(all, TicketRulesStore.find(transaction, visit.cmId()), problem);
        });
    }

    private Reply refused(Visit visit, String key) {
        return Reply.refused("settings.jte", settings(visit, visit.messages().text(key)));
    }

    /** POST settings/lists: adds a name to a list. */
    public Reply addEntry(Visit visit) {
        var name = visit.form("name");
        var list = Arrays.stream(AccountList.values())
                .filter(one -> one.name().equals(visit.form("list")))
                .findFirst();
        if (list.isEmpty() || name.isEmpty() || name.length() > MAX_NAME || ListStore.looksLikeId(name)) {
            return refused(visit, "error.entry.name");
        }
        database.write("console: add a list entry", transaction -> {
            var id = lists.idOf(transaction, visit.cmId(), list.get(), name);
            audit.write(transaction, visit.act(), AuditAction.ADD_LIST_ENTRY, id);
            return true;
        });
        return Reply.redirect(visit.url("settings", "saved"));
    }

    /** POST settings/sub-statuses: adds a sub-status, or changes the one with its key. */
    public Reply setSubStatus(Visit visit) {
        var key = visit.form("key");
        var name = visit.form("name");
        if (key.isEmpty() || key.length() > SubStatus.MAX_KEY || name.isEmpty() || name.length() > SubStatus.MAX_NAME) {
            return refused(visit, "error.substatus");
        }
        var sub = new SubStatus(key, name, !visit.form("completes").isEmpty());
        database.write("console: set a sub-status", transaction -> {
            var before = TicketRulesStore.find(transaction, visit.cmId()).subStatuses();
            TicketRulesStore.put(transaction, visit.cmId(), before.with(sub));
            audit.write(transaction, visit.act(), AuditAction.CHANGE_SUB_STATUS, 0);
            return true;
        });
        rerenderTickets.accept(visit.account());
        return Reply.redirect(visit.url("settings", "saved"));
    }
}
