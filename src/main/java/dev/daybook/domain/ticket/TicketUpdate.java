package dev.daybook.domain.ticket;

import dev.daybook.domain.Reason;
import dev.daybook.domain.TextKey;
import dev.daybook.domain.account.Author;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.ticket.TicketEvent.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * The result of a change of a ticket.
 *
 * @param events the new events
 * @param statusChanged whether its status or sub-status changed
 */
public record TicketUpdate(Ticket after, List<TicketEvent> events, boolean statusChanged) {
    public TicketUpdate {
        events = List.copyOf(events);
    }

    /**
     * Adds a ticket.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if it would exceed a limit of a ticket
     */
    public static TicketUpdate added(
            long cmId, long id, long number, Instant createdAt, TicketChange change, Context context) {
        var blank = new Ticket(
                cmId,
                id,
                number,
                createdAt,
                createdAt,
                TicketStatus.PENDING,
                context.rules.subStatuses().first(),
                Map.of(),
                TaggedCustomer.NONE,
                Priority.LOW,
                Assignee.NOBODY,
                Map.of(TicketTime.CONVERSATION, createdAt),
                false,
                Duration.ZERO,
                Duration.ZERO,
                0,
                AssociateFields.NONE);
        return new Computation(blank, change, context, true).result();
    }

    /**
     * Changes an existing ticket.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if the changed ticket would exceed a limit
     */
    public static TicketUpdate changed(Ticket before, TicketChange change, Context context) {
        return new Computation(before, change, context, false).result();
    }

    /**
     * The values that a change needs in addition to the ticket.
     *
     * @param rules the account's rules
     * @param zone the account's zone
     * @param now the time of the change. For a new ticket, it only decides whether the ticket is late already: its
     *     other times follow from its time of creation, which an imported file may give
     * @param customer the customer to tag it with, if the change names one
     * @param customerTexts the texts of that customer, for fields that the change does not give. If the ticket has this
     *     customer already, only the customer code is used
     * @param byId whether this customer was found by the customer id of the change, as an id or as a code
     * @param assignee the employee to assign it to, if the change names one
     * @param unmasked makes the new value of an associate field from its stored and its given JSON. The new value is
     *     the given one, but a part that equals the masked form of the stored part becomes the stored part
     */
    public record Context(
            TicketRules rules,
            ZoneId zone,
            Instant now,
            Optional<TaggedCustomer> customer,
            Map<TicketField, String> customerTexts,
            boolean byId,
            Optional<Assignee> assignee,
            Author author,
            BinaryOperator<String> unmasked) {
        public Context {
            customerTexts = Map.copyOf(customerTexts);
        }
    }

    /** Computation of one change. The constructor computes each value only from values that it has set before. */
    private static final class Computation {
        private final Ticket before;
        private final TicketChange change;
        private final Context context;
        private final boolean added;
        private final Instant at;
        private final TicketStatus status;
        private final SubStatus subStatus;
        private final Map<TicketField, String> texts;
        private final Map<TicketTime, Instant> times;
        private final Assignee assignee;
        private final List<TicketEvent> events = new ArrayList<>();

        Computation(Ticket before, TicketChange change, Context context, boolean added) {
            this.before = before;
            this.change = withStatus(change, context.rules.subStatuses(), before.subStatus());
            this.context = context;
            this.added = added;
            this.at = added ? before.createdAt() : context.now;
            this.assignee = context.assignee.orElse(before.assignee());
            this.subStatus = subStatus();
            this.status = status();
            this.texts = new TicketTexts(before, change, context).merged();
            this.times = mergedTimes();
        }

        /**
         * The change with its sub-status as the status, if the sub-status is the name of a status. Some clients send
         * Complete as the sub-status; as an unknown sub-status, it would reopen a complete ticket. The change stays as
         * it is if it also gives a status, or if its sub-status is in the list or is the present one.
         */
        private static TicketChange withStatus(TicketChange change, SubStatuses list, SubStatus present) {
            var isSubStatus = list.find(change.subStatus()).isPresent()
                    || TextKey.of(change.subStatus()).equals(TextKey.of(present.key()));
            return change.status().isPresent() || isSubStatus ? change : change.withSubStatusAsStatus();
        }

        /** The ticket's times, replaced by the times of the change, and then by times that follow from the change. */
        private Map<TicketTime, Instant> mergedTimes() {
            var merged = new EnumMap<TicketTime, Instant>(TicketTime.class);
            merged.putAll(before.times());
            merged.putAll(change.times());
            if (!added) {
                merged.put(TicketTime.FOLLOW_UP, at);
            }
            if (!change.comment().isEmpty()) {
                merged.put(TicketTime.CONVERSATION, at);
            }
            // No default replaces a due date that cannot be read: the caller may have given more time.
            var due = change.text(TicketField.DUE_DATE);
            if (added
                    && (due.isEmpty() || CustomerChange.isMissing(due))
                    && !context.rules.allowed().isZero()) {
                merged.putIfAbsent(
                        TicketTime.DUE,
                        context.rules.calendar().after(before.createdAt(), context.rules.allowed(), context.zone));
            }
            if (status == TicketStatus.PENDING) {
                merged.remove(TicketTime.ENDED);
            } else {
                merged.putIfAbsent(TicketTime.ENDED, at);
            }
            return merged;
        }

