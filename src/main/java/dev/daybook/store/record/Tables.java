package dev.daybook.store.record;

import dev.daybook.domain.RecordKind;

/**
 * The two tables of a kind of record. The first has the columns {@code cm_id, id, created_at, modified_at, deleted_at,
 * version, changed_in} and those of the kind. The second has the documents.
 *
 * @param records the table of the records
 * @param documents the table of their documents
 */
public record Tables(String records, String documents) {
    /** The tables of a kind. */
    public static Tables of(RecordKind kind) {
        // "order" is a keyword of SQL.
        var records = kind == RecordKind.ORDER ? "sales_order" : kind.word();
        return new Tables(records, records + "_document");
    }

    /** Replaces {@code {records}} and {@code {documents}} in an SQL text by the names of the tables. */
    public String in(String sql) {
        return sql.replace("{records}", records).replace("{documents}", documents);
    }
}
