package dev.daybook.client.check;

import static dev.daybook.client.check.Question.SAME;
import static dev.daybook.client.check.Question.SILENT;

import dev.daybook.client.check.json.Draft;
import dev.daybook.client.check.json.Seen;
import dev.daybook.client.check.json.Seen.Kind;
import dev.daybook.client.check.session.Answer;
import dev.daybook.client.check.session.Ask;
import dev.daybook.client.check.session.KnownTexts;
import dev.daybook.client.check.session.PullOf;
import dev.daybook.client.check.session.Session;
import dev.daybook.wire.Paths;
import java.util.List;
import java.util.stream.Collectors;

/** Questions about Get Customer and Get Ticket, for records that a pull gave. */
final class GetQuestions {
    private static final String DETAILS = "Customer Details";
    private static final String NOBODY = "987654321987654321";

    private GetQuestions() {}

    static List<Question> all() {
        return List.of(
                customer("id", "by its id", "an object under Customer Details", "id"),
                customer("email", "by e-mail", "yes", "email"),
                customer("phone", "by phone", "yes", "phone"),
                new Question(
                        "get-customer.first",
                        "Which counts if an id and an e-mail are given?",
                        SILENT,
                        "the id",
                        GetQuestions::precedence),
                new Question(
                        "get-customer.object",
                        "Is the request taken as a bare object?",
                        "object in words, list in the sample",
                        "yes",
                        server -> {
                            var record = server.day(PullOf.CUSTOMERS).records().get(0);
                            return sameCustomer(
                                    server.ask(Ask.post(
                                            Paths.GET_CUSTOMER, byId(record).json())),
                                    record);
                        }),
                new Question(
                        "get-customer.versioned",
                        "Is it answered with /v.2.0 after the path?",
                        "not shown",
                        "yes",
                        server -> {
                            var record = server.day(PullOf.CUSTOMERS).records().get(0);
                            var answer = server.ask(Ask.post(
                                    Paths.GET_CUSTOMER_VERSIONED, byId(record).listed()));
                            var found = sameCustomer(answer, record);
                            return found.verdict() == Verdict.DIFFERS ? Finding.unnoticed(found.found()) : found;
                        }),
                new Question(
                        "get-customer.unknown",
                        "What is answered for a customer that does not exist?",
                        "a text under Customer Details",
                        "404 and that",
                        GetQuestions::unknownCustomer),
                new Question(
                        "get-customer.nothing",
                        "What is answered if nothing is given?",
                        "one is mandatory",
                        "400",
                        server -> {
                            server.day(PullOf.CUSTOMERS);
                            var nothing = Draft.empty().with("email_id", "").with("phone", "");
                            return Judge.refused(
                                    server, server.ask(Ask.post(Paths.GET_CUSTOMER, nothing.listed())), 400, "");
                        }),
                new Question(
                        "get-ticket.one",
                        "Is a ticket got by its ticketId?",
                        "a bare list of one",
                        SAME,
                        GetQuestions::oneTicket),
                new Question(
                        "get-ticket.conversation",
                        "Has conversation_type notes and chat?",
                        "so clients need it",
                        "two lists, always",
                        GetQuestions::conversation),
                new Question(
                        "get-ticket.order",
                        "Do several come in the order asked?",
                        SILENT,
                        "yes",
                        GetQuestions::ticketOrder),
                new Question(
                        "get-ticket.unknown",
                        "What stands for a ticket that does not exist?",
                        "nothing, it seems",
                        "nothing",
                        server -> {
                            var id = ticketId(server, 0);
                            var answer = tickets(server, id + "," + NOBODY);
                            return Finding.of(ids(answer).equals(List.of(id)), answer.described());
                        }),
                new Question(
                        "get-ticket.list",
                        "What is answered to a list?",
                        "\"" + KnownTexts.INVALID_JSON + "\"",
                        SAME,
                        server -> Judge.refused(
                                server,
                                server.ask(Ask.post(
                                        Paths.GET_TICKET,
                                        byId(ticketId(server, 0)).listed())),
                                400,
                                KnownTexts.INVALID_JSON)),
                new Question(
                        "get-ticket.nothing",
                        "What is answered without ids?",
                        "\"" + KnownTexts.IDS_MISSING + "\"",
                        SAME,
                        server -> {
                            server.day(PullOf.TICKETS);
                            return Judge.refused(server, tickets(server, ""), 400, KnownTexts.IDS_MISSING);
                        }),
                new Question(
                        "get-ticket.older",
                        "Is it answered at the path without /v.2.0?",
                        "shown on older pages",
                        "yes",
                        server -> {
                            var id = ticketId(server, 0);
                            var answer = server.ask(Ask.post(Paths.GET_TICKET_OLD, byId(id).json()));
                            return Finding.of(ids(answer).equals(List.of(id)), answer.described());
                        }));
    }

    private static Question customer(String id, String by, String reference, String field) {
        return new Question("get-customer." + id, "Is a customer got " + by + "?", reference, SAME, server -> {
            var records = server.day(PullOf.CUSTOMERS).records();
            for (var record : records) {
                var value = field.equals("id") ? record.at("id").text() : contactText(record, field);
                if (!value.isBlank() && !value.contains("*")) {
                    var draft = Draft.empty()
                            .with("kapture_customer_id", field.equals("id") ? value : "")
                            .with("email_id", field.equals("email") ? value : "")
                            .with("phone", field.equals("phone") ? value : "");
                    var answer = server.ask(Ask.post(Paths.GET_CUSTOMER, draft.listed()));
                    return field.equals("id") ? sameCustomer(answer, record) : someCustomer(answer, field, value);
                }
            }
            return Finding.unknown("no customer of the day has one that is not masked");
        });
    }

