package dev.daybook.store.ticket;

import dev.daybook.domain.ticket.Ticket;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.store.Transaction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Loads many tickets in one transaction: new ones, and those whose number is known already as updates. */
public final class TicketLoad {
    private static final int NUMBERS_AT_ONCE = 500;

    private final TicketWrite write;
    private long added;
    private long updated;

    TicketLoad(TicketWrite write, Transaction transaction) {
        this.write = write;
        transaction.dialect().expectGrowth(transaction.handle());
    }

    /**
     * A ticket to load.
     *
     * @param number its public number, by which it is found again; 0 for a new one
     * @param change what it is
     * @param createdAt when it was created, if it is new
     */
    public record Row(long number, TicketChange change, Instant createdAt) {}

    /** Loads rows; of two with the same number the later one is an update of the earlier. */
    public void load(List<Row> rows, Instant now) {
        var together = new ArrayList<Row>();
        var numbers = new HashSet<Long>();
        for (var row : rows) {
            if (row.number != 0 && !numbers.add(row.number)) {
                write(together, now);
                together.clear();
                numbers.clear();
                numbers.add(row.number);
            }
            together.add(row);
        }
        write(together, now);
    }

    /** How many tickets are new. */
    public long added() {
        return added;
    }

    /** How many tickets were there before. */
    public long updated() {
        return updated;
    }

    /** Writes rows with different numbers. */
    private void write(List<Row> rows, Instant now) {
        var numbers =
                rows.stream().map(Row::number).filter(number -> number != 0).toList();
        var known = known(numbers);
        var items = rows.stream()
                .map(row -> new TicketWrite.Item(
                        row.change,
                        Optional.ofNullable(known.get(row.number)),
                        row.number,
                        row.createdAt.truncatedTo(ChronoUnit.MILLIS)))
                .toList();
        write.write(items, now.truncatedTo(ChronoUnit.MILLIS));
        updated += known.size();
        added += rows.size() - known.size();
    }

    private Map<Long, Ticket> known(List<Long> numbers) {
        var known = new HashMap<Long, Ticket>();
        for (var from = 0; from < numbers.size(); from += NUMBERS_AT_ONCE) {
            var some = numbers.subList(from, Math.min(numbers.size(), from + NUMBERS_AT_ONCE));
            write.lock(some).forEach(ticket -> known.put(ticket.number(), ticket));
        }
        return known;
    }
}
