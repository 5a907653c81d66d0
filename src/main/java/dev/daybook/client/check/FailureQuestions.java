package dev.daybook.client.check;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.check.json.Draft;
import dev.daybook.client.check.json.Seen.Kind;
import dev.daybook.client.check.session.Ask;
import dev.daybook.client.check.session.Day;
import dev.daybook.client.check.session.KnownTexts;
import dev.daybook.client.check.session.Session;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Questions about the answers to wrong requests. */
final class FailureQuestions extends QuestionGroup {
    private static final int DEPTH = 40;

    FailureQuestions(Session server) {
        super(server, "failures.");
        add("status", "Does the status tell a failure?", "codes, not tied to texts", "yes, 4xx and 5xx", this::status);
        add("form", "Which keys does a failure have?", "message, status: failed", SAME, this::form);
        key("no-key", "without a key", ask -> ask.without("Authorization"));
        key("wrong-key", "with a wrong key", ask -> ask.with("Authorization", Session.WRONG_KEY));
        key("other-scheme", "with a key that is not Basic", ask -> ask.with("Authorization", "Bearer daybook"));
        add("other-account", "What is answered for an account that is not the key's?", "403", "403", () -> {
            var day = server.day(PulledKind.CUSTOMERS);
            return refused(day.ask(day.draft().with(day.query().account(), server.cmId() + 1)), 403);
        });
        add("no-account", "What is answered without an account?", "cm_id is required", "400", () -> {
            var day = server.day(PulledKind.CUSTOMERS);
            return refused(day.ask(day.draft().without(day.query().account())), 400);
        });
        add(
                "no-date",
                "What is answered without the first day?",
                "dates are required",
                "400",
                () -> refused(server.anyDay().withoutStart(), 400));
        add("impossible-date", "What is answered for 30 February?", SILENT, "400", () -> {
            var day = server.anyDay();
            var draft = day.draft()
                    .with(day.query().first(), "2024-02-30")
                    .with(day.query().last(), "2024-02-30");
            // Sent once, because a server that drops the unreadable days may search all days.
            return refused(day.ask(draft).sentOnce(), 400);
        });
        draft(
                "reversed",
                "if the last day is before the first",
                SILENT,
                day -> day.draft()
                        .with(day.query().last(), day.day().minusDays(1).toString()));
        draft(
                "wrong-kind",
                "to a limit that is no number",
                SILENT,
                day -> day.draft().with("limit", "many"));
        draft("limit-0", "to a limit of 0", SILENT, day -> day.draft().with("limit", "0"));
        draft(
                "offset-negative",
                "to an offset of -1",
                SILENT,
                day -> day.draft().with("offset", "-1"));
        json("comment", "with a comment in its JSON", body -> "{ //\n" + body.substring(1));
        json("cut", "with JSON that is cut off", body -> body.substring(0, body.length() - 1));
        json("twice", "with a key twice in an object", body -> "{\"limit\":\"100\"," + body.substring(1));
        json("curly", "with curly quotes", body -> "{\u201cname\u201d:\"\"," + body.substring(1));
        json("trailing-comma", "with a comma too many", body -> body.substring(0, body.length() - 1) + ",}");
        json(
                "deep",
                "with JSON of " + DEPTH + " levels",
                body -> "{\"deep\":" + "[".repeat(DEPTH) + "]".repeat(DEPTH) + "," + body.substring(1));
        add("two-objects", "What is answered to a list of two requests?", SILENT, "400", () -> {
            var day = server.day(PulledKind.CUSTOMERS);
            var one = day.draft().json();
            return refused(day.ask().withBody("[" + one + "," + one + "]"), 400);
        });
        add(
                "other-type",
                "What is answered to text/plain?",
                "application/json",
                "415",
                () -> leniently(server.anyDay().ask().with("Content-Type", "text/plain"), 415));
        add(
                "unknown-path",
                "What is answered at a path that does not exist?",
                "404",
                "404",
                () -> refused(Ask.post("/daybook-check-no-such-path.html", "{}"), 404));
        add("method", "What is answered to GET?", "POST only", "405 with Allow", this::method);
    }

    private void key(String id, String with, UnaryOperator<Ask> change) {
        add(id, "What is answered " + with + "?", "401, " + quoted(KnownTexts.INVALID_KEY), SAME, () -> {
            var ask = change.apply(server.anyDay().ask());
            return refused(server.ask(ask), 401, KnownTexts.INVALID_KEY);
        });
    }

    private void draft(String id, String with, String reference, Function<Day, Draft> mistake) {
        add(id, "What is answered " + with + "?", reference, "400", () -> {
            var day = server.anyDay();
            return refused(day.ask(mistake.apply(day)), 400);
        });
    }

    private void json(String id, String with, UnaryOperator<String> mistake) {
        add(id, "What is answered to a body " + with + "?", SILENT, "400", () -> {
            var day = server.anyDay();
            return leniently(day.ask().withBody(mistake.apply(day.draft().json())), 400);
        });
    }

    private Finding status() throws InterruptedException {
        var answer = server.ask(server.anyDay().ask().with("Authorization", Session.WRONG_KEY));
        return answer.isRefusal()
                ? Finding.of(
                        answer.status() >= 400,
                        "yes, " + answer.status() + " for a wrong key",
                        "no, it is " + answer.status())
                : Finding.unknown("a wrong key is not refused");
    }

    private Finding form() throws InterruptedException {
        var day = server.anyDay();
        var isKnown = false;
        for (var ask : List.of(day.ask().with("Authorization", Session.WRONG_KEY), day.withoutStart())) {
            var answer = server.ask(ask);
            if (!answer.isRefusal()) {
                // The answer lacks the keys of a failure; another question reports that the mistake is not refused.
                continue;
            }
            isKnown = true;
            var body = answer.json();
            if (body.at("message").is(Kind.NOTHING) || body.at("status").is(Kind.NOTHING)) {
                return body.at("Message").is(Kind.TEXT) || body.at("Status").is(Kind.TEXT)
                        ? Finding.differs("Message, Status")
                        : Finding.differs(answer.described());
            }
            if (!answer.said().equals(Session.FAILED)) {
                return Finding.differs("status: " + KnownTexts.known(answer.said()));
            }
        }
        return isKnown
                ? Finding.conforms("message, status")
                : Finding.unknown("a wrong key and a missing date are not refused");
    }

    private Finding method() throws InterruptedException {
        var get = server.anyDay().ask().withMethod("GET").withBody("");
        var judged = leniently(get, 405);
        var answer = server.ask(get);
        return judged.verdict() == Verdict.CONFORMS && answer.header("Allow").isEmpty()
                ? Finding.unnoticed(answer.described() + ", without Allow")
                : judged;
    }
}
