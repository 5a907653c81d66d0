package dev.daybook.imports;

import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.ticket.TicketTime;
import dev.daybook.store.Transaction;
import dev.daybook.store.imports.ImportStores;
import dev.daybook.store.record.RecordLoad;
import dev.daybook.store.ticket.NumberedChange;
import dev.daybook.wire.json.Fields;
import dev.daybook.wire.row.RowRules;
import dev.daybook.wire.ticket.TicketRow;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Import of the tickets of one file. */
public final class TicketKind implements BatchedKind<TicketRow> {
    /**
     * The ticket numbers of all rows of the file, also of refused ones. The new ticket of a row without a number must
     * get none of these numbers: otherwise the row that has the number would update this new ticket. The set is
     * complete before the first batch is loaded, because the check or the rehearsal reads the whole file.
     */
    private final Set<Long> numbers = ConcurrentHashMap.newKeySet();

    @Override
    public List<String> fields() {
        return TicketRow.FIELDS;
    }

    @Override
    public RecordKind records() {
        return RecordKind.TICKET;
    }

    @Override
    public String keyField() {
        return "ticket_id";
    }

    /**
     * Returns the ticket number as a text; empty if the row has none. Remembers the number, so that no new ticket gets
     * it. Called for every row, also for a row that is malformed and refused.
     */
    @Override
    public String key(Fields row) {
        var number = TicketRow.number(row);
        if (number != 0) {
            numbers.add(number);
        }
        return key(number);
    }

    private static String key(long number) {
        return number == 0 ? "" : Long.toString(number);
    }

    @Override
    public TicketRow read(Fields row, RowRules rules) {
        return TicketRow.from(row, rules);
    }

    /**
     * True if only the database can check the row. This is so if the row adds a note or associate fields to a ticket
     * that may have the maximum number of them already, or if the ticket may be too large.
     */
    @Override
    public boolean dependsOnOthers(TicketRow record, boolean mayUpdate) {
        var change = record.change();
        var isMerged = mayUpdate
                && record.number() != 0
                && !(change.comment().isEmpty() && change.associates().list().isEmpty());
        return isMerged || BatchedKind.mayBeTooLarge(change.texts().values());
    }

    @Override
    public Rehearsal<TicketRow> rehearsal(ImportStores stores, Account account, Set<String> repeated) {
        return new Rehearsal.OfKeys<>(repeated, row -> key(row.number()));
    }

    @Override
    public RecordLoad load(
            ImportStores stores, Transaction transaction, Account account, List<TicketRow> records, Instant now) {
        var rows = records.stream()
                .map(row -> new RecordLoad.Row<>(new NumberedChange(row.number(), row.change()), createdAt(row, now)))
                .toList();
        return stores.tickets().load(transaction, account, rows, numbers, now);
    }

    /**
     * When the ticket was created, if it is new. If the row does not give this time, it is now, or the time of
     * completion if that is earlier. If the row gives a sub-status, the time of completion does not count: the
     * sub-status may leave the ticket pending, and a pending ticket has no such time.
     */
    private static Instant createdAt(TicketRow row, Instant now) {
        return row.createdAt().orElseGet(() -> {
            var ended = row.change().times().getOrDefault(TicketTime.ENDED, now);
            return row.change().subStatus().isEmpty() && ended.isBefore(now) ? ended : now;
        });
    }
}
