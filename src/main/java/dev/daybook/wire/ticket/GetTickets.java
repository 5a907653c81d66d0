package dev.daybook.wire.ticket;

import dev.daybook.domain.AnswerRoom;
import dev.daybook.domain.Problem;
import dev.daybook.domain.message.Blanks;
import dev.daybook.domain.ticket.TicketEvent;
import dev.daybook.domain.ticket.TicketNote;
import dev.daybook.wire.Request;
import dev.daybook.wire.VendorTimes;
import dev.daybook.wire.bytes.Pieces;
import dev.daybook.wire.json.Fields;
import dev.daybook.wire.json.Json;
import dev.daybook.wire.json.JsonBody;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.ObjectWriter;

/**
 * Request and answer of Get Ticket, as on the vendor's page of that name (checked 2026-11) and as its clients read it.
 *
 * @param numbers the distinct public numbers of the tickets, in the requested order
 * @param notes whether to include their notes
 * @param history the sections of their history to include
 */
public record GetTickets(List<Long> numbers, boolean notes, Set<TicketEvent.Kind> history) {
    /** The largest number of tickets in one request. */
    public static final int MAX_TICKETS = 500;

    /** The largest total size, in characters, of the tickets in an answer with several tickets. */
    private static final long MAX_CHARACTERS = 16_777_216;

    /** Writes several values into one answer, with nothing between them. */
    private static final ObjectWriter WRITER = Json.MAPPER.writer().withRootValueSeparator("");

    private static final int MAX_WORD = 100;
    private static final int MAX_IDS = 40 * MAX_TICKETS;

    public GetTickets {
        numbers = List.copyOf(numbers);
        history = Set.copyOf(history);
    }

    /**
     * Reads a request.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_JSON or INVALID_VALUE
     */
    public static Request<GetTickets> decode(byte[] body) {
        var fields = JsonBody.parseObject(body);
        var cmId = fields.id("cm_id");
        var ids = fields.word("ticket_ids", MAX_IDS);
        var one = fields.word("ticket_id", MAX_IDS);
        var wanted = ids.isEmpty() ? one : ids;
        if (wanted.isEmpty()) {
            throw Problem.INVALID_VALUE.because("ticket_ids are missing.");
        }
        var numbers = Arrays.stream(wanted.split(",", -1))
                .map(Blanks::strip)
                .map(TicketNumber::of)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        if (numbers.size() > MAX_TICKETS) {
            throw fields.invalid("ticket_ids", "at most " + MAX_TICKETS + " ids");
        }
        var conversation = fields.word("conversation_type", MAX_WORD).toLowerCase(Locale.ROOT);
        fields.scalar("include_emailbody", MAX_WORD);
        var notes = conversation.equals("all") || conversation.startsWith("note");
        return new Request<>(cmId, new GetTickets(numbers, notes, history(fields)), fields.ignored());
    }

    /**
     * The size that the answer may have. A single ticket is answered whatever its size, because a ticket has its own
     * limits.
     *
     * @param memory reserves memory for the answer
     */
    public AnswerRoom room(LongConsumer memory) {
        return numbers.size() <= 1
                ? AnswerRoom.endless(memory)
                : new AnswerRoom(
                        MAX_CHARACTERS,
                        Problem.INVALID_VALUE.because("ticket_ids: these tickets have more than " + MAX_CHARACTERS
                                + " characters together; ask for fewer in one request"),
                        memory);
    }

    /**
     * All sections if the request has a history type or switches {@code read_ticket_history_details} on; otherwise the
     * sections that the request switches on.
     */
    private static Set<TicketEvent.Kind> history(Fields fields) {
        var type = fields.word("history_type", MAX_WORD);
        var details = fields.scalar("read_ticket_history_details", MAX_WORD);
        var wanted = EnumSet.noneOf(TicketEvent.Kind.class);
        for (var section : TicketEvent.Kind.values()) {
            if (isOn(fields.scalar(key(section), MAX_WORD))) {
                wanted.add(section);
            }
        }
        return type.isEmpty() && !isOn(details) ? wanted : EnumSet.allOf(TicketEvent.Kind.class);
    }

    /** The name of a section in answers, and of the field that requests it, as on the vendor's Get Ticket page. */
    private static String key(TicketEvent.Kind section) {
        return section.name().toLowerCase(Locale.ROOT);
    }

    private static boolean isOn(String word) {
        return !word.isEmpty() && !word.equals("0") && !word.equalsIgnoreCase("false");
    }

    /**
     * One ticket of the answer.
     *
     * @param events its events in the requested sections
     */
    public record Item(byte[] document, List<TicketNote> notes, List<TicketEvent> events) {
        /** A masked copy. */
        public Item masked() {
            return new Item(
                    TicketJson.mask(document),
                    notes.stream().map(TicketNote::masked).toList(),
                    events.stream().map(TicketEvent::masked).toList());
        }
    }

    /**
     * Encodes the answer: an array of tickets in the order of {@code items}. Writes value by value directly into the
     * answer, because the notes and the history of one ticket may become 50 MB of JSON.
     *
     * @param history whether to write the events of each ticket; if not, the history of each is an empty object
     */
    public static Pieces encode(List<Item> items, boolean history, ZoneId zone) {
        var answer = new Pieces.Output(2_048 * items.size() + 2);
        try (var json = WRITER.createGenerator(answer)) {
            var separator = "[{\"additional_info\":";
            for (var item : items) {
                var parts = TicketJson.parts(item.document());
                write(answer, separator);
                answer.write(parts.additionalInfo());
                write(answer, ",\"history\":");
                if (history) {
                    writeHistory(json, item.events(), zone);
                } else {
                    write(answer, "{}");
                }
                write(answer, ",\"task_details\":");
                answer.write(parts.details());
                write(answer, ",\"conversation_type\":{\"notes\":");
                writeNotes(json, item.notes(), zone);
                write(answer, ",\"chat\":[]}}");
                separator = ",{\"additional_info\":";
            }
            write(answer, items.isEmpty() ? "[]" : "]");
        }
        return answer.pieces();
    }

    /**
     * Writes a ticket's history: the rows of each section that has events, with the newest row last. The JSON names in
     * the rows are those that the vendor's own web pages show.
     */
    private static void writeHistory(JsonGenerator json, List<TicketEvent> events, ZoneId zone) {
        json.writeStartObject();
        for (var section : TicketEvent.Kind.values()) {
            var rows = events.stream().filter(event -> event.kind() == section).toList();
            if (!rows.isEmpty()) {
                json.writeArrayPropertyStart(key(section));
                for (var event : rows) {
                    json.writeStartObject();
                    json.writeStringProperty("action", section.name());
                    json.writeStringProperty("status", event.status().label());
                    json.writeStringProperty("substatus", event.subStatus());
                    json.writeStringProperty("createDate", VendorTimes.seconds(event.at(), zone));
                    json.writeStringProperty("remark", event.remark());
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
        }
        json.writeEndObject();
        json.flush();
    }

    private static void writeNotes(JsonGenerator json, List<TicketNote> notes, ZoneId zone) {
        json.writeStartArray();
        for (var note : notes) {
            json.writeStartObject();
            json.writeNumberProperty("id", note.id());
            json.writeStringProperty("detail", note.detail());
            json.writeStringProperty("date", TicketTimes.row(Optional.of(note.createdAt()), zone));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.flush();
    }

    private static void write(Pieces.Output answer, String text) {
        answer.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
