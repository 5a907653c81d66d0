package dev.daybook.console.page;

import dev.daybook.console.frame.PageAnswer;
import dev.daybook.console.frame.Visit;
import dev.daybook.domain.DaySpan;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.Window;
import dev.daybook.domain.person.Right;
import dev.daybook.store.Database;
import dev.daybook.store.backup.DiskUse;
import dev.daybook.store.record.DayCounts;
import dev.daybook.store.ticket.TicketCounts;
import dev.daybook.store.webhook.OutboxView;
import dev.daybook.store.webhook.WebhookStore;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The first page of an account: new records, pending and due tickets, and waiting webhook calls. */
public final class OverviewPages {
    private static final int DAYS = 14;
    private static final Duration DUE_WITHIN = Duration.ofDays(30);

    /**
     * The longest delay between the due time of a pending ticket and its mark as late. Tickets that became due more
     * recently are not counted, because their mark may be missing.
     */
    private static final Duration MARKED = Duration.ofSeconds(10);

    private final DayCounts customers = new DayCounts(RecordKind.CUSTOMER);
    private final DayCounts tickets = new DayCounts(RecordKind.TICKET);
    private final DayCounts orders = new DayCounts(RecordKind.ORDER);
    private final Database database;
    private final Clock clock;
    private final boolean demo;

    /**
     * @param clock the clock of records, which a sandbox can move
     * @param demo whether everybody sees how full the disk is, and not only operators
     */
    public OverviewPages(Database database, Clock clock, boolean demo) {
        this.database = database;
        this.clock = clock;
        this.demo = demo;
    }

    /**
     * The number of new records on a day. Each number is at most {@link DayCounts#MOST}.
     *
     * @param customers how many customers
     * @param tickets how many tickets
     * @param orders how many orders
     */
    public record Day(LocalDate day, long customers, long tickets, long orders) {}

    /**
     * The overview.
     *
     * @param days the last days, the oldest first
     * @param open how many tickets are open
     * @param due how many tickets were due in the last 30 days, and how many of them were late
     * @param calls how many webhook calls wait or are being made, and how many were given up; without test calls, and
     *     counted only up to {@link OutboxView#MOST_COUNTED}. Empty if the person may not know it
     * @param gone whether the receiver of these calls is gone; false if the person may not know it
     * @param disk the size of the database, and the free space on its disk; empty if the person may not know it
     */
    public record Overview(
            List<Day> days,
            TicketCounts.Open open,
            TicketCounts.Due due,
            Optional<OutboxView.Count> calls,
            boolean gone,
            Optional<DiskUse> disk) {
        /** The largest count of one kind on one day; 0 if no day has new records. */
        public long most() {
            return days.stream()
                    .mapToLong(day -> Math.max(day.customers, Math.max(day.tickets, day.orders)))
                    .max()
                    .orElse(1);
        }

        /** The height of the column of a count, in a chart whose height is {@code full}. */
        public long height(long count, int full) {
            return count == 0 ? 0 : Math.max(2, count * full / Math.max(1, most()));
        }

        /** Whether no day has new records. */
        public boolean isEmpty() {
            return days.stream().allMatch(day -> day.customers + day.tickets + day.orders == 0);
        }
    }

    /** GET overview. */
    public PageAnswer show(Visit visit) {
        var account = visit.account();
        var today = LocalDate.ofInstant(clock.instant(), account.zone());
        var span = new DaySpan(today.minusDays(DAYS - 1), today);
        var marked = clock.instant().minus(MARKED);
        var watches = visit.may(Right.WATCH_CALLS);
        var sees = demo || visit.person().operator();
        return PageAnswer.page("overview.jte", database.read(transaction -> {
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
                    days,
                    TicketCounts.open(transaction, account.cmId()),
                    TicketCounts.due(transaction, account.cmId(), new Window(marked.minus(DUE_WITHIN), marked)),
                    watches ? Optional.of(OutboxView.countFirst(transaction, account.cmId())) : Optional.empty(),
                    watches
                            && WebhookStore.goneSince(transaction, account.cmId())
                                    .isPresent(),
                    sees ? Optional.of(DiskUse.of(transaction)) : Optional.empty());
        }));
    }
}
