package dev.daybook.wire.ticket;

import dev.daybook.domain.Problem;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.ticket.AssociateFields;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.domain.ticket.TicketStatus;
import dev.daybook.domain.ticket.TicketTime;
import dev.daybook.wire.json.Fields;
import dev.daybook.wire.row.RowRules;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One ticket of an import file: a flat object or a row of texts. A field has its name from the vendor's Add and Update
 * Ticket pages if one of them has the field.
 *
 * @param number the public number in the row: that of an existing ticket, or the one that a new ticket gets; 0 if the
 *     row has none, so that a new ticket gets a free number
 * @param createdAt when the ticket was created, if given
 */
public record TicketRow(long number, TicketChange change, Optional<Instant> createdAt) {
    private static final List<String> DATES = List.of("created_at", "ended_at", "due_date", "callback_time");

    /** The names of all fields. */
    public static final List<String> FIELDS = Stream.of(
                    List.of("ticket_id", "created_at", "ended_at"),
                    TicketNames.TEXTS.names(),
                    List.of("status", "sub_status", "priority", "callback_time", "customer_id"),
                    List.of("assign_emp_name", "assign_emp_code", "assign_emp_email"),
                    List.of("comment", "additional_info"))
            .flatMap(Collection::stream)
            .toList();

    /**
     * Reads a row.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE or TICKET_INCOMPLETE
     */
    public static TicketRow from(Fields row, RowRules rules) {
        rules.prepare(row, DATES);
        var callBack = rules.take(row, "callback_time");
        var number = number(row);
        var createdAt = rules.time(row, "created_at");
        var ended = rules.time(row, "ended_at");
        if (ended.isPresent() && createdAt.isPresent() && isBefore(ended.get(), createdAt.get(), rules.zone())) {
            throw Problem.INVALID_VALUE.because("ended_at: before created_at");
        }
        var associates = AssociateJson.of(row.objectOrText("additional_info"));
        var read = TicketChangeJson.read(row, rules.zone()).change();
        if (read.text(TicketField.TITLE).isEmpty()) {
            throw Problem.TICKET_INCOMPLETE.because("title is missing");
        }
        var times = new EnumMap<TicketTime, Instant>(TicketTime.class);
        times.putAll(read.times());
        if (!times.containsKey(TicketTime.DUE)) {
            // A file may have formats that requests do not accept, such as 2024-04-19 14:19:11+0530. Unlike in
            // requests, a due date in an unknown format is refused.
            rules.time(row, "due_date").ifPresent(time -> times.put(TicketTime.DUE, time));
        }
        callBack.ifPresent(time -> times.put(TicketTime.CALL_BACK, time));
        ended.ifPresent(time -> times.put(TicketTime.ENDED, time));
        if (ended.isPresent() && read.status().equals(Optional.of(TicketStatus.PENDING))) {
            throw Problem.INVALID_VALUE.because(
                    "ended_at: a pending ticket has no end; remove ended_at, or give the status Complete");
        }
        var employee = read.assignee();
        var isNamed = employee.code().isEmpty() && employee.email().isEmpty();
        var change = read.with(isNamed ? EmployeeName.of(employee.name()) : employee)
                .with(times, rules.keepUnknown() ? both(associates, read.associates()) : associates);
        return new TicketRow(number, change, createdAt);
    }

    /**
     * Whether a ticket would end before it begins. The times in a pulled file have no seconds, so an end without
     * seconds counts as any time in its minute. They also have no offset, so a time in an hour that clocks show twice
     * has two meanings: as an end, it counts as the later one.
     */
    private static boolean isBefore(Instant ended, Instant created, ZoneId zone) {
        if (!ended.isBefore(created)) {
            return false;
        }
        var latest = ended.atZone(zone).withLaterOffsetAtOverlap().toInstant();
        var minute = created.truncatedTo(ChronoUnit.MINUTES);
        return latest.isBefore(latest.equals(latest.truncatedTo(ChronoUnit.MINUTES)) ? minute : created);
    }

    /**
     * The associate fields that the row gives, and its unknown fields. Fields beyond the limits of a ticket are refused
     * here, where the line of the row is known.
     */
    private static AssociateFields both(AssociateFields given, AssociateFields unknown) {
        var all = new AssociateFields(
                Stream.concat(given.list().stream(), unknown.list().stream()).toList());
        AssociateFields.NONE.with(all).bounded();
        return all;
    }

    /**
     * The key of a row's ticket: its public number; 0 if the row has none.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if it is 0, or no whole number of at most {@value
     *     TicketNumber#MAX_LENGTH} digits
     */
    public static long number(Fields row) {
        var id = row.code("ticket_id", TicketNumber.MAX_LENGTH);
        return id.isEmpty()
                ? 0
                : TicketNumber.of(id).orElseThrow(() -> row.invalid("ticket_id", "a number of at most 18 digits"));
    }
}
