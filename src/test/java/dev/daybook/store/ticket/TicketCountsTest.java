package dev.daybook.store.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.Window;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.ticket.Priority;
import dev.daybook.domain.ticket.TicketStatus;
import dev.daybook.kit.TableDump;
import dev.daybook.kit.TestDatabase;
import dev.daybook.server.Stores;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Counts of due and late tickets on both databases, up to the largest exact count and beyond it. */
class TicketCountsTest {
    private static final long CM_ID = 1_000_298;

    private static Stores open(TestDatabase database) {
        var stores = Stores.open(database.create());
        stores.database()
                .write(transaction ->
                        AccountStore.add(transaction, new Account(CM_ID, "Test", Account.DEFAULT_ZONE, "{}")));
        return stores;
    }

    @ParameterizedTest
    @EnumSource
    void dueTicketsAreCountedUpToTheLimit(TestDatabase database) {
        try (var stores = open(database)) {
            var late = new TicketRow(CM_ID, 1, 0, TicketStatus.PENDING, Priority.LOW, 0, 0, 0, true);
            var window = new Window(Instant.EPOCH, Instant.EPOCH.plusSeconds(1_000));
            stores.database().run(transaction -> addDue(transaction, late, TicketCounts.COUNTED - 1));
            var all = stores.database().read(transaction -> {
                return TicketCounts.due(transaction, CM_ID, window);
            });
            assertEquals(new TicketCounts.Due(TicketCounts.COUNTED - 1, TicketCounts.COUNTED - 1), all);
            stores.database().run(transaction -> addDue(transaction, late, 1));
            var most = stores.database().read(transaction -> {
                return TicketCounts.due(transaction, CM_ID, window);
            });
            assertFalse(most.isBeyond(), "all are counted: " + most);
            stores.database().run(transaction -> addDue(transaction, late, 1));
            var more = stores.database().read(transaction -> {
                return TicketCounts.due(transaction, CM_ID, window);
            });
            assertTrue(more.isBeyond(), more.toString());
            assertEquals(0, more.percentInTime());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLateTicketIsCountedHoweverManyAreOlder(TestDatabase database) {
        try (var stores = open(database)) {
            var old = new TicketRow(CM_ID, 1, 0, TicketStatus.PENDING, Priority.LOW, 0, 0, 0, false);
            var late = new TicketRow(CM_ID, 1, 1, TicketStatus.PENDING, Priority.HIGH, 0, 0, 0, true);
            var done = new TicketRow(CM_ID, 1, 1, TicketStatus.COMPLETE, Priority.HIGH, 0, 0, 0, true);
            stores.database().run(transaction -> addDue(transaction, old, TicketCounts.COUNTED + 1));
            stores.database().run(transaction -> addDue(transaction, late, 1));
            stores.database().run(transaction -> addDue(transaction, done, 1));
            var open = stores.database().read(transaction -> {
                return TicketCounts.open(transaction, CM_ID);
            });
            assertTrue(open.isBeyond(), open.toString());
            assertEquals(1, open.late());
        }
    }

    private static void addDue(Transaction transaction, TicketRow like, int tickets) {
        var first = transaction
                .handle()
                .createQuery("SELECT coalesce(max(id), 0) + 1 FROM ticket")
                .mapTo(Long.class)
                .one();
        var columns = TableDump.columns(transaction, "ticket");
        var values = columns.stream()
                .map(column -> switch (column) {
                    case "id", "number" -> "i";
                    case "due" -> "1000";
                    default -> like.value(column);
                })
                .toList();
        transaction
                .handle()
                .execute("INSERT INTO ticket (" + String.join(", ", columns) + ") WITH RECURSIVE numbers(i) AS (SELECT "
                        + first + " UNION ALL SELECT i + 1 FROM numbers WHERE i < " + (first + tickets - 1)
                        + ") SELECT " + String.join(", ", values) + " FROM numbers");
    }
}
