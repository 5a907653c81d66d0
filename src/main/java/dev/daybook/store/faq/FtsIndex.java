package dev.daybook.store.faq;

import dev.daybook.domain.faq.SearchWords;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Search index of SQLite, on FTS5. */
record FtsIndex(Handle handle) implements SearchIndex {
    private static final String PUT = """
            INSERT OR REPLACE INTO faq_search (rowid, title, detail) VALUES (:id, :title, :detail)""";

    /** The matches with their ranks. A word in the title counts ten times as much as one in the detail. */
    private static final String FOUND = """
            SELECT rowid AS id, %d AS part, bm25(faq_search, 10.0, 1.0) AS entry_rank FROM faq_search
            WHERE faq_search MATCH %s""";

    private static final String MATCHED = """
            SELECT %s FROM faq_search WHERE faq_search MATCH :all""";

    /**
     * Finds first the entries with all words in the title ({@code titled}), and then the other matches. The others are
     * found by leaving out the ids of {@code titled}, not by a NOT in the search: FTS5 may count the words after NOT in
     * the ranks. The others to rank are selected by a range of ids: for a list of ids, FTS5 would search once for each
     * id.
     */
    private static final String RANKED = """
            WITH titled AS MATERIALIZED (%s), others AS MATERIALIZED (
                %s AND rowid NOT IN (SELECT id FROM titled) AND (SELECT COUNT(*) FROM titled) < :start + :count
                ORDER BY rowid
            ), last AS MATERIALIZED (
                SELECT COALESCE(MAX(id), 0) AS id FROM (SELECT id FROM others ORDER BY id LIMIT %d)
            )
            SELECT id, part, entry_rank, (%s) AS total
            FROM (
                SELECT * FROM titled
                UNION ALL
                SELECT * FROM (
                    %s AND rowid NOT IN (SELECT id FROM titled) AND rowid <= (SELECT id FROM last)
                )
                WHERE (SELECT id FROM last) > 0
                UNION ALL
                SELECT id, 2, 0 FROM others WHERE id > (SELECT id FROM last)
            )
            ORDER BY part, entry_rank, id LIMIT :count OFFSET :start""";

    private static final String TIDY = """
            INSERT INTO faq_search (faq_search) VALUES ('optimize')""";

    @Override
    public void put(long cmId, List<Text> texts) {
        var batch = handle.prepareBatch(PUT);
        for (var text : texts) {
            batch.bind("id", text.id())
                    .bind("title", terms(cmId, text.title()))
                    .bind("detail", terms(cmId, text.detail()))
                    .add();
        }
        batch.execute();
    }

    private static String terms(long cmId, String text) {
        return Terms.of(text).stream()
                .flatMap(List::stream)
                .map(term -> term(cmId, term))
                .collect(Collectors.joining(" "));
    }

    /**
     * Merges the index into one segment without the words of deleted entries. If SQLite is in the middle of a merge,
     * the first statement only completes this merge. The result may still have words of entries that were deleted after
     * the merge had copied them. The second statement removes these words; usually it has nothing to do.
     */
    @Override
    public void tidy() {
        handle.execute(TIDY);
        handle.execute(TIDY);
    }

    @Override
    public Asked asked(long cmId, SearchWords search) {
        var all = SearchTerm.query(search, word -> asked(cmId, word), " AND ", " OR ");
        return new Asked(all, "{title} : (" + all + ")", "", "");
    }

    @Override
    public String ranked(String within) {
        var also = also(within);
        return RANKED.formatted(
                FOUND.formatted(0, ":titled") + also,
                MATCHED.formatted("rowid AS id") + also,
                RANKED_OTHERS,
                counted(within),
                FOUND.formatted(1, ":all") + also);
    }

    @Override
    public String counted(String within) {
        return MATCHED.formatted("COUNT(*)") + also(within);
    }

    private static String also(String within) {
        return within.isEmpty() ? "" : " AND rowid IN (" + within + ")";
    }

    private static String asked(long cmId, SearchTerm word) {
        var beginning = "\"" + term(cmId, word.word()) + "\"*";
        return word.hasStemOfItsOwn() ? "(" + beginning + " OR \"" + term(cmId, word.stem()) + "\")" : beginning;
    }

    /**
     * Writes the account before the term, always as 19 digits and a dot. The prefix indexes of FTS5 contain the first
     * 21 to 28 characters of this text, so they contain the first 1 to 8 characters of the term itself.
     */
    private static String term(long cmId, String term) {
        return "%019d.".formatted(cmId) + term;
    }
}
