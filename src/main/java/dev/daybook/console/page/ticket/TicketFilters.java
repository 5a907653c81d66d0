package dev.daybook.console.page.ticket;

import dev.daybook.console.frame.PageAnswer;
import dev.daybook.console.frame.Visit;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.store.Database;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.person.SavedFilterStore;
import dev.daybook.store.person.SavedFilterStore.SavedFilter;

/** Forms that save and remove a person's filters of the ticket queue. */
public final class TicketFilters {
    private final Database database;
    private final TicketPages pages;

    public TicketFilters(Database database, TicketPages pages) {
        this.database = database;
        this.pages = pages;
    }

    /** POST tickets/filters: takes the filter from the URL's query, and saves it under the name in the form. */
    public PageAnswer save(Visit visit) {
        var name = visit.form("name");
        var chosen = Chosen.of(visit);
        if (name.isEmpty() || name.length() > SavedFilterStore.MAX_NAME) {
            return refused(visit, "error.filter.name");
        }
        var saved = database.write("console: save a filter", transaction -> {
            // Lock the person before the filters are counted: two forms that both count 19 would make 21.
            AccountStore.holdNow(transaction, visit.cmId());
            visit.holdRight(transaction);
            var before = SavedFilterStore.list(transaction, visit.cmId(), visit.personId());
            var isNew = before.stream().noneMatch(filter -> filter.name().equals(name));
            if (isNew && before.size() >= SavedFilterStore.MOST) {
                return false;
            }
            SavedFilterStore.put(transaction, visit.cmId(), visit.personId(), new SavedFilter(name, chosen.query()));
            visit.audited(transaction, AuditAction.SAVE_FILTER, 0);
            return true;
        });
        return saved ? backTo(visit, chosen, "saved") : refused(visit, "error.filter.many");
    }

    /** POST tickets/filters/remove: removes the filter that the form names. */
    public PageAnswer remove(Visit visit) {
        database.run("console: remove a filter", transaction -> {
            if (SavedFilterStore.remove(transaction, visit.cmId(), visit.personId(), visit.form("name"))) {
                visit.audited(transaction, AuditAction.REMOVE_FILTER, 0);
            }
        });
        return backTo(visit, Chosen.of(visit), "filter.removed");
    }

    private PageAnswer refused(Visit visit, String key) {
        return PageAnswer.refused("tickets.jte", pages.queue(visit, visit.form("name"), visit.t(key)));
    }

    private static PageAnswer backTo(Visit visit, Chosen chosen, String done) {
        return PageAnswer.redirect(visit.url("tickets", done) + "&" + chosen.query());
    }
}
