package dev.daybook.store;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.Query;

/**
 * Restarts the feed of changes after a restore. The restored database lacks changes that followers of the feed may have
 * seen, so their positions are invalid. Change numbers jump beyond all that were ever used, and every position from
 * before the restore is refused. Ids jump too, very probably beyond those of the lost records. All login links and
 * sessions of people end.
 */
public final class RestoredChanges {
    /** The tables that are empty after a restore, because all login links and sessions end; see {@link #endLogins}. */
    public static final List<String> ENDED = List.of("person_link", "person_session");

    /** The tables with change numbers. */
    private static final List<String> TABLES = List.of("customer", "ticket", "sales_order", "import_batch");

    /**
     * 2^40: more than the number of changes that a restore can have lost. Added to the last change number if the clock
     * gives no higher one: see {@link #beyond}.
     */
    private static final long JUMP = 1L << 40;

    /**
     * The number of ids that are skipped in any case. An import of five million customers, each with a contact, uses
     * this many, and may have run after the backup.
     */
    private static final long LOST_IDS = 10_000_000;

    private static final long LOST_IDS_A_SECOND = 100;

    /**
     * After a restore, one id is skipped for each second since the restored state. For each of the first of these
     * seconds, up to this time, {@link #LOST_IDS_A_SECOND} more ids are skipped.
     */
    private static final Duration BUSY = Duration.ofDays(7);

    private static final String ACCOUNTS = "SELECT cm_id FROM account ORDER BY cm_id";

    /**
     * The lowest and the highest change number in a table. The inner queries read one entry of the index for each
     * account. Minimum and maximum have separate queries, because SQLite uses the index only for a single min or max.
     */
    private static final String FIRST_AND_LAST = """
            SELECT min((SELECT min(changed_in) FROM %1$s t WHERE t.cm_id = a.cm_id)) FROM account a
            UNION ALL SELECT max((SELECT max(changed_in) FROM %1$s t WHERE t.cm_id = a.cm_id)) FROM account a""";

    private static final String BEGINNINGS = "SELECT changes_from FROM account";

    /**
     * The times at which accounts were used. The time of the restored state is not known. But it is not before the
     * latest of these times, because the restored state contains them. Times after {@code now} were stored while a
     * clock was ahead, and are ignored.
     */
    private static final String USES = """
            SELECT created_at FROM api_key WHERE created_at <= :now
            UNION ALL SELECT last_used_at FROM api_key WHERE last_used_at <= :now
            UNION ALL SELECT (SELECT max(at) FROM audit t WHERE t.cm_id = a.cm_id AND at <= :now) FROM account a""";

    private static final String RAISE = "%s %s SET changed_in = changed_in + :shift WHERE cm_id = :cmId";

    private RestoredChanges() {}

    /**
     * Returns a change number above all that followers can have seen, also if the same state was restored before. It is
     * the time in nanoseconds since 1970: no database makes a billion changes a second. If the clock is behind {@code
     * lastChange}, it is {@code lastChange} plus {@link #JUMP}; then followers may have seen higher numbers, if the
     * same state was restored before.
     *
     * @param lastChange the last change number in the restored state
     */
    public static long beyond(long lastChange, Instant now) {
        var nanos = ChronoUnit.NANOS.between(Instant.EPOCH, now);
        return nanos > lastChange ? nanos : Math.addExact(lastChange, JUMP);
    }

    /**
     * Returns an id that is very probably above all ids that were used since the time of the restored state, including
     * those after an earlier restore of the same state; ADR 25 has the limits. With time it rises more slowly than the
     * result of {@link #beyond}, because some clients have only 31 bits for an id.
     *
     * @param nextId the next id in the restored state
     * @param since the time of the restored state, or an earlier one
     */
    public static long idBeyond(long nextId, Instant since, Instant now) {
        var seconds = Math.max(0, ChronoUnit.SECONDS.between(since, now));
        return nextId + LOST_IDS + seconds + LOST_IDS_A_SECOND * Math.min(seconds, BUSY.toSeconds());
    }

    /** The lowest change number of a record or an import; {@code lastChange} if there are none. */
    public static long first(Transaction transaction, long lastChange) {
        return Math.min(numbers(transaction).getMin(), lastChange);
    }

