package dev.daybook.store.record;

import dev.daybook.domain.RecordKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.statement.Query;

/**
 * The conditions that the records of a page must match in addition to the window: SQL on the record {@code r}, with its
 * parameters. All conditions must hold. Without conditions, a pull reads only the table of documents.
 */
public final class Criteria {
    private final List<String> clauses = new ArrayList<>();
    private final Map<String, Object> values = new HashMap<>();
    private final Map<String, List<?>> lists = new HashMap<>();
    private boolean inOrderOfRecords;

    /** Adds a condition. */
    public Criteria and(String clause) {
        clauses.add(clause);
        return this;
    }

    /** Adds a condition and its parameter. */
    public Criteria and(String clause, String name, Object value) {
        return and(clause).value(name, value);
    }

    /** Adds a condition and its text parameter, unless the text is empty. */
    public Criteria andText(String clause, String name, String text) {
        return text.isEmpty() ? this : and(clause, name, text);
    }

    /** Adds the condition that a column contains a text, unless the text is empty. */
    public Criteria andPart(String column, String name, String part) {
        return part.isEmpty() ? this : and(column + " LIKE :" + name + " ESCAPE '!'", name, pattern(part));
    }

    /** The pattern of all texts that contain {@code part}, for {@code LIKE ... ESCAPE '!'}. */
    public static String pattern(String part) {
        return "%" + part.replaceAll("([!%_])", "!$1") + "%";
    }

    /** Adds a condition and its list parameter, unless the list is empty. */
    public Criteria andAny(String clause, String name, Collection<?> items) {
        if (!items.isEmpty()) {
            and(clause);
            lists.put(name, List.copyOf(items));
        }
        return this;
    }

    /**
     * Orders the page by creation time and id in the table of records, not in the table of documents. Both tables have
     * the same values. With this order, the database reads an index of the records, and only as far as the page needs.
     * Requires a condition: without one, a pull does not read the table of records.
     */
    public Criteria inOrderOfRecords() {
        inOrderOfRecords = true;
        return this;
    }

    /** Sets a parameter of the conditions. */
    public Criteria value(String name, Object value) {
        values.put(name, value);
        return this;
    }

    /** Whether every record matches. */
    public boolean isEmpty() {
        return clauses.isEmpty();
    }

    String join(RecordKind kind) {
        return clauses.isEmpty()
                ? ""
                : " JOIN " + TableNames.of(kind).records()
                        + " r ON r.cm_id = :cmId AND r.id = d.id AND r.created_at = d.created_at";
    }

    String where() {
        return clauses.isEmpty() ? "" : " AND " + String.join(" AND ", clauses);
    }

    /** The table to order by: {@code r} for the records, {@code d} for their documents. */
    String ordered() {
        return inOrderOfRecords ? "r" : "d";
    }

    void bind(Query query) {
        values.forEach(query::bind);
        lists.forEach(query::bindList);
    }
}
