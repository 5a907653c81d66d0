package dev.daybook.wire.ticket;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ticket.Priority;
import dev.daybook.domain.ticket.SubStatus;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.domain.ticket.TicketStatus;
import dev.daybook.domain.ticket.TicketTime;
import dev.daybook.wire.Fields;
import dev.daybook.wire.customer.SaveCustomer;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of a ticket that Add and Update Ticket have in common. Fields that are on neither of the vendor's pages
 * have their names from Add Customer.
 */
final class TicketChangeJson {
    private static final int MAX_WORD = 500;

    private TicketChangeJson() {}

    /**
     * A change, with the fields that could not be understood.
     *
     * @param change the change
     * @param ignored the names of the ignored fields
     */
    record Read(TicketChange change, List<String> ignored) {}

    static Read read(Fields fields, ZoneId zone) {
        var texts = TicketNames.TEXTS.read(fields);
        var ignored = new ArrayList<String>();
        var times = times(fields, texts, zone, ignored);
        var status = status(fields);
        var change = new TicketChange(
                status,
                fields.word("sub_status", SubStatus.MAX_KEY),
                texts,
                fields.word("customer_id", MAX_WORD),
                priority(fields),
                SaveCustomer.employee(fields, "assign_emp_"),
                times,
                fields.text("comment", TicketChange.MAX_COMMENT),
                AssociateJson.of(fields));
        return new Read(change, ignored);
    }

    static Optional<TicketStatus> status(Fields fields) {
        var word = fields.word("status", MAX_WORD);
        return word.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        TicketStatus.of(word).orElseThrow(() -> fields.invalid("status", "P, C, Pending or Complete")));
    }

    private static Optional<Priority> priority(Fields fields) {
        var word = fields.word("priority", MAX_WORD);
        return word.isEmpty()
                ? Optional.empty()
                : Optional.of(Priority.of(word)
                        .orElseThrow(() -> fields.invalid("priority", "low, medium, high, critical or 0 to 3")));
    }

    /** A due date in an unknown format is kept as a text, because the vendor documents no format. */
    private static Map<TicketTime, Instant> times(
            Fields fields, Map<TicketField, String> texts, ZoneId zone, List<String> ignored) {
        var times = new EnumMap<TicketTime, Instant>(TicketTime.class);
        var due = texts.getOrDefault(TicketField.DUE_DATE, "");
        if (!due.isEmpty()) {
            TicketTimes.due(due, zone)
                    .ifPresentOrElse(time -> times.put(TicketTime.DUE, time), () -> ignored.add("due_date"));
        }
        var callBack = fields.word("callback_time", MAX_WORD);
        if (!callBack.isEmpty()) {
            times.put(
                    TicketTime.CALL_BACK,
                    TicketTimes.callBack(callBack, zone)
                            .orElseThrow(() -> Problem.INVALID_VALUE.because(
                                    "Invalid Format.callback_date should be yyyy-MM-dd hh:mm:ss.")));
        }
        return times;
    }
}
