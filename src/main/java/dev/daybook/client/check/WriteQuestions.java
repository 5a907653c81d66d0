package dev.daybook.client.check;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.check.json.DocumentedField;
import dev.daybook.client.check.json.Draft;
import dev.daybook.client.check.json.Seen;
import dev.daybook.client.check.json.Seen.Kind;
import dev.daybook.client.check.session.AddedRecords;
import dev.daybook.client.check.session.Ask;
import dev.daybook.client.check.session.CheckedAnswer;
import dev.daybook.client.check.session.KnownTexts;
import dev.daybook.client.check.session.NotEstablished;
import dev.daybook.client.check.session.Session;
import dev.daybook.client.request.SavedId;
import dev.daybook.wire.Paths;
import java.util.List;
import java.util.stream.Stream;

/** Questions about writes: adds a customer, a ticket and an order, reads them back and changes them. */
final class WriteQuestions extends QuestionGroup {
    private static final String CITY = "Daybook Check City";
    private static final String CANCELLED = "Cancelled";
    private static final String GROUP = "daybook_check";
    private static final String COMMENT = "Closed by 'daybook check --write'";

    private final AddedRecords added;

    WriteQuestions(Session server) {
        super(server, "write.");
        this.added = server.added();
        customers();
        tickets();
        orders();
    }

    private void customers() {
        add(
                "customer-without-contact",
                "Is a customer without phone and e-mail refused?",
                quoted(KnownTexts.CUSTOMER_INCOMPLETE),
                "400 and that",
                () -> {
                    var info = Draft.empty().with("customer_name", added.name());
                    var nobody = Draft.empty().with("customer_info", info);
                    var answer = written(added.write(Paths.SAVE_CUSTOMER, "c0", nobody.json()));
                    return refused(added.remember(SavedId.CUSTOMER, answer), 400, KnownTexts.CUSTOMER_INCOMPLETE);
                });
        add(
                "customer",
                "Is a customer added, and named in the answer?",
                "id as text, two spellings",
                SAME,
                () -> ids(addedCustomer(), SavedId.CUSTOMER.places()));
        add("customer-read", "Is it read back?", "yes", SAME, () -> {
            var customer = readCustomer();
            return Finding.of(
                    customer.at("name").text().equals(added.name()),
                    "yes",
                    customer.is(Kind.OBJECT) ? "with another name" : "not found");
        });
        add("customer-change", "Does an update change only what it gives?", SILENT, "yes", this::changedCustomer);
    }

    private void tickets() {
        add(
                "ticket-without-title",
                "Is a ticket without title refused?",
                quoted(KnownTexts.NO_TITLE),
                "400 and that",
                () -> {
                    var untitled = Draft.empty().with("title", "").with("ticket_details", "check");
                    var answer = written(added.write(Paths.ADD_TICKET, "t0", untitled.listed()));
                    return refused(added.remember(SavedId.TICKET, answer), 400, KnownTexts.NO_TITLE);
                });
        add(
                "ticket",
                "Is a ticket added, and named in the answer?",
                "ticket_id as text, ticket.substatus",
                SAME,
                this::ticket);
        add(
                "ticket-details",
                "Are own fields answered as lists under Additional_details?",
                "so clients need it",
                "yes",
                () -> {
                    var details = addedTicket().json().at("Additional_details").at(GROUP);
                    return Finding.of(details.is(Kind.LIST), details.kind().word());
                });
        add("ticket-read", "Is it read back, with its own fields as an object?", "yes", SAME, () -> {
            var read = readTicket();
            var group = read.at("additional_info").at(GROUP);
            var titled = read.at("task_details").at("title").text().equals(added.name());
            return Finding.of(
                    titled && group.is(Kind.OBJECT),
                    read.is(Kind.NOTHING)
                            ? "not found"
                            : "own fields: " + group.kind().word());
        });
        add(
                "ticket-close",
                "Does an update close it, and add its comment?",
                "status Complete, a note",
                SAME,
                this::closedTicket);
        add(
                "ticket-unknown",
                "Is an update of an unknown ticket refused?",
                quoted(KnownTexts.NO_TICKET),
                "404 and that",
                () -> {
                    var update = Draft.empty().with("ticket_id", NO_ID).with("sub_status", "OP");
                    var answer = written(added.write(Paths.UPDATE_TICKET, "t9", update.listed()));
                    return refused(answer, 404, KnownTexts.NO_TICKET);
                });
        add("repeat", "Is a repeated write with an Idempotency-Key done once?", SILENT, "yes", this::repeated);
    }

