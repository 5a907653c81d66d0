package dev.daybook.store.record;

import dev.daybook.domain.RecordKind;

/**
 * Names of the two tables of a kind of record. The first table has the columns {@code cm_id, id, created_at,
 * modified_at, deleted_at, version, changed_in} and those of the kind. The second has the documents.
 *
 * @param records the table of the records
 * @param documents the table of their documents
 */
public record TableNames(String records, String documents) {
    /** The names of the tables of a kind. */
    public static TableNames of(RecordKind kind) {
        // "order" is a keyword of SQL.
        var records = kind == RecordKind.ORDER ? "sales_order" : kind.word();
        return new TableNames(records, records + "_document");
    }

    /** Replaces {@code {records}} and {@code {documents}} in an SQL text by the names of the tables. */
    public String in(String sql) {
        return sql.replace("{records}", records).replace("{documents}", documents);
    }
}
