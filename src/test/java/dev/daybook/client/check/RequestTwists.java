package dev.daybook.client.check;

import static dev.daybook.client.check.TwistedAnswer.failed;
import static dev.daybook.client.check.TwistedAnswer.html;
import static dev.daybook.client.check.TwistedAnswer.nothing;

import dev.daybook.wire.Paths;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Stand-ins: servers that accept or refuse other requests and keys than Daybook. */
final class RequestTwists {
    private static final String CUSTOMERS = Paths.PULL_CUSTOMERS;
    private static final String TICKETS = Paths.PULL_TICKETS;

    private RequestTwists() {}

    static List<Twist> all() {
        return Stream.of(keys(), mistakes(), requests()).flatMap(List::stream).toList();
    }

    private static List<Twist> keys() {
        return List.of(
                Twist.answers(
                        "403 for a wrong key",
                        "failures.wrong-key",
                        (asked, given) -> asked.header("Authorization").startsWith("Basic ") && given.status() == 401
                                ? given.withStatus(403)
                                : given),
                Twist.answers(
                        "a page of HTML without a key",
                        "failures.no-key",
                        (asked, given) ->
                                asked.header("Authorization").isEmpty() && given.status() == 401 ? html(401) : given),
                Twist.answers(
                        "another text for a key that is not Basic",
                        "failures.other-scheme",
                        (asked, given) -> asked.header("Authorization").startsWith("Bearer")
                                ? failed(401, "Unauthorized")
                                : given),
                Twist.requests(
                        "another account's number accepted",
                        "failures.other-account",
                        asked -> asked.field("cm_id").equals("1000299")
                                ? asked.with(fields -> fields.put("cm_id", 1000298))
                                : asked),
                Twist.requests(
                        "an account not needed",
                        "failures.no-account",
                        asked -> asked.isAt(CUSTOMERS) && asked.json().isPresent() && !asked.has("cm_id")
                                ? asked.with(fields -> fields.put("cm_id", 1000298))
                                : asked),
                Twist.answers(
                        "failures with status 200",
                        "failures.status",
                        (asked, given) ->
                                given.status() >= 400 && given.status() != 405 ? given.withStatus(200) : given),
                Twist.answers(
                                "failures with status 200 and the word failure",
                                "failures.form",
                                (asked, given) -> failing(given, "\"status\":\"failure\"")
                                        .withStatus(
                                                given.status() < 400 || given.status() == 405 ? given.status() : 200))
                        .and("failures.status"),
                Twist.answers(
                        "failures with success: false",
                        "failures.form",
                        (asked, given) -> failing(given, "\"success\":false")),
                Twist.answers(
                        "failures in capitals",
                        "failures.form",
                        (asked, given) -> given.text(text -> text.replace("\"message\":\"", "\"Message\":\"")
                                .replace("\"status\":\"failed\"", "\"Status\":\"failed\""))));
    }

    private static TwistedAnswer failing(TwistedAnswer given, String word) {
        return given.text(text -> text.replace("\"status\":\"failed\"", word));
    }

