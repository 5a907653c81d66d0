package dev.daybook.wire.ticket;

import dev.daybook.domain.AssociateFieldLimits;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.ticket.Priority;
import dev.daybook.domain.ticket.SubStatus;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.domain.ticket.TicketStatus;
import dev.daybook.domain.ticket.TicketTime;
import dev.daybook.wire.customer.SaveCustomer;
import dev.daybook.wire.json.Fields;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The common fields of Add and Update Ticket. A field that is on neither of the vendor's pages for these operations has
 * its name from the page of Add Customer.
 */
final class TicketChangeJson {
    private TicketChangeJson() {}

    /**
     * A change.
     *
     * @param ignored the names of the fields whose values could not be read
     */
    record Read(TicketChange change, List<String> ignored) {}

    /** Reads a change of a ticket. */
    static Read read(Fields fields, ZoneId zone) {
        return read(fields, zone, false);
    }

    /**
     * Reads a new ticket. The vendor's Add Ticket page has no status, sub-status, priority, call-back time or comment,
     * so an account may have an associate field with such a name. If one of these fields has a value that cannot be
     * read, it is kept as an associate field, and reported as ignored. A value that is too large for an associate
     * field, such as a comment that is too long, is refused.
     */
    static Read readNew(Fields fields, ZoneId zone) {
        return read(fields, zone, true);
    }

    private static Read read(Fields fields, ZoneId zone, boolean isNew) {
        var texts = TicketNames.TEXTS.read(fields);
        var ignored = new ArrayList<String>();
        var own = new OwnFields(fields, isNew, ignored);
        var times = times(own, texts, zone);
        var change = new TicketChange(
                own.read("status", Optional.empty(), () -> status(fields)),
                own.read("sub_status", "", () -> fields.word("sub_status", SubStatus.MAX_KEY)),
                texts,
                fields.code("customer_id", Fields.MAX_TEXT),
                own.read("priority", Optional.empty(), () -> priority(fields)),
                SaveCustomer.employee(fields, "assign_emp_"),
                times,
                own.read("comment", "", () -> fields.text("comment", TicketChange.MAX_COMMENT)),
                AssociateJson.of(fields));
        return new Read(change, ignored);
    }

    /**
     * Reader of fields whose names an account may also use for its associate fields. In a new ticket, a field whose
     * value cannot be read is kept as an associate field, and reported as ignored, unless it is too large for one.
     */
    private record OwnFields(Fields fields, boolean isNew, List<String> ignored) {
        <T> T read(String name, T none, Supplier<T> value) {
            try {
                return value.get();
            } catch (ProblemException refused) {
                if (!isNew || refused.problem() != Problem.INVALID_VALUE || !fits(name)) {
                    throw refused;
                }
                fields.leave(name);
                ignored.add(name);
                return none;
            }
        }

        /**
         * Whether a field is small enough for an associate field. If not, the refusal of its value is kept, because it
         * names the field.
         */
        private boolean fits(String name) {
            var json = fields.node().path(name).toString();
            return AssociateFieldLimits.bytes(name, json) <= AssociateFieldLimits.MAX_BYTES;
        }
    }

    static Optional<TicketStatus> status(Fields fields) {
        var word = fields.word("status", Fields.MAX_TEXT);
        return word.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        TicketStatus.of(word).orElseThrow(() -> fields.invalid("status", "P, C, Pending or Complete")));
    }

    private static Optional<Priority> priority(Fields fields) {
        var word = fields.word("priority", Fields.MAX_TEXT);
        return word.isEmpty()
                ? Optional.empty()
                : Optional.of(Priority.of(word)
                        .orElseThrow(() -> fields.invalid("priority", "low, medium, high, critical or 0 to 3")));
    }

    /**
     * Reads the due date and the call-back time. A due date in an unknown format is kept as a text and reported as
     * ignored, not refused, because the vendor documents no format.
     */
    private static Map<TicketTime, Instant> times(OwnFields own, Map<TicketField, String> texts, ZoneId zone) {
        var times = new EnumMap<TicketTime, Instant>(TicketTime.class);
        var due = texts.getOrDefault(TicketField.DUE_DATE, "");
        if (!due.isEmpty()) {
            TicketTimes.due(due, zone)
                    .ifPresentOrElse(time -> times.put(TicketTime.DUE, time), () -> own.ignored.add("due_date"));
        }
        own.read("callback_time", Optional.<Instant>empty(), () -> callBack(own.fields, zone))
                .ifPresent(time -> times.put(TicketTime.CALL_BACK, time));
        return times;
    }

    private static Optional<Instant> callBack(Fields fields, ZoneId zone) {
        var word = fields.word("callback_time", Fields.MAX_TEXT);
        return word.isEmpty()
                ? Optional.empty()
                : Optional.of(TicketTimes.callBack(word, zone)
                        .orElseThrow(() -> Problem.INVALID_VALUE.because(
                                "Invalid Format.callback_date should be yyyy-MM-dd hh:mm:ss.")));
    }
}
