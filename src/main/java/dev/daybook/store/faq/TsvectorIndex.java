package dev.daybook.store.faq;

import static dev.daybook.store.faq.SearchIndex.term;

import dev.daybook.domain.faq.SearchWords.SearchWord;
import dev.daybook.domain.faq.Terms;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * The search index of PostgreSQL: a {@code tsvector} of each entry. Vectors and queries are written out as PostgreSQL reads
 * them, so that none of its parsers and dictionaries, which depend on how it was set up, has a say in what a word is.
 */
final class TsvectorIndex implements SearchIndex {
    private static final String PUT = """
            INSERT INTO faq_search (cm_id, id, terms)
            VALUES (:cmId, :id, CAST(:title AS tsvector) || CAST(:detail AS tsvector))
            ON CONFLICT (cm_id, id) DO UPDATE SET terms = excluded.terms""";

    /** A word in the title, which has the weight A, counts as ten in the detail, which has D; long entries count less. */
    private static final String RANKED = """
            SELECT id, -ts_rank(CAST('{0.1, 0, 0, 1}' AS REAL[]), terms, CAST(:query AS tsquery), 1) AS entry_rank
            FROM faq_search
            WHERE cm_id = :cmId AND terms @@ CAST(:query AS tsquery)%s
            ORDER BY entry_rank, id LIMIT :count OFFSET :start""";

    private static final String COUNTED = """
            SELECT COUNT(*) FROM faq_search WHERE cm_id = :cmId AND terms @@ CAST(:query AS tsquery)%s""";

    private static final String TITLE = "A";
    private static final String DETAIL = "";

    /** PostgreSQL counts no further. */
    private static final int LAST_PLACE = 16_383;

    @Override
    public void put(Handle handle, long cmId, List<Text> texts) {
        var batch = handle.prepareBatch(PUT);
        for (var text : texts) {
            batch.bind("cmId", cmId)
                    .bind("id", text.id())
                    .bind("title", vector(cmId, text.title(), TITLE))
                    .bind("detail", vector(cmId, text.detail(), DETAIL))
                    .add();
        }
        batch.execute();
    }

    /** The terms with their places and a weight, such as {@code '7.orders':1A,9A '7.order':1A}. */
    private static String vector(long cmId, String text, String weight) {
        var places = new LinkedHashMap<String, StringBuilder>();
        var place = 0;
        for (var word : Terms.of(text)) {
            place = Math.min(LAST_PLACE, place + 1);
            for (var term : word) {
                var of = places.computeIfAbsent(term, key -> new StringBuilder());
                of.append(of.isEmpty() ? ':' : ',').append(place).append(weight);
            }
        }
        return places.entrySet().stream()
                .map(term -> "'" + term(cmId, term.getKey()) + "'" + term.getValue())
                .collect(Collectors.joining(" "));
    }

    @Override
    public void tidy(Handle handle) {
        handle.execute("ANALYZE faq_category, faq_entry, faq_search");
    }

    /** PostgreSQL takes reading every vector for cheaper than it is, and would leave the index out for a common word. */
    @Override
    public <T> T searching(Handle handle, Supplier<T> search) {
        return handle.inTransaction(same -> {
            same.execute("SET LOCAL enable_seqscan = off");
            return search.get();
        });
    }

    @Override
    public String ranked(String alsoIn) {
        return RANKED.formatted(alsoIn.isEmpty() ? "" : " AND id IN (" + alsoIn + ")");
    }

    @Override
    public String counted(String alsoIn) {
        return COUNTED.formatted(alsoIn.isEmpty() ? "" : " AND id IN (" + alsoIn + ")");
    }

    @Override
    public String asked(long cmId, SearchWord word) {
        var beginning = "'" + term(cmId, word.word()) + "':*";
        return word.hasStemOfItsOwn() ? "(" + beginning + " | '" + term(cmId, word.stem()) + "')" : beginning;
    }

    @Override
    public String and() {
        return " & ";
    }
}
