package dev.daybook.store.faq;

import dev.daybook.domain.faq.FaqChange;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The entries of an account by what they are found again by, remembered for one load. */
final class KnownEntries {
    private static final String ALL = """
            SELECT id, code, place, category_id, title FROM faq_entry WHERE cm_id = :cmId ORDER BY place, id""";

    private final Map<String, Known> byCode = new HashMap<>();
    private final Map<Title, Known> byTitle = new HashMap<>();
    private final Map<Long, Known> kept = new HashMap<>();
    private final Set<Long> notKept = new LinkedHashSet<>();
    private final boolean replace;
    private long lastPlace;

    /**
     * Reads what is there.
     *
     * @param replace whether places are given anew
     */
    KnownEntries(Handle handle, long cmId, boolean replace) {
        this.replace = replace;
        handle.createQuery(ALL)
                .bind("cmId", cmId)
                .map((row, context) -> new Known(
                        row.getLong("id"),
                        row.getString("code"),
                        row.getLong("place"),
                        new Title(row.getLong("category_id"), row.getString("title"))))
                .forEach(known -> {
                    remember(known);
                    notKept.add(known.id);
                    lastPlace = replace ? 0 : known.place;
                });
    }

    /**
     * An entry that is there.
     *
     * @param id its id
     * @param code its code, empty for none
     * @param place its place in the order
     * @param title its title in its category
     */
    record Known(long id, String code, long place, Title title) {}

    /**
     * What an entry without a code is found by.
     *
     * @param categoryId its category
     * @param text its title
     */
    record Title(long categoryId, String text) {}

    /** The entry that a change means: by its code; else by its title, unless that one has another code. */
    Optional<Known> find(FaqChange change, long categoryId) {
        var coded = change.code().isEmpty() ? null : byCode.get(change.code());
        var titled = byTitle.get(new Title(categoryId, change.title()));
        return Optional.ofNullable(coded)
                .or(() -> Optional.ofNullable(titled)
                        .filter(entry -> change.code().isEmpty() || entry.code.isEmpty()));
    }

    /** Keeps an entry as a change has it. */
    Known keep(long id, FaqChange change, long categoryId, Optional<Known> before) {
        var code = change.code().isEmpty() ? before.map(Known::code).orElse("") : change.code();
        var place = Optional.ofNullable(kept.get(id))
                .or(() -> replace ? Optional.empty() : before)
                .map(Known::place)
                .orElseGet(() -> ++lastPlace);
        before.ifPresent(old -> byTitle.remove(old.title, old));
        var known = new Known(id, code, place, new Title(categoryId, change.title()));
        kept.put(id, known);
        notKept.remove(id);
        remember(known);
        return known;
    }

    private void remember(Known known) {
        if (!known.code.isEmpty()) {
            byCode.put(known.code, known);
        }
        byTitle.put(known.title, known);
    }

    /** The entries that no change meant. */
    List<Long> notKept() {
        return List.copyOf(notKept);
    }
}
