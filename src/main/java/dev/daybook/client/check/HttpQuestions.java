package dev.daybook.client.check;

import dev.daybook.client.check.session.AnswerFacts;
import dev.daybook.client.check.session.CheckedAnswer;
import dev.daybook.client.check.session.Session;
import dev.daybook.wire.Headers;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Questions about the HTTP side of answers: encoding, headers, compression. */
final class HttpQuestions extends QuestionGroup {
    /** The size in bytes below which an answer is not worth compressing. */
    private static final int WORTH_PACKING = 2_048;

    private static final String ORIGIN = "https://daybook-check.example";

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

    HttpQuestions(Session server) {
        super(server, "http.");
        add("json", "Are answers valid JSON?", "yes", "yes", this::json);
        add("utf8", "Are answers in UTF-8?", SILENT, "yes", this::utf8);
        add("type", "Which Content-Type do answers have?", SILENT, "application/json; charset=utf-8", this::type);
        add("gzip", "Are answers compressed on request?", SILENT, "yes, gzip", this::gzip);
        add(
                "gzip-unasked",
                "Is an answer plain unless asked otherwise?",
                SILENT,
                "yes",
                () -> Finding.of(!server.anyDay().answer().isPacked(), "yes", "no, it is gzip"));
        add("keep-alive", "Are connections kept?", SILENT, "yes", this::keepAlive);
        add("rate", "Does the server limit the rate?", SILENT, "by setting", this::rate);
        add("cookies", "Are cookies set?", "samples send some", "none", this::cookies);
        add("cors", "May browsers of other origins call?", SILENT, "by setting", this::cors);
        header("request-id", "Is a request's id answered?", Headers.REQUEST_ID);
        header("window", "Are a window's instants told?", Headers.WINDOW);
        header("more", "Is it told whether rows follow?", Headers.HAS_MORE);
        add("cursor", "Is there a cursor to continue from?", "offset", "yes, in a header", this::cursor);
        add("ignored", "Are fields named that mean nothing?", SILENT, "yes, in a header", this::ignored);
    }

    private void header(String id, String asks, String name) {
        add(id, asks, SILENT, "yes, in a header", () -> beyond(server.anyDay().answer(), name));
    }

    /** Judges whether an answer has a header that the reference does not have and no integration needs. */
    private static Finding beyond(CheckedAnswer answer, String header) {
        return answer.header(header).isPresent() ? Finding.conforms("yes") : Finding.unnoticed("no");
    }

    /** The answers that should be JSON. Pages of HTML are left out: the question that got such a page reports it. */
    private Stream<AnswerFacts> answers() throws InterruptedException {
        server.anyDay();
        return server.answers().stream().filter(answer -> !answer.isHtml());
    }

    private Finding json() throws InterruptedException {
        var success = answers().filter(AnswerFacts::isSuccess).toList();
        var broken = success.stream()
                .filter(answer -> answer.isUtf8() && !answer.isStrictJson() && answer.length() > 0)
                .count();
        return Finding.of(broken == 0, "yes, " + success.size(), broken + " of " + success.size() + " are not");
    }

    private Finding utf8() throws InterruptedException {
        var others = answers().filter(answer -> !answer.isUtf8()).count();
        return others == 0 && answers().allMatch(AnswerFacts::isAscii)
                ? Finding.unknown("all answers have only ASCII characters")
                : Finding.of(others == 0, "yes", counted(others, "answer") + " not");
    }

    private Finding type() throws InterruptedException {
        var type =
                server.anyDay().answer().header("Content-Type").orElse("none").toLowerCase(Locale.ROOT);
        if (!type.startsWith("application/json")) {
            return Finding.differs(
                    type.startsWith("text/html") || type.startsWith("text/plain") || type.equals("none")
                            ? type.split(";", -1)[0]
                            : "another");
        }
        var utf8 = type.replace(" ", "").replace("\"", "").matches("application/json(;charset=utf-?8)?;?");
        return Finding.of(utf8, "application/json", "application/json, another charset");
    }

