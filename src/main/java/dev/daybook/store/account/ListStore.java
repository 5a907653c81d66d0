package dev.daybook.store.account;

import dev.daybook.domain.Reason;
import dev.daybook.domain.TextKey;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads and writes the account lists (zones, sources) and the employees. A new name is added on first use. */
public final class ListStore {
    /** The largest number of employees in a list to choose from, without the one that is chosen already. */
    public static final int MOST_EMPLOYEES = 500;

    /** The largest number of entries of a list that the console shows. */
    public static final int MOST_ENTRIES = 500;

    /** {@link EmployeeName#shown} of an employee {@code e} in SQL. */
    public static final String SHOWN_EMPLOYEE =
            "CASE WHEN e.name <> '' THEN e.name WHEN e.code <> '' THEN e.code ELSE e.email END";

    private static final String FIND_ENTRY = """
            SELECT id FROM list_entry WHERE cm_id = :cmId AND list = :list AND name_key = :key""";

    /** The largest length of a name that a person adds, in characters. */
    public static final int MAX_NAME = 200;

    private static final int SHORTEST_ID = 5;

    private static final int LONGEST_ID = 18;

    private static final String INSERT_ENTRY = """
            INSERT INTO list_entry (cm_id, list, id, name, name_key) VALUES (:cmId, :list, :id, :name, :key)
            ON CONFLICT DO NOTHING""";

    // Three statements, each with an index of its own: an account may have as many employees as records.
    static final String EMPLOYEE_BY_CODE = firstEmployee("e.code = :key AND e.code <> ''");

    static final String EMPLOYEE_BY_EMAIL = firstEmployee("e.email_key = :key AND e.email_key <> ''");

    static final String EMPLOYEE_BY_NAME = firstEmployee("e.name_key = :key");

    private static final String INSERT_EMPLOYEE = """
            INSERT INTO employee (cm_id, id, name, name_key, code, email, email_key)
            VALUES (:cmId, :id, :name, :nameKey, :code, :email, :emailKey)""";

    private static final String ENTRIES = """
            SELECT id, name FROM list_entry WHERE cm_id = :cmId AND list = :list ORDER BY id LIMIT :limit""";

    private static final String ENTRY = """
            SELECT id, name FROM list_entry WHERE cm_id = :cmId AND list = :list AND id = :id""";

    private static final String EMPLOYEE = "SELECT name, code, email FROM employee WHERE cm_id = :cmId AND id = :id";

    private static final String EMPLOYEES = """
            SELECT e.id, %s AS name FROM employee e
            WHERE e.cm_id = :cmId ORDER BY e.name_key, e.id LIMIT :limit""".formatted(SHOWN_EMPLOYEE);

    private ListStore() {}

    private static String firstEmployee(String condition) {
        return "SELECT e.id, %s AS name FROM employee e WHERE e.cm_id = :cmId AND %s ORDER BY e.id LIMIT 1"
                .formatted(SHOWN_EMPLOYEE, condition);
    }

    /**
     * An entry of an account list, or an employee.
     *
     * @param id its id, as the API shows it
     * @param name its name as first written; of an employee {@link EmployeeName#shown}
     */
    public record Entry(long id, String name) {}

    /**
     * The first entries of a list, ordered by id, at most {@code limit}. Every new value that a program sends
     * becomes an entry, so a list may have as many entries as there are customers.
     */
    public static List<Entry> entries(Transaction transaction, long cmId, AccountList list, int limit) {
        return transaction
                .query(ENTRIES, cmId)
                .bind("list", column(list))
                .bind("limit", limit)
                .map((row, context) -> new Entry(row.getLong("id"), row.getString("name")))
                .list();
    }

    /** The entry of a list with this id. */
    public static Optional<Entry> entry(Transaction transaction, long cmId, AccountList list, long id) {
        return transaction
                .query(ENTRY, cmId)
                .bind("list", column(list))
                .bind("id", id)
                .map((row, context) -> new Entry(row.getLong("id"), row.getString("name")))
                .findOne();
    }

    /**
     * Employees to choose from.
     *
     * @param list the first {@value #MOST_EMPLOYEES} by name, and after them the chosen one, if it is not among these
     * @param cut whether the account has more than {@value #MOST_EMPLOYEES}
     */
    public record Employees(List<Entry> list, boolean cut) {}

    /**
     * The employees to choose from.
     *
     * @param chosen the id of the employee that is chosen already; 0 for none
     */
    public static Employees employees(Transaction transaction, long cmId, long chosen) {
        var found = transaction
                .query(EMPLOYEES, cmId)
                .bind("limit", MOST_EMPLOYEES + 1)
                .map((row, context) -> new Entry(row.getLong("id"), row.getString("name")))
                .list();
        var isCut = found.size() > MOST_EMPLOYEES;
        var listed = new ArrayList<>(isCut ? found.subList(0, MOST_EMPLOYEES) : found);
        if (isCut && listed.stream().noneMatch(entry -> entry.id() == chosen)) {
            var name = employeeName(transaction, cmId, chosen);
            if (!name.isEmpty()) {
                listed.add(new Entry(chosen, name));
            }
        }
        return new Employees(listed, isCut);
    }

