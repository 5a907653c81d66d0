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

    /**
     * If the clock is set back by more than this, it was ahead before, and may have marked tickets as late too early.
     */
    private static final Duration STEP = Duration.ofMinutes(1);

    /**
     * Leaves out tickets that an unfinished import added and nobody has changed since: a removal of the import finds
     * these tickets by their change number, and a mark would change it.
     */
    private static final String READY = """
            AND NOT (version = 1 AND changed_in IN (SELECT changed_in FROM import_batch WHERE cm_id = :cmId))
            """;

    /**
     * Finds open tickets that are after their due time, but not marked as late. Repeats the conditions of the partial
     * index word for word, so that the database can use the index.
     */
    static final String DUE = """
            FROM ticket WHERE cm_id = :cmId AND due <> 0 AND late = 0 AND ended = 0 AND due < :now
            AND deleted_at = 0
            """;

    /** Finds open tickets marked as late while the clock was ahead. */
    private static final String NOT_DUE = """
            FROM ticket WHERE cm_id = :cmId AND due <> 0 AND late = 1 AND ended = 0 AND due >= :now
            AND deleted_at = 0
            """;

    /**
     * The accounts with tickets of {@link #DUE} or {@link #NOT_DUE}. The inner query looks at an index once for each
     * account. Its LIMIT prevents PostgreSQL from joining the tables: a join would read the index entries of all open
     * tickets.
     */
    private static final String ACCOUNTS = "SELECT cm_id FROM account WHERE (SELECT 1 %s LIMIT 1) = 1 ORDER BY cm_id";

    private final Database database;
    private final Documents<Ticket> documents;

    /** The time that the clock showed in the last run. */
    private Instant last = Instant.MIN;

    /**
     * Whether the clock may have been ahead since the last run. Initially true: it may have been ahead before this
     * server started.
     */
    private final AtomicBoolean mayHaveBeenAhead = new AtomicBoolean(true);

    /** The numbers of the accounts whose tickets still have marks from a clock that was ahead. */
    private final Set<Long> ahead = new HashSet<>();

    public LateTickets(Database database, Documents<Ticket> documents) {
        this.database = database;
        this.documents = documents;
    }

    /**
     * Marks the late tickets of all accounts. Some runs first remove the marks of tickets that are not due, because the
     * clock was ahead when they were marked: the first run, the first one after {@link #clockMoved}, and a run that
     * finds the clock more than a minute behind the last run. If some of these marks remain, for example on locked
     * tickets, later runs try again until the account has none. Other runs remove no marks: two servers whose clocks
     * differ a little would mark and unmark the same ticket in turn. If the work for an account fails, continues with
     * the others, and throws the first failure at the end. Several servers of one database may call this method
     * concurrently.
     *
     * @param clock is read again in each write, because a reset of the sandbox may set it back before the write
     * @param stopping whether to end as soon as possible, and leave the other tickets
     */
    public void mark(InstantSource clock, BooleanSupplier stopping) {
        var now = clock.instant();
        findAhead(now);
        var failures = new ArrayList<RuntimeException>();
        for (var cmId : List.copyOf(ahead)) {
            attempt(failures, () -> {
                log(cmId, "tickets are no longer late", setLate(cmId, clock, stopping, false));
                if (isEmpty(cmId, clock, NOT_DUE)) {
                    ahead.remove(cmId);
                }
            });
        }
        for (var cmId : accounts(DUE, now)) {
            attempt(failures, () -> log(cmId, "tickets became late", setLate(cmId, clock, stopping, true)));
        }
        if (!failures.isEmpty()) {
            // One failure for all: if the database takes no writes, every account may fail.
            throw failures.get(0);
        }
    }

    /** The query for the accounts with tickets of {@link #DUE} or {@link #NOT_DUE}. */
    static String accounts(String tickets) {
        return ACCOUNTS.formatted(tickets.replace(":cmId", "account.cm_id"));
    }

    private static void attempt(List<RuntimeException> failures, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failure) {
            failures.add(failure);
        }
    }

    /** Looks for tickets marked as late while the clock was ahead, if there may be new ones since the last run. */
    private void findAhead(Instant now) {
        if (mayHaveBeenAhead.getAndSet(false) || now.plus(STEP).isBefore(last)) {
            try {
                ahead.addAll(accounts(NOT_DUE, now));
            } catch (RuntimeException failure) {
                mayHaveBeenAhead.set(true);
                throw failure;
            }
        }
        last = now;
    }

    private List<Long> accounts(String tickets, Instant now) {
        return database.read(transaction -> transaction
                .query(accounts(tickets))
                .bind("now", EpochMillis.column(now))
                .mapTo(Long.class)
                .list());
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
     *
     * @param stopping whether to end early; asked before each batch of tickets
     */
    public int mark(Account account, InstantSource clock, BooleanSupplier stopping) {
        return setLate(account.cmId(), clock, stopping, true);
    }

    private static void log(long cmId, String message, int count) {
        if (count > 0) {
            LOG.atInfo()
                    .addKeyValue("account", cmId)
                    .addKeyValue("tickets", count)
                    .log(message);
        }
    }

    private int setLate(long cmId, InstantSource clock, BooleanSupplier stopping, boolean late) {
        var tickets = (late ? DUE : NOT_DUE) + READY;
        var count = 0;
        while (!stopping.getAsBoolean() && !isEmpty(cmId, clock, tickets)) {
            var set = database.write(transaction -> setLate(transaction, cmId, clock.instant(), tickets, late));
            if (set == 0) {
                // Others have locked all these tickets, or set them, or the clock was set back.
                return count;
            }
            count += set;
            Break.take();
        }
        return count;
    }

    private boolean isEmpty(long cmId, InstantSource clock, String tickets) {
        return database.read(transaction -> find(transaction, cmId, clock.instant(), tickets, ""))
                .isEmpty();
    }

    private static List<Long> find(Transaction transaction, long cmId, Instant now, String tickets, String lock) {
        return transaction
                .query("SELECT id " + tickets + "ORDER BY due LIMIT :limit" + lock, cmId)
                .bind("now", EpochMillis.column(now))
                .bind("limit", BATCH)
                .mapTo(Long.class)
                .list();
    }

    private int setLate(Transaction transaction, long cmId, Instant now, String tickets, boolean late) {
        var zone = AccountStore.hold(transaction, cmId);
        var moment = now.truncatedTo(ChronoUnit.MILLIS);
        var lock = " " + transaction.dialect().forUpdateSkipLocked();
        var found = find(transaction, cmId, now, tickets, lock);
        var ids = documents.batch(transaction, cmId, found);
        var changes = TicketTable.select(transaction, cmId, ids).stream()
                .map(ticket ->
                        new RecordTable.Change<>(ticket, ticket.withLate(late, RecordWrite.notBefore(ticket, moment))))
                .toList();
        TicketTable.ROWS.update(transaction, changes);
        var changed = changes.stream().map(RecordTable.Change::after).toList();
        documents.rerender(transaction, changed, zone.get());
        return changed.size();
    }
}