    private static List<Twist> mistakes() {
        return List.of(
                takesBadDay(
                        "2024-02-30 accepted",
                        "failures.impossible-date",
                        asked -> asked.field("createStartDate").equals("2024-02-30")),
                takesBadDay(
                        "the last day before the first accepted",
                        "failures.reversed",
                        asked -> asked.day("createEndDate")
                                .flatMap(last -> asked.day("createStartDate").map(last::isBefore))
                                .orElse(false)),
                takesBadDay(
                        "a missing day accepted",
                        "failures.no-date",
                        asked -> asked.isAt(CUSTOMERS) && asked.json().isPresent() && !asked.has("createStartDate")),
                Twist.requests(
                        "a limit of 0 is the default",
                        "failures.limit-0",
                        asked -> asked.isAt(CUSTOMERS) && asked.field("limit").equals("0")
                                ? asked.with(fields -> fields.put("limit", "100"))
                                : asked),
                Twist.requests(
                        "a negative offset is none",
                        "failures.offset-negative",
                        asked -> asked.isAt(CUSTOMERS) && asked.field("offset").equals("-1")
                                ? asked.with(fields -> fields.put("offset", "0"))
                                : asked),
                Twist.requests(
                        "a limit that is no number is none",
                        "failures.wrong-kind",
                        asked -> asked.isAt(CUSTOMERS) && asked.field("limit").equals("many")
                                ? asked.with(fields -> fields.remove("limit"))
                                : asked),
                Twist.requests(
                        "comments accepted",
                        "failures.comment",
                        asked -> asked.saying(asked.body().replace("//\n", ""))),
                Twist.requests(
                        "a key twice accepted",
                        "failures.twice",
                        asked -> asked.body().startsWith("{\"limit\":\"100\",")
                                ? asked.saying("{" + asked.body().substring("{\"limit\":\"100\",".length()))
                                : asked),
                Twist.requests(
                        "JSON that is cut off accepted",
                        "failures.cut",
                        asked -> asked.body().startsWith("{") && !asked.body().endsWith("}")
                                ? asked.saying(asked.body() + "}")
                                : asked),
                Twist.requests(
                        "curly quotes accepted",
                        "failures.curly",
                        asked -> asked.saying(asked.body().replaceAll("[\u201c\u201d]", "\""))),
                Twist.requests(
                        "a comma too many accepted",
                        "failures.trailing-comma",
                        asked -> asked.saying(asked.body().replaceAll(",}$", "}"))),
                Twist.requests(
                        "deep JSON accepted",
                        "failures.deep",
                        asked -> asked.saying(asked.body().replaceAll("\"deep\":\\[+\\]+,", ""))),
                Twist.instead(
                        "a list of two requests accepted",
                        "failures.two-objects",
                        asked -> asked.isAt(CUSTOMERS)
                                && asked.isList()
                                && asked.json().isEmpty(),
                        nothing()),
                Twist.requests("text/plain accepted", "failures.other-type", asked -> {
                    if (asked.header("Content-Type").equals("text/plain")) {
                        asked.headers().set("Content-Type", "application/json");
                    }
                    return asked;
                }),
                Twist.instead(
                        "HTML in Latin-1 at unknown paths",
                        "failures.unknown-path",
                        asked -> asked.path().contains("no-such-path"),
                        html(404).with("<html>caf\u00e9</html>".getBytes(StandardCharsets.ISO_8859_1))),
                Twist.instead(
                        "a page of HTML for GET",
                        "failures.method",
                        asked -> asked.method().equals("GET"),
                        html(200)),
                Twist.answers(
                        "405 without Allow",
                        "failures.method",
                        (asked, given) -> given.status() == 405 ? given.without("allow") : given));
    }

    private static Twist takesBadDay(String name, String named, Predicate<TwistedRequest> bad) {
        return Twist.answers(
                name, named, (asked, given) -> given.status() == 400 && bad.test(asked) ? nothing() : given);
    }

    private static List<Twist> requests() {
        return List.of(
                Twist.refuses(
                        "a text as number refused",
                        "values.numbers",
                        400,
                        asked -> asked.json()
                                .map(fields -> fields.path("cm_id").isString())
                                .orElse(false)),
                Twist.refuses(
                        "a blank text refused",
                        "values.blank",
                        400,
                        asked -> asked.field("email").equals(" ")),
                Twist.refuses("unknown fields refused", "values.unknown", 400, asked -> asked.has("daybook_check")),
                Twist.refuses(
                        "booleans as texts refused",
                        "values.flags",
                        400,
                        asked -> asked.json()
                                .map(fields -> fields.path("isOrganisation").isString())
                                .orElse(false)),
                Twist.refuses(
                        "a list refused by Pull Customer",
                        "values.list",
                        400,
                        asked -> asked.isAt(CUSTOMERS)
                                && asked.isList()
                                && asked.json().isPresent()),
                Twist.refuses(
                        "an object refused by Pull Ticket",
                        "values.object",
                        400,
                        asked -> asked.isAt(TICKETS) && !asked.isList()),
                Twist.refuses(
                        "application/json; refused",
                        "types.semicolon",
                        415,
                        asked -> asked.header("Content-Type").equals("application/json;")),
                Twist.refuses(
                        "a charset refused",
                        "types.charset",
                        415,
                        asked -> asked.header("Content-Type").equals("application/json; charset=UTF-8")),
                Twist.refuses(
                        "a body without type refused",
                        "types.none",
                        415,
                        asked -> asked.header("Content-Type").isEmpty()
                                && asked.isAt(CUSTOMERS)
                                && asked.method().equals("POST")),
                Twist.refuses(
                        "x-api-key looked at",
                        "types.cookies",
                        401,
                        asked -> !asked.header("x-api-key").isEmpty()),
                Twist.refuses(
                        "a stray ?= is another path",
                        "paths.query",
                        404,
                        asked -> asked.target().endsWith("?=")),
                Twist.refuses(
                        "a stray ?=null is another path",
                        "paths.query-null",
                        404,
                        asked -> asked.target().endsWith("?=null")),
                Twist.refuses(
                        "no older path of customers",
                        "paths.customers",
                        404,
                        asked -> asked.isAt(Paths.PULL_CUSTOMERS_OLD)),
                Twist.refuses(
                        "no older path of tickets", "paths.tickets", 404, asked -> asked.isAt(Paths.PULL_TICKETS_OLD)));
    }
}
