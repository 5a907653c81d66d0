package dev.daybook.store.account;

import dev.daybook.domain.account.ApiKey;
import dev.daybook.domain.account.Scope;
import dev.daybook.domain.account.Token;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.StatementContext;

/** Reads and writes API keys. They are found by their token digest; tokens are not stored. */
public final class ApiKeyStore {
    private static final String INSERT = """
            INSERT INTO api_key (cm_id, id, digest, label, scopes, expires_at, disabled, masking, created_at)
            SELECT :cmId, :id, :digest, :label, :scopes, :expiresAt, :disabled, :masking, :createdAt
            WHERE NOT EXISTS (SELECT 1 FROM admin_key WHERE digest = :digest)
            ON CONFLICT DO NOTHING""";

    private static final String FIND = "SELECT * FROM api_key WHERE digest = :digest";

    private static final String LIST = "SELECT * FROM api_key WHERE cm_id = :cmId ORDER BY id";

    private static final String LAST_USES =
            "SELECT id, last_used_at FROM api_key WHERE cm_id = :cmId AND last_used_at > 0";

    private static final String LAST_USE = "SELECT max(last_used_at) FROM api_key WHERE last_used_at > 0";

    private static final String EXPIRE = "UPDATE api_key SET expires_at = :at WHERE cm_id = :cmId AND id = :id";

    private static final String DISABLE = "UPDATE api_key SET disabled = 1 WHERE cm_id = :cmId AND id = :id";

    /**
     * A new key with its token.
     *
     * @param token its token, to be shown once
     */
    public record Added(ApiKey key, Token token) {}

    private ApiKeyStore() {}

    /**
     * Adds a key, whose id must be {@linkplain Transaction#takeId taken} before. Returns false if another key has its
     * token or id, or if an admin key has its token.
     *
     * @throws dev.daybook.domain.ProblemException ACCOUNT_GONE
     */
    public static boolean add(Transaction transaction, Added added, Instant now) {
        AccountStore.holdNow(transaction, added.key.cmId());
        return transaction
                        .update(INSERT, added.key.cmId())
                        .bind("id", added.key.id())
                        .bind("digest", added.token.digest())
                        .bind("label", added.key.label())
                        .bind("scopes", Scope.format(added.key.scopes()))
                        .bind("expiresAt", EpochMillis.column(added.key.expiresAt()))
                        .bind("disabled", added.key.disabled() ? 1 : 0)
                        .bind("masking", added.key.masking() ? 1 : 0)
                        .bind("createdAt", EpochMillis.column(now))
                        .execute()
                == 1;
    }

    /** Finds the key with this token digest, whatever its state. */
    public static Optional<ApiKey> find(Transaction transaction, byte[] digest) {
        return transaction
                .query(FIND)
                .bind("digest", digest)
                .map(ApiKeyStore::apiKey)
                .findOne();
    }

    /** The keys of an account, ordered by id. */
    public static List<ApiKey> list(Transaction transaction, long cmId) {
        return transaction.query(LIST, cmId).map(ApiKeyStore::apiKey).list();
    }

    /** When the keys of an account were last used, to the minute, by key id; without keys that were never used. */
    public static Map<Long, Instant> lastUses(Transaction transaction, long cmId) {
        return transaction
                .query(LAST_USES, cmId)
                .map((row, context) -> Map.entry(row.getLong("id"), EpochMillis.instant(row.getLong("last_used_at"))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** When a key of any account was last used, to the minute; empty if never. */
    public static Optional<Instant> lastUse(Transaction transaction) {
        return transaction.query(LAST_USE).mapTo(Long.class).findOne().map(EpochMillis::instant);
    }

    /** Sets the expiry of a key. */
    public static void expire(Transaction transaction, long cmId, long id, Instant at) {
        transaction
                .update(EXPIRE, cmId)
                .bind("id", id)
                .bind("at", EpochMillis.column(at))
                .execute();
    }

    /** Disables a key. Returns false if the account has no key with this id. */
    public static boolean disable(Transaction transaction, long cmId, long id) {
        return transaction.update(DISABLE, cmId).bind("id", id).execute() == 1;
    }

    private static ApiKey apiKey(ResultSet row, StatementContext context) throws SQLException {
        return new ApiKey(
                row.getLong("cm_id"),
                row.getLong("id"),
                row.getString("label"),
                Scope.parse(row.getString("scopes")),
                EpochMillis.instant(row.getLong("expires_at")),
                row.getInt("disabled") != 0,
                row.getInt("masking") != 0);
    }
}
