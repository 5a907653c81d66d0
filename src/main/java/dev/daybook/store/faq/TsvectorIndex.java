package dev.daybook.store.faq;

import dev.daybook.domain.faq.SearchWords;
import dev.daybook.domain.faq.Words;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Search index of PostgreSQL, with two tsvectors per entry. Vectors and queries are written in PostgreSQL's text
 * format, so that its parsers and dictionaries, which depend on its configuration, do not decide what a word is.
 *
 * <p>An entry of account 7 is found by its lexemes: {@code 7.order} for a word or a stem, {@code 7.ord*} for a prefix,
 * and lexemes that begin with {@code 7.title.} for its title. It is ranked by its words, which have positions and
 * weights.
 */
record TsvectorIndex(Handle handle) implements SearchIndex {
    private static final String PUT = """
            INSERT INTO faq_search (cm_id, id, title, lexemes)
            VALUES (:cmId, :id, CAST(:title AS tsvector), CAST(:lexemes AS tsvector))
            ON CONFLICT (cm_id, id) DO UPDATE SET title = excluded.title, lexemes = excluded.lexemes""";

    private static final String PUT_VECTOR = """
            INSERT INTO faq_vector (cm_id, id, terms)
            VALUES (:cmId, :id, CAST(:title AS tsvector) || CAST(:detail AS tsvector))
            ON CONFLICT (cm_id, id) DO UPDATE SET terms = excluded.terms""";

    private static final String FOUND = """
            FROM faq_search s WHERE s.cm_id = :cmId AND s.lexemes @@ CAST(%s AS tsquery)%s""";

    /**
     * Ranks the matches. A word in the title (weight A) counts ten times as much as one in the detail (weight D). A
     * word in a long text counts less than one in a short text. Of the entries whose title lacks at least one of the
     * words, only the first {@link #RANKED_OTHERS} are ranked: a word that occurs in very many entries says little
     * about any of them.
     */
    private static final String RANKED = """
            WITH titled AS MATERIALIZED (
                SELECT s.id, 0 AS part, -ts_rank(s.title, CAST(:terms AS tsquery), 1) AS entry_rank %s
            ), others AS MATERIALIZED (
                SELECT s.id %s AND (SELECT COUNT(*) FROM titled) < :start + :count ORDER BY s.id
            )
            SELECT id, part, entry_rank, (%s) AS total
            FROM (
                SELECT * FROM titled
                UNION ALL
                SELECT v.id, 1, -ts_rank(CAST('{0.1, 0, 0, 1}' AS REAL[]), v.terms, CAST(:terms AS tsquery), 1)
                FROM faq_vector v WHERE v.cm_id = :cmId AND v.id = ANY (ARRAY(SELECT id FROM others LIMIT %d))
                UNION ALL
                (SELECT id, 2, 0 FROM others OFFSET %d)
            ) found
            ORDER BY part, entry_rank, id LIMIT :count OFFSET :start""";

    private static final String TITLE = "A";
    private static final String DETAIL = "";

    /** The maximum bytes of an entry's lexemes. A tsvector of PostgreSQL holds a few more: less than 2^20. */
    private static final int MOST_BYTES = 1_000_000;

    /** The largest position that PostgreSQL stores. */
    private static final int LAST_PLACE = 16_383;

    @Override
    public void put(long cmId, List<Text> texts) {
        var found = handle.prepareBatch(PUT);
        var vectors = handle.prepareBatch(PUT_VECTOR);
        for (var text : texts) {
            var title = vector(cmId, text.title(), TITLE);
            found.bind("cmId", cmId)
                    .bind("id", text.id())
                    .bind("title", title)
                    .bind("lexemes", lexemes(cmId, text))
                    .add();
            vectors.bind("cmId", cmId)
                    .bind("id", text.id())
                    .bind("title", title)
                    .bind("detail", vector(cmId, text.detail(), DETAIL))
                    .add();
        }
        found.execute();
        vectors.execute();
    }

