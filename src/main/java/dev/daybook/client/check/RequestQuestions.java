package dev.daybook.client.check;

import dev.daybook.client.check.session.Ask;
import dev.daybook.client.check.session.Day;
import dev.daybook.client.check.session.PullOf;
import dev.daybook.wire.Paths;
import java.util.List;

/** Questions about accepted variations of a request: values of other types, shapes of the body, older paths. */
final class RequestQuestions {
    private RequestQuestions() {}

    static List<Question> all() {
        return List.of(
                customers(
                        "values.numbers",
                        "Are numbers taken as texts, and texts of digits as numbers?",
                        "samples have both",
                        day -> day.ask(day.draft()
                                .with("cm_id", Long.toString(cmId(day)))
                                .with("limit", 100)
                                .with("offset", 0))),
                customers(
                        "values.flags",
                        "Are booleans taken as texts?",
                        "\"true\", \"false\"",
                        day -> day.ask(
                                day.draft().with("isOrganisation", "false").with("isAllCustomerPage", "False"))),
                customers(
                        "values.blank",
                        "Do \"\", \" \" and null mean \"not given\"?",
                        "samples have \"\"",
                        day -> day.ask(day.draft()
                                .with("name", "")
                                .with("email", " ")
                                .withNull("phone")
                                .with("zone_id", 0))),
                customers(
                        "values.unknown",
                        "Are unknown fields accepted?",
                        "extra bodies as configured",
                        day -> day.ask(day.draft().with("daybook_check", "1"))),
                customers(
                        "values.list",
                        "Is an object taken in a list of one?",
                        "object in words and sample",
                        day -> day.ask().withBody(day.draft().listed())),
                of(
                        "values.object",
                        "Is a ticket pull taken as a bare object?",
                        "object in words, list in the sample",
                        PullOf.TICKETS,
                        day -> day.ask().withBody(day.draft().json())),
                any("types.semicolon", "Content-Type application/json;", header("Content-Type", "application/json;")),
                any(
                        "types.charset",
                        "Content-Type with charset=UTF-8",
                        header("Content-Type", "application/json; charset=UTF-8")),
                any("types.none", "no Content-Type", day -> day.ask().without("Content-Type")),
                any(
                        "types.cookies",
                        "cookies, x-api-key and x-api-type",
                        day -> day.ask()
                                .with("Cookie", "JSESSIONID=; _KAPTURECRM_SESSION=")
                                .with("x-api-key", "daybook-check")
                                .with("x-api-type", "TICKET")),
                any("paths.query", "a stray ?=", path("?=")),
                any("paths.query-null", "a stray ?=null", path("?=null")),
                older("paths.customers", PullOf.CUSTOMERS, Paths.PULL_CUSTOMERS_OLD),
                older("paths.tickets", PullOf.TICKETS, Paths.PULL_TICKETS_OLD));
    }

    private static long cmId(Day day) {
        return day.records().get(0).at("cmId").number();
    }

    private static Question older(String id, PullOf pull, String path) {
        return of(
                id,
                "Are " + pull.kind().plural() + " pulled at the older path?",
                "shown on older pages",
                pull,
                day -> day.ask().withPath(path));
    }

    /** Makes the request of a day in another way. */
    private interface Variation {
        Ask of(Day day);
    }

    private static Variation header(String name, String value) {
        return day -> day.ask().with(name, value);
    }

    private static Variation path(String query) {
        return day -> day.ask().withPath(day.ask().path() + query);
    }

    private static Question customers(String id, String asks, String reference, Variation variation) {
        return of(id, asks, reference, PullOf.CUSTOMERS, variation);
    }

    private static Question of(String id, String asks, String reference, PullOf pull, Variation variation) {
        return new Question(id, asks, reference, "yes", server -> {
            var day = server.day(pull);
            return Judge.same(server, day, server.ask(variation.of(day)));
        });
    }

    private static Question any(String id, String what, Variation variation) {
        return new Question(id, "Does " + what + " do no harm?", "seen in clients", "yes", server -> {
            var day = server.anyDay();
            return Judge.same(server, day, server.ask(variation.of(day)));
        });
    }
}
