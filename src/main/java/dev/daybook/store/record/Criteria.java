package dev.daybook.store.record;

import dev.daybook.domain.RecordKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.statement.Query;

/**
 * What the records of a page must match beside their dates: SQL on the record {@code r}, with the values for it. All
 * must hold; without any, only documents are read.
 */
public final class Criteria {
    private final List<String> clauses = new ArrayList<>();
    private final Map<String, Object> values = new HashMap<>();
    private final Map<String, List<?>> lists = new HashMap<>();

    /** Adds a clause. */
    public Criteria and(String clause) {
        clauses.add(clause);
        return this;
    }

    /** Adds a clause and the value that it names, if there is one: empty texts and the number 0 are none. */
    public Criteria andIf(boolean given, String clause, String name, Object value) {
        return given ? and(clause).value(name, value) : this;
    }

    /** Adds a clause and the list that it names, if that has items. */
    public Criteria andAny(String clause, String name, Collection<?> items) {
        if (!items.isEmpty()) {
            and(clause);
            lists.put(name, List.copyOf(items));
        }
        return this;
    }

    /** Gives a value to a name in the clauses. */
    public Criteria value(String name, Object value) {
        values.put(name, value);
        return this;
    }

    boolean isEmpty() {
        return clauses.isEmpty();
    }

    String join(RecordKind kind) {
        return clauses.isEmpty()
                ? ""
                : " JOIN " + Tables.of(kind).records()
                        + " r ON r.cm_id = d.cm_id AND r.id = d.id AND r.created_at = d.created_at";
    }

    String where() {
        return clauses.isEmpty() ? "" : " AND " + String.join(" AND ", clauses);
    }

    void bind(Query query) {
        values.forEach(query::bind);
        lists.forEach(query::bindList);
    }
}