    /**
     * Restarts the feed if a PostgreSQL database was restored from a dump to a server with lower transaction ids. The
     * restored records have higher change numbers than the server has reached, and would be missing in the feed until
     * it reaches these numbers. SQLite does not need this: its counter is in the file.
     */
    static void beginAnewIfAhead(Writer writer, Instant now) {
        if (writer.write(transaction -> isAhead(transaction, false), true)) {
            writer.write(
                    transaction -> {
                        var stillAhead = isAhead(transaction, true);
                        if (stillAhead) {
                            beginAnew(transaction, now);
                        }
                        return stillAhead;
                    },
                    true);
        }
    }

    /**
     * Whether existing change numbers are above the one that this transaction gets. If another Daybook server, started
     * at the same time, is raising the change numbers, waits for the end of its transaction, without a timeout.
     *
     * @param locks whether to lock the accounts first, so that the answer stays true
     */
    private static boolean isAhead(Transaction transaction, boolean locks) {
        transaction.dialect().takeTime(transaction);
        transaction.handle().execute("SET LOCAL lock_timeout = 0");
        if (locks) {
            transaction.dialect().lockAllAccounts(transaction);
        }
        var last = Math.max(
                numbers(transaction).getMax(),
                statistics(transaction.query(BEGINNINGS)).getMax());
        // The change number is taken last, so that it is above every number that a running server has committed.
        return last > transaction.changeNumber();
    }

    /**
     * The lowest and the highest change number in {@link #TABLES}, over all accounts, as the minimum and the maximum of
     * the result. Without rows, the minimum is {@code Long.MAX_VALUE} and the maximum {@code Long.MIN_VALUE}.
     */
    private static LongSummaryStatistics numbers(Transaction transaction) {
        var queries = TABLES.stream().map(FIRST_AND_LAST::formatted).collect(Collectors.joining("\nUNION ALL "));
        return statistics(transaction.query(queries));
    }

    /** The statistics of the numbers that a query finds. Nulls are left out. */
    private static LongSummaryStatistics statistics(Query query) {
        return query.mapTo(Long.class).list().stream()
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .summaryStatistics();
    }

    private static List<Long> accounts(Transaction transaction) {
        return transaction.query(ACCOUNTS).mapTo(Long.class).list();
    }

    /**
     * Restarts the feed after a restore. Raises all change numbers beyond all that followers can have seen. The amount
     * is the same for all, so that the order of changes and the batches of unfinished imports stay correct. All earlier
     * positions are then invalid. Also raises the next id, very probably beyond the ids of the lost records, and ends
     * all login links and sessions. The time is proportional to the number of records.
     *
     * <p>First locks all accounts, so it waits for their writers. Only then locks the change numbers: a writer locks
     * records before it takes a change number, so the opposite order could deadlock.
     */
    public static void beginAnew(Transaction transaction, Instant now) {
        var dialect = transaction.dialect();
        dialect.takeTime(transaction);
        dialect.lockAllAccounts(transaction);
        dialect.lockChangeNumbers(transaction);
        var next = dialect.nextChange(transaction);
        var last = Math.max(numbers(transaction).getMax(), next);
        var beginning = beyond(last, now);
        var shift = Math.subtractExact(beginning, first(transaction, last));
        for (var cmId : accounts(transaction)) {
            for (var table : TABLES) {
                transaction
                        .update(RAISE.formatted(dialect.updateOfMany(), table), cmId)
                        .bind("shift", shift)
                        .execute();
            }
        }
        transaction
                .update("UPDATE account SET changes_from = :beginning")
                .bind("beginning", beginning)
                .execute();
        transaction.skipChangeNumbers(Math.addExact(shift, last - next));
        var used = statistics(transaction.query(USES).bind("now", EpochMillis.column(now)));
        var since = used.getCount() == 0 ? now : EpochMillis.instant(used.getMax());
        // After the records, so that nobody who logs in waits for their update.
        endLogins(transaction);
        // The last statement: PostgreSQL would not undo the skip of ids if a later statement failed.
        dialect.setNextId(transaction, idBeyond(dialect.nextId(transaction), since, now));
    }

    /**
     * Ends all login links and sessions, because people may have used or ended them after the time of the restored
     * state. Locks the links before the sessions, as the writers of a server do: the opposite order could deadlock. For
     * the same reason, a writer that needs an account holds it before it changes links.
     */
    public static void endLogins(Transaction transaction) {
        transaction.dialect().lockOut(transaction, ENDED.toArray(String[]::new));
        ENDED.forEach(table -> transaction.update("DELETE FROM " + table).execute());
    }
}
