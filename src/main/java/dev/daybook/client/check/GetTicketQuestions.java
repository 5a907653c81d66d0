package dev.daybook.client.check;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.check.json.Draft;
import dev.daybook.client.check.json.Seen.Kind;
import dev.daybook.client.check.session.Ask;
import dev.daybook.client.check.session.CheckedAnswer;
import dev.daybook.client.check.session.KnownTexts;
import dev.daybook.client.check.session.Session;
import dev.daybook.wire.Paths;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Questions about Get Ticket, for tickets that a pull gave. */
final class GetTicketQuestions extends QuestionGroup {
    GetTicketQuestions(Session server) {
        super(server, "get-ticket.");
        add("one", "Is a ticket got by its ticketId?", "a bare list of one", SAME, this::one);
        add(
                "conversation",
                "Has conversation_type notes and chat?",
                "so clients need it",
                "two lists, always",
                this::conversation);
        add("order", "Do several come in the order asked?", SILENT, "yes", this::order);
        add("unknown", "What stands for a ticket that does not exist?", "nothing, it seems", "nothing", () -> {
            var id = ticketId(0);
            return only(id, tickets(id + "," + NO_ID));
        });
        add("list", "What is answered to a list?", quoted(KnownTexts.INVALID_JSON), SAME, () -> {
            var listed = Ask.post(Paths.GET_TICKET, byId(ticketId(0)).listed());
            return refused(server.ask(listed), 400, KnownTexts.INVALID_JSON);
        });
        add("nothing", "What is answered without ids?", quoted(KnownTexts.IDS_MISSING), SAME, () -> {
            server.day(PulledKind.TICKETS);
            return refused(tickets(""), 400, KnownTexts.IDS_MISSING);
        });
        add("older", "Is it answered at the path without /v.2.0?", "shown on older pages", "yes", () -> {
            var id = ticketId(0);
            return only(id, server.ask(Ask.post(Paths.GET_TICKET_OLD, byId(id).json())));
        });
    }

    private static Draft byId(String ticketIds) {
        return Draft.empty().with("ticket_ids", ticketIds);
    }

    private String ticketId(int index) throws InterruptedException {
        return server.day(PulledKind.TICKETS)
                .records()
                .get(index)
                .at("ticketId")
                .text();
    }

    private CheckedAnswer tickets(String ids) throws InterruptedException {
        var draft = byId(ids).with("history_type", "all").with("conversation_type", "all");
        return server.ask(Ask.post(Paths.GET_TICKET, draft.json()));
    }

    private static List<String> ids(CheckedAnswer answer) {
        return answer.json().items().stream()
                .map(item -> item.at("task_details").at("ticketId").text())
                .toList();
    }

    /** Judges whether an answer has one ticket, with this id. */
    private static Finding only(String id, CheckedAnswer answer) {
        return Finding.of(ids(answer).equals(List.of(id)), answer.described());
    }

    private Finding one() throws InterruptedException {
        var id = ticketId(0);
        var answer = tickets(id);
        if (!ids(answer).equals(List.of(id))) {
            return Finding.differs(answer.described());
        }
        var missing = Stream.of("additional_info", "history", "task_details")
                .filter(name -> !answer.json().items().get(0).at(name).is(Kind.OBJECT))
                .collect(Collectors.joining(", "));
        return Finding.of(missing.isEmpty(), answer.described(), "without the objects " + missing);
    }

    private Finding conversation() throws InterruptedException {
        var items = tickets(ticketId(0)).json().items();
        if (items.isEmpty()) {
            return Finding.unknown("the ticket was not got");
        }
        var conversation = items.get(0).at("conversation_type");
        var notes = conversation.at("notes").kind();
        var chat = conversation.at("chat").kind();
        return Finding.of(notes == Kind.LIST && chat == Kind.LIST, "notes: " + notes.word() + ", chat: " + chat.word());
    }

    private Finding order() throws InterruptedException {
        if (server.day(PulledKind.TICKETS).records().size() < 2) {
            return Finding.unknown("the day has one ticket only");
        }
        var first = ticketId(0);
        var second = ticketId(1);
        var there = ids(tickets(first + "," + second));
        var back = ids(tickets(second + "," + first));
        if (there.size() != 2 || back.size() != 2) {
            return Finding.differs("asked for 2: " + there.size() + " and " + back.size());
        }
        return Finding.of(
                there.equals(List.of(first, second)) && back.equals(List.of(second, first)),
                "yes",
                there.equals(back) ? "no, always in the same order" : "no, in another order");
    }
}
