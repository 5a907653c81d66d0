package dev.daybook.http.admin;

import dev.daybook.domain.Problem;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.message.Blanks;
import dev.daybook.domain.message.Labelled;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.store.Database;
import dev.daybook.store.account.ListStore;
import dev.daybook.store.account.NamedIds;
import dev.daybook.wire.admin.TicketRulesJson.ListAddition;
import dev.daybook.wire.admin.TicketRulesJson.ListEntry;
import dev.daybook.wire.admin.TicketRulesJson.Lists;
import dev.daybook.wire.admin.TicketRulesJson.NamedList;
import java.util.Arrays;
import java.util.Optional;

/** Shows the lists of an account (sales zones and sources), and adds names to them. */
public final class ListAdmin {
    /** The largest number of names of one list in an answer. */
    private static final int MOST_NAMES = 10_000;

    private final Database database;

    public ListAdmin(Database database) {
        this.database = database;
    }

    /** The lists of an account, with at most {@value #MOST_NAMES} names of each list. */
    Lists list(AdminCall call) {
        return database.read(transaction -> {
            call.account(transaction);
            return new Lists(Arrays.stream(AccountList.values())
                    .map(list -> new NamedList(
                            list.label(),
                            ListStore.entries(transaction, call.cmId(), list, MOST_NAMES).stream()
                                    .map(entry -> new ListEntry(entry.id(), entry.name()))
                                    .toList()))
                    .toList());
        });
    }

    /**
     * Adds a name to a list. An existing name stays unchanged and keeps its id, even if it could not be added here:
     * writes of records may add names that are longer, or only digits.
     */
    ListEntry add(AdminCall call) {
        var asked = call.body(ListAddition.class);
        var name = asked.name() == null ? "" : Blanks.word(asked.name());
        var list = Optional.ofNullable(asked.list())
                .flatMap(label -> Labelled.find(AccountList.class, label))
                .orElseThrow(() -> Problem.INVALID_VALUE.because("list: expected " + Labelled.all(AccountList.class)));
        return database.write("admin: add a list entry", transaction -> {
            call.locked(transaction);
            var names = new NamedIds(transaction, call.cmId());
            if (!ListStore.mayAdd(name) && names.find(list, name).isEmpty()) {
                throw Problem.INVALID_VALUE.because("name: expected 1 to " + ListStore.MAX_NAME
                        + " characters that are not only 5 to 18 digits, as an id is");
            }
            var id = names.idOrAdd(list, name);
            call.audited(transaction, AuditAction.ADD_LIST_ENTRY, id);
            return ListStore.entry(transaction, call.cmId(), list, id)
                    .map(entry -> new ListEntry(id, entry.name()))
                    .orElseThrow();
        });
    }
}
