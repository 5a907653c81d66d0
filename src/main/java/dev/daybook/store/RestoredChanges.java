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

    private static final String ACCOUNTS = "SELECT cm_id FROM account ORDER BY cm_id";

    private static final String LAST = "SELECT coalesce(max(changed_in), 0) FROM %s WHERE cm_id = :cmId";

    private static final String MARK = "UPDATE %s SET changed_in = :number WHERE cm_id = :cmId";

    private RestoredChanges() {}

    /** A change number above all that followers can have seen of a database with this last change number. */
    public static long beyond(long lastChange) {
        return lastChange + JUMP;
    }

    /**
     * Restarts the feed if a PostgreSQL was restored from a dump. The transaction ids of the server start again, so the
     * records have change numbers in the future, and would be missing in the feed until the server reaches these
     * numbers. SQLite stores its counter in the file.
     */
    static void beginAnewIfAhead(Transaction transaction) {
        var last = accounts(transaction).stream()
                .flatMap(cmId -> TABLES.stream().map(table -> last(transaction, table, cmId)))
                .max(Long::compare)
                .orElse(0L);
        // Taken last: a server that goes on writing has committed only lower numbers before.
        if (last > transaction.changeNumber()) {
            beginAnew(transaction);
        }
    }

    private static List<Long> accounts(Transaction transaction) {
        return transaction.query(ACCOUNTS).mapTo(Long.class).list();
    }

    private static long last(Transaction transaction, String table, long cmId) {
        return transaction.query(LAST.formatted(table), cmId).mapTo(Long.class).one();
    }

    /**
     * Marks every record as changed now and refuses every earlier position. The time is proportional to the number of
     * records.
     */
    public static void beginAnew(Transaction transaction) {
        transaction.dialect().skipChangeNumbers(transaction, JUMP);
        // Not the transaction's own number, which may have been taken before the jump.
        var number = transaction.dialect().takeChangeNumber(transaction).get();
        for (var cmId : accounts(transaction)) {
            for (var table : TABLES) {
                transaction
                        .update(MARK.formatted(table), cmId)
                        .bind("number", number)
                        .execute();
            }
        }
        transaction
                .update("UPDATE account SET changes_from = :number")
                .bind("number", number)
                .execute();
    }
}
