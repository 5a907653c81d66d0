package dev.daybook.client.check;

import static dev.daybook.client.check.TwistedAnswer.failed;
import static dev.daybook.client.check.TwistedAnswer.json;
import static dev.daybook.client.check.TwistedAnswer.nothing;

import dev.daybook.kit.CompressedBody;
import dev.daybook.wire.Paths;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Stand-ins: servers whose answers have another form than Daybook's, or whose operations answer something else. */
final class AnswerTwists {
    private static final String CUSTOMERS = Paths.PULL_CUSTOMERS;
    private static final String TICKETS = Paths.PULL_TICKETS;
    private static final String ORDERS = Paths.PULL_ORDERS;

    private AnswerTwists() {}

    static List<Twist> all() {
        return Stream.of(answers(), filters(), gets(), faq())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Twist> answers() {
        return List.of(
                body("Latin-1", "http.utf8", text -> text.getBytes(StandardCharsets.ISO_8859_1)),
                body(
                        "a raw tab in a text",
                        "http.json",
                        text -> text.replace("\u00eb City", "\t City").getBytes(StandardCharsets.UTF_8)),
                body("a byte order mark", "http.json", text -> ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8)),
                Twist.answers(
                        "JSON as text/html",
                        "http.type",
                        (asked, given) -> asked.isAt(CUSTOMERS) ? given.with("content-type", "text/html") : given),
                Twist.requests("never compressed", "http.gzip", asked -> {
                    asked.headers().remove("Accept-Encoding");
                    return asked;
                }),
                Twist.answers(
                        "compressed though nobody asked",
                        "http.gzip-unasked",
                        (asked, given) -> asked.isAt(CUSTOMERS)
                                        && asked.header("Accept-Encoding").isEmpty()
                                        && given.body().length > 0
                                ? given.with(CompressedBody.gzip(given.body()))
                                : given),
                Twist.answers(
                        "connections closed", "http.keep-alive", (asked, given) -> given.with("connection", "close")),
                Twist.answers("limits announced", "http.rate", (asked, given) -> given.with("RateLimit-Limit", "50")),
                Twist.answers(
                        "cookies set", "http.cookies", (asked, given) -> given.with("Set-Cookie", "JSESSIONID=1")),
                Twist.answers(
                        "open to browsers",
                        "http.cors",
                        (asked, given) -> given.with("Access-Control-Allow-Origin", "*")),
                without("x-request-id", "http.request-id"),
                without("x-daybook-window", "http.window"),
                without("x-daybook-has-more", "http.more"),
                without("x-daybook-next-cursor", "http.cursor"),
                without("x-daybook-ignored", "http.ignored"));
    }

    private static Twist without(String header, String named) {
        return Twist.answers("no " + header, named, (asked, given) -> given.without(header));
    }

    private static Twist body(String name, String named, Function<String, byte[]> change) {
        return Twist.answers(
                name,
                named,
                (asked, given) ->
                        asked.isAt(CUSTOMERS) && asked.header("Accept-Encoding").isEmpty()
                                ? given.with(change.apply(given.text()))
                                : given);
    }

