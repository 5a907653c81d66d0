package dev.daybook.client.check;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.check.session.Ask;
import dev.daybook.client.check.session.Day;
import dev.daybook.client.check.session.Session;
import dev.daybook.wire.Paths;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Questions about accepted variations of a request: values of other types, shapes of the body, older paths. */
final class RequestQuestions extends QuestionGroup {
    RequestQuestions(Session server) {
        super(server, "");
        add(
                "values.numbers",
                "Are numbers taken as texts, and texts of digits as numbers?",
                "samples have both",
                "yes",
                this::numbers);
        add("values.flags", "Are booleans taken as texts?", "\"true\", \"false\"", "yes", this::flags);
        customers(
                "values.blank",
                "Do \"\", \" \" and null mean \"not given\"?",
                "samples have \"\"",
                day -> day.ask(day.draft()
                        .with("name", "")
                        .with("email", " ")
                        .withNull("phone")
                        .with("zone_id", 0)));
        customers(
                "values.unknown",
                "Are unknown fields accepted?",
                "extra bodies as configured",
                day -> day.ask(day.draft().with("daybook_check", "1")));
        customers(
                "values.list",
                "Is an object taken in a list of one?",
                "object in words and sample",
                day -> day.ask().withBody(day.draft().listed()));
        of(
                "values.object",
                "Is a ticket pull taken as a bare object?",
                "object in words, list in the sample",
                PulledKind.TICKETS,
                day -> day.ask().withBody(day.draft().json()));
        any("types.semicolon", "Content-Type application/json;", ask -> ask.with("Content-Type", "application/json;"));
        any(
                "types.charset",
                "Content-Type with charset=UTF-8",
                ask -> ask.with("Content-Type", "application/json; charset=UTF-8"));
        any("types.none", "no Content-Type", ask -> ask.without("Content-Type"));
        any(
                "types.cookies",
                "cookies, x-api-key and x-api-type",
                ask -> ask.with("Cookie", "JSESSIONID=; _KAPTURECRM_SESSION=")
                        .with("x-api-key", "daybook-check")
                        .with("x-api-type", "TICKET"));
        any("paths.query", "a stray ?=", ask -> ask.withPath(ask.path() + "?="));
        any("paths.query-null", "a stray ?=null", ask -> ask.withPath(ask.path() + "?=null"));
        older("paths.customers", PulledKind.CUSTOMERS, Paths.PULL_CUSTOMERS_OLD);
        older("paths.tickets", PulledKind.TICKETS, Paths.PULL_TICKETS_OLD);
    }

    private Finding numbers() throws InterruptedException {
        var day = server.day(PulledKind.CUSTOMERS);
        var usual = same(
                day,
                day.ask(day.draft()
                        .with("cm_id", Long.toString(server.cmId()))
                        .with("limit", 100)
                        .with("offset", 0)));
        if (usual.verdict() != Verdict.CONFORMS) {
            return usual;
        }
        if (day.records().size() < 3) {
            return Finding.unknown("the day has " + counted(day.records().size(), "record") + " only");
        }
        // 100 and 0 are the defaults, so a server that ignores numbers gives the same. A smaller limit shows this.
        var text = server.ask(day, day.draft().with("limit", "2"));
        if (text.records().size() != 2) {
            return Finding.unknown("a limit of 2, a text: " + text.described());
        }
        var number = server.ask(day, day.draft().with("limit", 2));
        return number.records().size() == 2 ? usual : Finding.differs("a limit of 2, a number: " + number.described());
    }

    private Finding flags() throws InterruptedException {
        var day = server.day(PulledKind.CUSTOMERS);
        var usual =
                same(day, day.ask(day.draft().with("isOrganisation", "false").with("isAllCustomerPage", "False")));
        if (usual.verdict() != Verdict.CONFORMS) {
            return usual;
        }
        // "false" is the default, so a server that ignores texts gives the same. "true" shows this.
        var flag = organisations(day, day.draft().with("isOrganisation", true));
        if (flag.verdict() != Verdict.CONFORMS) {
            return flag.verdict() == Verdict.DIFFERS ? Finding.unknown("true, a boolean: " + flag.found()) : flag;
        }
        var text = organisations(day, day.draft().with("isOrganisation", "true"));
        return text.verdict() == Verdict.DIFFERS ? Finding.differs("\"true\": " + text.found()) : text;
    }

    private void older(String id, PulledKind kind, String path) {
        of(
                id,
                "Are " + kind.plural() + " pulled at the older path?",
                "shown on older pages",
                kind,
                day -> day.ask().withPath(path));
    }

    private void customers(String id, String asks, String reference, Function<Day, Ask> variation) {
        of(id, asks, reference, PulledKind.CUSTOMERS, variation);
    }

    private void of(String id, String asks, String reference, PulledKind kind, Function<Day, Ask> variation) {
        add(id, asks, reference, "yes", () -> {
            var day = server.day(kind);
            return same(day, variation.apply(day));
        });
    }

    private void any(String id, String what, UnaryOperator<Ask> variation) {
        add(id, "Does " + what + " do no harm?", "seen in clients", "yes", () -> {
            var day = server.anyDay();
            return same(day, variation.apply(day.ask()));
        });
    }
}