    private void orders() {
        add(
                "order",
                "Is an order added, and named in the answer?",
                "older page: ids as texts, two spellings",
                SAME,
                () -> ids(
                        addedOrder(),
                        Stream.of(SavedId.ORDER, SavedId.CUSTOMER)
                                .flatMap(id -> id.places().stream())
                                .toList()));
        add("order-read", "Is it read back by orderIds, with its products?", SILENT, "yes", () -> {
            var order = readOrder();
            var products = order.at("products").items().size();
            return Finding.of(products == 1, order.is(Kind.NOTHING) ? "not found" : "products: " + products);
        });
        add("order-change", "Does an update of it change only what it gives?", SILENT, "yes", this::changedOrder);
    }

    private CheckedAnswer written(Ask write) throws InterruptedException {
        return server.ask(write).allowed();
    }

    private CheckedAnswer fresh(Ask ask) throws InterruptedException {
        return server.fresh(ask).required().allowed();
    }

    /** Throws {@link NotEstablished} unless the found record is the added one: no other record may be changed. */
    private static void own(Seen found, String expected) {
        if (!found.text().equals(expected)) {
            throw new NotEstablished("the id may be that of another record");
        }
    }

    /** Judges whether an answer is a success and has a text at each of these JSON pointers, where ids belong. */
    private static Finding ids(CheckedAnswer answer, List<String> places) {
        if (!answer.isSuccess() || !answer.said().equals("success")) {
            return Finding.differs(answer.described());
        }
        return places.stream()
                .filter(place -> !answer.json().pointed(place).is(Kind.TEXT))
                .map(place -> Finding.differs(place.substring(1) + ": "
                        + answer.json().pointed(place).kind().word()))
                .findFirst()
                .orElseGet(() -> Finding.conforms("yes"));
    }

    /** Judges whether an update set a field to this value, and lost no other one. */
    private static Finding changed(
            PulledKind kind, Seen before, Seen after, String field, String value, CheckedAnswer answer) {
        if (!after.at(field).text().equals(value)) {
            return Finding.differs("not changed: " + answer.described());
        }
        var lost = DocumentedField.lost(kind, before, after, field);
        return Finding.of(lost.isEmpty(), "yes", "lost or replaced too: " + String.join(", ", lost));
    }

    private CheckedAnswer addedCustomer() throws InterruptedException {
        return added.remember(
                SavedId.CUSTOMER,
                written(added.write(Paths.SAVE_CUSTOMER, "c1", added.customer().json())));
    }

    private Seen readCustomer() throws InterruptedException {
        var draft = Draft.empty().with("kapture_customer_id", AddedRecords.id(SavedId.CUSTOMER, addedCustomer()));
        return fresh(Ask.post(Paths.GET_CUSTOMER, draft.listed()))
                .json()
                .single()
                .at("Customer Details");
    }

    private Finding changedCustomer() throws InterruptedException {
        var before = readCustomer();
        own(before.at("name"), added.name());
        var info = Draft.empty()
                .with("customer_id", AddedRecords.id(SavedId.CUSTOMER, addedCustomer()))
                .with("city", CITY);
        var update = Draft.empty().with("customer_info", info);
        var answer = added.remember(SavedId.CUSTOMER, written(added.write(Paths.SAVE_CUSTOMER, "c2", update.json())));
        return changed(PulledKind.CUSTOMERS, before, readCustomer(), "city", CITY, answer);
    }

    /** The request that adds the ticket; its answer is cached. */
    private Ask newTicket() {
        var draft = Draft.empty()
                .with("title", added.name())
                .with("ticket_details", "Added by 'daybook check --write'; may be deleted.")
                .withListOf(GROUP, Draft.empty().with("made_up", "yes"));
        return added.write(Paths.ADD_TICKET, "t1", draft.listed());
    }

