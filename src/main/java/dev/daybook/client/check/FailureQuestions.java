package dev.daybook.client.check;

import static dev.daybook.client.check.Question.SAME;
import static dev.daybook.client.check.Question.SILENT;

import dev.daybook.client.check.json.Draft;
import dev.daybook.client.check.json.Seen.Kind;
import dev.daybook.client.check.session.Ask;
import dev.daybook.client.check.session.Day;
import dev.daybook.client.check.session.KnownTexts;
import dev.daybook.client.check.session.PullOf;
import dev.daybook.client.check.session.Session;
import java.util.List;
import java.util.function.UnaryOperator;

/** Questions about the answers to wrong requests. */
final class FailureQuestions {
    private static final String WRONG_KEY = "Basic ZGF5Ym9vay1jaGVjaw==";
    private static final String KEY_TEXT = "\"Invalid Auth Key\"";
    private static final int DEPTH = 40;

    private FailureQuestions() {}

    static List<Question> all() {
        return List.of(
                new Question(
                        "failures.status",
                        "Does the status tell a failure?",
                        "codes, not tied to texts",
                        "yes, 4xx and 5xx",
                        FailureQuestions::status),
                new Question(
                        "failures.form",
                        "Which keys does a failure have?",
                        "message, status: failed",
                        SAME,
                        FailureQuestions::form),
                key("no-key", "without a key", ask -> ask.without("Authorization")),
                key("wrong-key", "with a wrong key", ask -> ask.with("Authorization", WRONG_KEY)),
                key("other-scheme", "with a key that is not Basic", ask -> ask.with("Authorization", "Bearer daybook")),
                new Question(
                        "failures.other-account",
                        "What is answered for an account that is not the key's?",
                        "403",
                        "403",
                        server -> {
                            var day = server.day(PullOf.CUSTOMERS);
                            var other = day.draft().with(day.pull().account(), server.cmId() + 1);
                            return Judge.refused(server, server.ask(day.ask(other)), 403, "");
                        }),
                of("no-account", "without an account", "cm_id is required", "400", FailureQuestions::withoutAccount),
                of("no-date", "without the first day", "dates are required", "400", FailureQuestions::withoutDate),
                of(
                        "impossible-date",
                        "for 30 February",
                        SILENT,
                        "400",
                        day -> day.draft()
                                .with(day.pull().first(), "2024-02-30")
                                .with(day.pull().last(), "2024-02-30")),
                of(
                        "reversed",
                        "if the last day is before the first",
                        SILENT,
                        "400",
                        day -> day.draft()
                                .with(day.pull().last(), day.day().minusDays(1).toString())),
                of(
                        "wrong-kind",
                        "to a limit that is no number",
                        SILENT,
                        "400",
                        day -> day.draft().with("limit", "many")),
                of(
                        "limit-0",
                        "to a limit of 0",
                        SILENT,
                        "400",
                        day -> day.draft().with("limit", "0")),
                of(
                        "offset-negative",
                        "to an offset of -1",
                        SILENT,
                        "400",
                        day -> day.draft().with("offset", "-1")),
                json("comment", "with a comment in its JSON", body -> "{ //\n" + body.substring(1)),
                json("cut", "with JSON that is cut off", body -> body.substring(0, body.length() - 1)),
                json("twice", "with a key twice in an object", body -> "{\"limit\":\"100\"," + body.substring(1)),
                json("curly", "with curly quotes", body -> "{\u201cname\u201d:\"\"," + body.substring(1)),
                json("trailing-comma", "with a comma too many", body -> body.substring(0, body.length() - 1) + ",}"),
                json(
                        "deep",
                        "with JSON of " + DEPTH + " levels",
                        body -> "{\"deep\":" + "[".repeat(DEPTH) + "]".repeat(DEPTH) + "," + body.substring(1)),
                new Question(
                        "failures.two-objects",
                        "What is answered to a list of two requests?",
                        SILENT,
                        "400",
                        server -> {
                            var day = server.day(PullOf.CUSTOMERS);
                            var two =
                                    "[" + day.draft().json() + "," + day.draft().json() + "]";
                            return Judge.refused(server, server.ask(day.ask().withBody(two)), 400, "");
                        }),
                new Question(
                        "failures.other-type",
                        "What is answered to text/plain?",
                        "application/json",
                        "415",
                        server -> leniently(server, server.anyDay().ask().with("Content-Type", "text/plain"), 415)),
                new Question(
                        "failures.unknown-path",
                        "What is answered at a path that does not exist?",
                        "404",
                        "404",
                        server -> Judge.refused(
                                server, server.ask(Ask.post("/daybook-check-no-such-path.html", "{}")), 404, "")),
                new Question(
                        "failures.method",
                        "What is answered to GET?",
                        "POST only",
                        "405 with Allow",
                        FailureQuestions::method));
    }