    /** Name, code and e-mail of an employee; {@link EmployeeName#NOBODY} if no employee has this id. */
    public static EmployeeName employee(Transaction transaction, long cmId, long id) {
        return transaction
                .query(EMPLOYEE, cmId)
                .bind("id", id)
                .map((row, context) ->
                        new EmployeeName(row.getString("name"), row.getString("code"), row.getString("email")))
                .findOne()
                .orElse(EmployeeName.NOBODY);
    }

    /** {@link EmployeeName#shown} of an employee; empty if unknown. */
    public static String employeeName(Transaction transaction, long cmId, long id) {
        return employee(transaction, cmId, id).shown();
    }

    /** Whether a name could also be the id of an entry: 5 to 18 digits. */
    public static boolean looksLikeId(String name) {
        return name.length() >= SHORTEST_ID
                && name.length() <= LONGEST_ID
                && name.chars().allMatch(letter -> letter >= '0' && letter <= '9');
    }

    /**
     * Whether a person can add this name to a list: it is not empty, has at most {@link #MAX_NAME} characters, and does
     * not look like an id. Writes of records may add names that are longer.
     */
    public static boolean mayAdd(String name) {
        return !name.isEmpty() && name.length() <= MAX_NAME && !looksLikeId(name);
    }

    /**
     * Refuses a name that looks like an id, unless an entry of the list has this name or id. Otherwise a file exported
     * with ids instead of names would create entries with these ids as names.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE
     */
    public static void checkId(Transaction transaction, long cmId, AccountList list, String name) {
        if (!looksLikeId(name)) {
            return;
        }
        var named = find(transaction, cmId, list, name).get();
        if (namedOrById(transaction, cmId, list, name, named).isEmpty()) {
            throw Reason.LIST_ENTRY_UNKNOWN.with(column(list));
        }
    }

    /**
     * The id of a list entry, found by its name (ignoring case) or by its id. If there is none, adds the name.
     *
     * @param named the id of the entry with the name, if there is one
     */
    static long idOrAdd(Transaction transaction, long cmId, AccountList list, String name, Optional<Long> named) {
        var found = namedOrById(transaction, cmId, list, name, named);
        if (found.isPresent()) {
            return found.get();
        }
        transaction
                .update(INSERT_ENTRY, cmId)
                .bind("list", column(list))
                .bind("id", transaction.takeId())
                .bind("name", name)
                .bind("key", TextKey.of(name))
                .execute();
        return find(transaction, cmId, list, name).get().orElseThrow();
    }

    /**
     * The entry of this employee. If the account has none, adds one.
     *
     * @param found the employee, if it was found already
     */
    static Entry findOrAdd(Transaction transaction, long cmId, EmployeeName employee, Optional<Entry> found) {
        if (found.isPresent()) {
            return found.get();
        }
        transaction.dialect().lockWord(transaction, cmId, "employee");
        return find(transaction, cmId, employee).get().orElseGet(() -> add(transaction, cmId, employee));
    }

    private static Optional<Long> namedOrById(
            Transaction transaction, long cmId, AccountList list, String name, Optional<Long> named) {
        return named.isPresent() || !looksLikeId(name)
                ? named
                : entry(transaction, cmId, list, Long.parseLong(name)).map(Entry::id);
    }

    /** The id of the list entry with this name, ignoring case. Runs with the next round trip. */
    static Supplier<Optional<Long>> find(Transaction transaction, long cmId, AccountList list, String name) {
        return transaction
                .later(FIND_ENTRY, cmId)
                .bind("list", column(list))
                .bind("key", TextKey.of(name))
                .ask(row -> row.getLong(1), ids -> ids.stream().findFirst());
    }

    /**
     * An employee, found by the code; without a code by the e-mail; without both by the name. Runs with the next round
     * trip.
     */
    static Supplier<Optional<Entry>> find(Transaction transaction, long cmId, EmployeeName employee) {
        if (!employee.code().isEmpty()) {
            return find(transaction, cmId, EMPLOYEE_BY_CODE, employee.code());
        }
        var email = TextKey.of(employee.email());
        return email.isEmpty()
                ? find(transaction, cmId, EMPLOYEE_BY_NAME, TextKey.of(employee.name()))
                : find(transaction, cmId, EMPLOYEE_BY_EMAIL, email);
    }

    private static Supplier<Optional<Entry>> find(Transaction transaction, long cmId, String sql, String key) {
        return transaction
                .later(sql, cmId)
                .bind("key", key)
                .ask(
                        row -> new Entry(row.getLong("id"), row.getString("name")),
                        found -> found.stream().findFirst());
    }

    private static Entry add(Transaction transaction, long cmId, EmployeeName employee) {
        var id = transaction.takeId();
        transaction
                .update(INSERT_EMPLOYEE, cmId)
                .bind("id", id)
                .bind("name", employee.name())
                .bind("nameKey", TextKey.of(employee.name()))
                .bind("code", employee.code())
                .bind("email", employee.email())
                .bind("emailKey", TextKey.of(employee.email()))
                .execute();
        return new Entry(id, employee.shown());
    }

    private static String column(AccountList list) {
        return list.name().toLowerCase(Locale.ROOT);
    }
}
