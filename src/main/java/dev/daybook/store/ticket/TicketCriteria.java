package dev.daybook.store.ticket;

import dev.daybook.domain.ticket.SubStatus;
import dev.daybook.domain.ticket.TicketFilter;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.Criteria;

/** Translates the filters of Pull Ticket into SQL. */
public final class TicketCriteria {
    private TicketCriteria() {}

    /** The conditions that tickets must match. */
    public static Criteria of(Transaction transaction, long cmId, TicketFilter filter) {
        var criteria = new Criteria()
                .andText("r.customer_code <> '' AND r.customer_code = :code", "code", filter.customerCode());
        filter.status().ifPresent(status -> criteria.and("r.status = :status", "status", status.key()));
        if (!filter.subStatus().isEmpty()) {
            var key = TicketRulesStore.find(transaction, cmId)
                    .subStatuses()
                    .find(filter.subStatus())
                    .map(SubStatus::key)
                    .orElse(filter.subStatus());
            criteria.and("r.sub_status = :subStatus", "subStatus", key);
        }
        return criteria;
    }
}