        TicketUpdate result() {
            var statusChanged = status != before.status() || !subStatus.equals(before.subStatus());
            record(statusChanged);
            return new TicketUpdate(after(), events, statusChanged);
        }

        /**
         * The sub-status after the change. If the change gives the present sub-status, it stays as it is: even if the
         * change writes it in another case, if the account's list lacks it, or if an earlier sub-status in the list has
         * the same name.
         */
        private SubStatus subStatus() {
            var list = context.rules.subStatuses();
            if (!change.subStatus().isEmpty()) {
                var present = TextKey.of(before.subStatus().key());
                var repeated = list.keys(change.subStatus()).stream()
                        .anyMatch(key -> TextKey.of(key).equals(present));
                return repeated ? before.subStatus() : list.of(change.subStatus());
            }
            var asked = givenStatus().orElse(before.status());
            if (asked == before.status()) {
                return before.subStatus();
            }
            return asked == TicketStatus.COMPLETE ? list.completing().orElse(before.subStatus()) : list.first();
        }

        /**
         * The status after the change. A repeated sub-status does not reopen a ticket: the vendor requires a sub-status
         * in each update, so whoever only adds a note to a complete ticket sends the present one.
         */
        private TicketStatus status() {
            if (change.status().isPresent() || change.subStatus().isEmpty()) {
                return givenStatus().orElse(before.status());
            }
            if (subStatus.completes()) {
                return TicketStatus.COMPLETE;
            }
            return subStatus.equals(before.subStatus()) ? before.status() : TicketStatus.PENDING;
        }

        /** The given status. Without a status, a given time of completion means that the ticket is complete. */
        private Optional<TicketStatus> givenStatus() {
            return change.status()
                    .or(() -> change.times().containsKey(TicketTime.ENDED)
                            ? Optional.of(TicketStatus.COMPLETE)
                            : Optional.empty());
        }

        private void record(boolean statusChanged) {
            if (added) {
                happened(Kind.CREATE, texts.getOrDefault(TicketField.TITLE, ""));
            }
            var queue = texts.getOrDefault(TicketField.QUEUE, "");
            if (!queue.equals(before.text(TicketField.QUEUE))) {
                happened(Kind.LANDING_QUEUE, queue);
            }
            if (assignee.id() != before.assignee().id()) {
                happened(Kind.ASSIGNED, assignee.name());
            }
            if (!change.comment().isEmpty()) {
                happened(Kind.RESPONSE, change.comment());
            }
            var disposition = texts.getOrDefault(TicketField.DISPOSITION, "");
            if (!added && (statusChanged || !disposition.equals(before.text(TicketField.DISPOSITION)))) {
                happened(Kind.DISPOSED, disposition);
            }
            if (status == TicketStatus.COMPLETE && before.status() == TicketStatus.PENDING) {
                var ended = times.getOrDefault(TicketTime.ENDED, at);
                events.add(new TicketEvent(Kind.RESOLVED, ended, status, subStatus.name(), "", context.author));
            }
        }

        private void happened(Kind kind, String remark) {
            events.add(new TicketEvent(kind, at, status, subStatus.name(), remark, context.author));
        }

        private Ticket after() {
            return new Ticket(
                    before.cmId(),
                    before.id(),
                    before.number(),
                    before.createdAt(),
                    at,
                    status,
                    subStatus,
                    texts,
                    context.customer.orElse(before.customer()),
                    change.priority().orElse(before.priority()),
                    assignee,
                    times,
                    isLate(),
                    spent(TicketTime.ENDED, before.taken()),
                    spent(TicketTime.DUE, before.allowed()),
                    notes(),
                    before.associates()
                            .withBounded(change.associates().unmasked(before.associates(), context.unmasked)));
        }

        private int notes() {
            var notes = before.notes() + (change.comment().isEmpty() ? 0 : 1);
            if (notes > TicketChange.MAX_NOTES) {
                throw Reason.TOO_MANY_NOTES.with(TicketChange.MAX_NOTES);
            }
            return notes;
        }

        /** Whether the ticket was completed after its due time, or is pending and already due. */
        private boolean isLate() {
            return times.containsKey(TicketTime.DUE)
                    && times.getOrDefault(TicketTime.ENDED, context.now).isAfter(times.get(TicketTime.DUE));
        }

        /**
         * The working time from the creation of the ticket to its time {@code until}; zero if it has no such time. If
         * the change leaves that time as it was, the {@code existing} working time stays, even if the calendar was
         * changed since.
         */
        private Duration spent(TicketTime until, Duration existing) {
            if (Optional.ofNullable(times.get(until)).equals(before.time(until))) {
                return existing;
            }
            return Optional.ofNullable(times.get(until))
                    .map(end -> context.rules.calendar().between(before.createdAt(), end, context.zone))
                    .orElse(Duration.ZERO);
        }
    }
}
