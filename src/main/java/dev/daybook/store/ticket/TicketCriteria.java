package dev.daybook.store.ticket;

import dev.daybook.domain.TextKey;
import dev.daybook.domain.Window;
import dev.daybook.domain.ticket.TicketFilter;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.Criteria;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Translates the filters of Pull Ticket into SQL. */
public final class TicketCriteria {
    private static final String OF_CODE = "r.customer_code <> '' AND r.customer_code = :code";

    private static final String WORDS = """
            SELECT DISTINCT r.sub_status FROM ticket r
            WHERE r.cm_id = :cmId AND r.created_at >= :start AND r.created_at < :end AND r.deleted_at = 0""";

    private TicketCriteria() {}

    /** The conditions that tickets of a window must match. */
    public static Criteria of(Transaction transaction, long cmId, Window window, TicketFilter filter) {
        var criteria = new Criteria().andText(OF_CODE, "code", filter.customerCode());
        filter.status().ifPresent(status -> criteria.and("r.status = :status", "status", status.key()));
        if (!filter.subStatus().isEmpty()) {
            var words = words(transaction, cmId, window, filter);
            criteria.andAny("r.sub_status IN (<subStatuses>)", "subStatuses", words);
        }
        return criteria;
    }

    /**
     * The words that tickets may store for a sub-status of the filter: its key, and also other keys or names, which
     * were stored before the account's list had this sub-status. In answers, tickets with such a word have this
     * sub-status too. If the filter's word is not in the list, tickets may store it in any upper and lower case.
     */
    private static Set<String> words(Transaction transaction, long cmId, Window window, TicketFilter filter) {
        var list = TicketRulesStore.find(transaction, cmId).subStatuses();
        var keys = list.keys(filter.subStatus());
        var code = filter.customerCode();
        var query = transaction
                .query(code.isEmpty() ? WORDS : WORDS + " AND " + OF_CODE, cmId)
                .bind("start", EpochMillis.column(window.start()))
                .bind("end", EpochMillis.column(window.end()));
        if (!code.isEmpty()) {
            query.bind("code", code);
        }
        var folded = keys.stream().map(TextKey::of).collect(Collectors.toSet());
        var words = new HashSet<String>(keys);
        query.mapTo(String.class)
                .filter(word -> folded.contains(TextKey.of(list.of(word).key())))
                .forEach(words::add);
        return words;
    }
}
