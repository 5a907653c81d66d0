package dev.daybook.client.check;

import static dev.daybook.client.check.Question.SAME;
import static dev.daybook.client.check.Question.SILENT;

import dev.daybook.client.check.json.Draft;
import dev.daybook.client.check.json.Seen;
import dev.daybook.client.check.json.Seen.Kind;
import dev.daybook.client.check.session.Answer;
import dev.daybook.client.check.session.Ask;
import dev.daybook.client.check.session.NotEstablished;
import dev.daybook.client.check.session.Session;
import dev.daybook.client.check.session.Texts;
import dev.daybook.wire.Headers;
import dev.daybook.wire.Paths;
import java.util.List;

/**
 * Adds a customer, a ticket and an order of nobody, reads them back, and changes them. Their names say where they come
 * from; phone and e-mail belong to nobody.
 */
final class WriteQuestions {
    private static final String DETAILS = "Customer Details";
    private static final String PHONE = "9000000001";
    private static final String CITY = "Daybook Check City";
    private static final String GROUP = "daybook_check";

    private WriteQuestions() {}

    static List<Question> all() {
        return List.of(
                new Question(
                        "write.customer-without-contact",
                        "Is a customer without phone and e-mail refused?",
                        "\"" + Texts.CUSTOMER_INCOMPLETE + "\"",
                        "400 and that",
                        server -> {
                            var nobody = Draft.empty()
                                    .with("customer_info", Draft.empty().with("customer_name", name(server)));
                            var answer = server.ask(write(server, Paths.SAVE_CUSTOMER, "c0", nobody.json()));
                            made(server, "customer", answer.json().at("kapture_customer_id"), answer);
                            return Judge.refused(server, answer, 400, Texts.CUSTOMER_INCOMPLETE);
                        }),
                new Question(
                        "write.customer",
                        "Is a customer added, and named in the answer?",
                        "id as text, two spellings",
                        SAME,
                        server -> ids(addedCustomer(server), "kapture_customer_id", "Kapture Customer Id")),
                new Question(
                        "write.customer-read",
                        "Is it read back?",
                        "yes",
                        SAME,
                        server -> Finding.of(
                                readCustomer(server).at("name").text().equals(name(server)),
                                readCustomer(server).is(Kind.OBJECT) ? "yes" : "not found")),
                new Question(
                        "write.customer-change",
                        "Does an update change only what it gives?",
                        SILENT,
                        "yes",
                        WriteQuestions::changedCustomer),
                new Question(
                        "write.repeat",
                        "Is a repeated write with an Idempotency-Key done once?",
                        SILENT,
                        "yes",
                        WriteQuestions::repeated),
                new Question(
                        "write.ticket-without-title",
                        "Is a ticket without title refused?",
                        "\"" + Texts.NO_TITLE + "\"",
                        "400 and that",
                        server -> {
                            var untitled = Draft.empty().with("title", "").with("ticket_details", "check");
                            var answer = server.ask(write(server, Paths.ADD_TICKET, "t0", untitled.listed()));
                            made(server, "ticket", answer.json().at("ticket_id"), answer);
                            return Judge.refused(server, answer, 400, Texts.NO_TITLE);
                        }),
                new Question(
                        "write.ticket",
                        "Is a ticket added, and named in the answer?",
                        "ticket_id as text, ticket.substatus",
                        SAME,
                        WriteQuestions::ticket),
                new Question(
                        "write.ticket-details",
                        "Are own fields answered as lists under Additional_details?",
                        "so clients need it",
                        "yes",
                        server -> {
                            var details = addedTicket(server)
                                    .json()
                                    .at("Additional_details")
                                    .at(GROUP);
                            return Finding.of(
                                    details.is(Kind.LIST), details.kind().word());
                        }),
                new Question(
                        "write.ticket-read",
                        "Is it read back, with its own fields as an object?",
                        "yes",
                        SAME,
                        server -> {
                            var read = readTicket(server);
                            var group = read.at("additional_info").at(GROUP);
                            var titled =
                                    read.at("task_details").at("title").text().equals(name(server));
                            return Finding.of(
                                    titled && group.is(Kind.OBJECT),
                                    read.is(Kind.NOTHING)
                                            ? "not found"
                                            : "own fields: " + group.kind().word());
                        }),
                new Question(
                        "write.ticket-close",
                        "Does an update close it, and add its comment?",
                        "status Complete, a note",
                        SAME,
                        WriteQuestions::closedTicket),
                new Question(
                        "write.ticket-unknown",
                        "Is an update of an unknown ticket refused?",
                        "\"" + Texts.NO_TICKET + "\"",
                        "404 and that",
                        server -> {
                            var update = Draft.empty().with("ticket_id", "1").with("sub_status", "OP");
                            return Judge.refused(
                                    server,
                                    server.ask(write(server, Paths.UPDATE_TICKET, "t9", update.listed())),
                                    404,
                                    Texts.NO_TICKET);
                        }),
                new Question(
                        "write.order",
                        "Is an order added, and named in the answer?",
                        "older page: ids as texts, two spellings",
                        SAME,
                        server -> ids(
                                addedOrder(server),
                                "order_id",
                                "Order Id",
                                "kapture_customer_id",
                                "Kapture Customer Id")),
                new Question(
                        "write.order-read",
                        "Is it read back by orderIds, with its products?",
                        SILENT,
                        "yes",
                        server -> {
                            var order = readOrder(server);
                            return Finding.of(
                                    order.at("products").items().size() == 1,
                                    order.is(Kind.NOTHING)
                                            ? "not found"
                                            : "products: "
                                                    + order.at("products")
                                                            .items()
                                                            .size());
                        }),
                new Question(
                        "write.order-change",
                        "Does an update of it change only what it gives?",
                        SILENT,
                        "yes",
                        WriteQuestions::changedOrder));
    }

