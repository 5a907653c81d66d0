package dev.daybook.cli.imports;

import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.server.Stores;
import dev.daybook.store.Transaction;
import dev.daybook.store.ticket.TicketLoad;
import dev.daybook.wire.Fields;
import dev.daybook.wire.RowRules;
import dev.daybook.wire.ticket.TicketRow;
import java.time.Instant;
import java.util.List;

/** Tickets in files. */
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
        var number = TicketRow.number(row);
        return number == 0 ? "" : Long.toString(number);
    }

    @Override
    public TicketRow read(Fields row, RowRules rules) {
        return TicketRow.from(row, rules);
    }

    @Override
    public Load<TicketRow> load(Stores stores, Transaction transaction, Account account, Instant now) {
        var load = stores.tickets().load(transaction, account);
        return Load.of(
                rows -> load.load(
                        rows.stream()
                                .map(row -> new TicketLoad.Row(
                                        row.number(),
                                        row.change(),
                                        row.createdAt().orElse(now)))
                                .toList(),
                        now),
                load::added,
                load::updated);
    }
}
