package dev.daybook.store.faq;

import dev.daybook.domain.Reason;
import dev.daybook.domain.faq.FaqCategory;
import dev.daybook.domain.faq.FaqChange;
import dev.daybook.store.Transaction;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cache of the categories of an account by their path of names, for one load or one change of an entry. Adds missing
 * categories. An earlier build may have stored names that are not {@link FaqChange#composed}; they are found too.
 */
final class CategoryIds {
    private static final String ALL = """
            SELECT id, parent_id, place, name FROM faq_category WHERE cm_id = :cmId ORDER BY place, id""";

    private static final String ADD = """
            INSERT INTO faq_category (cm_id, id, parent_id, place, name)
            VALUES (:cmId, :id, :parentId, :place, :name)""";

    private static final String MOVE = """
            UPDATE faq_category SET place = :place WHERE cm_id = :cmId AND id = :id""";

    private static final String REMOVE = """
            DELETE FROM faq_category WHERE cm_id = :cmId AND id = :id""";

    private static final long TOP = 0;

    private final Map<Name, Long> ids = new HashMap<>();
    private final Set<Long> all = new HashSet<>();
    private final Set<Long> used = new HashSet<>();
    private final Transaction transaction;
    private final long cmId;
    private final boolean replace;
    private final int most;
    private long lastPlace;

    /**
     * Reads the existing categories.
     *
     * @param replace whether a load replaces the FAQ: then its categories get the places 1, 2, 3 and so on, in the
     *     order of the load
     */
    CategoryIds(Transaction transaction, long cmId, boolean replace) {
        this.transaction = transaction;
        this.cmId = cmId;
        this.replace = replace;
        transaction
                .query(ALL, cmId)
                .map((row, context) -> {
                    remember(row.getLong("id"), row.getLong("parent_id"), row.getString("name"));
                    return row.getLong("place");
                })
                .forEach(place -> lastPlace = replace ? 0 : place);
        this.most = Math.max(FaqCategory.MAX_PER_ACCOUNT, all.size());
    }

    /**
     * Remembers a category. If the names of two have the same composed form, the one whose name is this form is found.
     */
    private void remember(long id, long parentId, String name) {
        var composed = FaqChange.composed(name);
        all.add(id);
        if (name.equals(composed)) {
            ids.put(new Name(parentId, composed), id);
        } else {
            ids.putIfAbsent(new Name(parentId, composed), id);
        }
    }

    private record Name(long parentId, String name) {}

    /**
     * The id of the category with this path. Adds missing categories.
     *
     * @param path the names of the categories from the top down, each {@link FaqChange#composed}
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if the account would have too many categories. An
     *     account that already has more than the largest number may keep as many as it has
     */
    long of(List<String> path) {
        var id = TOP;
        for (var name : path) {
            id = of(new Name(id, name));
        }
        return id;
    }

    private long of(Name name) {
        var known = ids.get(name);
        var id = known == null ? add(name) : known;
        if (used.add(id) && (replace || known == null)) {
            checkCount();
            if (known != null) {
                transaction
                        .update(MOVE, cmId)
                        .bind("id", id)
                        .bind("place", ++lastPlace)
                        .execute();
            }
        }
        return id;
    }

    private long add(Name name) {
        var id = transaction.takeId();
        transaction
                .update(ADD, cmId)
                .bind("id", id)
                .bind("parentId", name.parentId)
                .bind("place", ++lastPlace)
                .bind("name", name.name)
                .execute();
        ids.put(name, id);
        all.add(id);
        return id;
    }

    /**
     * Refuses too many categories. If the load replaces the FAQ, only the categories that it uses count, because it
     * will remove the others.
     */
    private void checkCount() {
        if ((replace ? used : all).size() > most) {
            throw Reason.TOO_MANY_CATEGORIES.with(FaqCategory.MAX_PER_ACCOUNT);
        }
    }

    /** Removes the categories that no entry of this load is in, directly or in a subcategory. */
    void removeUnused() {
        var batch = transaction.handle().prepareBatch(REMOVE);
        for (var id : all) {
            if (!used.contains(id)) {
                batch.bind("cmId", cmId).bind("id", id).add();
            }
        }
        batch.execute();
    }
}
