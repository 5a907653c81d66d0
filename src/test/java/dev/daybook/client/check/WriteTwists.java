package dev.daybook.client.check;

import dev.daybook.wire.Headers;
import dev.daybook.wire.Paths;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Stand-ins: servers whose writes do something else than Daybook's. Only a check that writes asks about them. */
final class WriteTwists {
    private WriteTwists() {}

    static List<Twist> all() {
        return Stream.of(customers(), tickets(), orders()).flatMap(List::stream).toList();
    }

    private static List<Twist> customers() {
        return List.of(
                accepts("a customer without phone and e-mail accepted", "customer-without-contact", "c0"),
                answer("a customer's id in one spelling", "customer", "c1", root -> root.remove("Kapture Customer Id")),
                customer("a customer with another name", "customer-read", customer -> customer.put("name", "Asha")),
                request(
                        "no city after an update",
                        "customer-change",
                        "c2",
                        fields -> ((ObjectNode) fields.path("customer_info")).remove("city")),
                customer("an e-mail emptied by an update", "customer-change", customer -> {
                    if (customer.path("city").asString("").equals("Daybook Check City")) {
                        ((ObjectNode) customer.path("contacts").path(0)).put("email", "");
                    }
                }),
                Twist.requests(
                        "a customer found by phone, whatever the Idempotency-Key",
                        "write.repeat",
                        asked -> isStep(asked, "c1") || isStep(asked, "t1") ? repeatable(asked) : asked));
    }

    /** A request without its idempotency key, which updates a customer that has its phone. */
    private static TwistedRequest repeatable(TwistedRequest asked) {
        asked.headers().remove(Headers.IDEMPOTENCY_KEY);
        return asked.with(fields -> {
            if (fields.path("customer_info") instanceof ObjectNode customer) {
                customer.put("update", true);
            }
        });
    }

    private static List<Twist> tickets() {
        var answered = ConcurrentHashMap.<String>newKeySet();
        return List.of(
                accepts("a ticket without title accepted", "ticket-without-title", "t0"),
                answer(
                        "a new ticket's id as a number",
                        "ticket",
                        "t1",
                        root -> root.put(
                                "ticket_id",
                                Long.parseLong(root.path("ticket_id").asString()))),
                answer(
                        "a new ticket without substatus",
                        "ticket",
                        "t1",
                        root -> ((ObjectNode) root.path("ticket")).remove("substatus")),
                answer(
                        "a new ticket's own fields as an object",
                        "ticket-details",
                        "t1",
                        root -> ((ObjectNode) root.path("Additional_details")).putObject("daybook_check")),
                ticket(
                        "own fields of a read ticket as a list",
                        item -> ((ObjectNode) item.path("additional_info")).putArray("daybook_check")),
                ticket(
                        "a read ticket with another title",
                        item -> ((ObjectNode) item.path("task_details")).put("title", "Help")),
                request(
                        "a ticket that an update does not close",
                        "ticket-close",
                        "t2",
                        fields -> fields.remove(List.of("status", "sub_status"))),
                request("a closed ticket without the note", "ticket-close", "t2", fields -> fields.remove("comment")),
                accepts("an update of an unknown ticket accepted", "ticket-unknown", "t9"),
                Twist.answers(
                        "a second id for a repeated Idempotency-Key",
                        "write.repeat",
                        (asked, given) ->
                                asked.isAt(Paths.ADD_TICKET) && !answered.add(asked.header(Headers.IDEMPOTENCY_KEY))
                                        ? given.root(root -> ((ObjectNode) root).put("ticket_id", "551"))
                                        : given));
    }

    private static List<Twist> orders() {
        return List.of(
                answer("an order's id in one spelling", "order", "o1", root -> root.remove("Order Id")),
                request(
                        "an order without its products",
                        "order-read",
                        "o1",
                        fields -> fields.remove("product_details")),
                request(
                        "no status after an update",
                        "order-change",
                        "o2",
                        fields -> ((ObjectNode) fields.path("order_info")).remove("order_status")),
                Twist.answers(
                        "another customer of an order after an update",
                        "write.order-change",
                        (asked, given) -> asked.isAt(Paths.PULL_ORDERS)
                                ? given.rows(row -> {
                                    if (row.path("orderStatus").asString("").equals("Cancelled")) {
                                        row.put("customerId", 1);
                                    }
                                })
                                : given));
    }

    /** A server that changes an added customer in its answers. */
    private static Twist customer(String name, String named, Consumer<ObjectNode> change) {
        return Twist.answers(
                name,
                "write." + named,
                (asked, given) -> asked.isAt(Paths.GET_CUSTOMER) && given.status() == 200
                        ? given.root(root -> {
                            var customer = root.path("Customer Details");
                            if (isAdded(customer.path("name"))) {
                                change.accept((ObjectNode) customer);
                            }
                        })
                        : given);
    }

    /** A server that changes an added ticket in its answers. */
    private static Twist ticket(String name, Consumer<ObjectNode> change) {
        return Twist.answers(
                name,
                "write.ticket-read",
                (asked, given) -> asked.isAt(Paths.GET_TICKET) && given.status() == 200
                        ? given.root(root -> root.forEach(item -> {
                            if (isAdded(item.path("task_details").path("title"))) {
                                change.accept((ObjectNode) item);
                            }
                        }))
                        : given);
    }

    private static boolean isAdded(JsonNode name) {
        return name.asString("").startsWith("Daybook Check");
    }

    /** Whether a request is this step of a check that writes, such as {@code c2}: see its idempotency key. */
    static boolean isStep(TwistedRequest asked, String step) {
        return asked.header(Headers.IDEMPOTENCY_KEY).endsWith("-" + step);
    }

    private static Twist accepts(String name, String named, String step) {
        return Twist.instead(
                name,
                "write." + named,
                asked -> isStep(asked, step),
                TwistedAnswer.json(200, "{\"message\":\"Done\",\"status\":\"success\"}"));
    }

    private static Twist request(String name, String named, String step, Consumer<ObjectNode> change) {
        return Twist.requests(name, "write." + named, asked -> isStep(asked, step) ? asked.with(change) : asked);
    }

    private static Twist answer(String name, String named, String step, Consumer<ObjectNode> change) {
        return Twist.answers(
                name,
                "write." + named,
                (asked, given) -> isStep(asked, step) ? given.root(root -> change.accept((ObjectNode) root)) : given);
    }
}