    private static Question key(String id, String with, UnaryOperator<Ask> change) {
        return new Question(
                "failures." + id,
                "What is answered " + with + "?",
                "401, " + KEY_TEXT,
                SAME,
                server -> Judge.refused(
                        server, server.ask(change.apply(server.anyDay().ask())), 401, KnownTexts.INVALID_KEY));
    }

    /** A body with a mistake. */
    private interface Mistake {
        Draft in(Day day);
    }

    private static Question of(String id, String with, String reference, String daybook, Mistake mistake) {
        return new Question("failures." + id, "What is answered " + with + "?", reference, daybook, server -> {
            var day = id.equals("no-account") ? server.day(PullOf.CUSTOMERS) : server.anyDay();
            return Judge.refused(server, server.ask(day.ask(mistake.in(day))), 400, "");
        });
    }

    private static Draft withoutAccount(Day day) {
        return day.draft().without(day.pull().account());
    }

    private static Draft withoutDate(Day day) {
        return day.draft().without(day.pull().first());
    }

    private static Question json(String id, String with, UnaryOperator<String> mistake) {
        return new Question("failures." + id, "What is answered to a body " + with + "?", SILENT, "400", server -> {
            var day = server.anyDay();
            return leniently(
                    server, day.ask().withBody(mistake.apply(day.draft().json())), 400);
        });
    }

    /** A refusal is expected, but no integration depends on it. */
    private static Finding leniently(Session server, Ask ask, int status) throws InterruptedException {
        var answer = server.ask(ask);
        return answer.isSuccess()
                ? Finding.unnoticed("accepted: " + answer.described())
                : Judge.refused(server, answer, status, "");
    }

    private static Finding status(Session server) throws InterruptedException {
        var day = server.anyDay();
        var answer = server.ask(day.ask().with("Authorization", WRONG_KEY));
        return server.failsWith200()
                ? Finding.differs("no, it is 200")
                : Finding.conforms("yes, " + answer.status() + " for a wrong key");
    }

    private static Finding form(Session server) throws InterruptedException {
        var day = server.anyDay();
        for (var ask : List.of(day.ask().with("Authorization", WRONG_KEY), day.ask(withoutDate(day)))) {
            var body = server.ask(ask).json();
            if (body.at("message").is(Kind.NOTHING) || body.at("status").is(Kind.NOTHING)) {
                return body.at("Message").is(Kind.TEXT) || body.at("Status").is(Kind.TEXT)
                        ? Finding.differs("Message, Status")
                        : Finding.differs(server.ask(ask).described());
            }
        }
        return Finding.conforms("message, status");
    }

    private static Finding method(Session server) throws InterruptedException {
        var answer = server.ask(server.anyDay().ask().withMethod("GET").withBody(""));
        if (answer.isSuccess()) {
            return Finding.unnoticed("accepted: " + answer.described());
        }
        var judged = Judge.refused(server, answer, 405, "");
        return judged.verdict() == Verdict.CONFORMS && answer.header("Allow").isEmpty()
                ? Finding.unnoticed(answer.described() + ", without Allow")
                : judged;
    }
}
