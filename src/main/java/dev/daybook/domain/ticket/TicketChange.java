package dev.daybook.domain.ticket;

import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.customer.CustomerChange;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An Add or Update Ticket. Only the given values change.
 *
 * @param subStatus the given sub-status, by key or name; empty if none
 * @param texts the given texts
 * @param customerId the customer's id as the caller sent it, possibly a code; empty if not given
 * @param assignee the employee to assign the ticket to; nobody if not given
 * @param times the given due time and call-back time; in a change from an imported file, also the time of completion
 * @param comment a note to add; empty if none
 * @param associates the given associate fields
 */
public record TicketChange(
        Optional<TicketStatus> status,
        String subStatus,
        Map<TicketField, String> texts,
        String customerId,
        Optional<Priority> priority,
        EmployeeName assignee,
        Map<TicketTime, Instant> times,
        String comment,
        AssociateFields associates) {
    /** The largest length of a note in characters. */
    public static final int MAX_COMMENT = 100_000;

    /** The largest number of notes of a ticket. */
    public static final int MAX_NOTES = 1_000;

    /** The largest total size of a ticket's notes, in bytes of UTF-8. */
    public static final int MAX_NOTE_BYTES = 4_194_304;

    /**
     * A number that is never a customer code. A number with a zero in front of other digits, such as 007, may be one.
     */
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-[0-9]*|0*|[1-9][0-9]*");

    public TicketChange {
        texts = Map.copyOf(texts);
        times = Map.copyOf(times);
    }

    /** The same change with other times and associate fields. */
    public TicketChange with(Map<TicketTime, Instant> given, AssociateFields own) {
        return new TicketChange(status, subStatus, texts, customerId, priority, assignee, given, comment, own);
    }

    /**
     * This change with the status that its sub-status means, and without the sub-status. Unchanged if the sub-status
     * means no status: see {@link TicketStatus#ofSubStatus}.
     */
    TicketChange withSubStatusAsStatus() {
        return TicketStatus.ofSubStatus(subStatus)
                .map(named -> new TicketChange(
                        Optional.of(named), "", texts, customerId, priority, assignee, times, comment, associates))
                .orElse(this);
    }

    /** The same change with another employee. */
    public TicketChange with(EmployeeName employee) {
        return new TicketChange(status, subStatus, texts, customerId, priority, employee, times, comment, associates);
    }

    /**
     * This change of an imported file, without times and an employee that only repeat those of the ticket. They are
     * compared as a pulled file shows them: times without seconds, an employee as one text. This text is the name,
     * which several may have, or the code or the e-mail.
     *
     * @param present the ticket before the change
     */
    public TicketChange withoutRepeats(Ticket present) {
        var others = new HashMap<>(times);
        others.entrySet()
                .removeIf(given -> present.time(given.getKey())
                        .filter(time -> time.truncatedTo(ChronoUnit.MINUTES).equals(given.getValue()))
                        .isPresent());
        var kept = with(others, associates);
        return assignee.isOnly(present.assignee().name()) ? kept.with(EmployeeName.NOBODY) : kept;
    }

    /** One of the given texts, empty if it is not given. */
    public String text(TicketField field) {
        return texts.getOrDefault(field, "");
    }

    /** The given customer id; empty if it is a word for a missing value, such as N/A or 0, which identifies nobody. */
    public String meantCustomerId() {
        return CustomerChange.unlessMissing(customerId);
    }

    /**
     * The customer code that the caller sent in place of the customer's id. Empty if the caller sent a number without
     * a zero in front, a word for a missing value such as N/A, or a text that is longer than a code may be.
     */
    public String codeAsId() {
        var isCode = customerId.length() <= TicketField.CUSTOMER_CODE.maxLength()
                && !CustomerChange.isMissing(customerId)
                && !WHOLE_NUMBER.matcher(customerId).matches();
        return isCode ? customerId : "";
    }

    /**
     * Whether the change gives anything besides status and sub-status. Blank associate fields do not count, nor does a
     * customer id that stands for a missing value, such as N/A.
     */
    public boolean givesMoreThanStatus() {
        return !comment.isEmpty()
                || !texts.isEmpty()
                || !times.isEmpty()
                || !meantCustomerId().isEmpty()
                || priority.isPresent()
                || !assignee.isNobody()
                || associates.list().stream().anyMatch(field -> !field.isBlank());
    }
}
