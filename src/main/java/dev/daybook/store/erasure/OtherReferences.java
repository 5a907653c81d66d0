package dev.daybook.store.erasure;

import dev.daybook.domain.Problem;
import dev.daybook.store.Dialect;
import dev.daybook.store.Transaction;
import dev.daybook.store.backup.Catalogue;
import dev.daybook.store.backup.StoredTable;
import java.util.List;

/**
 * Foreign keys of tables that are not Daybook's. PostgreSQL deletes no row to which such a key refers; or, if the key
 * has an action such as CASCADE, changes the other table too. SQLite does not enforce foreign keys.
 */
final class OtherReferences {
    private static final String REFERENCES = """
            SELECT CAST(r.conrelid AS regclass) AS child, p.relname AS parent,
                has_table_privilege(r.conrelid, 'SELECT') AS readable,
                string_agg(format('c.%I = p.%I', ca.attname, pa.attname), ' AND ') AS same
            FROM pg_constraint r JOIN pg_class p ON p.oid = r.confrelid
            CROSS JOIN LATERAL unnest(r.conkey, r.confkey) AS k (child, parent)
            JOIN pg_attribute ca ON ca.attrelid = r.conrelid AND ca.attnum = k.child
            JOIN pg_attribute pa ON pa.attrelid = r.confrelid AND pa.attnum = k.parent
            WHERE r.contype = 'f'
                AND p.relnamespace = CAST(current_schema() AS regnamespace)
            GROUP BY r.oid, p.relname
            ORDER BY child, parent""";

    private OtherReferences() {}

    /**
     * On PostgreSQL, refuses an erasure if a row of a table that is not Daybook's refers to a row of the account: such
     * a row might stop the erasure or be changed by it.
     *
     * @param tables the tables that the erasure empties
     * @throws dev.daybook.domain.ProblemException CONFLICT if there is such a row, or if Daybook may not read a table
     *     with such a foreign key
     */
    static void requireNone(Transaction transaction, long cmId, List<StoredTable> tables) {
        if (transaction.dialect() != Dialect.POSTGRESQL) {
            return;
        }
        var names = tables.stream().map(StoredTable::name).toList();
        references(transaction).stream()
                .filter(reference -> !Catalogue.isOwn(reference.child) && names.contains(reference.parent))
                .filter(reference -> reference.isUsed(transaction, cmId))
                .findFirst()
                .ifPresent(reference -> {
                    throw Problem.CONFLICT.because("rows in " + reference.child + ", which is not Daybook's table,"
                            + " refer to rows of the account in " + reference.parent
                            + "; delete or change them first. Nothing was erased.");
                });
    }

    private static List<Reference> references(Transaction transaction) {
        return transaction
                .query(REFERENCES)
                .map((row, context) -> new Reference(
                        row.getString("child"),
                        row.getString("parent"),
                        row.getBoolean("readable"),
                        row.getString("same")))
                .list();
    }

    /**
     * A foreign key.
     *
     * @param child the table that refers, as SQL names it
     * @param parent the table to which it refers
     * @param readable whether Daybook may read the child
     * @param same the condition by which a row of the child refers to a row of the parent
     */
    private record Reference(String child, String parent, boolean readable, String same) {
        /** Whether a row of the child refers to a row of the account. Also true if Daybook may not read the child. */
        boolean isUsed(Transaction transaction, long cmId) {
            return !readable
                    || transaction
                            .query(
                                    "SELECT EXISTS (SELECT 1 FROM " + child + " c JOIN " + parent + " p ON " + same
                                            + " WHERE p.cm_id = :cmId)",
                                    cmId)
                            .mapTo(Boolean.class)
                            .one();
        }
    }
}
