package dev.daybook.client.request;

import dev.daybook.client.answer.AnswerFrame;
import dev.daybook.client.answer.Failure;
import dev.daybook.client.answer.text.ServerWords;
import dev.daybook.domain.ticket.SavedTicket;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.domain.ticket.TicketTime;
import dev.daybook.wire.json.Json;
import dev.daybook.wire.ticket.AddTicket;
import dev.daybook.wire.ticket.TicketJson;
import dev.daybook.wire.ticket.TicketNames;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Encodes requests of Add, Update and Get Ticket, with the names that {@code wire.ticket} reads, and decodes the
 * answers.
 */
public final class TicketRequests {
    private static final Map<TicketTime, String> TIMES =
            Map.of(TicketTime.DUE, "due_date", TicketTime.CALL_BACK, "callback_time");

    /**
     * The names of optional fields. An associate field of a new ticket may have such a name only if {@link
     * AddTicket#keeps} says that the server keeps it as an associate field.
     */
    private static final Set<String> OPTIONAL = Set.of("status", "sub_status", "priority", "callback_time", "comment");

    private TicketRequests() {}

    /**
     * The request that adds a ticket.
     *
     * @param zone the account's zone, in which times are sent
     * @throws IllegalArgumentException if the change has a time other than the due time and the call-back time, or an
     *     associate field that the server would read as another field
     */
    public static byte[] add(long cmId, TicketChange change, ZoneId zone) {
        var request = described(cmId, change, zone);
        if (!change.subStatus().isEmpty()) {
            request.put("sub_status", change.subStatus());
        }
        own(change).forEachEntry((name, value) -> {
            checkOwn(name, request.has(name) || (OPTIONAL.contains(name) && !AddTicket.keeps(name, value, zone)));
            request.set(name, value);
        });
        return RequestJson.inArray(request);
    }

    /**
     * The request that changes a ticket.
     *
     * @param number the ticket's public number
     * @param zone the account's zone, in which times are sent
     * @throws IllegalArgumentException if the change has a time other than the due time and the call-back time, or an
     *     associate field that the server would read as another field
     */
    public static byte[] update(long cmId, long number, TicketChange change, ZoneId zone) {
        var request = described(cmId, change, zone)
                .put("ticket_id", Long.toString(number))
                .put("sub_status", change.subStatus());
        own(change).forEachEntry((name, value) -> {
            checkOwn(name, request.has(name) || OPTIONAL.contains(name));
            request.set(name, value);
        });
        return RequestJson.inArray(request);
    }

    private static void checkOwn(String name, boolean isRead) {
        if (isRead || TicketNames.TEXTS.names().contains(name)) {
            throw new IllegalArgumentException("an own field cannot have the name " + name + " in this request");
        }
    }

    private static ObjectNode own(TicketChange change) {
        var own = JsonNodeFactory.instance.objectNode();
        change.associates().list().forEach(field -> {
            var value = Json.MAPPER.readTree(field.json());
            if (field.name().isEmpty()) {
                own.set(field.group(), value);
            } else {
                own.withObjectProperty(field.group()).set(field.name(), value);
            }
        });
        return own;
    }

    /** The request for tickets by their public numbers. */
    public static byte[] get(long cmId, List<Long> numbers) {
        var ids = numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
        return RequestJson.bytes(RequestJson.object(cmId).put("ticket_ids", ids));
    }

    private static ObjectNode described(long cmId, TicketChange change, ZoneId zone) {
        var request = RequestJson.object(cmId);
        RequestJson.sorted(change.texts()).forEach((field, text) -> request.put(TicketNames.TEXTS.name(field), text));
        RequestJson.sorted(change.times())
                .forEach((time, at) -> request.put(
                        name(time),
                        time == TicketTime.CALL_BACK ? RequestJson.local(at, zone) : RequestJson.exact(at, zone)));
        change.status().ifPresent(status -> request.put("status", status.label()));
        request.put("customer_id", change.customerId());
        change.priority().ifPresent(priority -> request.put("priority", priority.label()));
        RequestJson.employee(request, "assign_emp_", change.assignee());
        if (!change.comment().isEmpty()) {
            request.put("comment", change.comment());
        }
        return request;
    }

    private static String name(TicketTime time) {
        if (!TIMES.containsKey(time)) {
            throw new IllegalArgumentException("a request can say " + TIMES.keySet() + " only");
        }
        return TIMES.getOrDefault(time, "");
    }

    /**
     * Reads the answer of Add or Update Ticket.
     *
     * @param ignored the value of the header that lists the ignored fields of the request, such as {@code due_date};
     *     empty if the answer has no such header
     * @throws IllegalArgumentException if the body is not the answer to a successful save
     */
    public static SavedTicket saved(byte[] body, String ignored) {
        var answer = AnswerFrame.readChecked(body);
        return new SavedTicket(
                answer.path("ticket").path("id").asLong(0),
                SavedId.TICKET.requiredIn(answer),
                ignored.isEmpty() ? List.of() : List.of(ignored.split(", ", -1)));
    }

    /**
     * Reads the answer of Get Ticket. Returns no tickets if the answer says that there are none.
     *
     * @throws IllegalArgumentException if the body is no such answer
     */
    public static List<TicketJson> got(byte[] body) {
        var answer = AnswerFrame.read(body);
        if (saysNoData(answer)) {
            return List.of();
        }
        if (!answer.isArray()) {
            throw new IllegalArgumentException("the answer is no list of tickets");
        }
        var tickets = new ArrayList<TicketJson>();
        for (var item : answer) {
            if (item.path("task_details") instanceof ObjectNode details) {
                details.set("additional_info", item.path("additional_info"));
                tickets.add(TicketJson.read(details.toString().getBytes(StandardCharsets.UTF_8)));
            } else {
                checkNothing(item);
            }
        }
        return tickets;
    }

    private static boolean saysNoData(JsonNode answer) {
        return Failure.of(answer).filter(Failure::saysNoData).isPresent();
    }

    /**
     * Throws an exception unless an item without a ticket is null, empty, or a message that there is no data. Other
     * items may be a refusal that the server put into a list.
     */
    private static void checkNothing(JsonNode item) {
        var isNothing = item.isNull() || (item.isObject() && item.isEmpty());
        if (!isNothing && !saysNoData(item)) {
            var said = item.path("message").asString("");
            throw new IllegalArgumentException("the answer has an item without a ticket"
                    + (said.isBlank() ? "" : "; it says: " + ServerWords.shown(said)));
        }
    }
}
