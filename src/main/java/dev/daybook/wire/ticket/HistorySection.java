package dev.daybook.wire.ticket;

import dev.daybook.domain.ticket.TicketEvent;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The sections of a ticket's history, named like the switches on the vendor's Get Ticket page. The JSON names in
 * their rows are those that the vendor's own web pages show.
 */
enum HistorySection {
    CREATE(TicketEvent.Kind.CREATE),
    LANDING_QUEUE(TicketEvent.Kind.LANDING_QUEUE),
    ASSIGNED(TicketEvent.Kind.ASSIGNED),
    RESPONSE(TicketEvent.Kind.RESPONSE),
    DISPOSED(TicketEvent.Kind.DISPOSED),
    RESOLVED(TicketEvent.Kind.RESOLVED);

    private final TicketEvent.Kind kind;

    HistorySection(TicketEvent.Kind kind) {
        this.kind = kind;
    }

    TicketEvent.Kind kind() {
        return kind;
    }

    /** The name of the section in requests and answers. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A ticket's history as JSON: the rows of each section that has events, with the newest row last. */
    static String write(List<TicketEvent> events, ZoneId zone) {
        var history = JsonNodeFactory.instance.objectNode();
        for (var section : values()) {
            for (var event : events) {
                if (event.kind() == section.kind) {
                    history.withArrayProperty(section.key())
                            .addObject()
                            .put("action", section.name())
                            .put("status", event.status().label())
                            .put("substatus", event.subStatus())
                            .put("createDate", TicketTimes.seconds(event.at(), zone))
                            .put("remark", event.remark());
                }
            }
        }
        return history.toString();
    }
}