    private static List<Twist> filters() {
        return List.of(
                ignores(CUSTOMERS, "name", "filters.name"),
                ignores(CUSTOMERS, "customer_id", "filters.id"),
                ignores(CUSTOMERS, "customerCode", "filters.code"),
                ignores(CUSTOMERS, "email", "filters.email"),
                ignores(CUSTOMERS, "phone", "filters.phone"),
                Twist.requests(
                        "isOrganisation ignored",
                        "filters.organisations",
                        asked -> asked.json()
                                        .map(fields ->
                                                fields.path("isOrganisation").isBoolean())
                                        .orElse(false)
                                ? asked.with(fields -> fields.remove("isOrganisation"))
                                : asked),
                Twist.refuses(
                        "isAllCustomerPage refused",
                        "filters.all-page",
                        400,
                        asked -> asked.json()
                                .map(fields -> fields.path("isAllCustomerPage").asBoolean(false))
                                .orElse(false)),
                Twist.refuses(
                        "a status by name refused",
                        "filters.ticket-status",
                        400,
                        asked -> asked.isAt(TICKETS) && asked.field("status").equals("Pending")),
                Twist.refuses(
                        "tickets without dates refused",
                        "filters.ticket-code",
                        400,
                        asked -> asked.isAt(TICKETS) && asked.has("customer_code")),
                Twist.answers(
                        "totalCount always null",
                        "filters.ticket-total",
                        (asked, given) ->
                                given.text(text -> text.replaceFirst("\"totalCount\":\\d+", "\"totalCount\":null"))),
                ignores(ORDERS, "customerIds", "filters.order-customer"),
                Twist.refuses(
                        "generationStartDate refused",
                        "filters.order-generation",
                        400,
                        asked -> asked.isAt(ORDERS) && asked.has("generationStartDate")),
                Twist.answers(
                        "orders without a criterion",
                        "filters.order-criterion",
                        (asked, given) -> asked.isAt(ORDERS)
                                        && !asked.has("createStartDate")
                                        && !asked.has("generationStartDate")
                                        && !asked.has("orderIds")
                                ? nothing()
                                : given));
    }

    private static Twist ignores(String path, String field, String named) {
        return Twist.requests(
                field + " ignored at " + path,
                named,
                asked -> asked.isAt(path)
                                && asked.has(field)
                                && !asked.field(field).isBlank()
                        ? asked.with(fields -> fields.remove(field))
                        : asked);
    }

    private static List<Twist> gets() {
        return List.of(
                new Twist(
                        "Get Customer has the fields in another order",
                        Set.of(),
                        asked -> asked,
                        (asked, given) -> asked.path().startsWith(Paths.GET_CUSTOMER) && given.status() == 200
                                ? given.root(root -> reverse((ObjectNode) root.path("Customer Details")))
                                : given),
                Twist.answers(
                        "no customer is a message",
                        "get-customer.unknown",
                        (asked, given) -> asked.path().startsWith(Paths.GET_CUSTOMER) && given.status() == 404
                                ? failed(404, "No such customer")
                                : given),
                Twist.requests(
                        "the e-mail counts before the id",
                        "get-customer.first",
                        asked -> asked.isAt(Paths.GET_CUSTOMER)
                                        && asked.field("email_id").contains("@")
                                ? asked.with(fields -> fields.remove("kapture_customer_id"))
                                : asked),
                Twist.refuses(
                        "Get Customer refuses an object",
                        "get-customer.object",
                        400,
                        asked -> asked.isAt(Paths.GET_CUSTOMER) && !asked.isList()),
                Twist.refuses(
                        "Get Customer not by phone",
                        "get-customer.phone",
                        400,
                        asked -> asked.isAt(Paths.GET_CUSTOMER)
                                && !asked.field("phone").isEmpty()),
                Twist.refuses(
                        "Get Customer not by e-mail",
                        "get-customer.email",
                        400,
                        asked -> asked.isAt(Paths.GET_CUSTOMER)
                                && asked.field("kapture_customer_id").isEmpty()
                                && !asked.field("email_id").isEmpty()),
                Twist.refuses(
                        "Get Customer by an id refuses other fields that are blank",
                        "get-customer.id",
                        400,
                        asked -> asked.isAt(Paths.GET_CUSTOMER)
                                && !asked.field("kapture_customer_id").isEmpty()
                                && asked.has("email_id")
                                && asked.field("email_id").isEmpty()),
                Twist.instead(
                        "no customer if nothing is given",
                        "get-customer.nothing",
                        asked -> asked.isAt(Paths.GET_CUSTOMER)
                                && asked.has("email_id")
                                && Stream.of("kapture_customer_id", "email_id", "phone")
                                        .allMatch(name -> asked.field(name).isEmpty()),
                        nothing()),
                Twist.refuses(
                        "no /v.2.0 of Get Customer",
                        "get-customer.versioned",
                        404,
                        asked -> asked.isAt(Paths.GET_CUSTOMER_VERSIONED)),
                tickets("tickets in an order of their own", "get-ticket.order", items -> {
                    var sorted = new ArrayList<JsonNode>(items.valueStream().toList());
                    sorted.sort(Comparator.comparing(
                            item -> item.path("task_details").path("ticketId").asString("")));
                    items.removeAll();
                    sorted.forEach(items::add);
                }),
                Twist.answers(
                        "an empty object for an unknown ticket",
                        "get-ticket.unknown",
                        (asked, given) -> asked.isAt(Paths.GET_TICKET)
                                        && asked.field("ticket_ids").contains("987654321987654321")
                                ? given.root(root -> ((ArrayNode) root).addObject())
                                : given),
                tickets(
                        "no chat",
                        "get-ticket.conversation",
                        items -> items.forEach(item -> ((ObjectNode) item.path("conversation_type")).remove("chat"))),
                tickets(
                        "no history",
                        "get-ticket.one",
                        items -> items.forEach(item -> ((ObjectNode) item).remove("history"))),
                Twist.requests(
                        "Get Ticket takes a list",
                        "get-ticket.list",
                        asked -> asked.isAt(Paths.GET_TICKET) && asked.isList()
                                ? asked.saying(asked.json().orElseThrow().toString())
                                : asked),
                Twist.instead(
                        "no tickets if no id is given",
                        "get-ticket.nothing",
                        asked -> asked.isAt(Paths.GET_TICKET)
                                && asked.has("ticket_ids")
                                && asked.field("ticket_ids").isEmpty(),
                        json(200, "[]")),
                Twist.refuses(
                        "no older path of Get Ticket",
                        "get-ticket.older",
                        404,
                        asked -> asked.isAt(Paths.GET_TICKET_OLD)));
    }

