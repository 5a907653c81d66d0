package dev.daybook.store.faq;

import static dev.daybook.store.faq.SearchIndex.term;

import dev.daybook.domain.faq.SearchWords.SearchWord;
import dev.daybook.domain.faq.Terms;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The search index of SQLite: FTS5. */
final class FtsIndex implements SearchIndex {
    private static final String PUT = """
            INSERT OR REPLACE INTO faq_search (rowid, title, detail) VALUES (:id, :title, :detail)""";

    /** A word in the title counts as ten in the detail. */
    private static final String RANKED = """
            SELECT rowid AS id, bm25(faq_search, 10.0, 1.0) AS entry_rank FROM faq_search
            WHERE faq_search MATCH :query%s ORDER BY entry_rank, rowid LIMIT :count OFFSET :start""";

    private static final String COUNTED = """
            SELECT COUNT(*) FROM faq_search WHERE faq_search MATCH :query%s""";

    private static final String TIDY = """
            INSERT INTO faq_search (faq_search) VALUES ('optimize')""";

    @Override
    public void put(Handle handle, long cmId, List<Text> texts) {
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

    @Override
    public void tidy(Handle handle) {
        handle.execute(TIDY);
    }

    @Override
    public <T> T searching(Handle handle, Supplier<T> search) {
        return search.get();
    }

    @Override
    public String ranked(String alsoIn) {
        return RANKED.formatted(alsoIn.isEmpty() ? "" : " AND rowid IN (" + alsoIn + ")");
    }

    @Override
    public String counted(String alsoIn) {
        return COUNTED.formatted(alsoIn.isEmpty() ? "" : " AND rowid IN (" + alsoIn + ")");
    }

    @Override
    public String asked(long cmId, SearchWord word) {
        var beginning = "\"" + term(cmId, word.word()) + "\"*";
        return word.hasStemOfItsOwn() ? "(" + beginning + " OR \"" + term(cmId, word.stem()) + "\")" : beginning;
    }

    @Override
    public String and() {
        return " AND ";
    }
}
