package dev.daybook.domain.ticket;

import dev.daybook.domain.customer.Contact;
import dev.daybook.domain.customer.CustomerChange;
import java.util.EnumMap;
import java.util.Map;

/** Computes the texts that a ticket has after a change. */
record TicketTexts(Ticket before, TicketChange change, TicketUpdate.Context context) {
    /**
     * The texts after the change. Each is the text of the change; otherwise the text of the customer, if the customer
     * is new to the ticket; otherwise the text of the ticket, unless this text is about a customer that the ticket no
     * longer has. A text such as N/A does not replace a phone or an e-mail: see {@link Contact#putKeepingReach}. For
     * the customer code see {@link #code}.
     */
    Map<TicketField, String> merged() {
        var merged = new EnumMap<TicketField, String>(TicketField.class);
        merged.putAll(before.texts());
        if (before.customer().customerId() != 0 && !keepsCustomer()) {
            // Texts of the old customer must not appear with the new one.
            TicketField.OF_CUSTOMER.forEach(merged::remove);
        }
        var code = code(merged.getOrDefault(TicketField.CUSTOMER_CODE, ""));
        if (!keepsCustomer()) {
            merged.putAll(context.customerTexts());
        }
        Contact.putKeepingReach(merged, change.texts(), TicketField.PHONE, TicketField.EMAIL);
        var given = change.text(TicketField.CUSTOMER_CODE);
        if (given.isEmpty() || CustomerChange.isMissing(given)) {
            merged.put(TicketField.CUSTOMER_CODE, CustomerChange.unlessMissing(code));
        }
        merged.values().removeIf(String::isEmpty);
        return merged;
    }

    /**
     * The customer code if the change gives none. It is the first of these texts that is neither empty nor a word such
     * as N/A: {@code existing}, a code sent as the customer id, the customer's own code. But the customer's own code
     * comes first if the customer was found by the given id, and is new to the ticket or has this id as its code. A
     * customer found by phone may be the wrong one, so its code never comes first.
     *
     * @param existing the ticket's code before the change; empty if the change replaces the ticket's customer
     */
    private String code(String existing) {
        var sent = change.codeAsId();
        var isOpen = existing.isEmpty() || CustomerChange.isMissing(existing);
        var code = isOpen && !sent.isEmpty() ? sent : existing;
        var own = context.customerTexts().getOrDefault(TicketField.CUSTOMER_CODE, code);
        var given = context.byId() && (!keepsCustomer() || change.customerId().equals(own));
        return given || code.isEmpty() || CustomerChange.isMissing(code) ? own : code;
    }

    private boolean keepsCustomer() {
        return context.customer().orElse(before.customer()).customerId()
                == before.customer().customerId();
    }
}