    private static void reverse(ObjectNode object) {
        var names = new ArrayList<>(object.propertyNames());
        Collections.reverse(names);
        names.forEach(name -> object.set(name, object.remove(name)));
    }

    private static Twist tickets(String name, String named, Consumer<ArrayNode> change) {
        return Twist.answers(
                name,
                named,
                (asked, given) -> asked.isAt(Paths.GET_TICKET) && given.status() == 200
                        ? given.root(root -> change.accept((ArrayNode) root))
                        : given);
    }

    private static List<Twist> faq() {
        return List.of(
                Twist.answers(
                        "categories' ids are texts",
                        "faq.categories",
                        (asked, given) -> asked.isAt(Paths.GET_FAQ_CATEGORIES)
                                ? given.root(root -> root.path("message")
                                        .path("category")
                                        .forEach(category -> ((ObjectNode) category)
                                                .put("id", category.path("id").asString())))
                                : given),
                Twist.refuses(
                        "categories need a body",
                        "faq.no-body",
                        400,
                        asked -> asked.isAt(Paths.GET_FAQ_CATEGORIES)
                                && asked.body().isEmpty()),
                Twist.refuses(
                        "categories take no form",
                        "faq.form",
                        415,
                        asked -> asked.header("Content-Type").startsWith("multipart")),
                Twist.answers(
                        "entries without detail",
                        "faq.contents",
                        (asked, given) -> asked.isAt(Paths.GET_FAQ_CONTENTS)
                                ? given.root(root -> root.path("message")
                                        .path("contents")
                                        .forEach(entry -> ((ObjectNode) entry).remove("detail")))
                                : given),
                Twist.requests(
                        "indexes ignored",
                        "faq.part",
                        asked -> asked.isAt(Paths.GET_FAQ_CONTENTS)
                                ? asked.with(fields -> {
                                    fields.remove("start_index");
                                    fields.remove("end_index");
                                })
                                : asked),
                Twist.refuses("no search", "faq.search", 404, asked -> asked.isAt(Paths.SEARCH_FAQ_CONTENTS)),
                Twist.instead(
                        "entries of all categories if none is named",
                        "faq.no-category",
                        asked -> asked.isAt(Paths.GET_FAQ_CONTENTS) && !asked.has("category_id"),
                        json(200, "{\"message\":{\"contents\":[],\"totalCount\":0},\"status\":\"success\"}")));
    }
}
