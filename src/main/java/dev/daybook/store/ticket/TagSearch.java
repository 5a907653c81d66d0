package dev.daybook.store.ticket;

import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.ticket.Ticket;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.store.record.RecordWrite;

/**
 * The values by which a ticket's customer is looked up when a change of the ticket is written.
 *
 * @param own the id of the customer that the existing ticket has before the change; empty if none
 * @param given the customer code of the change; empty if none, or if it is a word such as N/A
 * @param code the customer code of the existing ticket, if the ticket has no customer, {@code reach} is not empty, and
 *     the change has no customer code; otherwise empty
 * @param reach the e-mail and the phone that the change gives; both empty if the customer must not be found by them
 * @param repeats whether the ticket has this e-mail or this phone already
 * @param hasCode whether the ticket has the customer code of the change already
 */
record TagSearch(
        TicketChange change, String own, String given, String code, Reach reach, boolean repeats, boolean hasCode) {
    static TagSearch of(RecordWrite.Item<NumberedChange, Ticket> item, boolean findsByReach) {
        var change = item.change().change();
        var own = item.before()
                .map(ticket -> ticket.customer().customerId())
                .filter(id -> id != 0)
                .map(String::valueOf)
                .orElse("");
        var given = CustomerChange.unlessMissing(change.text(TicketField.CUSTOMER_CODE));
        var existing = item.before()
                .map(ticket -> ticket.text(TicketField.CUSTOMER_CODE))
                .orElse("");
        var code = own.isEmpty() && given.isEmpty() ? existing : "";
        var byReach = findsByReach && (own.isEmpty() || change.meantCustomerId().isEmpty());
        var reach = Reach.of(byReach ? change::text : field -> "");
        var repeats = item.before()
                .filter(ticket -> Reach.of(ticket::text).answersTo(reach))
                .isPresent();
        var hasCode = !given.isEmpty() && given.equals(existing);
        return new TagSearch(change, own, given, reach.isEmpty() ? "" : code, reach, repeats, hasCode);
    }

    /** Whether the change says anything about its customer. */
    boolean isAsking() {
        return !change.meantCustomerId().isEmpty() || !given.isEmpty() || !reach.isEmpty();
    }

    String tail() {
        return reach.phone().tail();
    }
}
