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
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks open tickets as late after their due time. The mark is a change of the ticket like any other. So documents,
 * proofs and followers show it, and a read need not compare the due time with the clock. Tickets of an unfinished
 * import are not marked until the import ends.
 */
public final class LateTickets {
    private static final Logger LOG = LoggerFactory.getLogger(LateTickets.class);
    private static final int BATCH = 500;

    /** A clock that is set back by more than this was wrong, or is that of a sandbox. */
    private static final Duration STEP = Duration.ofMinutes(1);

    /**
     * Leaves out tickets that an unfinished import added and nobody has changed since: a removal of the import finds
     * these tickets by their change number, and a mark would change it.
     */
    private static final String REST = """
            AND deleted_at = 0
            AND NOT (version = 1 AND changed_in IN (SELECT changed_in FROM import_batch WHERE cm_id = :cmId))
            ORDER BY due LIMIT :limit""";

    /**
     * Finds open tickets after their due time. Repeats the conditions of the partial index word for word, so that the
     * database can use the index.
     */
    private static final String DUE = """
            SELECT id FROM ticket WHERE cm_id = :cmId AND due <> 0 AND late = 0 AND ended = 0 AND due < :now
            """ + REST;

    /** Finds open tickets that were marked by a clock that was ahead. */
    private static final String NOT_DUE = """
            SELECT id FROM ticket WHERE cm_id = :cmId AND due <> 0 AND late = 1 AND ended = 0 AND due >= :now
            """ + REST;

    private final Database database;
    private final Documents<Ticket> documents;

    /** The clock at the last run; after a failure to remove marks, a time ahead of the clock, so that it is repeated. */
    private Instant last = Instant.MAX;

    /** Marks tickets in this database. */
    public LateTickets(Database database, Documents<Ticket> documents) {
        this.database = database;
        this.documents = documents;
    }

    /**
     * Marks the late tickets of these accounts. In the first run, and if the clock was set back since the last one,
     * first removes the marks of tickets that are not due: the clock was ahead when they were marked. If this fails for
     * an account, continues with the others, and throws the first failure at the end. Several servers of one database
     * may do so concurrently.
     *
     * @param clock is read again in each write, because a reset of the sandbox may set it back before the write
     * @param stopping whether to end as soon as possible, and leave the other tickets
     */
    public void mark(List<Account> accounts, InstantSource clock, BooleanSupplier stopping) {
        var failures = new ArrayList<RuntimeException>();
        var now = clock.instant();
        var wasAhead = now.isBefore(last.minus(STEP));
        for (var account : accounts) {
            try {
                if (wasAhead) {
                    mark(account, clock, stopping, false);
                }
                var count = mark(account, clock, stopping);
                if (count > 0) {
                    LOG.atInfo()
                            .addKeyValue("account", account.cmId())
                            .addKeyValue("tickets", count)
                            .log("tickets became late");
                }
            } catch (RuntimeException failure) {
                failures.add(failure);
            }
        }
        if (failures.isEmpty() || !wasAhead) {
            last = now;
        }
        if (!failures.isEmpty()) {
            // One failure for all: if the database takes no writes, every account may fail.
            throw failures.get(0);
        }
    }

    /**
     * Marks the late tickets of an account, except those that others have locked: a later call marks these. Returns the
     * number of marked tickets.
     */
    public int mark(Account account, InstantSource clock, BooleanSupplier stopping) {
        return mark(account, clock, stopping, true);
    }

    private int mark(Account account, InstantSource clock, BooleanSupplier stopping, boolean late) {
        var count = 0;
        while (!stopping.getAsBoolean()
                && !database.read(transaction -> due(transaction, account, clock.instant(), late, ""))
                        .isEmpty()) {
            var marked = database.write(transaction -> mark(transaction, account, clock.instant(), late));
            if (marked == 0) {
                // Others have locked all due tickets, or marked them, or the clock was set back.
                return count;
            }
            count += marked;
            Break.take();
        }
        return count;
    }

    private static List<Long> due(Transaction transaction, Account account, Instant now, boolean late, String lock) {
        return transaction
                .query((late ? DUE : NOT_DUE) + lock, account.cmId())
                .bind("now", EpochMillis.column(now))
                .bind("limit", BATCH)
                .mapTo(Long.class)
                .list();
    }

    private int mark(Transaction transaction, Account account, Instant now, boolean late) {
        var zone = AccountStore.hold(transaction, account.cmId());
        var moment = now.truncatedTo(ChronoUnit.MILLIS);
        var due =
                due(transaction, account, now, late, " " + transaction.dialect().forUpdateSkipLocked());
        var ids = documents.batch(transaction, account.cmId(), due);
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
