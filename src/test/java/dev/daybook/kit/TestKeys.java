package dev.daybook.kit;

import dev.daybook.domain.account.ApiKey;
import dev.daybook.domain.account.Scope;
import dev.daybook.domain.account.Token;
import dev.daybook.server.Stores;
import dev.daybook.store.account.ApiKeyStore;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/** Adds keys to a database, whether or not a server has opened it. */
public final class TestKeys {
    private TestKeys() {}

    /** Adds a key with all scopes. Returns its token. */
    public static String add(Stores stores, long cmId) {
        return add(stores, cmId, EnumSet.allOf(Scope.class), false, Instant.MAX);
    }

    /** Adds a key. Returns its token. */
    public static String add(Stores stores, long cmId, Set<Scope> scopes, boolean masking, Instant expiresAt) {
        return stores.database().write(transaction -> {
            var id = transaction.takeId();
            var token = Token.create(id);
            var key = new ApiKey(cmId, id, "test", scopes, expiresAt, false, masking);
            ApiKeyStore.add(transaction, new ApiKeyStore.Added(key, token), Instant.now());
            return token.text();
        });
    }
}
