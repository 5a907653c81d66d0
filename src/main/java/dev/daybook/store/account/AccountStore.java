package dev.daybook.store.account;

import dev.daybook.domain.Problem;
import dev.daybook.domain.account.Account;
import dev.daybook.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.Update;

/** Reads and writes accounts. */
public final class AccountStore {
    /**
     * Adds an account. Its feed begins at the change number of this insert, and so refuses positions from an erased
     * account that had the same account number. On PostgreSQL, if older transactions are still open, the feed begins at
     * the number of the oldest one, because these transactions may still write to the account.
     */
    private static final String INSERT = """
            INSERT INTO account (cm_id, name, zone, all_customer_page, changes_from)
            VALUES (:cmId, :name, :zone, :allCustomerPage,
             CASE WHEN :change < %1$s THEN :change ELSE %1$s END)
            ON CONFLICT DO NOTHING""";

    private static final String UPDATE = """
            UPDATE account SET name = :name, zone = :zone, all_customer_page = :allCustomerPage
            WHERE cm_id = :cmId""";

    private static final String FIND = "SELECT * FROM account WHERE cm_id = :cmId";

    private static final String ZONE = "SELECT zone FROM account WHERE cm_id = :cmId";

    private static final String LIST = "SELECT * FROM account ORDER BY cm_id";

    private static final String NUMBERS = "SELECT cm_id FROM account ORDER BY cm_id";

    private AccountStore() {}

    /** Adds an account. Returns false if its number is taken. */
    public static boolean add(Transaction transaction, Account account) {
        var sql = INSERT.formatted(transaction.dialect().settled());
        return put(transaction.update(sql, account.cmId()).bind("change", transaction.changeNumber()), account);
    }

    /**
     * Adds an account if the database has none. Returns false if it has one. A transaction that tries the same at the
     * same time waits for this one.
     */
    public static boolean addFirst(Transaction transaction, Account account) {
        transaction.dialect().lockOut(transaction, "account");
        return list(transaction).isEmpty() && add(transaction, account);
    }

    /** Changes an account. Returns false if there is none with its number. */
    public static boolean set(Transaction transaction, Account account) {
        return put(transaction.update(UPDATE, account.cmId()), account);
    }

    /** Finds the account with this number. */
    public static Optional<Account> find(Transaction transaction, long cmId) {
        return transaction.query(FIND, cmId).map(AccountStore::account).findOne();
    }

    /**
     * Keeps an account as it is until the transaction ends: its zone does not change, and it is not erased. Every write
     * that may add rows of the account calls this before it locks anything else of the account. The caller has read the
     * account earlier, so its zone may have changed since; the returned zone is the current one.
     *
     * @return its zone. The supplier throws ACCOUNT_GONE if there is no such account
     */
    public static Supplier<ZoneId> hold(Transaction transaction, long cmId) {
        transaction.dialect().holdAccount(transaction, cmId);
        var zone = transaction
                .later(ZONE, cmId)
                .ask(row -> row.getString("zone"), zones -> zones.stream().findFirst());
        return () -> zone.get()
                .map(name -> zone(cmId, name))
                .orElseThrow(
                        () -> Problem.ACCOUNT_GONE.because("there is no account " + cmId + "; nothing was stored"));
    }

    /**
     * Like {@link #hold}, but sends the waiting statements immediately, and throws immediately if there is no such
     * account.
     *
     * @throws dev.daybook.domain.ProblemException ACCOUNT_GONE
     */
    public static void holdNow(Transaction transaction, long cmId) {
        var unused = hold(transaction, cmId).get();
    }

    /**
     * Locks the settings of an account, and holds the account. Call this before you read the settings to change them:
     * others who change them wait here until the transaction ends, so that no change is lost.
     */
    public static void lockSettings(Transaction transaction, long cmId) {
        transaction.dialect().holdAccount(transaction, cmId);
        transaction.dialect().lockWord(transaction, cmId, "settings");
    }

    /** Locks an account exclusively until the transaction ends. Waits for all transactions that hold the account. */
    public static void lock(Transaction transaction, long cmId) {
        transaction.dialect().lockAccount(transaction, cmId);
    }

    /** All accounts, ordered by number. */
    public static List<Account> list(Transaction transaction) {
        return transaction.query(LIST).map(AccountStore::account).list();
    }

    /** The numbers of all accounts, in order. */
    public static List<Long> numbers(Transaction transaction) {
        return transaction.query(NUMBERS).mapTo(Long.class).list();
    }

    private static boolean put(Update update, Account account) {
        return update.bind("name", account.name())
                        .bind("zone", account.zone().getId())
                        .bind("allCustomerPage", account.allCustomerPage())
                        .execute()
                == 1;
    }

    private static Account account(ResultSet row, StatementContext context) throws SQLException {
        var cmId = row.getLong("cm_id");
        return new Account(
                cmId, row.getString("name"), zone(cmId, row.getString("zone")), row.getString("all_customer_page"));
    }

    /**
     * The zone with this name. Java has its own list of zones, and a newer Java may have stored the name.
     *
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if this Java does not know the zone
     */
    private static ZoneId zone(long cmId, String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            throw Problem.UNAVAILABLE.because(
                    "account " + cmId + " has the time zone " + name
                            + ", which this Java does not know; use a newer release of Java",
                    unknown);
        }
    }
}
