package dev.daybook.imports;

import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.store.Transaction;
import dev.daybook.store.imports.ImportStores;
import dev.daybook.store.record.RecordLoad;
import dev.daybook.store.ticket.NumberedChange;
import dev.daybook.wire.Fields;
import dev.daybook.wire.RowRules;
import dev.daybook.wire.ticket.TicketRow;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Import of tickets. */
public final class TicketKind implements BatchedKind<TicketRow> {
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

    @Override
    public String key(Fields row) {
        return key(TicketRow.number(row));
    }

    private static String key(long number) {
        return number == 0 ? "" : Long.toString(number);
    }

    @Override
    public TicketRow read(Fields row, RowRules rules) {
        return TicketRow.from(row, rules);
    }

    @Override
    public Rehearsal<TicketRow> rehearsal(Set<String> repeated) {
        return new Rehearsal.OfKeys<>(repeated, row -> key(row.number()));
    }

    @Override
    public RecordLoad load(
            ImportStores stores, Transaction transaction, Account account, List<TicketRow> records, Instant now) {
        var rows = records.stream()
                .map(row -> new RecordLoad.Row<>(
                        new NumberedChange(row.number(), row.change()),
                        row.createdAt().orElse(now)))
                .toList();
        return stores.tickets().load(transaction, account, rows, now);
    }
}