    private Finding gzip() throws InterruptedException {
        var day = server.anyDay();
        if (day.answer().length() < WORTH_PACKING) {
            return Finding.unknown("the day's answer is too small");
        }
        var answer = server.ask(day.ask().with("Accept-Encoding", "gzip"));
        if (!answer.isPacked()) {
            return Finding.unnoticed("no");
        }
        return Finding.of(
                answer.header("Content-Encoding").orElse("").equalsIgnoreCase("gzip"),
                "yes, gzip",
                "gzip, but no header says so");
    }

    /**
     * Judges whether connections are kept, only by the header {@code Connection: close}. A server that answers with
     * HTTP/1.0, and so closes connections without this header, is not recognised: Java does not distinguish HTTP/1.0
     * from HTTP/1.1.
     */
    private Finding keepAlive() throws InterruptedException {
        var closes = server.anyDay().answer().header("Connection").orElse("").equalsIgnoreCase("close");
        return closes ? Finding.unnoticed("no, Connection: close") : Finding.conforms("yes, no Connection: close");
    }

    private Finding rate() throws InterruptedException {
        server.anyDay();
        var told = new TreeSet<String>();
        for (var answer : server.answers()) {
            LIMITS.stream().filter(answer::has).forEach(told::add);
        }
        var askedToWait = server.askedToWait();
        if (askedToWait > 0) {
            return Finding.differs(counted(askedToWait, "answer") + " asked to wait");
        }
        return told.isEmpty()
                ? Finding.conforms("none is announced or met")
                : Finding.unnoticed("announced: " + String.join(", ", told));
    }

    private Finding cookies() throws InterruptedException {
        var count = server.anyDay().answer().headers("Set-Cookie").size();
        return count == 0 ? Finding.conforms("none") : Finding.unnoticed(counted(count, "cookie"));
    }

    private Finding cors() throws InterruptedException {
        var answer = server.ask(server.anyDay()
                .ask()
                .withMethod("OPTIONS")
                .withBody("")
                .without("Authorization")
                .without("Content-Type")
                .with("Origin", ORIGIN)
                .with("Access-Control-Request-Method", "POST"));
        var allowed = answer.header("Access-Control-Allow-Origin").orElse("");
        if (allowed.equals("*") || allowed.equals(ORIGIN)) {
            return Finding.unnoticed("yes, of any origin that asks");
        }
        return Finding.conforms(allowed.isEmpty() ? "no" : "only those of certain origins");
    }

    private Finding cursor() throws InterruptedException {
        var day = server.anyDay();
        var all = server.walk(day).ids();
        if (all.size() < 3) {
            return Finding.unknown("the day has too few records");
        }
        var first = server.ask(day, day.draft().with("limit", "2"));
        var cursor = first.header(Headers.NEXT_CURSOR);
        if (!first.isSuccess()) {
            return Finding.unknown("a page of 2 is answered: " + first.described());
        }
        if (first.records().size() >= all.size()) {
            return Finding.unknown("the limit is not obeyed");
        }
        if (cursor.isEmpty()) {
            return Finding.unnoticed("no");
        }
        var next =
                server.ask(day, day.draft().with("limit", "1").without("offset").with("cursor", cursor.get()));
        if (!next.isSuccess()) {
            return Finding.differs("the cursor is answered: " + next.described());
        }
        if (day.ids(next).equals(all.subList(2, 3))) {
            return Finding.conforms("yes, and it continues where it should");
        }
        return server.isStable(day)
                ? Finding.differs("it does not continue where it should")
                : Finding.unknown(UNSTABLE);
    }

    private Finding ignored() throws InterruptedException {
        var day = server.anyDay();
        var answer = server.ask(day, day.draft().with("daybook_check", "1"));
        return answer.isSuccess() ? beyond(answer, Headers.IGNORED) : Finding.unknown("unknown fields are refused");
    }
}