    private CheckedAnswer addedTicket() throws InterruptedException {
        return added.remember(SavedId.TICKET, written(newTicket()));
    }

    /**
     * Judges whether a repeated write is done once: both answers must name the same ticket. With a customer, equal ids
     * would prove nothing: a server may do the write twice, and find the customer by phone or e-mail the second time. A
     * server cannot find a ticket in this way.
     */
    private Finding repeated() throws InterruptedException {
        var id = AddedRecords.id(SavedId.TICKET, addedTicket());
        var again = added.remember(SavedId.TICKET, fresh(newTicket()));
        return AddedRecords.named(SavedId.TICKET, again).text().equals(id)
                ? Finding.conforms("yes")
                : Finding.unnoticed("no: " + again.described());
    }

    private Finding ticket() throws InterruptedException {
        var answer = addedTicket();
        var judged = ids(answer, List.of("/ticket_id"));
        var substatus = answer.json().at("ticket").at("substatus");
        return judged.verdict() == Verdict.CONFORMS && !substatus.is(Kind.TEXT)
                ? Finding.differs("ticket.substatus: " + substatus.kind().word())
                : judged;
    }

    private Seen readTicket() throws InterruptedException {
        var draft = Draft.empty()
                .with("ticket_ids", AddedRecords.id(SavedId.TICKET, addedTicket()))
                .with("conversation_type", "all");
        return fresh(Ask.post(Paths.GET_TICKET, draft.json())).json().items().stream()
                .findFirst()
                .orElse(Seen.NOTHING);
    }

    private Finding closedTicket() throws InterruptedException {
        own(readTicket().at("task_details").at("title"), added.name());
        var update = Draft.empty()
                .with("ticket_id", AddedRecords.id(SavedId.TICKET, addedTicket()))
                .with("status", "Complete")
                .with("sub_status", "CO")
                .with("comment", COMMENT);
        var answer = added.remember(SavedId.TICKET, written(added.write(Paths.UPDATE_TICKET, "t2", update.listed())));
        var read = readTicket();
        var closed = read.at("task_details").at("status").text().equals("Complete");
        var noted = read.at("conversation_type").at("notes").items().stream()
                .anyMatch(note -> note.at("detail").text().equals(COMMENT));
        return Finding.of(
                closed && noted, "yes", closed ? "closed, without the comment" : "not closed: " + answer.described());
    }

    private String erpOrderId() {
        return "daybook-check-" + added.stamp();
    }

    private CheckedAnswer addedOrder() throws InterruptedException {
        var info = Draft.empty().with("erp_order_id", erpOrderId()).with("order_status", "Pending");
        var product = Draft.empty()
                .with("sku_id", "DAYBOOK-CHECK")
                .with("product_name", "Nothing")
                .with("rate", "10.50")
                .with("quantity", "2");
        var draft = added.customer().with("order_info", info).withListOf("product_details", product);
        return savedOrder("o1", draft);
    }

    /** Writes an order. Remembers its id and the id of a customer that the server may have added with it. */
    private CheckedAnswer savedOrder(String step, Draft draft) throws InterruptedException {
        var answer = written(added.write(Paths.SAVE_ORDER, step, draft.json()));
        return added.remember(SavedId.CUSTOMER, added.remember(SavedId.ORDER, answer));
    }

    private Seen readOrder() throws InterruptedException {
        var draft = Draft.empty()
                .with("cmId", server.cmId())
                .with("orderIds", AddedRecords.id(SavedId.ORDER, addedOrder()));
        return fresh(Ask.post(Paths.PULL_ORDERS, draft.json()).sentOnce()).records().stream()
                .findFirst()
                .orElse(Seen.NOTHING);
    }

    private Finding changedOrder() throws InterruptedException {
        var before = readOrder();
        own(before.at("erpOrderId"), erpOrderId());
        var info = Draft.empty()
                .with("order_id", AddedRecords.id(SavedId.ORDER, addedOrder()))
                .with("order_status", CANCELLED);
        var answer = savedOrder("o2", Draft.empty().with("order_info", info));
        return changed(PulledKind.ORDERS, before, readOrder(), "orderStatus", CANCELLED, answer);
    }
}