    private static Draft byId(Seen customer) {
        return Draft.empty().with("kapture_customer_id", customer.at("id").text());
    }

    private static Draft byId(String ticketIds) {
        return Draft.empty().with("ticket_ids", ticketIds);
    }

    private static String contactText(Seen customer, String field) {
        return customer.at("contacts").items().stream()
                .map(contact -> contact.at(field).text())
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("");
    }

    private static Finding sameCustomer(Answer answer, Seen record) {
        var got = answer.json().at(DETAILS);
        if (!answer.isSuccess() || !got.is(Kind.OBJECT)) {
            return Finding.differs(described(answer));
        }
        if (!got.at("id").text().equals(record.at("id").text())) {
            return Finding.differs("another customer");
        }
        return got.names().equals(record.names())
                ? Finding.conforms("yes, with the fields of the pull")
                : Finding.differs("yes, but with " + got.names().size() + " fields, the pull has "
                        + record.names().size());
    }

    private static Finding someCustomer(Answer answer, String field, String value) {
        var got = answer.json().at(DETAILS);
        if (!answer.isSuccess() || !got.is(Kind.OBJECT)) {
            return Finding.differs(described(answer));
        }
        var theirs = got.at("contacts").items().stream()
                .anyMatch(contact -> contact.at(field).text().equalsIgnoreCase(value));
        return Finding.of(theirs, theirs ? "yes" : "another customer");
    }

    private static String described(Answer answer) {
        var details = answer.json().at(DETAILS);
        return details.is(Kind.NOTHING) || details.is(Kind.TEXT)
                ? answer.described()
                : answer.status() + ", " + details.kind().word() + " under " + DETAILS;
    }

    private static Finding precedence(Session server) throws InterruptedException {
        var records = server.day(PullOf.CUSTOMERS).records();
        var byId = records.get(0);
        var other = records.stream()
                .map(record -> contactText(record, "email"))
                .filter(email -> !email.isBlank() && !email.contains("*"))
                .filter(email -> !email.equalsIgnoreCase(contactText(byId, "email")))
                .findFirst();
        if (other.isEmpty()) {
            return Finding.unknown("the day has no other customer with an e-mail");
        }
        var draft = byId(byId).with("email_id", other.get());
        var answer = server.ask(Ask.post(Paths.GET_CUSTOMER, draft.listed()));
        var id = answer.json().at(DETAILS).at("id").text();
        return id.equals(byId.at("id").text())
                ? Finding.conforms("the id")
                : Finding.unnoticed(id.isEmpty() ? described(answer) : "the e-mail");
    }

    private static Finding unknownCustomer(Session server) throws InterruptedException {
        server.day(PullOf.CUSTOMERS);
        var draft = Draft.empty().with("kapture_customer_id", NOBODY);
        var answer = server.ask(Ask.post(Paths.GET_CUSTOMER, draft.listed()));
        var told = answer.json().at(DETAILS).text().equals(KnownTexts.NO_CUSTOMER);
        var judged = Judge.refused(server, answer, 404, "");
        return told || judged.verdict() == Verdict.DIFFERS ? judged : Finding.differs(answer.described());
    }

    private static String ticketId(Session server, int index) throws InterruptedException {
        return server.day(PullOf.TICKETS).records().get(index).at("ticketId").text();
    }

    private static Answer tickets(Session server, String ids) throws InterruptedException {
        var draft = byId(ids).with("history_type", "all").with("conversation_type", "all");
        return server.ask(Ask.post(Paths.GET_TICKET, draft.json()));
    }

    private static List<String> ids(Answer answer) {
        return answer.json().items().stream()
                .map(item -> item.at("task_details").at("ticketId").text())
                .toList();
    }

    private static Finding oneTicket(Session server) throws InterruptedException {
        var id = ticketId(server, 0);
        var answer = tickets(server, id);
        if (!ids(answer).equals(List.of(id))) {
            return Finding.differs(answer.described());
        }
        var missing = List.of("additional_info", "history", "task_details").stream()
                .filter(name -> !answer.json().items().get(0).at(name).is(Kind.OBJECT))
                .collect(Collectors.joining(", "));
        return Finding.of(missing.isEmpty(), missing.isEmpty() ? answer.described() : "without the objects " + missing);
    }

    private static Finding conversation(Session server) throws InterruptedException {
        var items = tickets(server, ticketId(server, 0)).json().items();
        if (items.isEmpty()) {
            return Finding.unknown("the ticket was not got");
        }
        var conversation = items.get(0).at("conversation_type");
        var found = "notes: " + conversation.at("notes").kind().word() + ", chat: "
                + conversation.at("chat").kind().word();
        return Finding.of(
                conversation.at("notes").is(Kind.LIST)
                        && conversation.at("chat").is(Kind.LIST),
                found);
    }

    private static Finding ticketOrder(Session server) throws InterruptedException {
        if (server.day(PullOf.TICKETS).records().size() < 2) {
            return Finding.unknown("the day has one ticket only");
        }
        var first = ticketId(server, 0);
        var second = ticketId(server, 1);
        var there = ids(tickets(server, first + "," + second));
        var back = ids(tickets(server, second + "," + first));
        if (there.size() != 2 || back.size() != 2) {
            return Finding.differs("asked for 2: " + there.size() + " and " + back.size());
        }
        return Finding.of(
                there.equals(List.of(first, second)) && back.equals(List.of(second, first)),
                there.equals(back) ? "no, always in the same order" : "yes");
    }
}
