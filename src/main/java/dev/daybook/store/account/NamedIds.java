package dev.daybook.store.account;

import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.store.Transaction;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The ids of list entries and employees of one account, looked up once and cached for one transaction. */
public final class NamedIds {
    private final Map<Entry, Supplier<Optional<Long>>> entries = new HashMap<>();
    private final Map<EmployeeName, Supplier<Optional<ListStore.Entry>>> employees = new HashMap<>();
    private final Transaction transaction;
    private final long cmId;

    /** Creates an empty cache for the list entries and employees of an account. */
    public NamedIds(Transaction transaction, long cmId) {
        this.transaction = transaction;
        this.cmId = cmId;
    }

    private record Entry(AccountList list, String name) {}

    /** Looks, with the next round trip, for a name in a list. */
    public void expect(AccountList list, String name) {
        asked(new Entry(list, name));
    }

    /** Looks for an employee with the next round trip. */
    public void expect(EmployeeName employee) {
        if (!employee.isNobody()) {
            asked(employee);
        }
    }

    private Supplier<Optional<Long>> asked(Entry entry) {
        return entries.computeIfAbsent(entry, key -> ListStore.find(transaction, cmId, key.list, key.name));
    }

    private Supplier<Optional<ListStore.Entry>> asked(EmployeeName employee) {
        return employees.computeIfAbsent(employee, key -> ListStore.find(transaction, cmId, key));
    }

    /** The id of a name in a list; empty if the list lacks the name. */
    public Optional<Long> find(AccountList list, String name) {
        return asked(new Entry(list, name)).get();
    }

    /**
     * The id of a list entry, found by its name or, if the name looks like an id, by this id. If there is none, adds
     * the name.
     */
    public long idOrAdd(AccountList list, String name) {
        var id = ListStore.idOrAdd(transaction, cmId, list, name, find(list, name));
        entries.put(new Entry(list, name), () -> Optional.of(id));
        return id;
    }

    /** Whether the account does not have this employee. False for {@link EmployeeName#NOBODY}. */
    public boolean isMissing(EmployeeName employee) {
        return !employee.isNobody() && asked(employee).get().isEmpty();
    }

    /** The id of an employee; 0 for {@link EmployeeName#NOBODY}. If there is no such employee, adds one. */
    public long idOrAdd(EmployeeName employee) {
        return employee.isNobody() ? 0 : findOrAdd(employee).id();
    }

    /**
     * The id and the {@linkplain EmployeeName#shown shown name} of an employee. If there is no such employee, adds one.
     * Must not be called for {@link EmployeeName#NOBODY}.
     */
    public ListStore.Entry findOrAdd(EmployeeName employee) {
        var found =
                ListStore.findOrAdd(transaction, cmId, employee, asked(employee).get());
        employees.put(employee, () -> Optional.of(found));
        return found;
    }
}
