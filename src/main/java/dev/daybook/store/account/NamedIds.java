package dev.daybook.store.account;

import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.store.Transaction;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** Cache of the ids of list entries and employees of one account, for one transaction. */
public final class NamedIds {
    private final Map<AccountList, Map<String, Long>> entries = new EnumMap<>(AccountList.class);
    private final Map<EmployeeName, Long> employees = new HashMap<>();
    private final ListStore lists;
    private final Transaction transaction;
    private final long cmId;

    /** Caches the ids of an account. */
    public NamedIds(ListStore lists, Transaction transaction, long cmId) {
        this.lists = lists;
        this.transaction = transaction;
        this.cmId = cmId;
    }

    /** The id of a name in a list. Adds a new name. */
    public long of(AccountList list, String name) {
        return entries.computeIfAbsent(list, key -> new HashMap<>())
                .computeIfAbsent(name, key -> lists.idOf(transaction, cmId, list, key));
    }

    /** The id of an employee; 0 for nobody. Adds a new employee. */
    public long of(EmployeeName employee) {
        return employees.computeIfAbsent(employee, key -> lists.idOf(transaction, cmId, key));
    }
}
