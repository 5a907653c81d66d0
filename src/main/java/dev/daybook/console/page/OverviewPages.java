package dev.daybook.console.page;

import dev.daybook.console.frame.Reply;
import dev.daybook.console.frame.Visit;
import dev.daybook.domain.DaySpan;
import dev.daybook.domain.RecordKind;
import dev.daybook.store.Database;
import dev.daybook.store.record.DayCounts;
import dev.daybook.store.ticket.TicketList;
import dev.daybook.store.webhook.OutboxView;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The first page of an account: what came in, and what waits. */
public final class OverviewPages {
    private static final int DAYS = 14;

    private final DayCounts customers = new DayCounts(RecordKind.CUSTOMER);
    private final DayCounts tickets = new DayCounts(RecordKind.TICKET);
    private final DayCounts orders = new DayCounts(RecordKind.ORDER);
    private final TicketList queue = new TicketList();
    private final OutboxView outbox = new OutboxView();
    private final Database database;
    private final Clock clock;

    /** Joins what it needs, with the clock of records. */
    public OverviewPages(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * What came in on a day.
     *
     * @param day the day
     * @param customers how many customers
     * @param tickets how many tickets
     * @param orders how many orders
     */
    public record Day(LocalDate day, long customers, long tickets, long orders) {}

    /**
     * The overview.
     *
     * @param days the last days, the oldest first
     * @param open the open tickets
     * @param calls the webhook calls that wait or were given up
     */
    public record Overview(List<Day> days, TicketList.Open open, OutboxView.Count calls) {
        /** The largest count of one kind and day, at least 1. */
        public long most() {
            return days.stream()
                    .mapToLong(day -> Math.max(day.customers, Math.max(day.tickets, day.orders)))
                    .max()
                    .orElse(1);
        }

        /** The height of a column of a chart that is so high. */
        public long height(long count, int full) {
            return count == 0 ? 0 : Math.max(2, count * full / Math.max(1, most()));
        }

        /** Whether nothing came in at all. */
        public boolean isEmpty() {
            return days.stream().allMatch(day -> day.customers + day.tickets + day.orders == 0);
        }
    }

    /** GET overview. */
    public Reply show(Visit visit) {
        var account = visit.account();
        var today = LocalDate.ofInstant(clock.instant(), account.zone());
        var span = new DaySpan(today.minusDays(DAYS - 1), today);
        return Reply.page("overview.jte", database.read(transaction -> {
            var counts = List.of(
                    customers.count(transaction, account, span),
                    tickets.count(transaction, account, span),
                    orders.count(transaction, account, span));
            var days = new ArrayList<Day>();
            for (var index = 0; index < DAYS; index++) {
                days.add(new Day(
                        span.days().get(index),
                        counts.get(0).get(index),
                        counts.get(1).get(index),
                        counts.get(2).get(index)));
            }
            return new Overview(
                    days, queue.open(transaction, account.cmId()), outbox.count(transaction, account.cmId()));
        }));
    }
}