    /** The name of what is added in this run. */
    private static String name(Session server) {
        return "Daybook Check " + server.stamp();
    }

    private static Ask write(Session server, String path, String step, String body) {
        return Ask.post(path, body).with(Headers.IDEMPOTENCY_KEY, "daybook-check-" + server.stamp() + "-" + step);
    }

    /** Remembers what an answer says was added. */
    private static void made(Session server, String word, Seen id, Answer answer) {
        if (answer.isSuccess() && !id.text().isEmpty()) {
            server.made(word + " " + id.text());
        }
    }

    private static Draft customer(Session server) {
        return Draft.empty()
                .with(
                        "customer_info",
                        Draft.empty()
                                .with("customer_name", name(server))
                                .with("phone", PHONE)
                                .with("email_id", "check-" + server.stamp() + "@daybook-check.example")
                                .with("update", false));
    }

    private static Answer addedCustomer(Session server) throws InterruptedException {
        var answer = server.ask(
                write(server, Paths.SAVE_CUSTOMER, "c1", customer(server).json()));
        made(server, "customer", answer.json().at("kapture_customer_id"), answer);
        return answer;
    }

    private static String customerId(Session server) throws InterruptedException {
        return required(addedCustomer(server).json().at("kapture_customer_id"), "customer");
    }

    private static String required(Seen id, String word) {
        if (id.text().isEmpty()) {
            throw new NotEstablished("no " + word + " was added");
        }
        return id.text();
    }

    private static Finding ids(Answer answer, String... names) {
        if (!answer.isSuccess() || !answer.said().equals("success")) {
            return Finding.differs(answer.described());
        }
        for (var name : names) {
            if (!answer.json().at(name).is(Kind.TEXT)) {
                return Finding.differs(
                        name + ": " + answer.json().at(name).kind().word());
            }
        }
        return Finding.conforms("yes");
    }

    private static Seen readCustomer(Session server) throws InterruptedException {
        var draft = Draft.empty().with("kapture_customer_id", customerId(server));
        return server.fresh(Ask.post(Paths.GET_CUSTOMER, draft.listed()))
                .required()
                .json()
                .at(DETAILS);
    }

    private static Finding changedCustomer(Session server) throws InterruptedException {
        var info = Draft.empty().with("customer_id", customerId(server)).with("city", CITY);
        var answer = server.ask(write(
                server,
                Paths.SAVE_CUSTOMER,
                "c2",
                Draft.empty().with("customer_info", info).json()));
        var read = readCustomer(server);
        var changed = read.at("city").text().equals(CITY);
        var kept = read.at("name").text().equals(name(server));
        return changed && kept
                ? Finding.conforms("yes")
                : Finding.differs(changed ? "the name is gone" : "not changed: " + answer.described());
    }

