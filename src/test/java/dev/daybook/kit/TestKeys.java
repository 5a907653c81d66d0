package dev.daybook.kit;

import dev.daybook.domain.account.ApiKey;
import dev.daybook.domain.account.Scope;
import dev.daybook.domain.account.Token;
import dev.daybook.server.Stores;
import java.time.Instant;
import java.util.EnumSet;

/** Adds keys with all scopes to a database that no server has opened yet. */
public final class TestKeys {
    private TestKeys() {}

    /** Adds a key of an account. Returns its token. */
    public static String add(Stores stores, long cmId) {
        return stores.database()
                .write(transaction -> stores.apiKeys()
                        .add(
                                transaction,
                                Token::create,
                                id -> new ApiKey(cmId, id, "", EnumSet.allOf(Scope.class), Instant.MAX, false, false),
                                Instant.now())
                        .orElseThrow()
                        .token()
                        .text());
    }
}
