package dev.daybook.cli;

import static dev.daybook.cli.Outcome.has;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.kit.ConcurrentWrite;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestFaq;
import dev.daybook.kit.Waits;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.account.AccountStore;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code daybook rerender} of several accounts, also beside a command that deletes one. */
class RerenderCommandTest {
    private static final Instant NOON = Instant.parse("2024-05-02T12:00:00Z");

    /**
     * On PostgreSQL, the command has read ids of an account, and waits for the last transaction of its deletion. It
     * must then render the other accounts.
     */
    @Test
    void anAccountThatIsDeletedAtTheSameTimeIsLeftOut() {
        var url = TestDatabase.POSTGRESQL.newUrl();
        try (var stores = Stores.open(DatabaseUrl.parse(url))) {
            addAccount(stores, 7);
            addAccount(stores, 8);
            var rendering = stores.database().write(transaction -> {
                AccountStore.lock(transaction, 7);
                assertEquals(
                        1,
                        transaction
                                .update("DELETE FROM account WHERE cm_id = :cmId", 7)
                                .execute());
                return ConcurrentWrite.start(
                        stores.database(), () -> Outcome.of("rerender", "--all", "--database-url", url));
            });
            has(
                    rendering.join().expect(Main.DONE).err(),
                    "Account 7 was deleted at the same time",
                    "Account 8: 1 documents rendered");
        }
    }

    /**
     * Tidying rewrites the search index of all accounts on SQLite, so the command does it once and not for each account.
     * PostgreSQL shows how often it was done.
     */
    @Test
    void theSearchIndexIsTidiedOnce() {
        var url = TestDatabase.POSTGRESQL.newUrl();
        try (var stores = Stores.open(DatabaseUrl.parse(url))) {
            TestFaq.loadReturns(stores, 7);
            TestFaq.loadReturns(stores, 8);
            has(
                    Outcome.of("rerender", "--all", "--database-url", url)
                            .expect(Main.DONE)
                            .err(),
                    "Account 7: 2 entries of the FAQ indexed",
                    "Account 8: 2 entries of the FAQ indexed");
            Waits.until(() -> analyzed(stores) > 0, () -> "PostgreSQL has written its statistics");
            assertEquals(1, analyzed(stores));
        }
    }

    /** A command that failed may have indexed entries, and not tidied. The next one finds nothing to index. */
    @Test
    void theSearchIndexIsTidiedEvenIfNothingIsIndexed() {
        var url = TestDatabase.POSTGRESQL.newUrl();
        try (var stores = Stores.open(DatabaseUrl.parse(url))) {
            TestFaq.loadReturns(stores, 7);
            Outcome.of("rerender", "--database-url", url).expect(Main.DONE);
            Waits.until(() -> analyzed(stores) > 0, () -> "PostgreSQL has not analyzed the index");
        }
    }

    private static long analyzed(Stores stores) {
        return stores.database()
                .read(transaction -> transaction
                        .query("SELECT analyze_count FROM pg_stat_user_tables WHERE relname = 'faq_search'")
                        .mapTo(Long.class)
                        .one());
    }

    private static void addAccount(Stores stores, long cmId) {
        var account = new Account(cmId, "Shop", Account.DEFAULT_ZONE, "{}");
        var texts = Map.of(ProfileField.NAME, "Asha", ProfileField.PHONE, "9100000001");
        stores.database().run(transaction -> {
            AccountStore.add(transaction, account);
            stores.customers().save(transaction, account, CustomerChange.ofTexts(0, false, texts), NOON);
        });
    }
}
