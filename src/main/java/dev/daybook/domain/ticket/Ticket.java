package dev.daybook.domain.ticket;

import dev.daybook.domain.StoredRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A ticket as it is stored.
 *
 * @param id unique within the deployment and never used again
 * @param number its public number, unique within the account: the number in an imported file; otherwise the creation
 *     time in milliseconds since 1970, less 10^12, or the next free number
 * @param createdAt when it was created, to the millisecond
 * @param modifiedAt when it last changed, to the millisecond
 * @param status pending or complete
 * @param texts its texts; a field that is not in the map is empty
 * @param customer the customer that it is tagged with
 * @param priority how urgent it is
 * @param assignee the employee it is assigned to
 * @param times its times; a time that is not in the map is not set
 * @param late whether it was not complete by its due time
 * @param taken the working time from creation to completion; zero while it is not complete
 * @param allowed the working time from creation to due time; zero without a due time
 * @param notes how many notes it has
 * @param associates its associate fields
 */
public record Ticket(
        long cmId,
        long id,
        long number,
        Instant createdAt,
        Instant modifiedAt,
        TicketStatus status,
        SubStatus subStatus,
        Map<TicketField, String> texts,
        TaggedCustomer customer,
        Priority priority,
        Assignee assignee,
        Map<TicketTime, Instant> times,
        boolean late,
        Duration taken,
        Duration allowed,
        int notes,
        AssociateFields associates)
        implements StoredRecord {
    public Ticket {
        texts = Map.copyOf(texts);
        times = Map.copyOf(times);
    }

    /** A text of this ticket; empty if it is not set. */
    public String text(TicketField field) {
        return texts.getOrDefault(field, "");
    }

    /**
     * This ticket, but with the texts and associate fields of another version of it. If the document of the result is
     * shorter than that of this ticket, the other version has shorter texts. The due date stays: it is a time, although
     * it is stored as a text too.
     */
    public Ticket withTextsOf(Ticket other) {
        var all = new HashMap<>(other.texts);
        all.put(TicketField.DUE_DATE, text(TicketField.DUE_DATE));
        return new Ticket(
                cmId,
                id,
                number,
                createdAt,
                modifiedAt,
                status,
                subStatus,
                all,
                customer,
                priority,
                assignee,
                times,
                late,
                taken,
                allowed,
                notes,
                other.associates);
    }

    /** This ticket marked as late, or as not late; its last change is at {@code now}. */
    public Ticket withLate(boolean isLate, Instant now) {
        return with(now, texts, isLate);
    }

    /**
     * This ticket as shown to a key that may write tickets but not read them: the only texts about the customer are
     * those of the change.
     */
    public Ticket withCustomerOf(TicketChange change) {
        var shown = new HashMap<>(texts);
        for (var field : TicketField.OF_CUSTOMER) {
            shown.put(field, change.text(field));
        }
        return with(modifiedAt, shown, late);
    }

    private Ticket with(Instant modified, Map<TicketField, String> others, boolean isLate) {
        return new Ticket(
                cmId,
                id,
                number,
                createdAt,
                modified,
                status,
                subStatus,
                others,
                customer,
                priority,
                assignee,
                times,
                isLate,
                taken,
                allowed,
                notes,
                associates);
    }

    /** A time of this ticket; empty if it is not set. */
    public Optional<Instant> time(TicketTime time) {
        return Optional.ofNullable(times.get(time));
    }
}
