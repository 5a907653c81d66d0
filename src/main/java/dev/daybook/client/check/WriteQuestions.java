package dev.daybook.client.check;

import static dev.daybook.client.check.Question.SAME;
import static dev.daybook.client.check.Question.SILENT;

import dev.daybook.client.check.json.Draft;
import dev.daybook.client.check.json.Seen;
import dev.daybook.client.check.json.Seen.Kind;
import dev.daybook.client.check.session.AddedRecords;
import dev.daybook.client.check.session.Answer;
import dev.daybook.client.check.session.Ask;
import dev.daybook.client.check.session.KnownTexts;
import dev.daybook.client.check.session.Session;
import dev.daybook.wire.Paths;
import java.util.List;

/** Questions about writes of customers and orders: adds them, reads them back and changes them. */
final class WriteQuestions {
    private static final String DETAILS = "Customer Details";
    private static final String CITY = "Daybook Check City";

    private WriteQuestions() {}

    static List<Question> customers() {
        return List.of(
                new Question(
                        "write.customer-without-contact",
                        "Is a customer without phone and e-mail refused?",
                        "\"" + KnownTexts.CUSTOMER_INCOMPLETE + "\"",
                        "400 and that",
                        server -> {
                            var nobody = Draft.empty()
                                    .with(
                                            "customer_info",
                                            Draft.empty()
                                                    .with(
                                                            "customer_name",
                                                            server.added().name()));
                            var answer = server.ask(server.added().write(Paths.SAVE_CUSTOMER, "c0", nobody.json()));
                            server.added().remember("customer", answer.json().at("kapture_customer_id"), answer);
                            return Judge.refused(server, answer, 400, KnownTexts.CUSTOMER_INCOMPLETE);
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
                                readCustomer(server)
                                        .at("name")
                                        .text()
                                        .equals(server.added().name()),
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
                        WriteQuestions::repeated));
    }

    static List<Question> orders() {
        return List.of(
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

    /** Judges whether an answer names what was added, in each of these fields as a text. */
    static Finding ids(Answer answer, String... names) {
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

    private static Answer addedCustomer(Session server) throws InterruptedException {
        var answer = server.ask(server.added()
                .write(Paths.SAVE_CUSTOMER, "c1", server.added().customer().json()));
        server.added().remember("customer", answer.json().at("kapture_customer_id"), answer);
        return answer;
    }

    private static String customerId(Session server) throws InterruptedException {
        return AddedRecords.required(addedCustomer(server).json().at("kapture_customer_id"), "customer");
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
        var answer = server.ask(server.added()
                .write(
                        Paths.SAVE_CUSTOMER,
                        "c2",
                        Draft.empty().with("customer_info", info).json()));
        var read = readCustomer(server);
        var changed = read.at("city").text().equals(CITY);
        var kept = read.at("name").text().equals(server.added().name());
        return changed && kept
                ? Finding.conforms("yes")
                : Finding.differs(changed ? "the name is gone" : "not changed: " + answer.described());
    }

    private static Finding repeated(Session server) throws InterruptedException {
        var id = customerId(server);
        var again = server.fresh(server.added()
                        .write(
                                Paths.SAVE_CUSTOMER,
                                "c1",
                                server.added().customer().json()))
                .required();
        server.added().remember("customer", again.json().at("kapture_customer_id"), again);
        return again.json().at("kapture_customer_id").text().equals(id)
                ? Finding.conforms("yes")
                : Finding.unnoticed("no: " + again.described());
    }

    private static Answer addedOrder(Session server) throws InterruptedException {
        var product = Draft.empty()
                .with("sku_id", "DAYBOOK-CHECK")
                .with("product_name", "Nothing")
                .with("rate", "10.50")
                .with("quantity", "2");
        var draft = server.added()
                .customer()
                .with(
                        "order_info",
                        Draft.empty()
                                .with(
                                        "erp_order_id",
                                        "daybook-check-" + server.added().stamp())
                                .with("order_status", "Pending"))
                .withListOf("product_details", product);
        var answer = server.ask(server.added().write(Paths.SAVE_ORDER, "o1", draft.json()));
        server.added().remember("order", answer.json().at("order_id"), answer);
        return answer;
    }

    private static String orderId(Session server) throws InterruptedException {
        return AddedRecords.required(addedOrder(server).json().at("order_id"), "order");
    }

    private static Seen readOrder(Session server) throws InterruptedException {
        var draft = Draft.empty().with("cmId", server.cmId()).with("orderIds", orderId(server));
        return server.fresh(Ask.post(Paths.PULL_ORDERS, draft.json())).required().records().stream()
                .findFirst()
                .orElse(Seen.NOTHING);
    }

    private static Finding changedOrder(Session server) throws InterruptedException {
        var info = Draft.empty().with("order_id", orderId(server)).with("order_status", "Cancelled");
        var answer = server.ask(server.added()
                .write(
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