    /** The terms with their positions and a weight, such as {@code '7.orders':1A,9A '7.order':1A,9A}. */
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
                .map(term -> whole(anywhere(cmId), term.getKey()) + term.getValue())
                .collect(Collectors.joining(" "));
    }

    /**
     * The whole terms and their beginnings, as many as a tsvector can hold. A very long entry in Korean may lose its
     * longer beginnings: folding splits each Korean syllable into letters. Whole words are always found. Joined forms
     * of hyphenated words come last, because their parts are enough to find these words as they are written.
     */
    private static String lexemes(long cmId, Text text) {
        var lexemes = new LinkedHashSet<String>();
        var title = Words.of(text.title());
        var detail = Words.of(text.detail());
        add(lexemes, cmId, Terms.ofParts(title), Terms.ofParts(detail));
        add(lexemes, cmId, Terms.ofJoined(title), Terms.ofJoined(detail));
        var joined = String.join(" ", lexemes);
        return bytes(joined) <= MOST_BYTES ? joined : fitting(lexemes);
    }

    private static void add(Set<String> lexemes, long cmId, List<List<String>> ofTitle, List<List<String>> ofDetail) {
        var title = distinct(ofTitle.stream());
        var all = distinct(Stream.concat(ofTitle.stream(), ofDetail.stream()));
        addWhole(lexemes, inTitle(cmId), title);
        addWhole(lexemes, anywhere(cmId), all);
        for (var letters = 1; letters < BEGINNING; letters++) {
            addBeginnings(lexemes, inTitle(cmId), title, letters);
            addBeginnings(lexemes, anywhere(cmId), all, letters);
        }
    }

    private static List<String> distinct(Stream<List<String>> terms) {
        return terms.flatMap(List::stream).distinct().toList();
    }

    /**
     * Adds each whole term and its longest beginning, of at most {@link #BEGINNING} letters. A short term is thus added
     * in both forms, such as {@code 7.order} and {@code 7.order*}: a search for a short word looks only for beginnings.
     */
    private static void addWhole(Set<String> lexemes, String place, List<String> terms) {
        for (var term : terms) {
            lexemes.add(whole(place, term));
            lexemes.add(beginning(place, first(term, Math.min(BEGINNING, letters(term)))));
        }
    }

    private static void addBeginnings(Set<String> lexemes, String place, List<String> terms, int letters) {
        for (var term : terms) {
            if (letters(term) > letters) {
                lexemes.add(beginning(place, first(term, letters)));
            }
        }
    }

    private static String first(String term, int letters) {
        return term.substring(0, term.offsetByCodePoints(0, letters));
    }

    private static String fitting(Set<String> lexemes) {
        var fitting = new StringJoiner(" ");
        var bytes = 0;
        for (var lexeme : lexemes) {
            bytes += bytes(lexeme);
            if (bytes > MOST_BYTES) {
                break;
            }
            fitting.add(lexeme);
        }
        return fitting.toString();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public void tidy() {
        // New rows of this index (GIN) wait in a pending list, which every search would have to scan. This moves them
        // into the index.
        handle.execute("SELECT gin_clean_pending_list('faq_search_lexemes')");
        handle.execute("ANALYZE (SKIP_LOCKED) faq_category, faq_entry, faq_search, faq_vector");
    }

    /**
     * Switches sequential scans off: PostgreSQL underestimates the cost of reading every vector, and would not use the
     * index for a common word.
     */
    @Override
    public <T> T searching(Supplier<T> search) {
        return handle.inTransaction(same -> {
            same.execute("SET LOCAL enable_seqscan = off");
            return search.get();
        });
    }

    @Override
    public Asked asked(long cmId, SearchWords search) {
        var all = lexemes(anywhere(cmId), search);
        var titled = lexemes(inTitle(cmId), search);
        var terms = query(search, word -> beginningWith(anywhere(cmId), word.word()), anywhere(cmId));
        return new Asked(all, titled, "(" + all + ") & !(" + titled + ")", terms);
    }

    @Override
    public String ranked(String within) {
        return RANKED.formatted(
                found(":titled", within), found(":others", within), counted(within), RANKED_OTHERS, RANKED_OTHERS);
    }

    @Override
    public String counted(String within) {
        return "SELECT COUNT(*) " + found(":all", within);
    }

    private static String found(String query, String within) {
        return FOUND.formatted(query, within.isEmpty() ? "" : " AND s.id IN (" + within + ")");
    }

    private static String lexemes(String place, SearchWords search) {
        return query(
                search,
                word -> letters(word.word()) > BEGINNING
                        ? beginningWith(place, word.word())
                        : beginning(place, word.word()),
                place);
    }

    /** The query of a search. A word matches as a prefix of a term or by its stem. */
    private static String query(SearchWords search, Function<SearchTerm, String> beginning, String place) {
        return SearchTerm.query(
                search,
                word -> word.hasStemOfItsOwn()
                        ? "(" + beginning.apply(word) + " | " + whole(place, word.stem()) + ")"
                        : beginning.apply(word),
                " & ",
                " | ");
    }

    private static String anywhere(long cmId) {
        return cmId + ".";
    }

    private static String inTitle(long cmId) {
        return cmId + ".title.";
    }

    private static String whole(String place, String term) {
        return "'" + place + term + "'";
    }

    private static String beginning(String place, String letters) {
        return "'" + place + letters + "*'";
    }

    /**
     * The query for all lexemes that begin with these letters. There may be more letters than an indexed prefix has.
     */
    private static String beginningWith(String place, String letters) {
        return "'" + place + letters + "':*";
    }

    private static int letters(String term) {
        return term.codePointCount(0, term.length());
    }
}
