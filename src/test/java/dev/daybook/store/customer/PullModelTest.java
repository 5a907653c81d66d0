package dev.daybook.store.customer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.battery.Check;
import dev.daybook.battery.Tally;
import dev.daybook.domain.PagePosition;
import dev.daybook.domain.PageRequest;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.Window;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.customer.CustomerFilter;
import dev.daybook.kit.TestDatabase;
import dev.daybook.server.Stores;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.record.RecordPages;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Compares pulls from both databases with {@link PullModel}: a list in memory, with filters as in the specification.
 */
class PullModelTest {
    private static final Pattern ID = Pattern.compile("^\\{\"id\":(\\d+),");
    private static final CustomerFilter ANY = new CustomerFilter(
            "", "", "", 0, "", "", CustomerFilter.Kind.ANY, List.of(), List.of(), Map.of(), Map.of());
    private static final int STEPS = 60;
    private static final int PULLS = 20;
    private static final Map<TestDatabase, Stores> STORES = new EnumMap<>(TestDatabase.class);
    private static long lastAccount = 5_000_000;

    @AfterAll
    static void close() {
        STORES.values().forEach(Stores::close);
        STORES.clear();
    }

    /** A trial is one step of a history, or one pull after it, on both databases. */
    @Tag("battery-17")
    @Test
    void bothDatabasesPullTheSameCustomersAsTheModel() throws Exception {
        Tally.run(Check.MODEL, "customers", tally -> {
            var seeds = new Random(tally.seed());
            for (var tries = Tally.trials(12, 125); tries > 0; tries--) {
                tally.held(compareHistory(seeds.nextLong()));
            }
        });
    }

    private static int compareHistory(long seed) {
        var trials = 0;
        for (var database : TestDatabase.tested()) {
            var stores = stores(database);
            var random = new Random(seed);
            var history = new PullHistory(stores, newAccount(stores), random);
            var steps = 1 + random.nextInt(STEPS);
            for (var step = 0; step < steps; step++) {
                history.step();
            }
            for (var pull = 0; pull < PULLS; pull++) {
                comparePull(database, stores, history, random);
            }
            trials = steps + PULLS;
        }
        return trials;
    }

    /** Records that did not change between two pages come once; deleted and added ones do not shift the others. */
    @Tag("battery-17")
    @Test
    void aCursorKeepsItsPlaceWhateverChangesBetweenPages() throws Exception {
        Tally.run(Check.MODEL, "customers between pages", tally -> {
            var seeds = new Random(tally.seed());
            for (var tries = Tally.trials(3, 20); tries > 0; tries--) {
                changeBetweenPages(seeds.nextLong());
                tally.held();
            }
        });
    }

    private static void changeBetweenPages(long seed) {
        for (var database : TestDatabase.tested()) {
            var stores = stores(database);
            var random = new Random(seed);
            var history = new PullHistory(stores, newAccount(stores), random);
            for (var step = 0; step < STEPS; step++) {
                history.step();
            }
            var before = history.model.pull(PullHistory.ALWAYS, ANY);
            var seen = new ArrayList<Long>();
            Optional<PagePosition> after = Optional.empty();
            do {
                var page = page(
                        stores, history, PullHistory.ALWAYS, ANY, new PageRequest(1 + random.nextInt(5), 0, after));
                seen.addAll(ids(page));
                after = page.next();
                history.step();
                history.step();
            } while (after.isPresent());
            assertEquals(seen.stream().distinct().toList(), seen, database + ": a repeat");
            var untouched = before.stream()
                    .filter(id -> history.model.contains(id))
                    .filter(id -> !seen.contains(id))
                    .toList();
            assertEquals(List.of(), untouched, database + ": a gap");
        }
    }

