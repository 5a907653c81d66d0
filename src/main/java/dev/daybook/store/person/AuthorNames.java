package dev.daybook.store.person;

import dev.daybook.domain.account.Author;
import dev.daybook.store.Transaction;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The names of authors. Records store only the ids of authors, so that a person's name is in one place. */
public final class AuthorNames {
    private static final String PEOPLE = "SELECT id, name FROM person WHERE id IN (<ids>)";

    private static final String KEYS = "SELECT id, label FROM api_key WHERE cm_id = :cmId AND id IN (<ids>)";

    private AuthorNames() {}

    /** The name of each author: that of the person, or the label of the key. Authors without a name are left out. */
    public static Map<Author, String> of(Transaction transaction, long cmId, Collection<Author> authors) {
        var names = new HashMap<Author, String>();
        put(names, transaction, PEOPLE, cmId, ids(authors, Author::personId), Author::person);
        put(names, transaction, KEYS, cmId, ids(authors, Author::keyId), Author::key);
        names.values().removeIf(String::isEmpty);
        return names;
    }

    private static List<Long> ids(Collection<Author> authors, ToLongFunction<Author> id) {
        return authors.stream()
                .mapToLong(id)
                .filter(one -> one != 0)
                .distinct()
                .boxed()
                .toList();
    }

    private static void put(
            Map<Author, String> names,
            Transaction transaction,
            String sql,
            long cmId,
            List<Long> ids,
            Function<Long, Author> author) {
        if (ids.isEmpty()) {
            return;
        }
        transaction
                .query(sql, cmId)
                .bindList("ids", ids)
                .map((row, context) -> Map.entry(row.getLong(1), row.getString(2)))
                .forEach(row -> names.put(author.apply(row.getKey()), row.getValue()));
    }
}
