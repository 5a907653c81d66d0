package dev.daybook.store.ticket;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.ticket.Ticket;
import dev.daybook.store.Break;
import dev.daybook.store.Database;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.record.Documents;
import dev.daybook.store.record.RecordTable;
import dev.daybook.store.record.RecordWrite;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks open tickets as late after their due time. The mark is a change of the ticket like any other. So documents,
 * proofs and followers show it, and a read need not compare the due time with the clock. A ticket that an unfinished
 * import added, and that nobody has changed since, is not marked until the import ends.
 */
public final class LateTickets {
    private static final Logger LOG = LoggerFactory.getLogger(LateTickets.class);
    private static final int BATCH = 500;

    /** A clock that is set back by more than this was wrong. */
    private static final Duration STEP = Duration.ofMinutes(1);

    private static final String FIRST = "ORDER BY due LIMIT :limit";

    /**
     * Leaves out tickets that an unfinished import added and nobody has changed since: a removal of the import finds
     * these tickets by their change number, and a mark would change it.
     */
    private static final String READY = """
            AND NOT (version = 1 AND changed_in IN (SELECT changed_in FROM import_batch WHERE cm_id = :cmId))
            """ + FIRST;

    /**
     * Finds open tickets after their due time. Repeats the conditions of the partial index word for word, so that the
     * database can use the index.
     */
    private static final String DUE = """
            SELECT id FROM ticket WHERE cm_id = :cmId AND due <> 0 AND late = 0 AND ended = 0 AND due < :now
            AND deleted_at = 0
            """;

    /** Finds open tickets that were marked by a clock that was ahead. */
    private static final String NOT_DUE = """
            SELECT id FROM ticket WHERE cm_id = :cmId AND due <> 0 AND late = 1 AND ended = 0 AND due >= :now
            AND deleted_at = 0
            """;

    private final Database database;
    private final Documents<Ticket> documents;

    /** The time that the clock showed in the last run. */
    private Instant last = Instant.MIN;

    /**
     * Whether the clock may have been ahead since the last run. Initially true: it may have been ahead before this
     * server started.
     */
    private final AtomicBoolean mayHaveBeenAhead = new AtomicBoolean(true);

    /** The numbers of the accounts whose tickets may still have marks from a clock that was ahead. */
    private final Set<Long> unchecked = new HashSet<>();

    /** Marks tickets in this database. */
    public LateTickets(Database database, Documents<Ticket> documents) {
        this.database = database;
        this.documents = documents;
    }

    /**
     * Marks the late tickets of these accounts. In the first run, after {@link #clockMoved}, and if the clock was set
     * back by more than a minute since the last run, first removes the marks of tickets that are not due: the clock was
     * ahead when they were marked. If some of these marks remain, for example on locked tickets, later runs try again
     * until the account has none. Other runs remove no marks: two servers whose clocks differ a little would mark and
     * unmark the same ticket in turn. If the work for an account fails, continues with the others, and throws the first
     * failure at the end. Several servers of one database may call this method concurrently.
     *
     * @param clock is read again in each write, because a reset of the sandbox may set it back before the write
     * @param stopping whether to end as soon as possible, and leave the other tickets
     */
    public void mark(List<Account> accounts, InstantSource clock, BooleanSupplier stopping) {
        var failures = new ArrayList<RuntimeException>();
        var wasMoved = mayHaveBeenAhead.getAndSet(false);
        var now = clock.instant();
        if (wasMoved || now.plus(STEP).isBefore(last)) {
            accounts.forEach(account -> unchecked.add(account.cmId()));
        }
        last = now;
        for (var account : accounts) {
            try {
                if (unchecked.contains(account.cmId())) {
                    log(account, "tickets are no longer late", setLate(account, clock, stopping, false));
                    if (isEmpty(account, clock, false, FIRST)) {
                        unchecked.remove(account.cmId());
                    }
                }
                log(account, "tickets became late", mark(account, clock, stopping));
            } catch (RuntimeException failure) {
                failures.add(failure);
            }
        }
        if (!failures.isEmpty()) {
            // One failure for all: if the database takes no writes, every account may fail.
            throw failures.get(0);
        }
    }

    /**
     * Makes the next run check all marks, because somebody moved the clock of a sandbox. If the clock is moved ahead
     * and back between two runs, no run notices it; but a write between the moves may have marked its ticket as late.
     */
    public void clockMoved() {
        mayHaveBeenAhead.set(true);
    }

    /**
     * Marks the late tickets of an account, except those that others have locked: a later call marks these. Returns the
     * number of marked tickets.
     */
    public int mark(Account account, InstantSource clock, BooleanSupplier stopping) {
        return setLate(account, clock, stopping, true);
    }

    private static void log(Account account, String message, int count) {
        if (count > 0) {
            LOG.atInfo()
                    .addKeyValue("account", account.cmId())
                    .addKeyValue("tickets", count)
                    .log(message);
        }
    }

    private int setLate(Account account, InstantSource clock, BooleanSupplier stopping, boolean late) {
        var count = 0;
        while (!stopping.getAsBoolean() && !isEmpty(account, clock, late, READY)) {
            var set = database.write(transaction -> setLate(transaction, account, clock.instant(), late));
            if (set == 0) {
                // Others have locked all these tickets, or set them, or the clock was set back.
                return count;
            }
            count += set;
            Break.take();
        }
        return count;
    }

    private boolean isEmpty(Account account, InstantSource clock, boolean late, String rest) {
        return database.read(transaction -> find(transaction, account, clock.instant(), late, rest))
                .isEmpty();
    }

    private static List<Long> find(Transaction transaction, Account account, Instant now, boolean late, String rest) {
        return transaction
                .query((late ? DUE : NOT_DUE) + rest, account.cmId())
                .bind("now", EpochMillis.column(now))
                .bind("limit", BATCH)
                .mapTo(Long.class)
                .list();
    }

    private int setLate(Transaction transaction, Account account, Instant now, boolean late) {
        var zone = AccountStore.hold(transaction, account.cmId());
        var moment = now.truncatedTo(ChronoUnit.MILLIS);
        var lock = " " + transaction.dialect().forUpdateSkipLocked();
        var found = find(transaction, account, now, late, READY + lock);
        var ids = documents.batch(transaction, account.cmId(), found);
        var changes = TicketTable.select(transaction, account.cmId(), ids).stream()
                .map(ticket ->
                        new RecordTable.Change<>(ticket, ticket.withLate(late, RecordWrite.notBefore(ticket, moment))))
                .toList();
        TicketTable.ROWS.update(transaction, changes);
        var tickets = changes.stream().map(RecordTable.Change::after).toList();
        documents.rerender(transaction, tickets, zone.get());
        return tickets.size();
    }
}
