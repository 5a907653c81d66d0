package dev.daybook.store.account;

import dev.daybook.domain.account.AdminKey;
import dev.daybook.domain.account.Token;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;

/** Reads and writes the keys of the admin API. They are found by their token digest; tokens are not stored. */
public final class AdminKeyStore {
    private static final String INSERT = """
            INSERT INTO admin_key (id, digest, label, expires_at, disabled, created_at, last_used_at)
            SELECT :id, :digest, :label, :expiresAt, 0, :createdAt, 0
            WHERE NOT EXISTS (SELECT 1 FROM api_key WHERE digest = :digest)
            ON CONFLICT DO NOTHING""";

    private static final String FIND = "SELECT * FROM admin_key WHERE digest = :digest";

    private static final String LIST = "SELECT * FROM admin_key ORDER BY id";

    private static final String USED = """
            UPDATE admin_key SET last_used_at = :at
            WHERE id = :id AND (last_used_at < :at OR last_used_at > :ahead)""";

    private static final String DISABLE = "UPDATE admin_key SET disabled = 1 WHERE id = :id";

    /**
     * A key with its last use.
     *
     * @param lastUse when it was last used, to the minute; {@link Instant#EPOCH} if never
     */
    public record Listed(AdminKey key, Instant lastUse) {
        /** Whether {@link #used} would change the last use. */
        public boolean isOutdated(Instant now) {
            var minute = now.truncatedTo(ChronoUnit.MINUTES);
            return lastUse.isBefore(minute) || lastUse.isAfter(minute.plus(KeyUses.AHEAD));
        }
    }

    private AdminKeyStore() {}

    /** Adds a key. Returns false if another admin key has its token or id, or if a key of an account has its token. */
    public static boolean add(Transaction transaction, AdminKey key, Token token, Instant now) {
        return transaction
                        .update(INSERT)
                        .bind("id", key.id())
                        .bind("digest", token.digest())
                        .bind("label", key.label())
                        .bind("expiresAt", EpochMillis.column(key.expiresAt()))
                        .bind("createdAt", EpochMillis.column(now))
                        .execute()
                == 1;
    }

    /** Finds the key with this token digest, whatever its state. */
    public static Optional<Listed> find(Transaction transaction, byte[] digest) {
        return transaction
                .query(FIND)
                .bind("digest", digest)
                .map(AdminKeyStore::listed)
                .findOne();
    }

    /** All keys, ordered by id. */
    public static List<Listed> list(Transaction transaction) {
        return transaction.query(LIST).map(AdminKeyStore::listed).list();
    }

    /** Records that a key is used, to the minute. Replaces a use that was stored while the clock was ahead. */
    public static void used(Transaction transaction, long id, Instant now) {
        var minute = now.truncatedTo(ChronoUnit.MINUTES);
        transaction
                .update(USED)
                .bind("id", id)
                .bind("at", EpochMillis.column(minute))
                .bind("ahead", EpochMillis.column(minute.plus(KeyUses.AHEAD)))
                .execute();
    }

    /** Disables a key. Returns false if there is none with this id; true also if the key was already disabled. */
    public static boolean disable(Transaction transaction, long id) {
        return transaction.update(DISABLE).bind("id", id).execute() == 1;
    }

    private static Listed listed(ResultSet row, StatementContext context) throws SQLException {
        return new Listed(
                new AdminKey(
                        row.getLong("id"),
                        row.getString("label"),
                        EpochMillis.instant(row.getLong("expires_at")),
                        row.getInt("disabled") != 0),
                EpochMillis.instant(row.getLong("last_used_at")));
    }
}
