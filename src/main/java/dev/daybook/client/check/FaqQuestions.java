package dev.daybook.client.check;

import static dev.daybook.client.check.Question.SAME;

import dev.daybook.client.check.json.Draft;
import dev.daybook.client.check.json.Seen;
import dev.daybook.client.check.json.Seen.Kind;
import dev.daybook.client.check.session.Answer;
import dev.daybook.client.check.session.Ask;
import dev.daybook.client.check.session.NotEstablished;
import dev.daybook.client.check.session.Session;
import dev.daybook.wire.Paths;
import java.util.List;
import java.util.Optional;

/** Questions about the three operations on the FAQ. */
final class FaqQuestions {
    private static final String BOUNDARY = "daybook-check";

    private FaqQuestions() {}

    static List<Question> all() {
        return List.of(
                new Question(
                        "faq.categories",
                        "Are the categories answered?",
                        "message.category with id, name, parentCategoryName",
                        SAME,
                        server -> categories(server, Ask.post(Paths.GET_FAQ_CATEGORIES, "{}"))),
                new Question(
                        "faq.no-body",
                        "And without a body?",
                        "not shown",
                        "yes",
                        server -> likeCategories(server, Ask.post(Paths.GET_FAQ_CATEGORIES, ""))),
                new Question(
                        "faq.form",
                        "And with an empty form?",
                        "so a client sends it",
                        "yes",
                        server -> likeCategories(
                                server,
                                Ask.post(Paths.GET_FAQ_CATEGORIES, "--" + BOUNDARY + "--\r\n")
                                        .with("Content-Type", "multipart/form-data; boundary=" + BOUNDARY))),
                new Question(
                        "faq.contents",
                        "Are the entries of a category answered?",
                        "message.contents with id, title, detail",
                        SAME,
                        FaqQuestions::contents),
                new Question(
                        "faq.part",
                        "Do start_index and end_index give a part?",
                        "yes, 0 and 20 if not given",
                        "yes, end_index not included",
                        FaqQuestions::part),
                new Question(
                        "faq.no-category",
                        "What is answered without category_id?",
                        "category_id is mandatory",
                        "400",
                        server -> {
                            required(server);
                            return Judge.refused(server, server.ask(Ask.post(Paths.GET_FAQ_CONTENTS, "[{}]")), 400, "");
                        }),
                new Question(
                        "faq.search",
                        "Is a word of a title found?",
                        "page not shown",
                        "yes, like the entries",
                        FaqQuestions::search));
    }

    private static Answer first(Session server) throws InterruptedException {
        return server.ask(Ask.post(Paths.GET_FAQ_CATEGORIES, "{}"));
    }

    /** The categories, if there is an FAQ. */
    private static List<Seen> required(Session server) throws InterruptedException {
        var answer = first(server);
        var list = answer.message().at("category").items();
        if (answer.refusesKey()) {
            throw new NotEstablished("the key is refused for the FAQ");
        }
        if (list.isEmpty()) {
            throw new NotEstablished("there are no categories");
        }
        return list;
    }

    private static Finding categories(Session server, Ask ask) throws InterruptedException {
        var answer = server.ask(ask);
        if (answer.refusesKey()) {
            return Finding.unknown("the key is refused for the FAQ");
        }
        var list = answer.message().at("category");
        if (!answer.isSuccess() || !list.is(Kind.LIST)) {
            return Finding.differs(answer.described());
        }
        return list.items().stream()
                .flatMap(category -> odd(category, "id", Kind.WHOLE)
                        .or(() -> odd(category, "name", Kind.TEXT))
                        .or(() -> odd(category, "parentCategoryName", Kind.TEXT))
                        .stream())
                .findFirst()
                .map(Finding::differs)
                .orElseGet(() -> Finding.conforms("a list of " + list.items().size()));
    }

    /** A problem with a field; empty if there is none. */
    private static Optional<String> odd(Seen object, String name, Kind kind) {
        return object.at(name).is(kind)
                ? Optional.empty()
                : Optional.of(name + ": " + object.at(name).kind().word());
    }

    private static Finding likeCategories(Session server, Ask ask) throws InterruptedException {
        required(server);
        var answer = server.ask(ask);
        return Finding.of(
                answer.message().equals(first(server).message()), answer.isSuccess() ? "yes" : answer.described());
    }

    /** A category that has entries, as its id and the answer with them. */
    private record Filled(String id, Answer answer) {}

    private static Filled filled(Session server) throws InterruptedException {
        for (var category : required(server).stream().limit(6).toList()) {
            var id = category.at("id").text();
            var answer = server.ask(contents(id));
            if (!answer.isSuccess() || !entries(answer).isEmpty()) {
                return new Filled(id, answer);
            }
        }
        throw new NotEstablished("the first categories have no entries");
    }

    private static Ask contents(String category) {
        return Ask.post(
                Paths.GET_FAQ_CONTENTS,
                Draft.empty().with("category_id", category).listed());
    }

    private static List<Seen> entries(Answer answer) {
        return answer.message().at("contents").items();
    }

    private static Finding contents(Session server) throws InterruptedException {
        var answer = filled(server).answer();
        return entries(answer).isEmpty() ? Finding.differs(answer.described()) : shaped(answer);
    }

    private static Finding shaped(Answer answer) {
        return entries(answer).stream()
                .flatMap(entry -> odd(entry, "id", Kind.WHOLE)
                        .or(() -> odd(entry, "title", Kind.TEXT))
                        .or(() -> odd(entry, "detail", Kind.TEXT))
                        .stream())
                .findFirst()
                .map(Finding::differs)
                .orElseGet(() -> Finding.conforms("yes, " + entries(answer).size()));
    }

    private static Finding part(Session server) throws InterruptedException {
        var filled = filled(server);
        var all = entries(filled.answer());
        if (all.size() < 2) {
            return Finding.unknown("the category has one entry only");
        }
        var draft = Draft.empty()
                .with("category_id", filled.id())
                .with("start_index", "1")
                .with("end_index", "2");
        var part = entries(server.ask(Ask.post(Paths.GET_FAQ_CONTENTS, draft.listed())));
        if (all.size() > 20) {
            return Finding.differs(all.size() + " without indexes");
        }
        return Finding.of(part.equals(all.subList(1, 2)), "1 to 2: " + Judge.counted(part.size(), "entry"));
    }

    private static Finding search(Session server) throws InterruptedException {
        var entry = entries(filled(server).answer()).stream().findFirst();
        var word = entry.stream()
                .flatMap(seen -> List.of(seen.at("title").text().split("[^\\p{L}\\p{M}]+", -1)).stream())
                .filter(text -> text.length() > 3)
                .reduce((one, other) -> other.length() > one.length() ? other : one);
        if (word.isEmpty()) {
            return Finding.unknown("the title has no long word");
        }
        var draft = Draft.empty().with("search_text", word.get()).with("end_index", "100");
        var answer = server.ask(Ask.post(Paths.SEARCH_FAQ_CONTENTS, draft.listed()));
        if (!answer.isSuccess() || !answer.message().at("contents").is(Kind.LIST)) {
            return Finding.differs(answer.described());
        }
        var found = entries(answer).stream()
                .anyMatch(hit -> hit.at("id").equals(entry.get().at("id")));
        return found ? shaped(answer) : Finding.differs("no, " + entries(answer).size() + " others");
    }
}
