package dev.daybook.client.check;

import static dev.daybook.client.check.Question.SAME;

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

/** Questions about writes of tickets: adds one, reads it back and closes it. */
final class WriteTicketQuestions {
    private static final String GROUP = "daybook_check";

    private WriteTicketQuestions() {}

    static List<Question> all() {
        return List.of(
                new Question(
                        "write.ticket-without-title",
                        "Is a ticket without title refused?",
                        "\"" + KnownTexts.NO_TITLE + "\"",
                        "400 and that",
                        server -> {
                            var untitled = Draft.empty().with("title", "").with("ticket_details", "check");
                            var answer = server.ask(server.added().write(Paths.ADD_TICKET, "t0", untitled.listed()));
                            server.added().remember("ticket", answer.json().at("ticket_id"), answer);
                            return Judge.refused(server, answer, 400, KnownTexts.NO_TITLE);
                        }),
                new Question(
                        "write.ticket",
                        "Is a ticket added, and named in the answer?",
                        "ticket_id as text, ticket.substatus",
                        SAME,
                        WriteTicketQuestions::ticket),
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
                            var titled = read.at("task_details")
                                    .at("title")
                                    .text()
                                    .equals(server.added().name());
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
                        WriteTicketQuestions::closedTicket),
                new Question(
                        "write.ticket-unknown",
                        "Is an update of an unknown ticket refused?",
                        "\"" + KnownTexts.NO_TICKET + "\"",
                        "404 and that",
                        server -> {
                            var update = Draft.empty().with("ticket_id", "1").with("sub_status", "OP");
                            return Judge.refused(
                                    server,
                                    server.ask(server.added().write(Paths.UPDATE_TICKET, "t9", update.listed())),
                                    404,
                                    KnownTexts.NO_TICKET);
                        }));
    }

    private static Answer addedTicket(Session server) throws InterruptedException {
        var draft = Draft.empty()
                .with("title", server.added().name())
                .with("ticket_details", "Added by 'daybook check --write'; may be deleted.")
                .withListOf(GROUP, Draft.empty().with("made_up", "yes"));
        var answer = server.ask(server.added().write(Paths.ADD_TICKET, "t1", draft.listed()));
        server.added().remember("ticket", answer.json().at("ticket_id"), answer);
        return answer;
    }

    private static String ticketId(Session server) throws InterruptedException {
        return AddedRecords.required(addedTicket(server).json().at("ticket_id"), "ticket");
    }

    private static Finding ticket(Session server) throws InterruptedException {
        var answer = addedTicket(server);
        var judged = WriteQuestions.ids(answer, "ticket_id");
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
        var answer = server.ask(server.added().write(Paths.UPDATE_TICKET, "t2", update.listed()));
        var read = readTicket(server);
        var closed = read.at("task_details").at("status").text().equals("Complete");
        var noted = read.at("conversation_type").at("notes").items().stream()
                .anyMatch(note -> note.at("detail").text().equals(comment));
        return closed && noted
                ? Finding.conforms("yes")
                : Finding.differs(closed ? "closed, without the comment" : "not closed: " + answer.described());
    }
}
