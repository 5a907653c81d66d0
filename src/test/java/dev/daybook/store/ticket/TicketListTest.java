package dev.daybook.store.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.PagePosition;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.ticket.Priority;
import dev.daybook.domain.ticket.TicketStatus;
import dev.daybook.kit.QueryPlan;
import dev.daybook.kit.TableDump;
import dev.daybook.kit.TestDatabase;
import dev.daybook.server.Stores;
import dev.daybook.store.Dialect;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.ticket.TicketList.Filter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares the queue of tickets with a list in memory, and checks the query plans; on both databases. */
class TicketListTest {
    private static final long CM_ID = 1_000_298;
    private static final List<OptionalLong> ASSIGNEES =
            List.of(OptionalLong.empty(), OptionalLong.of(0), OptionalLong.of(7));

    private static final List<OptionalLong> CUSTOMERS = List.of(OptionalLong.empty(), OptionalLong.of(2));

    private static final Comparator<TicketRow> DUE_FIRST =
            Comparator.comparingLong(TicketRow::due).thenComparingLong(TicketRow::id);

    private static final Comparator<TicketRow> NEWEST_FIRST = Comparator.comparingLong(TicketRow::createdAt)
            .thenComparingLong(TicketRow::id)
            .reversed();

    /** The priorities of the tickets. No ticket has the highest one. */
    private static final Priority[] USED = {Priority.LOW, Priority.MEDIUM, Priority.HIGH};

    private static Stores open(TestDatabase database) {
        var stores = Stores.open(database.create());
        stores.database()
                .write(transaction ->
                        AccountStore.add(transaction, new Account(CM_ID, "Test", Account.DEFAULT_ZONE, "{}")));
        return stores;
    }

    private static <T> T pick(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }

    /** Adds tickets of which some have the same time. */
    private static List<TicketRow> add(Transaction transaction, Random random) {
        var columns = TableDump.columns(transaction, "ticket");
        var rows = new ArrayList<TicketRow>();
        for (var id = 1; id <= 400; id++) {
            var row = new TicketRow(
                    CM_ID,
                    id,
                    random.nextInt(100),
                    pick(random, TicketStatus.values()),
                    pick(random, USED),
                    random.nextInt(3) == 0 ? 7 : 0,
                    random.nextInt(3),
                    random.nextInt(40),
                    random.nextInt(4) == 0);
            rows.add(row);
            var values = columns.stream().map(row::value).toList();
            transaction
                    .handle()
                    .execute("INSERT INTO ticket (" + String.join(", ", columns) + ") VALUES ("
                            + String.join(", ", values) + ")");
        }
        return rows;
    }

    private static List<Filter> filters() {
        var filters = new ArrayList<Filter>();
        for (var status : List.of("P", "C", "all")) {
            for (var priority : List.of("", "1", "3")) {
                for (var assignee : ASSIGNEES) {
                    for (var late : List.of(true, false)) {
                        for (var customer : CUSTOMERS) {
                            filters.add(new Filter(
                                    TicketStatus.of(status), Priority.of(priority), assignee, customer, late, false));
                            if (status.equals("P")) {
                                filters.add(new Filter(
                                        TicketStatus.of(status),
                                        Priority.of(priority),
                                        assignee,
                                        customer,
                                        late,
                                        true));
                            }
                        }
                    }
                }
            }
        }
        return filters;
    }

    private static List<Long> matching(List<TicketRow> rows, Filter filter) {
        return rows.stream()
                .filter(row -> filter.status().isEmpty() || filter.status().get() == row.status())
                .filter(row -> filter.priority().isEmpty() || filter.priority().get() == row.priority())
                .filter(row -> filter.assignee().isEmpty() || filter.assignee().getAsLong() == row.assignee())
                .filter(row -> filter.customer().isEmpty() || filter.customer().getAsLong() == row.customer())
                .filter(row -> !filter.late() || row.late())
                .filter(row -> !filter.dueFirst() || row.due() != 0)
                .sorted(filter.dueFirst() ? DUE_FIRST : NEWEST_FIRST)
                .map(TicketRow::id)
                .toList();
    }

    private static List<Long> paged(Transaction transaction, Filter filter) {
        var ids = new ArrayList<Long>();
        var next = Optional.<PagePosition>empty();
        do {
            var page = TicketList.page(transaction, CM_ID, filter, next, 9);
            page.records().forEach(ticket -> ids.add(ticket.id()));
            next = page.next();
        } while (next.isPresent());
        return ids;
    }

    @ParameterizedTest
    @EnumSource
    void eachFilterListsItsTicketsInOrderOverAllPages(TestDatabase database) {
        try (var stores = open(database)) {
            var rows = stores.database().write(transaction -> add(transaction, new Random(8)));
            stores.database().read(transaction -> {
                for (var filter : filters()) {
                    assertEquals(matching(rows, filter), paged(transaction, filter), filter.toString());
                }
                return true;
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void listsOfCompleteAndOfLateTicketsUseIndexRanges(TestDatabase database) {
        try (var stores = open(database)) {
            stores.database().write(transaction -> {
                var count = plan(transaction, TicketCounts.LATE);
                assertTrue(count.contains("ticket_late"), count);
                for (var filter : filters()) {
                    if (filter.customer().isPresent() || filter.dueFirst()) {
                        continue;
                    }
                    var isRange = !filter.late()
                            && filter.assignee().orElse(0) == 0
                            && filter.status().equals(Optional.of(TicketStatus.COMPLETE));
                    if (filter.late() && filter.assignee().orElse(0) == 0) {
                        var plan = plan(transaction, TicketList.sql(filter, true));
                        assertTrue(plan.contains("ticket_late"), filter + "\n" + plan);
                    }
                    if (isRange) {
                        var plan = plan(transaction, TicketList.sql(filter, true));
                        assertTrue(plan.contains("ticket_completed"), filter + "\n" + plan);
                        assertFalse(plan.contains("ticket_proof") || plan.contains("Seq Scan"), plan);
                    }
                }
                return true;
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void ticketsOfACustomerAreNotSearchedAmongAllInTheOrderOfTime(TestDatabase database) {
        try (var stores = open(database)) {
            stores.database().write(transaction -> {
                var isSqlite = transaction.dialect() == Dialect.SQLITE;
                for (var filter : filters()) {
                    if (filter.customer().isPresent()) {
                        var plan = plan(transaction, TicketList.sql(filter, true));
                        // All indexes of an empty table cost PostgreSQL the same, but none may give the order.
                        assertTrue(plan.contains(isSqlite ? "ticket_customer" : "Sort Key"), filter + "\n" + plan);
                    }
                }
                return true;
            });
        }
    }

    private static String plan(Transaction transaction, String sql) {
        var values =
                Map.of("cmId", CM_ID, "customer", 1L, "priority", 1, "assignee", 0L, "time", 5L, "id", 5L, "limit", 26);
        return QueryPlan.of(transaction, sql, values, "bitmapscan");
    }
}
