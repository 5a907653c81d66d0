package dev.daybook.store;

import java.util.List;

/**
 * Mends a PostgreSQL that was restored from a dump: it counts its transactions anew, so that the records may have
 * numbers that are yet to come, and would not be in the feed of changes until then. SQLite keeps its count in the file.
 */
final class RestoredChanges {
    private static final List<String> TABLES = List.of("customer", "ticket", "sales_order");

    private static final String AHEAD = """
            SELECT a.cm_id FROM account a
            WHERE (SELECT max(r.changed_in) FROM %s r WHERE r.cm_id = a.cm_id) > :number""";

    private static final String RENUMBER = """
            UPDATE %s SET changed_in = :number WHERE cm_id = :cmId AND changed_in > :number""";

    private RestoredChanges() {}

    /** Takes what has a number from the future for changed now; followers hear of it once too often, not never. */
    static boolean renumber(Transaction transaction) {
        var number = transaction.changeNumber();
        var handle = transaction.handle();
        var any = false;
        for (var table : TABLES) {
            var ahead = handle.createQuery(AHEAD.formatted(table))
                    .bind("number", number)
                    .mapTo(Long.class)
                    .list();
            for (var cmId : ahead) {
                handle.createUpdate(RENUMBER.formatted(table))
                        .bind("number", number)
                        .bind("cmId", cmId)
                        .execute();
                any = true;
            }
        }
        return any;
    }
}
