package dev.daybook.store.faq;

import dev.daybook.domain.faq.FaqChange;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.RecordLoad;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Cache of the entries of an account, by code and by title, for one load. An earlier build may have stored codes and
 * titles that are not {@link FaqChange#composed}. They are found too, because the keys of the cache are composed.
 */
final class KnownEntries {
    private static final String ALL = """
            SELECT id, code, place, category_id, title, modified_at FROM faq_entry
            WHERE cm_id = :cmId ORDER BY place, id""";

    private final Map<String, Known> byCode = new HashMap<>();
    private final Map<Title, Known> withoutCode = new HashMap<>();
    private final Map<Title, Deque<Known>> lastFirst = new HashMap<>();
    private final Map<Long, Known> kept = new HashMap<>();
    private final Map<Long, RecordLoad.Deleted> notKept = new LinkedHashMap<>();
    private final boolean replace;
    private long lastPlace;

    /**
     * Reads the existing entries.
     *
     * @param replace whether the load replaces the FAQ: then its entries get the places 1, 2, 3 and so on, in the order
     *     of the load
     */
    KnownEntries(Transaction transaction, long cmId, boolean replace) {
        this.replace = replace;
        transaction
                .query(ALL, cmId)
                .map((row, context) -> {
                    var title = new Title(row.getLong("category_id"), FaqChange.composed(row.getString("title")));
                    var known = new Known(row.getLong("id"), row.getString("code"), row.getLong("place"), title);
                    remember(known);
                    var modifiedAt = EpochMillis.instant(row.getLong("modified_at"));
                    notKept.put(known.id, new RecordLoad.Deleted(known.id, modifiedAt, title.text));
                    return known.place;
                })
                .forEach(place -> lastPlace = replace ? 0 : place);
    }

    /**
     * An existing entry.
     *
     * @param code its code; empty if none
     * @param place its place in the order of the FAQ
     * @param title its category and title
     */
    record Known(long id, String code, long place, Title title) {}

    /**
     * The category and title of an entry. A load finds an entry by these if the entry or the change has no code.
     *
     * @param text its title; composed in the keys of the cache
     */
    record Title(long categoryId, String text) {}

    /**
     * Finds the existing entry of a change. A change with a code finds the entry with this code or, if there is none,
     * the entry without a code that has the change's category and title.
     *
     * <p>A change without a code finds the last entry with its category and title. It skips an entry that no earlier
     * change has found or added, if a later change of the load has the entry's code and another category or title.
     *
     * @param coded the last change of the load for each code, by code
     */
    Optional<Known> find(FaqChange change, long categoryId, Map<String, FaqChange> coded) {
        var title = new Title(categoryId, change.title());
        if (!change.code().isEmpty()) {
            return Optional.ofNullable(byCode.get(change.code())).or(() -> Optional.ofNullable(withoutCode.get(title)));
        }
        return lastFirst.getOrDefault(title, new ArrayDeque<>(0)).stream()
                .filter(entry -> kept.containsKey(entry.id)
                        || hasTitleOf(change, coded.getOrDefault(FaqChange.composed(entry.code), change)))
                .findFirst();
    }

    private static boolean hasTitleOf(FaqChange one, FaqChange other) {
        return one.title().equals(other.title()) && one.path().equals(other.path());
    }

    /**
     * Records the state that a loaded change gives to an entry, and returns this state.
     *
     * @param before the state of the entry before the change; empty for a new entry
     */
    Known keep(long id, FaqChange change, long categoryId, Optional<Known> before) {
        var code = change.code().isEmpty() ? before.map(Known::code).orElse("") : change.code();
        var place = Optional.ofNullable(kept.get(id))
                .or(() -> replace ? Optional.empty() : before)
                .map(Known::place)
                .orElseGet(() -> ++lastPlace);
        before.ifPresent(this::forget);
        var known = new Known(id, code, place, new Title(categoryId, change.title()));
        kept.put(id, known);
        notKept.remove(id);
        remember(known);
        return known;
    }

    private void remember(Known known) {
        if (known.code.isEmpty()) {
            withoutCode.put(known.title, known);
        } else {
            rememberCode(known);
        }
        lastFirst.computeIfAbsent(known.title, title -> new ArrayDeque<>(1)).addFirst(known);
    }

    /**
     * Remembers an entry by the composed form of its code. If two codes have the same composed form, the entry that has
     * this form as its code is found.
     */
    private void rememberCode(Known known) {
        var code = FaqChange.composed(known.code);
        if (known.code.equals(code)) {
            byCode.put(code, known);
        } else {
            byCode.merge(code, known, (other, same) -> other.id == same.id ? same : other);
        }
    }

    private void forget(Known old) {
        withoutCode.remove(old.title, old);
        var titled = lastFirst.get(old.title);
        if (titled != null) {
            titled.removeLastOccurrence(old);
        }
    }

    /** The number of entries after the load. */
    int count() {
        return kept.size() + (replace ? 0 : notKept.size());
    }

    /** The entries that no change referred to: a load that replaces the FAQ deletes them. */
    List<RecordLoad.Deleted> notKept() {
        return List.copyOf(notKept.values());
    }
}
