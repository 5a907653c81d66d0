package dev.daybook.store;

/**
 * Mends a PostgreSQL that was restored from a dump: it counts its transactions anew, so that the customers may have
 * numbers that are yet to come, and would not be in the feed of changes until then. SQLite keeps its count in the file.
 */
final class RestoredChanges {
    private static final String AHEAD = """
            SELECT a.cm_id FROM account a
            WHERE (SELECT max(c.changed_in) FROM customer c WHERE c.cm_id = a.cm_id) > :number""";

    private static final String RENUMBER = """
            UPDATE customer SET changed_in = :number WHERE cm_id = :cmId AND changed_in > :number""";

    private RestoredChanges() {}

    /** Takes what has a number from the future for changed now; followers hear of it once too often, not never. */
    static boolean renumber(Transaction transaction) {
        var number = transaction.changeNumber();
        var handle = transaction.handle();
        var ahead = handle.createQuery(AHEAD)
                .bind("number", number)
                .mapTo(Long.class)
                .list();
        for (var cmId : ahead) {
            handle.createUpdate(RENUMBER)
                    .bind("number", number)
                    .bind("cmId", cmId)
                    .execute();
        }
        return !ahead.isEmpty();
    }
}