    private static Finding repeated(Session server) throws InterruptedException {
        var id = customerId(server);
        var again = server.fresh(write(
                        server, Paths.SAVE_CUSTOMER, "c1", customer(server).json()))
                .required();
        made(server, "customer", again.json().at("kapture_customer_id"), again);
        return again.json().at("kapture_customer_id").text().equals(id)
                ? Finding.conforms("yes")
                : Finding.unnoticed("no: " + again.described());
    }

    private static Answer addedTicket(Session server) throws InterruptedException {
        var draft = Draft.empty()
                .with("title", name(server))
                .with("ticket_details", "Added by 'daybook check --write'; may be deleted.")
                .withListOf(GROUP, Draft.empty().with("made_up", "yes"));
        var answer = server.ask(write(server, Paths.ADD_TICKET, "t1", draft.listed()));
        made(server, "ticket", answer.json().at("ticket_id"), answer);
        return answer;
    }

    private static String ticketId(Session server) throws InterruptedException {
        return required(addedTicket(server).json().at("ticket_id"), "ticket");
    }

    private static Finding ticket(Session server) throws InterruptedException {
        var answer = addedTicket(server);
        var judged = ids(answer, "ticket_id");
        var substatus = answer.json().at("ticket").at("substatus");
        return judged.verdict() == Verdict.CONFORMS && !substatus.is(Kind.TEXT)
                ? Finding.differs("ticket.substatus: " + substatus.kind().word())
                : judged;
    }

    private static Seen readTicket(Session server) throws InterruptedException {
        var draft = Draft.empty().with("ticket_ids", ticketId(server)).with("conversation_type", "all");
        return server.fresh(Ask.post(Paths.GET_TICKET, draft.json())).required().json().items().stream()
                .findFirst()
                .orElse(Seen.NOTHING);
    }

    private static Finding closedTicket(Session server) throws InterruptedException {
        var comment = "Closed by 'daybook check --write'";
        var update = Draft.empty()
                .with("ticket_id", ticketId(server))
                .with("status", "Complete")
                .with("sub_status", "CO")
                .with("comment", comment);
        var answer = server.ask(write(server, Paths.UPDATE_TICKET, "t2", update.listed()));
        var read = readTicket(server);
        var closed = read.at("task_details").at("status").text().equals("Complete");
        var noted = read.at("conversation_type").at("notes").items().stream()
                .anyMatch(note -> note.at("detail").text().equals(comment));
        return closed && noted
                ? Finding.conforms("yes")
                : Finding.differs(closed ? "closed, without the comment" : "not closed: " + answer.described());
    }

    private static Answer addedOrder(Session server) throws InterruptedException {
        var product = Draft.empty()
                .with("sku_id", "DAYBOOK-CHECK")
                .with("product_name", "Nothing")
                .with("rate", "10.50")
                .with("quantity", "2");
        var draft = customer(server)
                .with(
                        "order_info",
                        Draft.empty()
                                .with("erp_order_id", "daybook-check-" + server.stamp())
                                .with("order_status", "Pending"))
                .withListOf("product_details", product);
        var answer = server.ask(write(server, Paths.SAVE_ORDER, "o1", draft.json()));
        made(server, "order", answer.json().at("order_id"), answer);
        return answer;
    }

    private static String orderId(Session server) throws InterruptedException {
        return required(addedOrder(server).json().at("order_id"), "order");
    }

    private static Seen readOrder(Session server) throws InterruptedException {
        var draft = Draft.empty().with("cmId", server.cmId()).with("orderIds", orderId(server));
        return server.fresh(Ask.post(Paths.PULL_ORDERS, draft.json())).required().records().stream()
                .findFirst()
                .orElse(Seen.NOTHING);
    }

    private static Finding changedOrder(Session server) throws InterruptedException {
        var info = Draft.empty().with("order_id", orderId(server)).with("order_status", "Cancelled");
        var answer = server.ask(write(
                server,
                Paths.SAVE_ORDER,
                "o2",
                Draft.empty().with("order_info", info).json()));
        var read = readOrder(server);
        var changed = read.at("orderStatus").text().equals("Cancelled");
        var kept = read.at("products").items().size() == 1;
        return changed && kept
                ? Finding.conforms("yes")
                : Finding.differs(changed ? "the products are gone" : "not changed: " + answer.described());
    }
}
