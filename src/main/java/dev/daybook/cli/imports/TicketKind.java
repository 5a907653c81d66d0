package dev.daybook.cli.imports;

import dev.daybook.domain.account.Account;
import dev.daybook.server.Stores;
import dev.daybook.store.Transaction;
import dev.daybook.store.ticket.TicketLoad;
import dev.daybook.wire.Fields;
import dev.daybook.wire.ticket.TicketRow;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** Tickets in files. */
public final class TicketKind implements ImportKind<TicketRow> {
    @Override
    public List<String> fields() {
        return TicketRow.FIELDS;
    }

    @Override
    public TicketRow read(Fields row, ZoneId zone) {
        return TicketRow.from(row, zone);
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
