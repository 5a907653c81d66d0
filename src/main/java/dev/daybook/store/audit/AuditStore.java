package dev.daybook.store.audit;

import dev.daybook.domain.PagePosition;
import dev.daybook.domain.person.Act;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.AuditEntry;
import dev.daybook.store.Times;
import dev.daybook.store.Transaction;
import java.util.List;

/** The audit. A line is written in the transaction of what it tells of, and never changed. */
public final class AuditStore {
    private static final String INSERT = """
            INSERT INTO audit (cm_id, at, id, person_id, action, record_id, address)
            VALUES (:cmId, :at, :id, :personId, :action, :recordId, :address)""";

    private static final String BEFORE = """
            SELECT a.id, a.at, a.person_id, a.action, a.record_id, a.address, coalesce(p.email, '') AS who
            FROM audit a LEFT JOIN person p ON p.id = a.person_id
            WHERE a.cm_id = :cmId AND (a.at, a.id) < (:at, :id)
            ORDER BY a.at DESC, a.id DESC LIMIT :limit""";

    /** Writes a line. */
    public void write(Transaction transaction, Act act, AuditAction action, long recordId) {
        transaction
                .handle()
                .createUpdate(INSERT)
                .bind("cmId", act.cmId())
                .bind("at", Times.column(act.at()))
                .bind("id", transaction.takeId())
                .bind("personId", act.personId())
                .bind("action", action.name())
                .bind("recordId", recordId)
                .bind("address", act.address())
                .execute();
    }

    /** The lines of an account before a position, the newest first. */
    public List<AuditEntry> before(Transaction transaction, long cmId, PagePosition position, int limit) {
        return transaction
                .handle()
                .createQuery(BEFORE)
                .bind("cmId", cmId)
                .bind("at", Times.column(position.createdAt()))
                .bind("id", position.id())
                .bind("limit", limit)
                .map((row, context) -> new AuditEntry(
                        row.getLong("id"),
                        Times.instant(row.getLong("at")),
                        row.getLong("person_id"),
                        row.getString("who"),
                        AuditAction.valueOf(row.getString("action")),
                        row.getLong("record_id"),
                        row.getString("address")))
                .list();
    }
}
