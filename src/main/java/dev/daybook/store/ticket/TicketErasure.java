package dev.daybook.store.ticket;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.ticket.Ticket;
import dev.daybook.store.Times;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.Documents;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Takes a person out of the tickets: what the ticket says, of whom, and what was said about it. Its ids, times and
 * statuses stay, so that an account's figures stay true.
 */
public final class TicketErasure {
    private static final String BLANK = """
            UPDATE ticket SET modified_at = :now, version = version + 1, changed_in = :changedIn, customer_id = 0,
             contact_id = 0, notes = 0, title = '', detail = '', disposition = '', due_date = '', customer_name = '',
             customer_code = '', phone = '', email = '', address = ''
            WHERE cm_id = :cmId AND id IN (<ids>)""";

    /** What goes whole, by the column that has the ticket's id; an answer about a ticket of nobody's has it too. */
    private static final Map<String, String> PARTS =
            Map.of("ticket_associate", "ticket_id", "ticket_event", "ticket_id", "idempotency", "customer_id");

    private static final int AT_ONCE = 500;

    private final Documents<Ticket> documents;

    /** Renders what is left. */
    public TicketErasure(Documents<Ticket> documents) {
        this.documents = documents;
    }

    /**
     * Erases a customer from their tickets, and the answers that are kept for repeated requests about these; how many.
     * The customer's own rows must still be there, because they tell which tickets that are tagged with nobody are
     * theirs.
     */
    public int erase(Transaction transaction, Account account, long customerId, Instant now) {
        var ids = PersonTickets.lock(transaction, account.cmId(), customerId);
        for (var from = 0; from < ids.size(); from += AT_ONCE) {
            erase(transaction, account, ids.subList(from, Math.min(ids.size(), from + AT_ONCE)), now);
        }
        return ids.size();
    }

    private void erase(Transaction transaction, Account account, List<Long> ids, Instant now) {
        var handle = transaction.handle();
        PARTS.forEach((part, column) -> handle.createUpdate(
                        "DELETE FROM " + part + " WHERE cm_id = :cmId AND " + column + " IN (<ids>)")
                .bind("cmId", account.cmId())
                .bindList("ids", ids)
                .execute());
        handle.createUpdate(BLANK)
                .bind("cmId", account.cmId())
                .bind("now", Times.column(now))
                .bind("changedIn", transaction.changeNumber())
                .bindList("ids", ids)
                .execute();
        documents.rerender(transaction, TicketTable.select(transaction, account.cmId(), ids), account.zone());
    }
}
