package dev.daybook.client.check;

import static dev.daybook.client.check.Question.SILENT;

import dev.daybook.client.check.session.Answer;
import dev.daybook.client.check.session.Session;
import dev.daybook.wire.Headers;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Questions about the HTTP side of answers: encoding, headers, compression. */
final class HttpQuestions {
    /** An answer that is smaller is not worth compressing. */
    private static final int WORTH_PACKING = 2_048;

    private static final List<String> LIMITS = List.of(
            "RateLimit",
            "RateLimit-Policy",
            "RateLimit-Limit",
            "RateLimit-Remaining",
            "RateLimit-Reset",
            "X-RateLimit-Limit",
            "X-RateLimit-Remaining",
            "X-RateLimit-Reset",
            "X-Rate-Limit-Limit");

    private HttpQuestions() {}

    static List<Question> all() {
        return List.of(
                new Question("http.json", "Are answers valid JSON?", "yes", "yes", HttpQuestions::json),
                new Question("http.utf8", "Are answers in UTF-8?", SILENT, "yes", HttpQuestions::utf8),
                new Question(
                        "http.type",
                        "Which Content-Type do answers have?",
                        SILENT,
                        "application/json; charset=utf-8",
                        HttpQuestions::type),
                new Question(
                        "http.gzip", "Are answers compressed on request?", SILENT, "yes, gzip", HttpQuestions::gzip),
                new Question(
                        "http.gzip-unasked",
                        "Is an answer plain unless asked otherwise?",
                        SILENT,
                        "yes",
                        HttpQuestions::gzipUnasked),
                new Question("http.keep-alive", "Are connections kept?", SILENT, "yes", HttpQuestions::keepAlive),
                new Question("http.rate", "Does the server limit the rate?", SILENT, "by setting", HttpQuestions::rate),
                new Question("http.cookies", "Are cookies set?", "samples send some", "none", HttpQuestions::cookies),
                new Question(
                        "http.cors", "May browsers of other origins call?", SILENT, "by setting", HttpQuestions::cors),
                header("http.request-id", "Is a request's id answered?", Headers.REQUEST_ID),
                header("http.window", "Are a window's instants told?", Headers.WINDOW),
                header("http.more", "Is it told whether rows follow?", Headers.HAS_MORE),
                new Question(
                        "http.cursor",
                        "Is there a cursor to go on from?",
                        "offset",
                        "yes, in a header",
                        HttpQuestions::cursor),
                new Question(
                        "http.ignored",
                        "Are fields named that mean nothing?",
                        SILENT,
                        "yes, in a header",
                        HttpQuestions::ignored));
    }

    private static Question header(String id, String asks, String name) {
        return new Question(
                id,
                asks,
                SILENT,
                "yes, in a header",
                server -> beyond(server.anyDay().answer().header(name).isPresent()));
    }

    /** Judges a feature beyond the reference, which no integration needs. */
    private static Finding beyond(boolean there) {
        return there ? Finding.conforms("yes") : Finding.unnoticed("no");
    }

    private static Finding json(Session server) throws InterruptedException {
        server.anyDay();
        var success = server.answers().stream().filter(Answer::isSuccess).toList();
        var broken = success.stream()
                .filter(answer -> answer.isUtf8() && !answer.isStrictJson() && answer.length() > 0)
                .count();
        return Finding.of(
                broken == 0, broken == 0 ? "yes, " + success.size() : broken + " of " + success.size() + " are not");
    }

    private static Finding utf8(Session server) throws InterruptedException {
        server.anyDay();
        var others =
                server.answers().stream().filter(answer -> !answer.isUtf8()).count();
        return Finding.of(others == 0, others == 0 ? "yes" : Judge.counted(others, "answer") + " not");
    }

