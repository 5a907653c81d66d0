package dev.daybook.store;

import java.util.List;

/**
 * Begins the feed of changes anew after a restore: the database has forgotten what followers may have seen, so that their
 * places mean nothing. Numbers jump beyond all that were ever used, and every place from before is refused.
 */
public final class RestoredChanges {
    private static final List<String> TABLES = List.of("customer", "ticket", "sales_order");

    /** More changes than were lost by a restore: two to the power of 40. */
    private static final long JUMP = 1L << 40;

    private static final String AHEAD = """
            SELECT count(*) FROM account a
            WHERE (SELECT max(r.changed_in) FROM %s r WHERE r.cm_id = a.cm_id) > :number""";

    private RestoredChanges() {}

    /**
     * Does so if a PostgreSQL was restored from a dump: it counts its transactions anew, so that records have numbers that
     * are yet to come, and would not be in the feed until then. SQLite keeps its count in the file.
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
     * Takes every record for changed now, and refuses every earlier place from now on. It takes time in proportion to the
     * number of records.
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
