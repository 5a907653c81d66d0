package dev.daybook.wire.ticket;

import dev.daybook.domain.AnswerRoom;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ticket.TicketEvent;
import dev.daybook.domain.ticket.TicketNote;
import dev.daybook.wire.Fields;
import dev.daybook.wire.JsonBody;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Get Ticket: its request and its answer, as on the vendor's page of that name (checked 2026-11) and in what its clients
 * read.
 *
 * @param cmId the account that the caller says it is of, 0 if it does not
 * @param numbers the public numbers of the tickets, in the order asked, each once
 * @param notes whether their notes are wanted
 * @param history which sections of their history are wanted
 * @param ignored the fields that mean nothing to this operation
 */
public record GetTickets(
        long cmId, List<Long> numbers, boolean notes, Set<TicketEvent.Kind> history, List<String> ignored) {
    /** How many tickets one request may ask for. */
    public static final int MAX_TICKETS = 500;

    /** How many characters the tickets of one answer may have, if there are several. */
    private static final long MAX_CHARACTERS = 16_777_216;

    private static final int MAX_WORD = 100;
    private static final int MAX_IDS = 40 * MAX_TICKETS;

    public GetTickets {
        numbers = List.copyOf(numbers);
        history = Set.copyOf(history);
        ignored = List.copyOf(ignored);
    }

    /**
     * Reads a request.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_JSON or INVALID_VALUE
     */
    public static GetTickets decode(byte[] body) {
        var fields = JsonBody.parseObject(body);
        var cmId = fields.number("cm_id");
        var ids = fields.word("ticket_ids", MAX_IDS);
        var one = fields.word("ticket_id", MAX_IDS);
        var wanted = ids.isEmpty() ? one : ids;
        if (wanted.isEmpty()) {
            throw Problem.INVALID_VALUE.because("ticket_ids are missing.");
        }
        var numbers = Arrays.stream(wanted.split(",", -1))
                .map(String::strip)
                .map(TicketNumber::of)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        if (numbers.size() > MAX_TICKETS) {
            throw fields.invalid("ticket_ids", "at most " + MAX_TICKETS + " ids");
        }
        var conversation = fields.word("conversation_type", MAX_WORD).toLowerCase(Locale.ROOT);
        fields.text("include_emailbody", MAX_WORD);
        return new GetTickets(
                cmId,
                numbers,
                conversation.equals("all") || conversation.startsWith("note"),
                history(fields),
                fields.ignored());
    }

    /** Room for the answer: a single ticket is answered whatever it holds, for its own bounds are enough. */
    public AnswerRoom room() {
        return numbers.size() <= 1
                ? AnswerRoom.endless()
                : new AnswerRoom(
                        MAX_CHARACTERS,
                        Problem.INVALID_VALUE.because("ticket_ids: these tickets have more than " + MAX_CHARACTERS
                                + " characters together; ask for fewer at once"));
    }

    /** All of it with a history type or {@code read_ticket_history_details}; else the sections that are switched on. */
    private static Set<TicketEvent.Kind> history(Fields fields) {
        var type = fields.word("history_type", MAX_WORD);
        var details = fields.word("read_ticket_history_details", MAX_WORD);
        var wanted = EnumSet.noneOf(TicketEvent.Kind.class);
        for (var section : HistorySection.values()) {
            if (isOn(fields.scalar(section.key(), MAX_WORD))) {
                wanted.add(section.kind());
            }
        }
        return type.isEmpty() && !isOn(details) ? wanted : EnumSet.allOf(TicketEvent.Kind.class);
    }

    private static boolean isOn(String word) {
        return !word.isEmpty() && !word.equals("0") && !word.equalsIgnoreCase("false");
    }

    /**
     * One ticket of the answer.
     *
     * @param document its document
     * @param notes its notes
     * @param events its history, as far as it is wanted
     */
    public record Item(byte[] document, List<TicketNote> notes, List<TicketEvent> events) {
        /** The ticket as a masking key sees it. */
        public Item masked() {
            return new Item(
                    TicketJson.mask(document),
                    notes.stream().map(TicketNote::masked).toList(),
                    events.stream().map(TicketEvent::masked).toList());
        }
    }

    /** The answer: a bare array in the order given. */
    public static byte[] encode(List<Item> items, boolean history, ZoneId zone) {
        var answer = new ByteArrayOutputStream(2_048 * items.size() + 2);
        write(answer, "[");
        var separator = "{\"additional_info\":";
        for (var item : items) {
            var parts = TicketJson.parts(item.document());
            write(answer, separator);
            answer.writeBytes(parts.additionalInfo());
            write(answer, ",\"history\":");
            write(answer, history ? HistorySection.write(item.events(), zone) : "{}");
            write(answer, ",\"task_details\":");
            answer.writeBytes(parts.details());
            write(answer, ",\"conversation_type\":{\"notes\":");
            write(answer, item.notes().isEmpty() ? "[]" : notes(item.notes(), zone));
            write(answer, ",\"chat\":[]}}");
            separator = ",{\"additional_info\":";
        }
        write(answer, "]");
        return answer.toByteArray();
    }

    private static String notes(List<TicketNote> notes, ZoneId zone) {
        var array = JsonNodeFactory.instance.arrayNode();
        for (var note : notes) {
            array.addObject()
                    .put("id", note.id())
                    .put("detail", note.detail())
                    .put("date", TicketTimes.row(Optional.of(note.createdAt()), zone));
        }
        return array.toString();
    }

    private static void write(ByteArrayOutputStream answer, String text) {
        answer.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
