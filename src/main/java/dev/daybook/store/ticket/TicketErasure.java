package dev.daybook.store.ticket;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.ticket.Ticket;
import dev.daybook.store.Times;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.Documents;
import java.time.Instant;
import java.util.List;

/**
 * Takes a person out of the tickets: what the ticket says, of whom, and what was said about it. Its ids, times and
 * statuses stay, so that an account's figures stay true.
 */
public final class TicketErasure {
    private static final String IDS = """
            SELECT id FROM ticket WHERE cm_id = :cmId AND customer_id = :customerId AND customer_id <> 0 ORDER BY id""";

    private static final String BLANK = """
            UPDATE ticket SET modified_at = :now, version = version + 1, changed_in = :changedIn, customer_id = 0,
             contact_id = 0, notes = 0, title = '', detail = '', disposition = '', due_date = '', customer_name = '',
             customer_code = '', phone = '', email = '', address = ''
            WHERE cm_id = :cmId AND id IN (<ids>)""";

    private static final List<String> PARTS = List.of("ticket_associate", "ticket_event");

    private final Documents<Ticket> documents;

    /** Renders what is left. */
    public TicketErasure(Documents<Ticket> documents) {
        this.documents = documents;
    }

    /** Erases a customer from the tickets that are tagged with it; how many. */
    public int erase(Transaction transaction, Account account, long customerId, Instant now) {
        var handle = transaction.handle();
        var ids = handle.createQuery(IDS + " " + transaction.dialect().forUpdate())
                .bind("cmId", account.cmId())
                .bind("customerId", customerId)
                .mapTo(Long.class)
                .list();
        if (ids.isEmpty()) {
            return 0;
        }
        for (var part : PARTS) {
            handle.createUpdate("DELETE FROM " + part + " WHERE cm_id = :cmId AND ticket_id IN (<ids>)")
                    .bind("cmId", account.cmId())
                    .bindList("ids", ids)
                    .execute();
        }
        handle.createUpdate(BLANK)
                .bind("cmId", account.cmId())
                .bind("now", Times.column(now))
                .bind("changedIn", transaction.changeNumber())
                .bindList("ids", ids)
                .execute();
        documents.rerender(transaction, TicketTable.select(transaction, account.cmId(), ids), account.zone());
        return ids.size();
    }
}
