package dev.daybook.store.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.battery.Check;
import dev.daybook.battery.Tally;
import dev.daybook.domain.PagePosition;
import dev.daybook.domain.PageRequest;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.order.OrderFilter;
import dev.daybook.kit.TestDatabase;
import dev.daybook.server.Stores;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.record.RecordPages;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Compares pulls of orders from both databases with {@link OrderModel}: a list in memory, filtered as the vendor's page
 * says.
 */
class OrderModelTest {
    private static final Pattern SHOWN = Pattern.compile("^\\{\"id\":(\\d+),.*\"grandTotal\":([0-9.]+),");
    private static final Map<TestDatabase, Stores> STORES = new EnumMap<>(TestDatabase.class);
    private static final int PULLS = 25;
    private static long lastAccount = 7_000_000;

    @AfterAll
    static void close() {
        STORES.values().forEach(Stores::close);
        STORES.clear();
    }

    /** A trial is one step of a history, or one pull after it, on both databases. */
    @Tag("battery-17")
    @Test
    void bothDatabasesPullTheSameOrdersAsTheModel() throws Exception {
        Tally.run(Check.MODEL, "orders", tally -> {
            var seeds = new Random(tally.seed());
            for (var left = Tally.trials(12, 60); left > 0; left--) {
                tally.held(compareHistory(seeds.nextLong()));
            }
        });
    }

    private static int compareHistory(long seed) {
        var trials = 0;
        for (var database : TestDatabase.tested()) {
            var stores = STORES.computeIfAbsent(database, kind -> Stores.open(kind.fenced()));
            var account = new Account(++lastAccount, "Model", Account.DEFAULT_ZONE, "{}");
            stores.database().write(transaction -> AccountStore.add(transaction, account));
            var random = new Random(seed);
            var history = new OrderHistory(stores, account, random);
            var steps = 1 + random.nextInt(40);
            for (var step = 0; step < steps; step++) {
                history.step();
            }
            for (var pull = 0; pull < PULLS; pull++) {
                var filter = history.filter();
                assertEquals(
                        history.model.pull(filter),
                        pulled(stores, account, filter, 1 + random.nextInt(7), history.model),
                        database + " " + filter);
            }
            assertEquals(
                    history.model.pull(OrderFilter.NONE),
                    pulled(stores, account, OrderFilter.NONE, 1_000, history.model),
                    database + " all");
            trials = steps + PULLS;
        }
        return trials;
    }

    /** The ids of all pages, by cursor. Checks that each order shows the model's total. */
    private static List<Long> pulled(Stores stores, Account account, OrderFilter filter, int limit, OrderModel model) {
        var ids = new ArrayList<Long>();
        Optional<PagePosition> after = Optional.empty();
        do {
            var request = new PageRequest(limit, 0, after);
            var page = stores.database()
                    .read(transaction -> new RecordPages(RecordKind.ORDER)
                            .page(
                                    transaction,
                                    account.cmId(),
                                    OrderCriteria.created(filter, account.zone()),
                                    OrderCriteria.of(filter, account.zone()),
                                    request));
            assertTrue(page.documents().size() <= limit);
            for (var document : page.documents()) {
                var shown = SHOWN.matcher(new String(document, StandardCharsets.UTF_8));
                assertTrue(shown.find());
                var id = Long.parseLong(shown.group(1));
                assertEquals(model.total(id), shown.group(2), "total of " + id);
                ids.add(id);
            }
            after = page.next();
        } while (after.isPresent());
        return ids;
    }
}
