package dev.daybook.client.check;

import dev.daybook.client.check.json.Draft;
import dev.daybook.client.check.json.Seen;
import dev.daybook.client.check.json.Seen.Kind;
import dev.daybook.client.check.session.Ask;
import dev.daybook.client.check.session.CheckedAnswer;
import dev.daybook.client.check.session.NotEstablished;
import dev.daybook.client.check.session.Session;
import dev.daybook.wire.Paths;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Questions about the three operations on the FAQ. */
final class FaqQuestions extends QuestionGroup {
    private static final String FORM = "multipart/form-data; boundary=daybook-check";
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{M}\\p{Nd}&&[^\u02bc]]+");
    private static final Pattern AROUND = Pattern.compile("^[^\\p{L}\\p{M}\\p{Nd}]+|[^\\p{L}\\p{M}\\p{Nd}]+$");

    private static final Ask CATEGORIES = Ask.post(Paths.GET_FAQ_CATEGORIES, "{}");
    private static final Ask EMPTY_FORM =
            Ask.post(Paths.GET_FAQ_CATEGORIES, "--daybook-check--\r\n").with("Content-Type", FORM);

    FaqQuestions(Session server) {
        super(server, "faq.");
        add(
                "categories",
                "Are the categories answered?",
                "message.category with id, name, parentCategoryName",
                SAME,
                this::categories);
        add("no-body", "And without a body?", "not shown", "yes", () -> likeCategories(CATEGORIES.withBody("")));
        add("form", "And with an empty form?", "so a client sends it", "yes", () -> likeCategories(EMPTY_FORM));
        add(
                "contents",
                "Are the entries of a category answered?",
                "message.contents with id, title, detail",
                SAME,
                this::contents);
        add(
                "part",
                "Do start_index and end_index give a part?",
                "yes, 0 and 20 if not given",
                "yes, end_index not included",
                this::part);
        add("no-category", "What is answered without category_id?", "category_id is mandatory", "400", () -> {
            required();
            return refused(Ask.post(Paths.GET_FAQ_CONTENTS, "[{}]"), 400);
        });
        add("search", "Is a word of a title found?", "page not shown", "yes, like the entries", this::search);
    }

    /**
     * The categories. Throws {@link NotEstablished} if there are none, if no answer can be read, or if the key is
     * refused.
     */
    private List<Seen> required() throws InterruptedException {
        var answer = server.ask(CATEGORIES);
        var list = answer.message().at("category").items();
        if (list.isEmpty()) {
            throw new NotEstablished("there are no categories");
        }
        return list;
    }

    private Finding categories() throws InterruptedException {
        var answer = server.ask(CATEGORIES);
        var list = answer.message().at("category");
        if (!answer.isSuccess() || !list.is(Kind.LIST)) {
            return Finding.differs(answer.described());
        }
        return shaped(list.items(), "a list of ", "name", "parentCategoryName");
    }

    /** Judges whether each object has a whole number as its id, and a text under each of these keys. */
    private static Finding shaped(List<Seen> objects, String conforming, String... texts) {
        return objects.stream()
                .flatMap(object -> Stream.concat(
                        odd(object, "id", Kind.WHOLE).stream(),
                        Stream.of(texts).flatMap(name -> odd(object, name, Kind.TEXT).stream())))
                .findFirst()
                .map(Finding::differs)
                .orElseGet(() -> Finding.conforms(conforming + objects.size()));
    }

    /** The field and the kind of its value, if this kind is not the expected one; otherwise empty. */
    private static Optional<String> odd(Seen object, String name, Kind kind) {
        return object.at(name).is(kind)
                ? Optional.empty()
                : Optional.of(name + ": " + object.at(name).kind().word());
    }

    private Finding likeCategories(Ask ask) throws InterruptedException {
        required();
        var answer = server.ask(ask);
        return Finding.of(
                answer.message().equals(server.ask(CATEGORIES).message()),
                "yes",
                answer.isSuccess() ? "another list" : answer.described());
    }

    /**
     * A category, and the answer to the request for its entries: either a success with at least one entry, or not a
     * success.
     */
    private record Filled(String id, CheckedAnswer answer) {}

    private Filled filled() throws InterruptedException {
        for (var category : required().stream().limit(6).toList()) {
            var id = category.at("id").text();
            var answer = ask(Paths.GET_FAQ_CONTENTS, Draft.empty().with("category_id", id));
            if (!answer.isSuccess() || !entries(answer).isEmpty()) {
                return new Filled(id, answer);
            }
        }
        throw new NotEstablished("the first categories have no entries");
    }

    private CheckedAnswer ask(String path, Draft draft) throws InterruptedException {
        return server.ask(Ask.post(path, draft.listed()));
    }

    private static List<Seen> entries(CheckedAnswer answer) {
        return answer.message().at("contents").items();
    }

    private Finding contents() throws InterruptedException {
        var answer = filled().answer();
        return entries(answer).isEmpty() ? Finding.differs(answer.described()) : shaped(answer);
    }

    private static Finding shaped(CheckedAnswer answer) {
        return shaped(entries(answer), "yes, ", "title", "detail");
    }

    private Finding part() throws InterruptedException {
        var filled = filled();
        var all = entries(filled.answer());
        // With two entries, the part would be the same if the server ignored or included end_index.
        if (all.size() < 3) {
            return Finding.unknown("the category has fewer than 3 entries");
        }
        var draft = Draft.empty()
                .with("category_id", filled.id())
                .with("start_index", "1")
                .with("end_index", "2");
        var part = entries(ask(Paths.GET_FAQ_CONTENTS, draft));
        if (all.size() > 20) {
            return Finding.differs(all.size() + " without indexes");
        }
        return Finding.of(part.equals(all.subList(1, 2)), "entries from 1 to 2: " + part.size());
    }

    private Finding search() throws InterruptedException {
        var entry = entries(filled().answer()).stream().findFirst();
        var word = entry.stream()
                .flatMap(seen -> plainWords(seen.at("title").text()))
                .filter(text -> text.length() > 3)
                .reduce((one, other) -> other.length() > one.length() ? other : one);
        if (word.isEmpty()) {
            return Finding.unknown("the title has no long word of letters and digits only");
        }
        var draft = Draft.empty().with("search_text", word.get()).with("end_index", "100");
        var answer = ask(Paths.SEARCH_FAQ_CONTENTS, draft);
        if (!answer.isSuccess() || !answer.message().at("contents").is(Kind.LIST)) {
            return Finding.differs(answer.described());
        }
        var hits = entries(answer);
        if (hits.stream().anyMatch(hit -> hit.at("id").equals(entry.get().at("id")))) {
            return shaped(answer);
        }
        return hits.size() < 100 && !goesOn(draft, hits)
                ? Finding.differs("no, " + hits.size() + " others")
                : Finding.unknown("it is not among the first " + hits.size() + " entries found");
    }

    /**
     * Whether a search finds further entries after these hits. Servers may limit the number of entries in an answer, so
     * more entries may match even if there are fewer hits than requested.
     */
    private boolean goesOn(Draft draft, List<Seen> hits) throws InterruptedException {
        if (hits.isEmpty()) {
            return false;
        }
        var next = draft.with("start_index", Integer.toString(hits.size()))
                .with("end_index", Integer.toString(hits.size() + 100));
        return entries(ask(Paths.SEARCH_FAQ_CONTENTS, next)).stream()
                .anyMatch(entry -> hits.stream().noneMatch(hit -> hit.at("id").equals(entry.at("id"))));
    }

    /**
     * The words of letters and digits, without punctuation around them. Words with other characters inside, such as an
     * apostrophe, are left out: servers may take them for one word or for several.
     */
    private static Stream<String> plainWords(String title) {
        return Stream.of(title.split("[\\s\\p{Z}]+", -1))
                .map(word -> AROUND.matcher(word).replaceAll(""))
                .filter(word -> PLAIN.matcher(word).matches());
    }
}