    /** Counts one trial for each record that a walk over all pages finds at its expected place. */
    @Tag("battery-8")
    @ParameterizedTest
    @EnumSource
    void pagesOfManyCustomersOfOneInstantNeitherRepeatNorSkip(TestDatabase database) throws Exception {
        var stores = stores(database);
        var history = new PullHistory(stores, newAccount(stores), new Random(1));
        var many = Tally.trials(3_000, 10_000);
        var expected = history.addMany(many, PullHistory.NOON);
        var window = new Window(PullHistory.NOON, PullHistory.NOON.plusMillis(1));
        Tally.run(Check.TIES, database.toString(), tally -> {
            for (var size : List.of(37, 101, 999)) {
                var ids = walk(stores, history, window, page -> new PageRequest(size, 0, page.next()), size);
                assertEquals(expected, ids, "by cursor, " + size);
                tally.held(ids.size());
            }
            for (var size : List.of(101, 999, 3_000)) {
                var seen = new AtomicInteger();
                var ids = walk(
                        stores,
                        history,
                        window,
                        page -> new PageRequest(
                                size, seen.addAndGet(page.documents().size()), Optional.empty()),
                        size);
                assertEquals(expected, ids, "by offset, " + size);
                tally.held(ids.size());
            }
        });
        var other = new Window(PullHistory.NOON.plusMillis(1), PullHistory.NOON.plusMillis(2));
        assertEquals(List.of(), walk(stores, history, other, page -> new PageRequest(10, 0, Optional.empty()), 10));
    }

    /** The ids of all pages of a window; each request continues after the previous page. */
    private static List<Long> walk(
            Stores stores,
            PullHistory history,
            Window window,
            Function<RecordPages.Page, PageRequest> following,
            int size) {
        var ids = new ArrayList<Long>();
        var request = new PageRequest(size, 0, Optional.empty());
        RecordPages.Page page;
        do {
            page = page(stores, history, window, ANY, request);
            ids.addAll(ids(page));
            request = following.apply(page);
        } while (page.next().isPresent());
        return ids;
    }

    private static void comparePull(TestDatabase database, Stores stores, PullHistory history, Random random) {
        var window = history.window();
        var asked = history.filter();
        var filter = random.nextInt(4) == 0 ? asked.filledFrom(history.filter()) : asked;
        var expected = history.model.pull(window, filter);
        var limit = 1 + random.nextInt(random.nextBoolean() ? 5 : 80);
        var offset = random.nextInt(3) == 0 ? random.nextInt(8) : 0;
        var what = database + " " + window + " " + filter + " limit " + limit + " offset " + offset;

        var page = page(stores, history, window, filter, new PageRequest(limit, offset, Optional.empty()));
        var rest = expected.subList(Math.min(offset, expected.size()), expected.size());
        assertEquals(rest.subList(0, Math.min(limit, rest.size())), ids(page), what);
        assertEquals(rest.size() > limit, page.next().isPresent(), what);
        for (var document : page.documents()) {
            var text = PullModel.text(document);
            assertTrue(text.contains(history.model.shownName(id(text))), () -> what + ": " + text);
        }

        var all = new ArrayList<>(ids(page));
        var after = page.next();
        while (after.isPresent()) {
            var next = page(stores, history, window, filter, new PageRequest(limit, 0, after));
            all.addAll(ids(next));
            after = next.next();
        }
        assertEquals(rest, all, what + " by cursor");
    }

    private static RecordPages.Page page(
            Stores stores, PullHistory history, Window window, CustomerFilter filter, PageRequest request) {
        return stores.database()
                .read(transaction -> new RecordPages(RecordKind.CUSTOMER)
                        .page(transaction, history.account().cmId(), window, CustomerCriteria.of(filter), request));
    }

    private static List<Long> ids(RecordPages.Page page) {
        return page.documents().stream()
                .map(document -> id(PullModel.text(document)))
                .toList();
    }

    private static long id(String document) {
        var matcher = ID.matcher(document);
        assertTrue(matcher.find(), document);
        return Long.parseLong(matcher.group(1));
    }

    private static Stores stores(TestDatabase database) {
        return STORES.computeIfAbsent(database, kind -> Stores.open(kind.fenced()));
    }

    private static Account newAccount(Stores stores) {
        lastAccount++;
        var account = new Account(lastAccount, "Model", Account.DEFAULT_ZONE, "{}");
        stores.database().write(transaction -> AccountStore.add(transaction, account));
        return account;
    }
}