    private static Finding type(Session server) throws InterruptedException {
        var type =
                server.anyDay().answer().header("Content-Type").orElse("none").toLowerCase(Locale.ROOT);
        if (!type.startsWith("application/json")) {
            return Finding.differs(
                    type.startsWith("text/html") || type.startsWith("text/plain") || type.equals("none")
                            ? type.split(";", -1)[0]
                            : "another");
        }
        var utf8 = type.replace(" ", "").replace("\"", "").matches("application/json(;charset=utf-?8)?;?");
        return Finding.of(utf8, utf8 ? "application/json" : "application/json, another charset");
    }

    private static Finding gzip(Session server) throws InterruptedException {
        var day = server.anyDay();
        if (day.answer().length() < WORTH_PACKING) {
            return Finding.unknown("the day's answer is too small");
        }
        var answer = server.ask(day.ask().with("Accept-Encoding", "gzip"));
        if (!answer.isPacked()) {
            return Finding.unnoticed("no");
        }
        return Finding.of(answer.header("Content-Encoding").orElse("").equalsIgnoreCase("gzip"), "yes, gzip");
    }

    private static Finding gzipUnasked(Session server) throws InterruptedException {
        var packed = server.anyDay().answer().isPacked();
        return Finding.of(!packed, packed ? "no, it is gzip" : "yes");
    }

    private static Finding keepAlive(Session server) throws InterruptedException {
        var closes = server.anyDay().answer().header("Connection").orElse("").equalsIgnoreCase("close");
        return closes ? Finding.unnoticed("no, Connection: close") : Finding.conforms("yes");
    }

    private static Finding rate(Session server) throws InterruptedException {
        server.anyDay();
        var told = new TreeSet<String>();
        for (var answer : server.answers()) {
            LIMITS.stream().filter(name -> answer.header(name).isPresent()).forEach(told::add);
        }
        var throttled = server.throttled();
        if (throttled > 0) {
            return Finding.differs(Judge.counted(throttled, "answer") + " with 429");
        }
        return told.isEmpty()
                ? Finding.conforms("none is announced or met")
                : Finding.unnoticed("announced: " + String.join(", ", told));
    }

    private static Finding cookies(Session server) throws InterruptedException {
        var count = server.anyDay().answer().headers("Set-Cookie").size();
        return count == 0 ? Finding.conforms("none") : Finding.unnoticed(Judge.counted(count, "cookie"));
    }

    private static Finding cors(Session server) throws InterruptedException {
        var answer = server.ask(server.anyDay()
                .ask()
                .withMethod("OPTIONS")
                .withBody("")
                .without("Authorization")
                .without("Content-Type")
                .with("Origin", "https://daybook-check.example")
                .with("Access-Control-Request-Method", "POST"));
        return answer.header("Access-Control-Allow-Origin").isEmpty()
                ? Finding.conforms("no")
                : Finding.unnoticed("yes, of any origin that asks");
    }

    private static Finding cursor(Session server) throws InterruptedException {
        var day = server.anyDay();
        var all = server.walk(day).ids();
        if (all.size() < 3) {
            return Finding.unknown("the day has too few records");
        }
        var first = server.ask(day.ask(day.draft().with("limit", "2")));
        var cursor = first.header(Headers.NEXT_CURSOR);
        if (first.records().size() >= all.size()) {
            return Finding.unknown("the limit is not obeyed");
        }
        if (cursor.isEmpty()) {
            return Finding.unnoticed("no");
        }
        var next = server.ask(
                day.ask(day.draft().with("limit", "1").without("offset").with("cursor", cursor.get())));
        return Finding.of(day.ids(next).equals(all.subList(2, 3)), "yes, and it goes on where it should");
    }

    private static Finding ignored(Session server) throws InterruptedException {
        var day = server.anyDay();
        var answer = server.ask(day.ask(day.draft().with("daybook_check", "1")));
        return answer.isSuccess()
                ? beyond(answer.header(Headers.IGNORED).isPresent())
                : Finding.unknown("unknown fields are refused");
    }
}
