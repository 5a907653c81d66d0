package dev.daybook.store.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.faq.FaqChange;
import dev.daybook.kit.HookedAccount;
import dev.daybook.kit.QueryPlan;
import dev.daybook.kit.SettableClock;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestFaq;
import dev.daybook.server.Stores;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.faq.FaqLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The times of writes with which a server compares its clock. */
class HealthTest {
    private static final Instant START = Instant.parse("2024-05-02T10:45:42.249Z");
    private static final long OTHER = 7;

    private final SettableClock clock = new SettableClock(START);

    /** An account has a change that was made while the clock was ahead, and then another account has one. */
    @ParameterizedTest
    @EnumSource
    void theNewestWriteIsThatOfAnyAccount(TestDatabase database) {
        try (var account = new HookedAccount(database.create(), clock)) {
            var stores = account.stores;
            var health = new Health(stores.database());
            var none = Optional.<Instant>empty();
            assertEquals(new Health.Writes(none, none), health.writes(START));
            var ahead = START.plus(Duration.ofHours(1));
            var first = account.add();
            clock.set(ahead);
            account.update(first, "OP");
            stores.database().run(transaction -> {
                AccountStore.add(transaction, new Account(OTHER, "Other", Account.DEFAULT_ZONE, "{}"));
                transaction.handle().execute("UPDATE ticket SET cm_id = ?", OTHER);
            });
            assertEquals(new Health.Writes(Optional.of(ahead), none), health.quickWrites(START));

            clock.set(START);
            account.add();
            assertEquals(new Health.Writes(Optional.of(START), none), health.quickWrites(START));
            assertEquals(new Health.Writes(Optional.of(START), Optional.of(ahead)), health.writes(START));
        }
    }

    /**
     * The time of the write must count: an import by the command writes no line of the audit, and the creation time of
     * an entry may come from its file.
     */
    @ParameterizedTest
    @EnumSource
    void aWriteOfTheFaqCounts(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            TestFaq.account(stores, OTHER);
            stores.database()
                    .write(transaction -> FaqLoad.begin(transaction, OTHER, START, false)
                            .load(List.of(new FaqChange(
                                    "", List.of("Orders"), "T", "D", EmployeeName.NOBODY, START.plusSeconds(60)))));
            var none = Optional.<Instant>empty();
            var health = new Health(stores.database());
            assertEquals(new Health.Writes(none, Optional.of(START)), health.writes(START));
            assertEquals(new Health.Writes(none, none), health.quickWrites(START));
        }
    }

    /** A server asks at its start, when nothing is cached, and an account may have very many records. */
    @ParameterizedTest
    @EnumSource
    void theNewestWriteIsFoundByTheIndexOfChanges(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            for (var table : new String[] {"customer", "ticket", "sales_order"}) {
                var values = Map.of("cmId", OTHER, "now", 0L);
                var plan = stores.database()
                        .read(transaction -> QueryPlan.of(transaction, Health.newest(table), values, "sort"));
                assertTrue(plan.contains(table + "_changes"), plan);
            }
        }
    }
}
