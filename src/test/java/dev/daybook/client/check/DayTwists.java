package dev.daybook.client.check;

import static dev.daybook.client.check.TwistedAnswer.failed;
import static dev.daybook.client.check.TwistedAnswer.json;
import static dev.daybook.client.check.TwistedAnswer.nothing;

import dev.daybook.client.answer.time.VendorTime;
import dev.daybook.wire.Paths;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Stand-ins: servers whose days and pages differ from Daybook's. */
final class DayTwists {
    private static final String CUSTOMERS = Paths.PULL_CUSTOMERS;
    private static final String TICKETS = Paths.PULL_TICKETS;
    private static final String ORDERS = Paths.PULL_ORDERS;

    private DayTwists() {}

    static List<Twist> all() {
        return Stream.of(windows(), pages(), nothings(), frames())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Twist> windows() {
        return List.of(
                exclusive(CUSTOMERS, "createStartDate", "createEndDate", "customers.end"),
                exclusive(TICKETS, "start_date", "end_date", "tickets.end"),
                exclusive(ORDERS, "createStartDate", "createEndDate", "orders.end"),
                firstInstantOfLastDay(),
                lastDayOnlyAlone(),
                twoDaysRefused(),
                Twist.requests("three days are a window", "customers.longest", asked -> {
                    var first = asked.day("createStartDate");
                    var last = asked.day("createEndDate");
                    return asked.isAt(CUSTOMERS) && first.isPresent() && last.equals(first.map(day -> day.plusDays(2)))
                            ? asked.with(fields -> fields.put(
                                    "createEndDate", first.get().plusDays(1).toString()))
                            : asked;
                }));
    }

    /** A server whose windows exclude their end date, so that a window of a single day is empty. */
    private static Twist exclusive(String path, String first, String last, String named) {
        return new Twist(
                "end date exclusive at " + path,
                Set.of(named),
                asked -> {
                    var from = asked.day(first);
                    return asked.isAt(path)
                                    && from.isPresent()
                                    && asked.day(last).equals(from.map(day -> day.plusDays(1)))
                            ? asked.with(fields ->
                                    fields.put(last, fields.path(first).asString()))
                            : asked;
                },
                (asked, given) -> asked.isAt(path)
                                && asked.day(first).isPresent()
                                && asked.day(first).equals(asked.day(last))
                                && given.status() == 200
                        ? nothing()
                        : given);
    }

    /**
     * A server whose windows end with the first instant of their end date. A window of a single day has only this
     * instant.
     */
    private static Twist firstInstantOfLastDay() {
        return Twist.answers(
                "end date is its first instant at " + ORDERS,
                "orders.end",
                (asked, given) ->
                        asked.isAt(ORDERS) && asked.day("createEndDate").isPresent()
                                ? given.allRows(rows -> rows.stream()
                                        .filter(row -> !isAfterStart(
                                                row, asked.day("createEndDate").get()))
                                        .toList())
                                : given);
    }

    private static boolean isAfterStart(ObjectNode row, LocalDate day) {
        return VendorTime.ofText(row.path("generationDate").asString())
                .orElseThrow()
                .isAfter(day.atStartOfDay());
    }

    private static Twist lastDayOnlyAlone() {
        return Twist.requests("of two days the first alone is given", "orders.end", asked -> {
            var first = asked.day("createStartDate");
            return asked.isAt(ORDERS)
                            && first.isPresent()
                            && asked.day("createEndDate").equals(first.map(day -> day.plusDays(1)))
                    ? asked.with(
                            fields -> fields.put("createEndDate", first.get().toString()))
                    : asked;
        });
    }

    static Twist twoDaysRefused() {
        return Twist.instead(
                "two days refused",
                "orders.end",
                asked -> asked.isAt(ORDERS) && !asked.day("createStartDate").equals(asked.day("createEndDate")),
                failed(400, "One day only"));
    }

    private static List<Twist> pages() {
        return List.of(
                limited("pages capped at 50 in silence", "customers.size", asked -> Math.min(50, asked.limit())),
                limited("pages capped at 25 in silence", "customers.size", asked -> Math.min(25, asked.limit())),
                limited("pages capped at 100 in silence", "pages.1000", asked -> Math.min(100, asked.limit())),
                Twist.refuses(
                        "a limit below 10 refused",
                        "customers.size",
                        400,
                        asked -> asked.isPull(CUSTOMERS) && asked.limit() > 0 && asked.limit() < 10),
                Twist.requests(
                        "limit and offset ignored",
                        "customers.size",
                        asked -> asked.isPull(CUSTOMERS)
                                        && asked.limit() > 0
                                        && asked.limit() <= 1000
                                        && asked.offset() >= 0
                                ? asked.with(
                                        fields -> fields.put("limit", "1000").put("offset", "0"))
                                : asked),
                Twist.requests(
                        "offset ignored",
                        "customers.offset",
                        asked -> asked.isPull(CUSTOMERS) && asked.offset() > 0
                                ? asked.with(fields -> fields.put("offset", "0"))
                                : asked),
                Twist.requests(
                        "20 on a page without limit",
                        "customers.default",
                        asked -> asked.isAt(CUSTOMERS)
                                        && asked.day("createStartDate").isPresent()
                                        && !asked.has("limit")
                                ? asked.with(fields -> fields.put("limit", "20"))
                                : asked),
                Twist.requests(
                        "a limit of 1000000 accepted",
                        "pages.1000000",
                        asked -> asked.isAt(CUSTOMERS) && asked.limit() > 1000
                                ? asked.with(fields -> fields.put("limit", "1000"))
                                : asked),
                Twist.requests(
                        "pages skip a row",
                        "orders.offset",
                        asked -> asked.isAt(ORDERS) && asked.offset() > 0 && asked.offset() < 100
                                ? asked.with(fields -> fields.put("offset", Long.toString(asked.offset() + 1)))
                                : asked),
                Twist.instead(
                        "a failure beyond the last row",
                        "orders.past-end",
                        asked -> asked.isAt(ORDERS) && asked.offset() >= 100,
                        failed(404, "Nothing there")));
    }

    private static Twist limited(String name, String named, ToLongFunction<TwistedRequest> change) {
        return Twist.requests(
                name,
                named,
                asked -> asked.isPull(CUSTOMERS) && !asked.has("cursor") && asked.limit() > 0 && asked.limit() <= 1000
                        ? asked.with(fields -> fields.put("limit", Long.toString(change.applyAsLong(asked))))
                        : asked);
    }

    private static List<Twist> nothings() {
        return List.of(
                emptyAs("null", CUSTOMERS, "customers.empty", json(200, "{\"message\":null,\"status\":\"success\"}")),
                emptyAs(
                        "a text",
                        TICKETS,
                        "tickets.empty",
                        json(200, "{\"message\":\"No data found\",\"status\":\"success\"}")),
                emptyAs("no message", ORDERS, "orders.empty", json(200, "{\"status\":\"success\"}")),
                emptyAs("an object without keys", CUSTOMERS, "customers.empty", json(200, "{}")),
                emptyAs("a bare list", TICKETS, "tickets.empty", json(200, "[]")),
                emptyAs("an empty body", ORDERS, "orders.empty", json(200, "")),
                emptyAs("a failure with 200", CUSTOMERS, "customers.empty", failed(200, "No data found")),
                emptyAs("a failure with 404", TICKETS, "tickets.empty", failed(404, "No data found")),
                emptyAs("an object", ORDERS, "orders.empty", json(200, "{\"message\":{},\"status\":\"success\"}")));
    }

    private static Twist emptyAs(String name, String path, String named, TwistedAnswer answer) {
        return Twist.answers(
                name + " for an empty day at " + path,
                named,
                (asked, given) -> asked.isAt(path) && given.isEmptyList() ? answer : given);
    }

    private static List<Twist> frames() {
        return List.of(
                framed(
                        "keys with capitals",
                        CUSTOMERS,
                        "customers.pull",
                        text -> text.replace("\"message\":[", "\"Message\":[")
                                .replace("\"status\":\"success\"", "\"Status\":\"success\"")),
                framed("no status", CUSTOMERS, "customers.pull", text -> text.replace(",\"status\":\"success\"", "")),
                framed(
                        "another status",
                        CUSTOMERS,
                        "customers.pull",
                        text -> text.replace(",\"status\":\"success\"", ",\"status\":\"ok\"")),
                Twist.answers(
                        "the one record of a day without a list",
                        "orders.pull",
                        (asked, given) -> asked.isAt(ORDERS) && given.status() == 200
                                ? given.root(root -> oneAlone(asked, (ObjectNode) root))
                                : given));
    }

    private static void oneAlone(TwistedRequest asked, ObjectNode page) {
        var rows = page.path("message")
                .valueStream()
                .filter(row -> asked.offset() == 0 && isAfterStart((ObjectNode) row, CheckedAccount.DAY))
                .toList();
        if (rows.isEmpty()) {
            page.putArray("message");
        } else {
            page.set("message", rows.get(0));
        }
    }

    private static Twist framed(String name, String path, String named, UnaryOperator<String> change) {
        return Twist.answers(
                name + " at " + path,
                named,
                (asked, given) -> asked.isAt(path) && given.status() == 200 ? given.text(change) : given);
    }
}
