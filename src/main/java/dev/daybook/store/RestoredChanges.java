package dev.daybook.store;

import java.util.List;

/**
 * Restarts the feed of changes after a restore. The database no longer contains changes that followers may have seen,
 * so their positions are invalid. Change numbers jump beyond all that were ever used, and every earlier position is
 * refused.
 */
public final class RestoredChanges {
    private static final List<String> TABLES = List.of("customer", "ticket", "sales_order");

    /** 2^40: more than the number of changes that a restore can have lost. */
    private static final long JUMP = 1L << 40;

    private static final String AHEAD = """
            SELECT count(*) FROM account a
            WHERE (SELECT max(r.changed_in) FROM %s r WHERE r.cm_id = a.cm_id) > :number""";

    private RestoredChanges() {}

    /** A number beyond all that followers can have seen of a database whose last change had this one. */
    public static long beyond(long lastChange) {
        return lastChange + JUMP;
    }

    /**
     * Restarts the feed if a PostgreSQL was restored from a dump. Its transaction ids start again, so records have
     * change numbers in the future and would be missing in the feed until then. SQLite stores its counter in the file.
     */
    static boolean beginAnewIfAhead(Transaction transaction) {
        var number = transaction.changeNumber();
        for (var table : TABLES) {
            var ahead = transaction
                    .handle()
                    .createQuery(AHEAD.formatted(table))
                    .bind("number", number)
                    .mapTo(Long.class)
                    .one();
            if (ahead > 0) {
                beginAnew(transaction);
                return true;
            }
        }
        return false;
    }

    /**
     * Marks every record as changed now and refuses every earlier position. The time is proportional to the number of
     * records.
     */
    public static void beginAnew(Transaction transaction) {
        var handle = transaction.handle();
        transaction.dialect().skipChangeNumbers(handle, JUMP);
        // Not the transaction's own number, which may have been taken before the jump.
        var number = transaction.dialect().takeChangeNumber(handle);
        for (var table : TABLES) {
            handle.createUpdate("UPDATE " + table + " SET changed_in = :number")
                    .bind("number", number)
                    .execute();
        }
        handle.createUpdate("UPDATE account SET changes_from = :number")
                .bind("number", number)
                .execute();
    }
}
