package dev.daybook.store.faq;

import dev.daybook.domain.Reason;
import dev.daybook.domain.faq.FaqChange;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.record.RecordLoad;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Loads many entries in one transaction: adds new entries, updates existing ones, and adds missing categories. A
 * rehearsal leaves out the index and the deletions: they take most of the time, and cannot cause a refusal.
 */
public final class FaqLoad {
    private static final String REMOVE = """
            DELETE FROM faq_entry WHERE cm_id = :cmId AND id = :id""";

    /**
     * A load that indexes at most this many entries does not tidy the index, because tidying may take longer than the
     * rest of the load. A load that deletes entries always tidies it: SQLite would keep their words in the file, and
     * FTS5 has no cheaper way to remove them. PostgreSQL tidies the index later by itself.
     */
    private static final int MANY = 100;

    private final Transaction transaction;
    private final long cmId;
    private final boolean replace;
    private final CategoryIds categories;
    private final KnownEntries known;
    private final FaqWrite write;

    private FaqLoad(Transaction transaction, long cmId, Instant now, boolean replace, CategoryIds categories) {
        this.transaction = transaction;
        this.cmId = cmId;
        this.replace = replace;
        this.categories = categories;
        this.known = new KnownEntries(transaction, cmId, replace);
        this.write = new FaqWrite(transaction, cmId, now);
    }

    /**
     * Starts a load into an account.
     *
     * @param replace whether the load replaces the FAQ: entries that are not part of the load are deleted, and the FAQ
     *     gets the order of the load
     * @throws dev.daybook.domain.ProblemException ACCOUNT_GONE
     */
    public static FaqLoad begin(Transaction transaction, long cmId, Instant now, boolean replace) {
        AccountStore.holdNow(transaction, cmId);
        transaction.dialect().lockWord(transaction, cmId, "faq");
        transaction.dialect().expectGrowth(transaction);
        return new FaqLoad(transaction, cmId, now, replace, new CategoryIds(transaction, cmId, replace));
    }

    /**
     * Loads entries like {@link #load(List, Optional)}. A load that replaces the FAQ may delete any entry that is not
     * part of it.
     */
    public RecordLoad load(List<FaqChange> changes) {
        return load(changes, Optional.empty());
    }

    /**
     * Loads entries. If two changes are of the same entry, the later one wins. If the load replaces the FAQ, deletes
     * the entries and categories that are not part of the load.
     *
     * @param named the entries that the load may delete, as the caller has read them; empty if it may delete any
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if it adds entries or categories, and the account would
     *     have too many of them; CONFLICT if it would delete an entry that is not named, or that was changed after
     *     the caller had read it
     */
    public RecordLoad load(List<FaqChange> changes, Optional<List<RecordLoad.Deleted>> named) {
        transaction.reserveIds(changes.size());
        var updated = 0;
        var coded = changes.stream()
                .filter(change -> !change.code().isEmpty())
                .collect(Collectors.toMap(FaqChange::code, Function.identity(), (earlier, later) -> later));
        var byId = new LinkedHashMap<Long, FaqWrite.Put>();
        for (var change : changes) {
            var categoryId = categories.of(change.path());
            var entry = known.find(change, categoryId, coded);
            updated += entry.isPresent() ? 1 : 0;
            var kept = known.keep(
                    entry.map(KnownEntries.Known::id).orElseGet(transaction::takeId), change, categoryId, entry);
            byId.put(kept.id(), new FaqWrite.Put(kept, change));
        }
        if (updated < changes.size() && known.count() > FaqChange.MAX_PER_ACCOUNT) {
            throw Reason.TOO_MANY_ENTRIES.with(FaqChange.MAX_PER_ACCOUNT);
        }
        var deleted = replace ? known.notKept() : List.<RecordLoad.Deleted>of();
        if (named.isPresent() && !Set.copyOf(named.get()).containsAll(deleted)) {
            throw Reason.FAQ_CHANGED.with();
        }
        var indexed = write.write(byId.values());
        if (replace && !transaction.isRehearsal()) {
            remove(deleted);
        }
        if (!transaction.isRehearsal() && (indexed > MANY || !deleted.isEmpty())) {
            FaqStore.tidy(transaction);
        }
        write.addAuthors();
        return new RecordLoad(changes.size() - updated, updated, deleted);
    }

    /**
     * Adds one entry without a code, and returns its id. Unlike a load, it does not replace an existing entry.
     *
     * @throws dev.daybook.domain.ProblemException CONFLICT if the category has an entry with this title; INVALID_VALUE
     *     if the account would have too many entries or categories
     */
    public long add(FaqChange change) {
        if (load(List.of(change)).updated() > 0) {
            throw Reason.TITLE_IN_USE.with();
        }
        return known.find(change, categories.of(change.path()), Map.of())
                .map(KnownEntries.Known::id)
                .orElseThrow();
    }

    /** Removes these entries, and the categories that are not part of the load. */
    private void remove(List<RecordLoad.Deleted> others) {
        var batch = transaction.handle().prepareBatch(REMOVE);
        others.forEach(entry -> batch.bind("cmId", cmId).bind("id", entry.id()).add());
        batch.execute();
        categories.removeUnused();
    }
}
