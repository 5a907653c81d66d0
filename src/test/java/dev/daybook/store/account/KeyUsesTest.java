package dev.daybook.store.account;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.AdminKey;
import dev.daybook.domain.account.ApiKey;
import dev.daybook.domain.account.Token;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestKeys;
import dev.daybook.server.Stores;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The last uses of keys, also after a clock that was ahead is set right. */
class KeyUsesTest {
    private static final Account ACCOUNT = new Account(7, "Keys", Account.DEFAULT_ZONE, "{}");
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

    /**
     * The first time is stored while the clock is ahead. The second and the third time come from other clocks, which
     * are right.
     */
    private static final List<Instant> TIMES =
            List.of(NOON.plus(Duration.ofDays(400)), NOON, NOON.minus(Duration.ofHours(2)));

    private static final List<Instant> STORED = List.of(TIMES.get(0), NOON, NOON);

    @ParameterizedTest
    @EnumSource
    void aUseStoredWhileTheClockWasAheadIsReplaced(TestDatabase kind) {
        try (var stores = Stores.open(kind.create())) {
            stores.database().run(transaction -> stores.accounts().add(transaction, ACCOUNT));
            TestKeys.add(stores, ACCOUNT.cmId());
            var key = stores.database()
                    .read(transaction -> stores.apiKeys().list(transaction, ACCOUNT.cmId()))
                    .get(0);
            assertEquals(Optional.empty(), stores.database().read(stores.apiKeys()::lastUse));
            for (var step = 0; step < TIMES.size(); step++) {
                use(stores, key, TIMES.get(step));
                assertEquals(Optional.of(STORED.get(step)), stores.database().read(stores.apiKeys()::lastUse));
                assertEquals(
                        Map.of(key.id(), STORED.get(step)),
                        stores.database().read(transaction -> stores.apiKeys().lastUses(transaction, ACCOUNT.cmId())));
            }
        }
    }

    /** Each use is that of another server. */
    private static void use(Stores stores, ApiKey key, Instant now) {
        var uses = new KeyUses(stores.database());
        uses.note(key, now);
        uses.flush();
    }

    @ParameterizedTest
    @EnumSource
    void aUseOfAnAdminKeyStoredWhileTheClockWasAheadIsReplaced(TestDatabase kind) {
        try (var stores = Stores.open(kind.create())) {
            var key = new AdminKey(9, "operations", Instant.MAX, false);
            stores.database()
                    .run(transaction -> stores.adminKeys().add(transaction, key, Token.create(key.id()), NOON));
            for (var step = 0; step < TIMES.size(); step++) {
                var now = TIMES.get(step);
                stores.database().run(transaction -> stores.adminKeys().used(transaction, key.id(), now));
                assertEquals(
                        STORED.get(step),
                        stores.database()
                                .read(transaction -> stores.adminKeys().list(transaction))
                                .get(0)
                                .lastUse());
            }
        }
    }
}
